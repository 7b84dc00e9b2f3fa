"""Commands that are typed into the question box, as in other chats: "/new", "/help", "exit"."""

from __future__ import annotations

_COMMANDS = {
    "quit": "quit exit :q /quit /exit /bye /q",
    "new": "/new /clear /reset",
    "help": "/help /?",
    "open": "/open /history /resume",
    "library": "/library /files /documents",
    "timeline": "/timeline",
    "export": "/export /save",
    "command_palette": "/commands /",
}
_ACTIONS = {typed: action for action, lines in _COMMANDS.items() for typed in lines.split()}


def action_typed(line: str) -> str | None:
    """The action of the app that a line names; None for a question."""
    return _ACTIONS.get(line.strip().lower())
