"""What stands in an empty conversation: how to begin, and where to go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from qa.datatypes import DocumentInfo, Preview
from qa.render import phrases
from qa.render.sanitize import visible_line
from tui import content, glyphs
from tui.conversation_store import Recent
from tui.folder_names import given_folder
from tui.state import Phase, State
from tui.widgets.folder_input import FolderInput
from tui.widgets.offers import BuildButton, NewestDocument, RecentConversation, SuggestedQuestion

_NEWEST = 3  # documents
_FAMILIAR = (".pdf", ".docx", ".html", ".md", ".txt", ".eml", ".csv")


@dataclass(frozen=True, slots=True)
class Openings:
    """Ways to begin. `starters` is None until it is known which questions are answered well."""

    starters: tuple[str, ...] | None = None
    recent: tuple[Recent, ...] = ()


class Welcome(Vertical):
    """Shows one of: opening, nothing indexed yet, ready, can't be opened."""

    @dataclass
    class FolderChosen(Message):
        """The folder whose documents are to be indexed."""

        folder: Path

    def __init__(self) -> None:
        super().__init__(id="welcome")
        self._state = State()
        self._openings = Openings()
        self._typed = ""  # into the field for a folder, which comes and goes
        self._had_focus = False

    def compose(self) -> ComposeResult:
        """What the state calls for."""
        yield from self._parts()

    async def show(self, state: State, openings: Openings) -> None:
        """Show another state, if it would look different."""
        before = _look(self._state), self._openings
        self._state, self._openings = state, openings
        if (_look(state), openings) != before:
            with self.app.batch_update():
                await self._show_again()

    async def _show_again(self) -> None:
        focused = self.screen.focused
        place = _offer_of(focused) if focused in self.walk_children() else None
        if before := next(iter(self.query(Input)), None):
            self._typed = before.value
            self._had_focus = before.has_focus
        await self.remove_children()
        await self.mount_all(self._parts())
        if box := next(iter(self.query(Input)), None):
            # A folder that was wrong can be corrected: the next one is no question.
            box.value = self._typed
            box.cursor_position = len(self._typed)
            if self._had_focus:
                self.screen.set_focus(box)
        for each in self.query(".focusable"):
            if place and _offer_of(each) == place:
                self.screen.set_focus(each)

    def _parts(self) -> list[Widget]:
        state = self._state
        if state.failure:
            return [
                _line_of(f"{glyphs.FAILED} {visible_line(state.failure.message)}", "failed"),
                _line_of(visible_line(state.failure.hint), "quiet"),
                *(self._folder() if state.phase is Phase.NO_INDEX else []),
            ]
        if state.phase is Phase.OPENING:
            return [_line_of(f"Opening the index {glyphs.WAITING}", "quiet")]
        if state.phase is Phase.READY:
            return self._ready()
        return self._missing(state.preview or Preview((), 0, 0, (), ()))

    def _ready(self) -> list[Widget]:
        documents, ways = self._state.documents, self._openings
        head = _line_of(f"Ask your {phrases.counted(len(documents), 'document')}.", "head")
        text = "Answers are sentences from them, word for word, each with its place."
        parts: list[Widget] = [head, _line_of(text, "quiet")]
        if ways.starters is None:
            looking = _line_of(f"Looking for questions to begin with {glyphs.WAITING}", "looking")
            parts.append(Vertical(looking, classes="starters -looking"))
        else:
            parts += _block("", [SuggestedQuestion(each) for each in ways.starters])
        parts += _block("Newest", [NewestDocument(each) for each in _newest(documents)])
        return parts + _block("Go on", [RecentConversation(each) for each in ways.recent])

    def _missing(self, preview: Preview) -> list[Widget]:
        if self._state.updating:
            text = "Ask already: the answer comes as soon as it is done."
            return [_line_of("The index is being built.", "head"), _line_of(text, "quiet")]
        if not preview.files:
            where = ", ".join(map(content.folder, preview.collection))
            text = f"There is nothing to read in {where} yet." if where else "Nothing is indexed."
            how = f"Name a folder with documents ({_kinds(preview.formats)}) and press Enter."
            return [_line_of(text, "head"), _line_of(how, "quiet"), *self._folder()]
        where = ", ".join(map(content.folder, preview.collection))
        found = f"{phrases.counted(preview.files, 'document')} in {where}"
        if preview.skipped:
            found += f", {phrases.counted(preview.skipped, 'file')} of other kinds"
        return [
            _line_of("These documents have no index yet.", "head"),
            _line_of(found, "quiet"),
            BuildButton(
                Content("Build the index (Enter)"), markup=False, id="build", classes="focusable"
            ),
            _line_of("Or ask at once: the answer comes as soon as it is built.", "quiet"),
            *self._folder(),
        ]

    def _folder(self) -> list[Widget]:
        return [FolderInput(id="folder")]

    @on(Input.Submitted, "#folder")
    def _chosen(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip() and (folder := given_folder(event.value)):
            self.post_message(self.FolderChosen(folder))


def _kinds(formats: Sequence[str]) -> str:
    """The kinds of files that people have most, and how many more there are."""
    named = [each for each in _FAMILIAR if each in formats] or list(formats)
    more = len(formats) - len(named)
    return ", ".join(named) + (f" and {phrases.counted(more, 'other kind')}" if more else "")


def _line_of(text: str, name: str) -> Static:
    return Static(Content(text), markup=False, classes=name)


def _block(label: str, offers: Sequence[Widget]) -> list[Widget]:
    """Lines to choose from, below what they are; nothing where there are none."""
    if not offers:
        return []
    head = [_line_of(label, "label")] if label else []
    return [*head, Vertical(*offers, classes="starters")]


def _newest(documents: Sequence[DocumentInfo]) -> list[DocumentInfo]:
    """The documents with the latest dates; none where few of them are dated."""
    dated = [each for each in documents if each.published]
    if len(dated) * 2 < len(documents):
        return []
    return sorted(dated, key=lambda each: str(each.published), reverse=True)[:_NEWEST]


def _offer_of(widget: Widget | None) -> object:
    """What a line offers, by which it is found again."""
    for name in ("question", "document", "identifier"):
        if offered := getattr(widget, name, None):
            return offered
    return None


def _look(state: State) -> tuple[object, ...]:
    """What decides how it looks."""
    return (state.phase, state.failure, state.preview, state.updating, id(state.documents))
