"""What the app finds out about the collection: it is opened, watched, and looked at.

Workers post messages; the handlers of these set the state, and the screens follow it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from textual import on
from textual.app import App
from textual.signal import Signal
from textual.timer import Timer

from qa.datatypes import Noticed
from qa.errors import IndexNotFound, QaError
from qa.render.sanitize import visible_line
from tui.backend import Backend
from tui.failures import Failure, explain, in_here
from tui.messages import Listed, Looked, Missing, OpenFailed, Stirred, Warmed
from tui.state import Phase, State
from tui.watch_thread import Pauses, Watch


class CollectionApp(App[None]):
    """An app that knows the state of a collection."""

    def __init__(self, backend: Backend, *, watching: bool) -> None:
        super().__init__()
        self.backend = backend
        self.state = State()
        self.changed: Signal[State] = Signal(self, "changed")
        self._watching = watching
        self._watch: Watch | None = None
        self._pauses = Pauses()
        self._wanted: Callable[[], None] | None = None  # the look that is still to come
        self._later: Timer | None = None
        self._warned: set[str] = set()

    def on_mount(self) -> None:
        """Open the collection once the first picture stands."""
        self.call_after_refresh(self.open_collection)

    def on_unmount(self) -> None:
        """Leave nothing running."""
        self.stop_watching()

    def set_state(self, **changes: object) -> None:
        """Make something true, and show it."""
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.changed.publish(self.state)

    # Opening.

    def open_collection(self) -> None:
        """Find out what there is, load what answers questions, look at the files."""
        self._pauses.begin()
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
        self.set_state(phase=Phase.READY, documents=event.documents, failure=None)

    @on(Warmed)
    def _warmed(self, event: Warmed) -> None:
        self.set_state(warm=True)
        self.warn(event.warnings)

    @on(Missing)
    def _missing(self, event: Missing) -> None:
        named = event.preview.collection if event.preview else ()
        self.set_state(
            phase=Phase.MISSING,
            documents=(),
            preview=event.preview,
            failure=event.failure,
            name=_named(named),
        )
        self._look_ended()

    @on(OpenFailed)
    def _open_failed(self, event: OpenFailed) -> None:
        self.set_state(failure=event.failure)
        self._look_ended()

    # Watching, and looking at the files.

    def stop_watching(self) -> None:
        """Watch no longer; it begins again after the next look."""
        if self._watch:
            self._watch.stop()

    @on(Stirred)
    def _stirred(self, event: Stirred) -> None:
        self.noticed(event.noticed)

    def noticed(self, what: Noticed) -> None:
        """Look at what changed; an update under way does so when it is done."""
        if self.state.updating:
            return
        opened = self.state.phase is Phase.READY and not self.state.failure
        if opened and what is Noticed.FILES:
            self._wanted = self._wanted or self.look
        else:
            self._wanted = self.open_collection
        self._look_when_due()

    def _look_when_due(self) -> None:
        """Do the look that is wanted, now or when the files have been left alone for a while."""
        wait = self._pauses.wait()
        if self._wanted is None or wait is None or self._later or self.state.updating:
            return
        if wait:
            self._later = self.set_timer(wait, self._rested)
            return
        begin, self._wanted = self._wanted, None
        begin()

    def _rested(self) -> None:
        self._later = None
        self._look_when_due()

    def look(self) -> None:
        """Compare the files with the index."""
        self._pauses.begin()
        self.run_worker(self._looking, thread=True, group="look", exit_on_error=False)

    def _looking(self) -> None:
        try:
            self.post_message(Looked(self.backend.status()))
        except QaError:
            self.post_message(Looked(None))  # the next question says it better

    @on(Looked)
    def _looked(self, event: Looked) -> None:
        if status := event.status:
            self.set_state(
                name=_named(status.collection),
                skipped=status.skipped,
                new=len(status.new),
                changed=frozenset(status.changed),
                gone=frozenset(status.gone),
                held=frozenset(status.held),
            )
        self._look_ended()
        self.looked()

    def looked(self) -> None:
        """Do what follows from the state of the files."""

    def _look_ended(self) -> None:
        self._pauses.end()
        if self._watching and not (self._watch and self._watch.alive):
            self._watch = Watch(self.backend.changes, self._tell)
        self._look_when_due()

    def _tell(self, noticed: Noticed) -> None:
        self.post_message(Stirred(noticed))

    def fate_of(self, source: str) -> str:
        """What became of a document's file since it was indexed, as far as is known."""
        if source in self.state.changed:
            return "The file has changed since it was indexed; F5 updates."
        if source in self.state.gone:
            return "The file is no longer there; this is its text as it was indexed."
        return ""

    # Saying.

    def say(self, said: str, *, severity: str = "information") -> None:
        """Say something in passing; what is wrong stays longer."""
        self.notify(
            visible_line(said),
            severity=severity,  # type: ignore[arg-type]
            timeout=3 if severity == "information" else 8,
            markup=False,
        )

    def warn(self, warnings: tuple[str, ...], *, again: bool = False) -> None:
        """Say warnings; those that were said before only with `again`."""
        for warning in warnings:
            if again or warning not in self._warned:
                self.say(in_here(warning), severity="warning")
        self._warned.update(warnings)

    def tell_failure(self, failure: Failure) -> None:
        """Say what went wrong and what to do."""
        self.say(f"{failure.message} {failure.hint}", severity="error")


def _named(collection: tuple[str, ...]) -> str:
    return ", ".join(Path(each).name or each for each in collection)
