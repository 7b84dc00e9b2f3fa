"""What stands in an empty conversation: how to begin, with three questions to try."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from qa.datatypes import Preview
from qa.render import phrases
from qa.render.sanitize import visible_line
from tui import content, glyphs
from tui.folder_names import given_folder
from tui.state import Phase, State
from tui.suggestions import starters
from tui.widgets.folder_input import FolderInput


class SuggestedQuestion(Static, can_focus=True):
    """A question to begin with."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Ask this", id="starter.ask"),
    ]

    @dataclass
    class Chosen(Message):
        """It is to be asked."""

        question: str

    def __init__(self, question: str) -> None:
        asked = Content.assemble((f"{glyphs.ASKED} ", content.CITE), content.line(question))
        super().__init__(asked, markup=False, classes="starter focusable")
        self.question = question

    def on_click(self) -> None:
        """Clicking is as good as Enter."""
        self.action_choose()

    def action_choose(self) -> None:
        """Ask it."""
        self.post_message(self.Chosen(self.question))


class BuildButton(Static, can_focus=True):
    """The one thing to do first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "build", "Build the index", id="build"),
    ]

    class Pressed(Message):
        """The index is to be built."""

    def on_click(self) -> None:
        """Clicking is as good as Enter."""
        self.action_build()

    def action_build(self) -> None:
        """Ask for it."""
        self.post_message(self.Pressed())


class Welcome(Vertical):
    """Shows one of: opening, nothing indexed yet, ready, can't be opened."""

    @dataclass
    class FolderChosen(Message):
        """The folder whose documents are to be indexed."""

        folder: Path

    def __init__(self) -> None:
        super().__init__(id="welcome")
        self._state = State()
        self._typed = ""  # into the field for a folder, which comes and goes
        self._had_focus = False

    def compose(self) -> ComposeResult:
        """What the state calls for."""
        yield from self._parts()

    async def show(self, state: State) -> None:
        """Show another state, if it would look different."""
        if _look(state) != _look(self._state):
            self._state = state
            with self.app.batch_update():
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
        documents = self._state.documents
        head = _line_of(f"Ask your {phrases.counted(len(documents), 'document')}.", "head")
        text = "Answers are sentences from them, word for word, each with its place."
        asked = [SuggestedQuestion(each) for each in starters(d.title for d in documents[:40])]
        return [head, _line_of(text, "quiet"), Vertical(*asked, classes="starters")]

    def _missing(self, preview: Preview) -> list[Widget]:
        if self._state.updating:
            text = "Ask already: the answer comes as soon as it is done."
            head = _line_of("The index is being built.", "head")
            return [head, _line_of(text, "quiet"), *self._examples(preview)]
        if not preview.files:
            where = ", ".join(map(content.folder, preview.collection))
            text = f"There is nothing to read in {where} yet." if where else "Nothing is indexed."
            formats = ", ".join(preview.formats)
            how = f"Name a folder with documents ({formats}) and press Enter."
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
            *self._examples(preview),
            *self._folder(),
        ]

    def _examples(self, preview: Preview) -> list[Widget]:
        asked = starters(preview.titles)
        if not asked:
            return []
        lines = [Static(content.line(each), classes="example") for each in asked]
        return [
            _line_of("Or ask at once, for example:", "quiet"),
            Vertical(*lines, classes="starters"),
        ]

    def _folder(self) -> list[Widget]:
        return [
            FolderInput(id="folder"),
        ]

    @on(Input.Submitted, "#folder")
    def _chosen(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip() and (folder := given_folder(event.value)):
            self.post_message(self.FolderChosen(folder))


def _line_of(text: str, name: str) -> Static:
    return Static(Content(text), markup=False, classes=name)


def _look(state: State) -> tuple[object, ...]:
    """What decides how it looks."""
    titles = tuple(each.title for each in state.documents[:40])
    shown = (len(state.documents), titles)
    return (state.phase, state.failure, state.preview, state.updating, shown)
