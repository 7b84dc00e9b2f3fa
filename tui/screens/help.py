"""What the keys do, taken from the keys themselves."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.screens.modal import Window

_KEY, _WIDE = 14, 66  # cells of a key, and of a whole line where the terminal has 80
_NAMES = {
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "slash": "/",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "question_mark": "?",
}
_MOVES = ("up", "down", "pageup", "pagedown", "home", "end")  # said in fewer words below
_MORE: dict[str, tuple[tuple[str, str], ...]] = {
    "Chat": (
        ("1 to 9", "Open that source, in the empty box or with an answer in focus"),
        ("Up, Down", "In the box: earlier questions; in the answers: from sentence to sentence"),
        ("Esc", "Cancel the question, close the article, stop the update, or change the focus"),
        ("mouse", "Click a number to open it, drag to select, Ctrl+C copies the selection"),
    ),
    "Conversations": (("Enter", "Go on with it"),),
    "Library": (
        ("letters", "In the box above the table: filter by title, source, date and path"),
        ("Up, Down", "From row to row; PgUp, PgDn, Home and End go further"),
    ),
}


def key_name(key: str) -> str:
    """`ctrl+n` as people write it."""
    first = key.split(",")[0]
    if len(first) == 1:  # a capital would mean Shift
        return first
    return "+".join(_NAMES.get(part, part.capitalize()) for part in first.split("+"))


def sections() -> Iterable[tuple[str, list[tuple[str, str]]]]:
    """Headings with their keys and what these do."""
    from tui.app import QaApp
    from tui.screens.chat import ChatScreen
    from tui.screens.conversations import ShelfScreen
    from tui.screens.library import LibraryScreen
    from tui.widgets.grid import Grid
    from tui.widgets.prompt import Prompt
    from tui.widgets.quote import Quote
    from tui.widgets.source_pane import SourcePane

    for heading, owners in (
        ("Everywhere", (QaApp,)),
        ("Chat", (Prompt, Quote, ChatScreen)),
        ("Article", (SourcePane,)),
        ("Library", (Grid, LibraryScreen)),
        ("Conversations", (ShelfScreen,)),
    ):
        rows: list[tuple[str, str]] = []
        said = {key for key, _ in _MORE.get(heading, ())}
        for owner in owners:
            bindings = [
                each
                for each in owner.BINDINGS
                if isinstance(each, Binding) and each.key not in _MOVES
            ]
            named = [(key_name(each.key), each.tooltip or each.description) for each in bindings]
            rows += [(key, what) for key, what in named if key not in said]
        if heading == "Everywhere":
            rows.append(("Ctrl+P", "Every action, and any document by name"))
        yield heading, [*rows, *_MORE.get(heading, ())]


def _row(key: str, what: str) -> Content:
    """A key and what it does, further lines of that below its first."""
    lines = textwrap.wrap(what, _WIDE - _KEY)
    return Content.assemble((key.ljust(_KEY), "$qa-cite"), ("\n" + " " * _KEY).join(lines))


class HelpScreen(Window):
    """A page of keys."""

    def compose(self) -> ComposeResult:
        """Section by section."""
        with Vertical(classes="window"), VerticalScroll():
            for heading, rows in sections():
                yield Static(heading, classes="head")
                yield Static(Content("\n").join(_row(key, what) for key, what in rows))
                yield Static("")
            yield Static("Docs: docs/tui.md", classes="quiet")

    def on_mount(self) -> None:
        """Let the arrows scroll."""
        self.query_one(VerticalScroll).focus()
