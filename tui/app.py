"""The application: keys, the state of the collection, and the workers that find it out."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.screen import Screen
from textual.signal import Signal

from qa.datatypes import Filter, Progress, SyncReport
from qa.errors import IndexNotFound, QaError
from qa.visible import visible_line
from tui import clipboard, conversations, places, settings
from tui.backend import Backend
from tui.conversations import Conversation, Shelf
from tui.failures import Failure, explain
from tui.history import FILE_NAME as HISTORY
from tui.history import History
from tui.messages import (
    Listed,
    Looked,
    Missing,
    OpenFailed,
    Progressed,
    Reopened,
    Told,
    Updated,
    Warmed,
)
from tui.screens.chat import ChatScreen
from tui.state import Phase, State
from tui.themes import DARK, LIGHT, THEMES, defaults
from tui.updating import Pacer, Update

LOOK_EVERY = 30.0  # seconds between two looks at the files
_LOOK_SHARE = 50  # a look that takes a second is followed by this many without


def build(
    index: Path | None = None, *, backend: Backend | None = None, look_every: float = LOOK_EVERY
) -> QaApp:
    """Make the app, for the command line and for tests. Raises UsageError on a bad `qa.toml`."""
    return QaApp(
        backend or Backend(index),
        data=places.data_folder(),
        config=places.config_folder(),
        look_every=look_every,
    )


def _documents() -> type[Provider]:
    from tui.commands import DocumentProvider

    return DocumentProvider


class QaApp(App[None]):
    """A chat with the documents."""

    TITLE = "qa"
    CSS_PATH = "qa.tcss"
    COMMANDS: ClassVar[set[Callable[[], type[Provider]]]] = App.COMMANDS | {_documents}  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", id="help", tooltip="This page"),
        Binding("f2", "library", "Library", id="library", tooltip="All documents"),
        Binding("f5", "update", "Update", id="update", tooltip="Read new and changed files"),
        Binding("shift+f5", "rebuild", "Rebuild the index", show=False, id="rebuild"),
        Binding("ctrl+n", "new", "New", id="new", priority=True, tooltip="New conversation"),
        Binding(
            "ctrl+o", "open", "Open", id="open", priority=True, tooltip="Earlier conversations"
        ),
        Binding("ctrl+s", "export", "Export the conversation", show=False, id="export"),
        Binding("ctrl+r", "ask_all", "Ask all documents again", show=False, id="ask-all"),
        Binding("ctrl+t", "toggle_theme", "Light or dark", show=False, id="theme"),
        Binding("ctrl+q", "quit", "Quit", show=False, id="quit", priority=True),
    ]

    def __init__(self, backend: Backend, *, data: Path, config: Path, look_every: float) -> None:
        super().__init__()
        self.backend = backend
        self.state = State()
        self.changed: Signal[State] = Signal(self, "changed")
        self.history = History(data / HISTORY)
        self.shelf = Shelf(data / conversations.FOLDER_NAME)
        self.blocked = False  # a question met the index being replaced by our own update
        self._config = config
        self._look_every = look_every
        self._update: Update | None = None
        self._start_pacer: Callable[[], Pacer] = Pacer
        self._pacer = Pacer()
        self._versions = 0
        self._looking_since: float | None = None
        self._look_again = 0.0
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = settings.load(config).theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our colours, for themes that don't set them."""
        return defaults()

    def get_default_screen(self) -> Screen[None]:
        """The chat."""
        return ChatScreen(Conversation(index=self.backend.index))

    @property
    def chat(self) -> ChatScreen:
        """The chat, wherever people are."""
        return next(each for each in self.screen_stack if isinstance(each, ChatScreen))

    def on_mount(self) -> None:
        """Open the collection once the first picture stands."""
        self.call_after_refresh(self._open)
        if self._look_every:
            self.set_interval(self._look_every, self._look)

    def on_unmount(self) -> None:
        """Leave nothing running."""
        if self._update:
            self._update.stop()

    def _set(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.changed.publish(self.state)

    # Opening, and looking at the files.

    def _open(self) -> None:
        self.run_worker(self._opening, thread=True, group="open", exit_on_error=False)

    def _opening(self) -> None:
        try:
            documents = self.backend.documents()
            if not documents:
                raise IndexNotFound("The index holds no documents.")
            self.post_message(Listed(documents))
            self.post_message(Warmed(self.backend.warm()))
            self.post_message(Looked(self.backend.status()))
        except IndexNotFound:
            self._previewing()
        except Exception as error:  # noqa: BLE001 - said on the screen, whatever it was
            self.post_message(OpenFailed(explain(error)))

    def _previewing(self) -> None:
        try:
            self.post_message(Missing(self.backend.preview(), None))
        except Exception as error:  # noqa: BLE001 - said on the screen, whatever it was
            self.post_message(Missing(None, explain(error)))

    @on(Listed)
    def _listed(self, event: Listed) -> None:
        self._set(phase=Phase.READY, documents=event.documents, failure=None)

    @on(Warmed)
    def _warmed(self, event: Warmed) -> None:
        self._set(warm=True)
        for warning in event.warnings:
            self.say(warning, severity="warning")

    @on(Missing)
    def _missing(self, event: Missing) -> None:
        named = event.preview.collection if event.preview else ()
        self._set(
            phase=Phase.MISSING,
            documents=(),
            preview=event.preview,
            failure=event.failure,
            name=_named(named),
        )

    @on(OpenFailed)
    def _open_failed(self, event: OpenFailed) -> None:
        self._set(failure=event.failure)

    def _look(self) -> None:
        if self.state.phase is Phase.READY and not self.state.updating and self._may_look():
            self._looking_since = time.monotonic()
            self.run_worker(self._looking, thread=True, group="look", exit_on_error=False)

    def _may_look(self) -> bool:
        """Not while one is under way; and a big collection is looked at less often."""
        return self._looking_since is None and time.monotonic() >= self._look_again

    def _looking(self) -> None:
        try:
            self.post_message(Looked(self.backend.status()))
        except QaError:
            self.post_message(Looked(None))  # the next question says it better

    @on(Looked)
    def _looked(self, event: Looked) -> None:
        if self._looking_since is not None:
            ended = time.monotonic()
            self._look_again = ended + _LOOK_SHARE * (ended - self._looking_since)
            self._looking_since = None
        status = event.status
        if status is None:
            return
        self._set(
            name=_named(status.collection),
            skipped=status.skipped,
            new=len(status.new),
            changed=frozenset(status.changed),
            gone=frozenset(status.gone),
        )

    def fate_of(self, source: str) -> str:
        """What became of a document's file since it was indexed, as far as is known."""
        if source in self.state.changed:
            return "The file has changed since it was indexed; F5 updates."
        if source in self.state.gone:
            return "The file is no longer there; this is its text as it was indexed."
        return ""

    # Updating.

    def action_update(self) -> None:
        """Make the index equal to its folder."""
        self._start_update(rebuild=False)

    def action_rebuild(self) -> None:
        """Make it anew, from nothing."""
        self._start_update(rebuild=True)

    def use_folder(self, folder: Path) -> None:
        """Make a folder the collection and index it."""
        if not folder.is_dir():
            self.tell_failure(Failure(f"There is no folder {folder}.", "Check the name."))
            return
        self._start_update(rebuild=False, folder=folder)

    def _start_update(self, *, rebuild: bool, folder: Path | None = None) -> None:
        if self.state.updating:
            return
        self._pacer = self._start_pacer()
        self._set(updating=True, rebuilding=rebuild, pace=None, failure=None)
        work = partial(self._run_update, rebuild, folder)
        self.run_worker(work, thread=True, group="update", exit_on_error=False)

    def _run_update(self, rebuild: bool, folder: Path | None) -> None:
        ended = Updated()
        try:
            if folder:
                self.backend.choose(folder)
            self._update = update = self.backend.update(rebuild=rebuild)
            for event in update.events():
                if isinstance(event, Progress):
                    self.post_message(Progressed(event))
                elif isinstance(event, SyncReport):
                    ended = Updated(report=event)
                else:
                    ended = Updated(failure=event)
            if ended.report:
                self.backend.reopen()
        except Exception as error:  # noqa: BLE001 - said on the screen, whatever it was
            ended = Updated(failure=explain(error))
        self.post_message(ended)

    @on(Progressed)
    def _progressed(self, event: Progressed) -> None:
        self._set(pace=self._pacer.pace(event.progress))

    @on(Updated)
    def _updated(self, event: Updated) -> None:
        self._update = None
        self.blocked = False
        self._set(updating=False, rebuilding=False, pace=None)
        if event.report:
            self.say(_report_words(event.report))
            for warning in event.report.warnings:
                self.say(warning, severity="warning")
        elif event.failure:
            self.tell_failure(event.failure)
        else:
            self.say("Stopped. What was done is kept; F5 goes on.")
        self._open()

    def action_stop_update(self) -> None:
        """Stop an update."""
        if self._update:
            self._update.stop()

    # Conversations, history, settings.

    def remember(self, question: str) -> None:
        """Put a question into the history."""
        self.history.add(question)
        self._aside(self.history.save)

    def keep(self, conversation: Conversation) -> None:
        """Write a conversation down."""
        conversation.updated = conversations.now()
        self._versions += 1
        plain = conversations.to_plain(conversation)
        self._aside(partial(self.shelf.save, conversation.id, plain, self._versions))

    def _aside(self, write: partial[None] | object) -> None:
        def writing() -> None:
            try:
                write()  # type: ignore[operator]
            except OSError as error:
                said = explain(error)
                self.post_message(Told(f"Nothing could be kept: {said.message}", failure=True))

        self.run_worker(writing, thread=True, group="write", exit_on_error=False)

    @on(Told)
    def _told(self, event: Told) -> None:
        self.say(event.text, severity="error" if event.failure else "information")

    @on(Reopened)
    async def _reopened(self, event: Reopened) -> None:
        await self.chat.open_conversation(event.conversation)

    async def action_new(self) -> None:
        """Begin a new conversation; the old one is kept."""
        self.show_chat()
        await self.chat.open_conversation(Conversation(index=self.backend.index))

    def action_open(self) -> None:
        """Choose a kept conversation."""
        from tui.screens.shelf import ShelfScreen

        self._push(ShelfScreen())

    def action_export(self) -> None:
        """Write the conversation to a file."""
        from tui.screens.export import ExportScreen

        if self.chat.conversation.turns:
            self._push(ExportScreen(self.chat.conversation))
        else:
            self.say("There is nothing to export yet.")

    def action_toggle_theme(self) -> None:
        """Light or dark."""
        self.theme = LIGHT if self.theme == DARK else DARK
        self._aside(partial(settings.save, self._config, settings.Settings(self.theme)))

    # Screens.

    def action_help(self) -> None:
        """Show what the keys do."""
        from tui.screens.help import HelpScreen

        self._push(HelpScreen())

    def action_library(self) -> None:
        """Show the documents."""
        from tui.screens.library import LibraryScreen

        self.show_chat()
        self.push_screen(LibraryScreen())

    def _push(self, screen: Screen[None]) -> None:
        """Put a window over the screen, unless one of its kind is there."""
        if not isinstance(self.screen, type(screen)):
            self.push_screen(screen)

    def show_chat(self) -> None:
        """Go back to the chat from wherever people are."""
        while not isinstance(self.screen, ChatScreen):
            self.pop_screen()

    def restrict(self, only: Filter) -> None:
        """Ask only some of the documents from now on."""
        self._set(only=only)

    def action_ask_all(self) -> None:
        """Ask all of them again."""
        self._set(only=Filter())

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002
        """Every action, for the palette."""
        from tui.commands import actions

        return actions(self)

    def _fatal_error(self) -> None:
        """Say in one line that the interface itself failed; QA_DEBUG=1 shows where."""
        if os.environ.get("QA_DEBUG") or self._exception is None:
            super()._fatal_error()
            return
        said = explain(self._exception)
        line = f"qa: {said.message} {said.hint} QA_DEBUG=1 shows the details."
        self._exit_renderables.append(Text(visible_line(line)))
        self._close_messages_no_wait()

    # Saying and copying.

    def say(self, said: str, *, severity: str = "information") -> None:
        """Say something in passing."""
        self.notify(visible_line(said), severity=severity, markup=False)  # type: ignore[arg-type]

    def tell_failure(self, failure: Failure) -> None:
        """Say what went wrong and what to do."""
        self.say(f"{failure.message} {failure.hint}", severity="error")

    def copy(self, copied: str) -> None:
        """Copy and say so."""
        self.copy_to_clipboard(copied)
        self.say("Copied.")

    def copy_to_clipboard(self, text: str) -> None:
        """To the system's clipboard where there is one, else through the terminal."""
        text = text.encode("utf-8", "replace").decode("utf-8")
        if self.is_headless or self.is_web or clipboard.program() is None:
            super().copy_to_clipboard(text)
            return

        def filling() -> None:
            if not clipboard.fill(text):
                self.call_from_thread(super(QaApp, self).copy_to_clipboard, text)

        self.run_worker(filling, thread=True, group="copy", exit_on_error=False)


def _named(collection: tuple[str, ...]) -> str:
    return ", ".join(Path(each).name or each for each in collection)


def _report_words(report: SyncReport) -> str:
    changes = [
        f"{count:,} {what}"
        for count, what in (
            (report.added, "added"),
            (report.changed, "changed"),
            (report.removed, "removed"),
            (len(report.skipped), "skipped"),
        )
        if count
    ]
    return f"The index is up to date: {', '.join(changes) or 'nothing had changed'}."
