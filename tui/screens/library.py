"""The documents: found as one types, sorted, read, and chosen for the next questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from qa.datatypes import DocumentInfo, Filter, Skipped
from qa.render import phrases
from qa.render.sanitize import visible_line
from tui import content
from tui.app_protocol import was_closed
from tui.document_finder import parse, who, without
from tui.screens.browsing import BrowsingScreen
from tui.screens.dates import read_day
from tui.screens.facets import FacetsScreen
from tui.short_names import shortened
from tui.state import State
from tui.widgets.filter_input import FilterInput
from tui.widgets.grid import Column, Grid
from tui.widgets.grid_lines import Align
from tui.widgets.source_pane import CitedPlace

_MAGIC = re.compile(r"[*?\[]")  # signs with a meaning in patterns of paths
_DATE = re.compile(r"\d{4}(-\d\d){0,2}")


def _who(info: DocumentInfo) -> str:
    return visible_line(who(info))


DOCUMENTS: tuple[Column[DocumentInfo], ...] = (
    Column(
        "Title",
        lambda d: visible_line(d.title) or visible_line(d.source),
        lambda d: (phrases.by_number(d.title), d.source),
    ),
    Column(
        "Source",
        _who,
        lambda d: (_who(d).lower(), phrases.by_number(d.title)),
        width=16,
        from_width=58,
    ),
    Column(
        "Date", lambda d: content.day(d.published), lambda d: content.day(d.published), width=10
    ),
    Column(
        "Words",
        lambda d: f"{d.words:,}",
        lambda d: d.words,
        width=8,
        align=Align.RIGHT,
        from_width=70,
    ),
    Column(
        "Indexed",
        lambda d: content.day(d.indexed_at),
        lambda d: d.indexed_at or "",
        width=10,
        from_width=130,
    ),
    Column(
        "File",
        lambda d: shortened(phrases.file_name(d.source)),
        lambda d: phrases.by_number(d.source),
        width=20,
        align=Align.PATH,
        from_width=88,
    ),
)
SKIPPED: tuple[Column[Skipped], ...] = (
    Column(
        "Skipped file",
        lambda s: phrases.file_name(s.source),
        lambda s: phrases.by_number(s.source),
        width=30,
    ),
    Column("Why", lambda s: visible_line(s.reason), lambda s: s.reason.lower()),
)


class LibraryScreen(BrowsingScreen):
    """Typing filters, by `folder:`, `source:` and `date:` too; the table has keys of its own."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,alt+a", "restrict_all", "Ask all shown", id="library.restrict-all"),
        Binding("f4,f", "facets", "Facets", id="library.facets"),
        Binding("space", "choose", "Choose", id="library.choose"),
        Binding("r", "restrict", "Ask only these", id="library.restrict"),
        Binding("d", "dates", "Dates", id="library.dates"),
        Binding("l", "similar", "Like this", id="library.similar"),
        Binding("s", "sort", "Sort", id="library.sort"),
        Binding("f3", "skipped", "Skipped files", id="library.skipped"),
    ]

    def __init__(self, *, skipped: bool = False) -> None:
        super().__init__(classes="-skipped" if skipped else "")
        self._chosen: set[str] = set()
        self._shown: tuple[object, ...] = ()
        self._count_width = 0

    def typing_line(self) -> FilterInput:
        """The filter."""
        return FilterInput("Type to filter, Down goes to the table", id="filter")

    def tables(self) -> ComposeResult:
        """The documents, or the skipped files."""
        yield Grid(DOCUMENTS, id="documents")
        yield Grid(SKIPPED, id="skipped")

    @property
    def documents(self) -> Grid[DocumentInfo]:
        """The table of documents."""
        return self.query_one("#documents", Grid)

    @property
    def grid(self) -> Grid[Any]:
        """The table that is shown."""
        return self.query_one("#skipped", Grid) if self.has_class("-skipped") else self.documents

    def on_mount(self) -> None:
        """Filter right away."""
        if was_closed(self):
            return
        self._chosen = set(self.qa.state.only.sources)
        self.documents.chosen = lambda info: info.source in self._chosen
        self.documents.keep = lambda rows: self.qa.finder.find(self.line.value, rows)
        self.query_one("#skipped", Grid).keep = self._skipped_left
        # Not by a message, before which a key would be painted without what it leaves.
        self.watch(self.line, "value", self._filter, init=False)
        self.line.focus()

    async def show_state(self, state: State) -> None:
        """Show the documents there are now."""
        await super().show_state(state)
        if self._shown != (state.documents, state.skipped):
            self._shown = (state.documents, state.skipped)
            self.documents.show(state.documents)
            prepare = partial(self.qa.finder.prepare, self.documents.all_rows)
            self.run_worker(prepare, thread=True, exit_on_error=False)
            self.query_one("#skipped", Grid).show(state.skipped)
            self._count()

    def _skipped_left(self, rows: Sequence[Skipped]) -> Sequence[Skipped]:
        words = self.line.value.lower().split()
        return [s for s in rows if all(w in f"{s.source}\n{s.reason}".lower() for w in words)]

    def _filter(self) -> None:
        self.grid.narrow()
        self._count()

    def _count(self) -> None:
        state = self.qa.state
        if self.has_class("-skipped"):
            text = f"{phrases.counted(len(state.skipped), 'file')} skipped"
        else:
            shown, total = len(self.documents.rows), len(state.documents)
            text = f"{shown:,} of {phrases.counted(total, 'document')}"
            if self._chosen:
                text += f", {len(self._chosen):,} chosen"
        # Only a longer text needs another layout, which would cost as much as the filtering.
        longer = len(text) > self._count_width
        self._count_width = max(self._count_width, len(text))
        self.query_one("#count", Static).update(text.rjust(self._count_width), layout=longer)

    @on(Input.Submitted, "#filter")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.grid.action_open()

    @on(Grid.Opened)
    def _opened(self, event: Grid.Opened) -> None:
        if place := self.place_of(event.row):
            self.read([place])

    def place_of(self, row: Any) -> CitedPlace | None:
        """A document; a skipped file can't be read."""
        return CitedPlace(row) if isinstance(row, DocumentInfo) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Some letters are keys in the table only; in an article none of these are."""
        if action in ("choose", "restrict", "dates", "similar"):
            return isinstance(self.focused, Grid)
        if action in ("restrict_all", "facets"):
            return self.is_mounted and not self.reading and not self.has_class("-skipped")
        return super().check_action(action, parameters)

    def action_choose(self) -> None:
        """Mark the document for the next questions, or not."""
        row = self.documents.row
        if row is not None and not self.has_class("-skipped"):
            self._chosen ^= {row.source}
            self.documents.action_move(1)
            self.documents.refresh()
            self._count()

    def action_restrict(self) -> None:
        """Ask only the chosen documents, else the one under the cursor."""
        row = self.documents.row
        sources = sorted(self._chosen) or ([row.source] if row else [])
        if sources:
            only = self.qa.state.only
            self.qa.restrict(Filter(tuple(sources), only.since, only.until))
            self.dismiss()

    def action_restrict_all(self) -> None:
        """Ask all that the filter leaves, and only these."""
        if rows := self.documents.rows:
            only = self.qa.state.only
            whole = len(rows) == len(self.qa.state.documents)
            found = Filter() if whole else restriction(self.line.value, rows)
            since, until = found.since or only.since, found.until or only.until
            self.qa.restrict(replace(found, since=since, until=until))
            self.dismiss()

    def action_facets(self) -> None:
        """Filter by a folder, a source or a year."""
        line = self.line

        def is_set(token: str) -> bool:
            return without(line.value, token) != without(line.value, "")

        def toggle(token: str) -> None:
            less = without(line.value, token)
            line.put(less if is_set(token) else f"{less} {token}".strip())

        self.app.push_screen(FacetsScreen(self.qa.state.documents, is_set, toggle))

    def action_similar(self) -> None:
        """List the documents that are like the one under the cursor, of those that are asked."""
        from tui.screens.similar import SimilarScreen

        if (row := self.documents.row) and not self.has_class("-skipped"):
            self.app.push_screen(SimilarScreen(row, self.qa.state.only))

    def action_dates(self) -> None:
        """Ask only documents of certain days."""
        self.qa.action_dates()

    def action_skipped(self) -> None:
        """Show what could not be indexed, or the documents again."""
        self.toggle_class("-skipped")
        self.grid.narrow()
        self._count()
        self.refresh_bindings()
        if not isinstance(self.focused, Input):
            self.grid.focus()


def restriction(typed: str, rows: Sequence[DocumentInfo]) -> Filter:
    """What a filter leaves, for questions: folders and one date as such, else by their sources.

    A folder means what will be in it later, too.
    """
    query = parse(typed)
    whole_dates = len(query.dates) <= 1 and all(map(_DATE.fullmatch, query.dates))
    others = query.words or query.sources or _MAGIC.search("".join(query.folders))
    if whole_dates and not others and query.faceted:
        date = "".join(query.dates)
        try:
            since, until = read_day(date, last=False), read_day(date, last=True)
        except ValueError:  # 2019-13
            pass
        else:
            return Filter((), since, until, tuple(f"/{each}/" for each in query.folders))
    return Filter(tuple(sorted(each.source for each in rows)))
