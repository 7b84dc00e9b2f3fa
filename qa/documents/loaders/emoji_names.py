"""Emoji by their names in Markdown, `:rocket:`: those that say something as signs, no others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline

_NAME = re.compile(r":(?P<name>[a-z][a-z0-9_+-]{1,40}|[+-]1|x):(?![\w:`])")
_SIGNS = {
    "white_check_mark": "✅", "heavy_check_mark": "✅", "ballot_box_with_check": "✅",
    "check": "✅", "x": "❌", "negative_squared_cross_mark": "❌", "no_entry": "❌",
    "no_entry_sign": "❌",
    "+1": "👍", "thumbsup": "👍", "-1": "👎", "thumbsdown": "👎", "warning": "⚠",
}  # fmt: skip


def _is_emoji(name: str) -> bool:
    """Whether an emoji is called so; `:memory:` is none, and stays as it is written."""
    from rich.emoji import Emoji, NoEmoji

    try:
        Emoji(name)
    except NoEmoji:
        return False
    return True


def emoji(state: StateInline, silent: bool) -> bool:
    """A rule of markdown-it: makes a token of such a name, with the sign or nothing as content."""
    at = state.pos
    before = state.src[at - 1] if at else " "
    if state.src[at] != ":" or before.isalnum() or before in ":_`}":
        return False
    match = _NAME.match(state.src, at, state.posMax)
    if not match or not (match["name"] in _SIGNS or _is_emoji(match["name"])):
        return False
    if not silent:
        state.push("emoji", "", 0).content = _SIGNS.get(match["name"], "")
    state.pos = match.end()
    return True
