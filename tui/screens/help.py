"""What the keys do, taken from the keys themselves."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.app_protocol import was_closed
from tui.screens.modal import Dialog
from tui.widgets.fitted import WidthFitted

_KEY, _NARROWEST = 14, 12  # cells of a key; of what it does, at least
_NAMES = {
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "slash": "/",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "question_mark": "?",
}
_DIGIT = re.compile(r"alt\+\d")  # summed up in _MORE, too
_MOVES = ("up", "down", "pageup", "pagedown", "home", "end")  # summed up in _MORE
_MORE: dict[str, tuple[tuple[str, str], ...]] = {
    "Everywhere": (("Ctrl+P", "Every action, and any document by name"),),
    "Chat": (
        ("Alt+1 to 9", "Open that source of the answer in focus, else of the newest"),
        ("letters", "After Esc, or with Alt; else they are typed into the box"),
        ("Up, Down", "In the box: earlier questions; in the answers: from sentence to sentence"),
        ("Esc", "Cancel the question, close the article, stop the update, or go to the answers"),
        ("mouse", "Click a number to open it, drag to select, Ctrl+C copies the selection"),
    ),
    "Conversations": (
        ("letters", "Filter by name and by every question"),
        ("Enter", "Continue it"),
    ),
    "Library": (
        ("letters", "In the box above the table: filter by title, source, date and path"),
        ("folder:x", "In the box: that folder; source:x and date:2019 likewise (F4 lists them)"),
        ("Up, Down", "From row to row; PgUp, PgDn, Home and End go further"),
    ),
    "Timeline": (
        ("letters", "In the box above the table: another topic, Enter searches"),
        ("Up, Down", "From row to row"),
    ),
}


def key_name(key: str) -> str:
    """`ctrl+n` as people write it."""
    first = key.split(",")[0]
    if len(first) == 1:  # a capital would mean Shift
        return first
    return "+".join(_NAMES.get(part, part.capitalize()) for part in first.split("+"))


@dataclass(frozen=True, slots=True)
class Topic:
    """A section of the page: a heading, and the classes whose bindings stand in it."""

    heading: str
    owners: tuple[type, ...]


def rows(topic: Topic) -> list[tuple[str, str]]:
    """Keys of a section with what they do."""
    more = _MORE.get(topic.heading, ())
    listed = {key for key, _ in more}
    found: list[tuple[str, str]] = []
    for owner in topic.owners:
        for each in getattr(owner, "BINDINGS", ()):
            if isinstance(each, Binding) and each.key not in _MOVES and not _DIGIT.match(each.key):
                name = key_name(each.key)
                if name not in listed and each.description:
                    found.append((name, each.tooltip or each.description))
    return [*found, *more]


def _laid_out(topic: Topic, width: int) -> Content:
    """A section in two columns: keys, and what they do, in as many lines as it takes."""
    lines: list[Content] = []
    for key, what in rows(topic):
        below = textwrap.wrap(what, max(_NARROWEST, width - _KEY))
        lines.append(
            Content.assemble((key.ljust(_KEY), "$qa-cite"), ("\n" + " " * _KEY).join(below))
        )
    return Content("\n").join(lines)


class HelpScreen(Dialog):
    """A page of keys, section by section."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        super().__init__()
        self.topics = tuple(topics)

    def compose(self) -> ComposeResult:
        """In the given order."""
        with Vertical(classes="window"), VerticalScroll():
            yield Static("Esc closes; Up, Down, PgUp and PgDn scroll", classes="quiet")
            yield Static("")
            for topic in self.topics:
                yield Static(topic.heading, classes="head")
                yield WidthFitted(partial(_laid_out, topic), "keys")
                yield Static("")
            yield Static("Docs: docs/tui.md", classes="quiet")

    def on_mount(self) -> None:
        """Let the arrows scroll."""
        if was_closed(self):
            return
        self.query_one(VerticalScroll).focus()
