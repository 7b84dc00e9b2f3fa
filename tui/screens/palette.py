"""The palette: every action with its key, then documents by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual.content import Content
from textual.widgets.option_list import Option

from qa.datatypes import DocumentInfo
from qa.render import phrases
from tui import content, glyphs
from tui.actions import Action, Match, matching
from tui.screens.list_window import ListWindow

_MOST = 30  # documents that are listed
_RANKED = 2_000  # documents among which those whose title begins as typed come first
_TITLE = 32  # cells of an action's title
_LEAST = 12  # cells of a description: where there are fewer, it is left out


class PaletteScreen(ListWindow):
    """Actions before documents, one line each."""

    PLACEHOLDER: ClassVar[str] = "Find an action or a document"

    def __init__(self, actions: Sequence[Action], read: Callable[[DocumentInfo], None]) -> None:
        super().__init__()
        self._actions = actions
        self._read = read
        self._documents: Sequence[DocumentInfo] = ()

    def on_mount(self) -> None:
        """Make what is searched, off the screen's thread."""
        self.run_worker(self.qa.finder.prepare, thread=True, exit_on_error=False)

    def make_options(self, typed: str) -> Iterable[Option]:
        """Every action that fits, then documents."""
        found = matching(self._actions, typed)
        options = [
            Option(self._action_line(each), f"a{self._actions.index(each.action)}")
            for each in found
        ]
        self._documents = self._find(typed) if typed.strip() else ()
        options += [
            Option(self._document_line(each), f"d{at}") for at, each in enumerate(self._documents)
        ]
        self.show_status("" if options else "Nothing has a name like this.")
        return options

    def _find(self, typed: str) -> Sequence[DocumentInfo]:
        found = self.qa.finder.find(typed)
        begins = re.compile(rf"\b{re.escape(typed.strip().lower())}")
        first = found[:_RANKED]

        def rank(info: DocumentInfo) -> int:
            match = begins.search(info.title.lower())
            return 2 if match is None else 1 if match.start() else 0

        return sorted(first, key=rank)[:_MOST]

    def _action_line(self, match: Match) -> Content:
        action = match.action
        title = Content(action.title)
        for at in match.at:
            title = title.stylize(content.CITE, at, at + 1)
        column = max(_TITLE, title.cell_length + 2)
        left = self.room - column - len(action.key) - (2 if action.key else 1)
        if left < _LEAST:
            return content.ends(title, (action.key,), self.room)
        about = content.line(action.about)
        about = about.truncate(left, ellipsis=True) if about.cell_length > left else about
        end = self.room - column - about.cell_length - len(action.key)
        return Content.assemble(
            title.pad_right(column - title.cell_length),
            (about.plain, content.MUTED),
            " " * max(1, end),
            (action.key, content.CITE),
        )

    def _document_line(self, info: DocumentInfo) -> Content:
        title, *about = phrases.headline(info)
        end = glyphs.DOT.join(about) or phrases.file_name(info.source)
        after = Content(end)
        half = self.room // 2
        if after.cell_length > half:
            after = after.truncate(half, ellipsis=True)
        return content.ends(title, (after.plain,), self.room)

    def choose(self, identifier: str) -> None:
        """Close the palette, then act."""
        number = int(identifier[1:])
        self.dismiss()
        if identifier[0] == "a":
            self.app.call_next(self._actions[number].run)
        else:
            self.app.call_next(self._read, self._documents[number])
