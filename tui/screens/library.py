"""The documents: found as one types, sorted, read, and chosen for the next questions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from qa.datatypes import DocumentInfo, Filter, Skipped
from qa.render import phrases
from qa.render.sanitize import visible_line
from tui import content
from tui.screens.reading import ReadingScreen
from tui.state import State
from tui.typing_keys import acts, typed
from tui.widgets.bars import FilterChip, TitleBar, UpdateBar
from tui.widgets.footer import KeyFooter
from tui.widgets.grid import Column, Grid
from tui.widgets.message_line import MessageLine
from tui.widgets.source_pane import CitedPlace, SourcePane

_STEPS: dict[str, Callable[[Grid[Any]], None]] = {
    "up": lambda grid: grid.action_move(-1),
    "down": lambda grid: grid.action_move(1),
    "pageup": lambda grid: grid.action_page(-1),
    "pagedown": lambda grid: grid.action_page(1),
}


def matches(info: DocumentInfo, typed: str) -> bool:
    """Whether a document's title, names, date or path hold every word of `typed`."""
    words = typed.lower().split()
    if not words:
        return True
    fields = (info.title, info.author, info.agency, str(info.published or ""), info.source)
    text = "\n".join(each.lower() for each in fields if each)
    return all(word in text for word in words)


def _who(info: DocumentInfo) -> str:
    return visible_line(info.agency or "") or visible_line(info.author or "")


DOCUMENTS: tuple[Column[DocumentInfo], ...] = (
    Column(
        "Title",
        lambda d: visible_line(d.title) or visible_line(d.source),
        lambda d: (d.title.lower(), d.source),
    ),
    Column("Source", _who, lambda d: (_who(d).lower(), d.title.lower()), width=16),
    Column(
        "Date", lambda d: content.day(d.published), lambda d: content.day(d.published), width=10
    ),
    Column("Words", lambda d: f"{d.words:,}", lambda d: d.words, width=8, right=True),
    Column(
        "Indexed",
        lambda d: content.day(d.indexed_at),
        lambda d: d.indexed_at or "",
        width=10,
        from_width=88,
    ),
    Column(
        "File", lambda d: phrases.file_name(d.source), lambda d: d.source, width=32, from_width=130
    ),
)
SKIPPED: tuple[Column[Skipped], ...] = (
    Column("Skipped file", lambda s: phrases.file_name(s.source), lambda s: s.source, width=30),
    Column("Why", lambda s: visible_line(s.reason), lambda s: s.reason.lower()),
)


class LibraryScreen(ReadingScreen):
    """Typing filters; the table has keys of its own."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", id="library.back"),
        Binding("space", "choose", "Choose", id="library.choose"),
        Binding("r", "restrict", "Ask only these", id="library.restrict"),
        Binding("d", "dates", "Dates", id="library.dates"),
        Binding("s", "sort", "Sort", id="library.sort"),
        Binding("slash", "filter", "Filter", show=False, id="library.filter"),
        Binding("f3", "skipped", "Skipped files", id="library.skipped"),
    ]

    def __init__(self, *, skipped: bool = False) -> None:
        super().__init__(classes="-skipped" if skipped else "")
        self._chosen: set[str] = set()
        self._shown: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        """Top to bottom."""
        yield TitleBar()
        with Horizontal(id="body"):
            with Vertical(id="main"):
                with Horizontal(id="filter-line"):
                    yield Input(
                        placeholder="Type to filter, Down goes to the table",
                        id="filter",
                        select_on_focus=False,  # or the next key would replace what was typed
                    )
                    yield Static("", id="count", markup=False)
                yield Grid(DOCUMENTS, id="documents")
                yield Grid(SKIPPED, id="skipped")
                yield FilterChip()
            yield SourcePane()
        yield MessageLine()
        yield UpdateBar()
        yield KeyFooter()

    @property
    def documents(self) -> Grid[DocumentInfo]:
        """The table of documents."""
        return self.query_one("#documents", Grid)

    @property
    def grid(self) -> Grid[DocumentInfo] | Grid[Skipped]:
        """The table that is shown."""
        return self.query_one("#skipped", Grid) if self.has_class("-skipped") else self.documents

    def on_mount(self) -> None:
        """Filter right away."""
        self._chosen = set(self.qa.state.only.sources)
        self.documents.chosen = lambda info: info.source in self._chosen
        self.query_one("#filter", Input).focus()

    async def show_state(self, state: State) -> None:
        """Show the documents there are now."""
        self.query_one(TitleBar).show(state)
        self.query_one(UpdateBar).show(state)
        self.query_one(FilterChip).show(state)
        if self._shown != (state.documents, state.skipped):
            self._shown = (state.documents, state.skipped)
            self._filter()

    @on(Input.Changed, "#filter")
    def _filter(self) -> None:
        typed = self.query_one("#filter", Input).value
        state = self.qa.state
        found = [each for each in state.documents if matches(each, typed)]
        self.documents.show(found)
        words = typed.lower().split()
        self.query_one("#skipped", Grid).show(
            [s for s in state.skipped if all(w in f"{s.source}\n{s.reason}".lower() for w in words)]
        )
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
        self.query_one("#count", Static).update(text)

    def on_key(self, event: events.Key) -> None:
        """Down goes to the table, whose first row is chosen then; other letters filter."""
        box = self.query_one("#filter", Input)
        character = typed(event)
        if self.focused is box and event.key in _STEPS:
            event.stop()
            event.prevent_default()
            self.set_focus(self.grid)
            if event.key != "down" or self.grid.cursor:
                _STEPS[event.key](self.grid)
        elif character and self.focused is not box and not acts(self, event.key):
            event.stop()
            event.prevent_default()
            self.set_focus(box)
            box.cursor_position = len(box.value)
            box.insert_text_at_cursor(character)

    @on(Input.Submitted, "#filter")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.grid.action_open()

    @on(Grid.Opened)
    def _opened(self, event: Grid.Opened) -> None:
        if isinstance(event.row, DocumentInfo):
            self.read([CitedPlace(event.row)])

    def focus_after_reading(self) -> None:
        """Go on in the table."""
        self.grid.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Letters are keys in the table only; elsewhere they are typed."""
        if action in ("choose", "restrict", "dates", "sort", "filter"):
            return isinstance(self.focused, Grid)
        return True

    def action_back(self) -> None:
        """Close the article, else leave."""
        if self.reading:
            self.close_article()
        else:
            self.dismiss()

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

    def action_dates(self) -> None:
        """Ask only documents of certain days."""
        self.qa.action_dates()

    def action_sort(self) -> None:
        """Sort by the next column."""
        self.grid.sort_by_next()

    def action_filter(self) -> None:
        """Type."""
        self.query_one("#filter", Input).focus()

    def action_skipped(self) -> None:
        """Show what could not be indexed, or the documents again."""
        self.toggle_class("-skipped")
        self._count()
        if not isinstance(self.focused, Input):
            self.grid.focus()
