"""The documents that are like one, most alike first, and the passages in which they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from qa.datatypes import DocumentInfo, Evidence, Filter, SimilarDocument, SimilarDocuments
from qa.render import phrases, similar_list
from qa.render.sanitize import visible_line
from tui import content, glyphs
from tui.app_protocol import was_closed
from tui.document_finder import search_text, who
from tui.failures import explain
from tui.messages import SimilarFailed, SimilarFound
from tui.screens.browsing import BrowsingScreen
from tui.widgets.filter_input import FilterInput
from tui.widgets.grid import Column, Grid
from tui.widgets.source_pane import CitedPlace

_LENGTH = 50  # documents that are asked for


def _from(each: SimilarDocument) -> str:
    more = f" +{len(each.also_in)}" if each.also_in else ""
    return visible_line(who(each.document)) + more


def _columns(likeness: dict[str, str]) -> tuple[Column[SimilarDocument], ...]:
    return (
        Column("How alike", lambda s: likeness[s.document.id], lambda s: -s.score, width=28),
        Column(
            "Title",
            lambda s: visible_line(s.document.title) or visible_line(s.document.source),
            lambda s: phrases.by_number(s.document.title),
        ),
        Column("Source", _from, lambda s: _from(s).lower(), width=16, from_width=70),
        Column(
            "Date",
            lambda s: content.day(s.document.published),
            lambda s: content.day(s.document.published),
            width=10,
            from_width=58,
        ),
    )


class SimilarScreen(BrowsingScreen):
    """What is like one document; Enter opens the article at what is most alike."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "sort", "Sort", id="similar.sort"),
    ]

    def __init__(self, document: DocumentInfo, only: Filter) -> None:
        super().__init__(classes="similar")
        self._document = document
        self._only = only
        self._likeness: dict[str, str] = {}  # by the id of a document, for people

    def typing_line(self) -> FilterInput:
        """The filter."""
        return FilterInput("Type to filter, Down goes to the table", id="filter")

    def tables(self) -> ComposeResult:
        """The documents, and the passage of the one under the cursor."""
        yield Grid(_columns(self._likeness), id="similar")
        yield Static("", id="whole", markup=False)

    @property
    def grid(self) -> Grid[SimilarDocument]:
        """The documents."""
        return self.query_one("#similar", Grid)

    def on_mount(self) -> None:
        """Look for them."""
        if was_closed(self):
            return
        self.grid.keep = self._left
        self.watch(self.line, "value", lambda: self.grid.narrow(), init=False)
        self.grid.focus()
        self._show_remark(f"searching {glyphs.WAITING}")
        self.run_worker(self._finding, thread=True, group="similar", exit_on_error=False)

    def _finding(self) -> None:
        try:
            found = self.qa.backend.similar(self._document, self._only, _LENGTH)
        except Exception as error:  # noqa: BLE001 - shown on the screen, whatever it was
            self.post_message(SimilarFailed(explain(error)))
        else:
            self.post_message(SimilarFound(found))

    @on(SimilarFound)
    def _found(self, event: SimilarFound) -> None:
        found: SimilarDocuments = event.found
        self._likeness.update(
            (each.document.id, similar_list.likeness(found, each)) for each in found.similar
        )
        self.grid.show(found.similar)
        title = visible_line(found.document.title) or visible_line(found.document.source)
        counted = phrases.counted(len(found.similar), "document")
        said = f"{counted} like {title}" if found.similar else similar_list.nothing(found)
        self._show_remark(" ".join([said, *map(visible_line, found.notes)]))

    @on(SimilarFailed)
    def _failed(self, event: SimilarFailed) -> None:
        self._show_remark("")
        self.qa.show_failure(event.failure)

    def _show_remark(self, text: str) -> None:
        self.query_one("#count", Static).update(content.line(text))

    def _left(self, rows: Sequence[SimilarDocument]) -> Sequence[SimilarDocument]:
        words = self.line.value.lower().split()
        return [row for row in rows if all(w in search_text(row.document) for w in words)]

    @on(Grid.Highlighted)
    def _show_whole(self) -> None:
        """Show in which passage the document under the cursor is alike."""
        row = self.grid.row
        text = similar_list.passage(row.passages[0]) if row and row.passages else ""
        self.query_one("#whole", Static).update(text)

    @on(Input.Submitted, "#filter")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.grid.action_open()

    @on(Grid.Opened)
    def _opened(self, event: Grid.Opened) -> None:
        self.read([_place(event.row)])

    def place_of(self, row: Any) -> CitedPlace | None:
        """The passage that is most alike."""
        return _place(row)


def _place(each: SimilarDocument) -> CitedPlace:
    if not each.passages:
        return CitedPlace(each.document)
    there = each.passages[0].there
    quoted = Evidence(
        citation=1,
        start=there.start,
        end=there.end,
        text=there.text,
        line=there.line,
        score=each.passages[0].score,
        place=there.place,
    )
    return CitedPlace(each.document, quoted)
