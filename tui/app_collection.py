"""The state of the collection: opening it, watching it, comparing it with its files.

Workers post messages; the handlers of these set the state, and the screens follow it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from textual import on
from textual.signal import Signal
from textual.timer import Timer

from qa.datatypes import Noticed
from qa.errors import IndexNotFound, QaError
from qa.render.phrases import within
from qa.render.sanitize import visible_line
from tui import garbage
from tui.backend import Backend
from tui.document_finder import DocumentFinder
from tui.failures import Failure, commands_as_keys, explain
from tui.messages import (
    CollectionChanged,
    DocumentsListed,
    IndexMissing,
    ModelsLoaded,
    OpenFailed,
    StatusChecked,
)
from tui.state import Phase, State
from tui.terminal_app import TerminalApp
from tui.watch_thread import ChangeWatcher, ScanThrottle
from tui.widgets.message_line import MessageLine


class CollectionApp(TerminalApp[None]):
    """An app that knows the state of a collection."""

    def __init__(self, backend: Backend, *, watching: bool) -> None:
        super().__init__()
        self.owns_process = False  # whether nothing else runs in it
        self.backend = backend
        self.state = State()
        self.finder = DocumentFinder(())
        self.changed: Signal[State] = Signal(self, "changed")
        self._watching = watching
        self._watch: ChangeWatcher | None = None
        self._throttle = ScanThrottle()
        self._pending: Callable[[], None] | None = None  # the check that is still to come
        self._timer: Timer | None = None
        self._shown_warnings: set[str] = set()

    def on_mount(self) -> None:
        """Open the collection after the first paint."""
        self.call_after_refresh(self.open_collection)

    def on_unmount(self) -> None:
        """Stop watching."""
        self.stop_watching()

    def set_state(self, **changes: object) -> None:
        """Change the state and notify the screens."""
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.changed.publish(self.state)

    # Opening.

    def open_collection(self) -> None:
        """List the documents, load the models, compare with the files."""
        self._settle()
        self._throttle.begin()
        self.run_worker(self._opening, thread=True, group="open", exit_on_error=False)

    def _opening(self) -> None:
        try:
            documents = self.backend.documents()
            if not documents:
                raise IndexNotFound("The index holds no documents.")
            self.post_message(DocumentsListed(documents))
            self.post_message(ModelsLoaded(self.backend.warm()))
            self._throttle.begin()  # what counts is how long the files take, not the models
            self.post_message(StatusChecked(self.backend.status()))
        except IndexNotFound:
            self._previewing()
        except Exception as error:  # noqa: BLE001 - shown on the screen, whatever it was
            self.post_message(OpenFailed(explain(error)))

    def _previewing(self) -> None:
        try:
            self.post_message(IndexMissing(self.backend.preview(), None))
        except Exception as error:  # noqa: BLE001 - shown on the screen, whatever it was
            self.post_message(IndexMissing(None, explain(error)))

    @on(DocumentsListed)
    def _listed(self, event: DocumentsListed) -> None:
        self.finder = DocumentFinder(event.documents)
        self.set_state(phase=Phase.READY, documents=event.documents, failure=None)
        self._settle()

    def _settle(self) -> None:
        """What was made now will stay."""
        if self.owns_process:
            garbage.settle()

    @on(ModelsLoaded)
    def _warmed(self, event: ModelsLoaded) -> None:
        self.set_state(warm=True)
        self.show_warnings(event.warnings)

    @on(IndexMissing)
    def _missing(self, event: IndexMissing) -> None:
        named = event.preview.collection if event.preview else ()
        self.finder = DocumentFinder(())
        self.set_state(
            phase=Phase.NO_INDEX,
            documents=(),
            preview=event.preview,
            failure=event.failure,
            name=_named(named),
            folders=named,
        )
        self._check_ended()
        self.index_missing()

    def index_missing(self) -> None:
        """React to an index that is not there; for subclasses."""

    @on(OpenFailed)
    def _open_failed(self, event: OpenFailed) -> None:
        self.set_state(failure=event.failure)
        self._check_ended()

    # Watching, and comparing with the files.

    def stop_watching(self) -> None:
        """Stop watching; it starts again after the next check."""
        if self._watch:
            self._watch.stop()

    @on(CollectionChanged)
    def _collection_changed(self, event: CollectionChanged) -> None:
        self.collection_changed(event.change)

    def collection_changed(self, what: Noticed) -> None:
        """Check what changed; an update in progress does so when it ends."""
        if self.state.updating:
            return
        opened = self.state.phase is Phase.READY and not self.state.failure
        if opened and what is Noticed.FILES:
            self._pending = self._pending or self.check_files
        else:
            self._pending = self.open_collection
        self._check_when_due()

    def _check_when_due(self) -> None:
        """Run the pending check, now or when the throttle allows it."""
        wait = self._throttle.wait()
        if self._pending is None or wait is None or self._timer or self.state.updating:
            return
        if wait:
            self._timer = self.set_timer(wait, self._throttle_elapsed)
            return
        check, self._pending = self._pending, None
        check()

    def _throttle_elapsed(self) -> None:
        self._timer = None
        self._check_when_due()

    def check_files(self) -> None:
        """Compare the files with the index."""
        self._throttle.begin()
        self.run_worker(self._check_files, thread=True, group="look", exit_on_error=False)

    def _check_files(self) -> None:
        try:
            self.post_message(StatusChecked(self.backend.status()))
        except QaError:
            self.post_message(StatusChecked(None))  # the next question reports it better

    @on(StatusChecked)
    def _status_arrived(self, event: StatusChecked) -> None:
        if status := event.status:
            self.set_state(
                name=_named(status.collection),
                folders=status.collection,
                skipped=status.skipped,
                new=len(status.new),
                changed=frozenset(status.changed),
                gone=frozenset(status.gone),
                retained=frozenset(status.held),
            )
        self._check_ended()
        self.status_checked()

    def status_checked(self) -> None:
        """React to the state of the files; for subclasses."""

    def _check_ended(self) -> None:
        self._throttle.end()
        if self._watching and not (self._watch and self._watch.alive):
            self._watch = ChangeWatcher(self.backend.changes, self._post_change)
        self._check_when_due()

    def _post_change(self, change: Noticed) -> None:
        self.post_message(CollectionChanged(change))

    def file_note(self, source: str) -> str:
        """What happened to a document's file since it was indexed, "" for nothing known."""
        if within(source, self.state.changed):
            return "The file has changed since it was indexed; F5 updates."
        if within(source, self.state.gone):
            return "The file is no longer there; this is its text as it was indexed."
        return ""

    # Messages.

    def show_message(self, text: str, *, severity: str = "information") -> None:
        """Show a short notification; errors stay longer."""
        seconds = 3.0 if severity == "information" else 8.0
        if not self.screen_stack:
            return  # the app is ending
        for line in self.screen.query(MessageLine):
            line.show(text, severity, seconds)
            return
        # In a window: these have no line of their own.
        self.notify(
            visible_line(text),
            severity=severity,  # type: ignore[arg-type]
            timeout=seconds,
            markup=False,
        )

    def show_warnings(self, warnings: tuple[str, ...], *, again: bool = False) -> None:
        """Show warnings; those shown before only with `again`."""
        for warning in warnings:
            if again or warning not in self._shown_warnings:
                self.show_message(commands_as_keys(warning), severity="warning")
        self._shown_warnings.update(warnings)

    def show_failure(self, failure: Failure) -> None:
        """Show what went wrong and what to do."""
        self.show_message(f"{failure.message} {failure.hint}", severity="error")


def _named(collection: tuple[str, ...]) -> str:
    return ", ".join(Path(each).name or each for each in collection)
