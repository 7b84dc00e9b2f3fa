"""What dated documents say to a question, oldest first, one line each."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from qa.datatypes import Evidence, Filter, TimelineEntry
from qa.render import phrases, timeline_list
from qa.render.layout import flow
from qa.render.sanitize import visible_line
from tui import content, glyphs
from tui.app_protocol import was_closed
from tui.document_finder import who
from tui.failures import explain
from tui.messages import TimelineFailed, TimelineFound
from tui.screens.browsing import BrowsingScreen
from tui.state import Phase, State
from tui.widgets.filter_input import FilterInput
from tui.widgets.grid import Column, Grid
from tui.widgets.source_pane import CitedPlace

_LENGTH = 30  # entries that are asked for


def _sentence(entry: TimelineEntry) -> str:
    return visible_line(flow(entry.text).strip())


def _from(entry: TimelineEntry) -> str:
    name = who(entry.document) or entry.document.source.rpartition("/")[2]
    more = f" +{len(entry.also_in)}" if entry.also_in else ""
    return visible_line(name) + more


ENTRIES: tuple[Column[TimelineEntry], ...] = (
    Column("Date", lambda e: content.day(e.published), lambda e: e.published, width=12),
    Column("What it says", _sentence, lambda e: _sentence(e).lower()),
    Column("Source", _from, lambda e: _from(e).lower(), width=18, from_width=70),
)


class TimelineScreen(BrowsingScreen):
    """A question above, the entries below; Enter opens the article at the words."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "sort", "Sort", id="timeline.sort"),
    ]

    def __init__(self, question: str, only: Filter) -> None:
        super().__init__(classes="timeline")
        self._question = question
        self._searched = ""
        self._only = only
        self._search = 0  # number of the newest; replies to older ones are ignored
        self._remark = ""
        self._waits = False  # the question waits for an index

    def typing_line(self) -> FilterInput:
        """What it is about."""
        return FilterInput("What is the timeline about?", id="about")

    def tables(self) -> ComposeResult:
        """The entries, and the one under the cursor whole."""
        yield Grid(ENTRIES, id="entries")
        yield Static("", id="whole", markup=False)

    @property
    def grid(self) -> Grid[TimelineEntry]:
        """The entries."""
        return self.query_one("#entries", Grid)

    def on_mount(self) -> None:
        """Search for what the chat is about, if it is about anything."""
        if was_closed(self):
            return
        self.line.put(self._question)
        self.line.focus()
        self._find(self._question)

    async def show_state(self, state: State) -> None:
        """Show what the app knows of the collection."""
        await super().show_state(state)
        if state.phase is Phase.READY and self._waits:
            self._find(self._searched)

    # Searching.

    def _find(self, question: str) -> None:
        question = question.strip()
        self._searched = question
        self._search += 1
        self._waits = bool(question) and self.qa.state.phase is not Phase.READY
        if not question:
            self._show_remark("Type a topic or a question, Enter searches.")
        elif self._waits:
            self._show_remark("waits for the index")
        else:
            self._show_remark(f"searching {glyphs.WAITING}")
            work = partial(self._finding, question, self._search)
            self.run_worker(work, thread=True, group="timeline", exit_on_error=False)

    def _finding(self, question: str, search: int) -> None:
        try:
            found = self.qa.backend.timeline(question, self._only, _LENGTH)
        except Exception as error:  # noqa: BLE001 - shown on the screen, whatever it was
            self.post_message(TimelineFailed(explain(error), search))
        else:
            self.post_message(TimelineFound(found, search))

    @on(TimelineFound)
    def _found(self, event: TimelineFound) -> None:
        if event.search != self._search:
            return
        found = event.timeline
        self.grid.show(found.entries)
        entries = phrases.counted(len(found.entries), "document")
        first = entries if found.entries else timeline_list.NOTHING
        left_out = timeline_list.undated(found)
        self._show_remark(first if found.entries or not left_out else "")
        self._remark = " ".join(filter(None, (left_out, *map(visible_line, found.notes))))
        self._show_whole()
        typing = self.line.value.strip() != self._searched
        if found.entries and not self.reading and not typing:
            self.grid.focus()

    @on(TimelineFailed)
    def _failed(self, event: TimelineFailed) -> None:
        if event.search == self._search:
            self.grid.show(())
            self._show_remark("")
            self.qa.show_failure(event.failure)

    def _show_remark(self, text: str) -> None:
        self.query_one("#count", Static).update(content.line(text))

    @on(Grid.Highlighted)
    def _show_whole(self) -> None:
        """Show the whole sentence under the cursor, which a line of the table may cut off."""
        row = self.grid.row
        text = f"{_sentence(row)}  " if row else ""
        self.query_one("#whole", Static).update(
            Content.assemble(text, (self._remark, content.MUTED))
        )

    # Reading.

    @on(Input.Submitted, "#about")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip() != self._searched:
            self._find(event.value)
        else:
            self.grid.action_open()

    @on(Grid.Opened)
    def _opened(self, event: Grid.Opened) -> None:
        rows = list(self.grid.rows)
        self.read([_place(each) for each in rows], rows.index(event.row))

    def place_of(self, row: Any) -> CitedPlace | None:
        """The sentence of an entry."""
        return _place(row)


def _place(entry: TimelineEntry) -> CitedPlace:
    quoted = Evidence(
        citation=1,
        start=entry.start,
        end=entry.end,
        text=entry.text,
        line=entry.line,
        score=entry.confidence or 0.0,
        place=entry.place,
    )
    return CitedPlace(entry.document, quoted)
