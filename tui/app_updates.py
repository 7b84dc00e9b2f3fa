"""The index made equal to its folder: when somebody asks for it, or by itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from textual import on

from qa.datatypes import Noticed, Progress, SyncReport
from tui.app_collection import CollectionApp
from tui.backend import Backend
from tui.failures import Failure, explain
from tui.messages import Progressed, Updated
from tui.state import Phase
from tui.update_process import How, Pacer, Update
from tui.user_data import Kept


class UpkeepApp(CollectionApp):
    """An app that can update the index of its collection."""

    def __init__(self, backend: Backend, *, data: Path, config: Path, watching: bool) -> None:
        super().__init__(backend, watching=watching)
        self.kept = Kept(self, data, config)
        self.blocked = False  # a question met the index being replaced by our own update
        self._update: Update | None = None
        self._by_itself = False  # nobody asked for the update that runs
        self._due = True  # something changed since the last update that ran by itself
        self._start_pacer: Callable[[], Pacer] = Pacer
        self._pacer = Pacer()

    def on_unmount(self) -> None:
        """Leave nothing running."""
        self.action_stop_update()

    def action_update(self) -> None:
        """Make the index equal to its folder."""
        self._start(How.UPDATE)

    def action_rebuild(self) -> None:
        """Make it anew, from nothing."""
        self._start(How.REBUILD)

    def action_prune(self) -> None:
        """Make it equal also where so much is gone that an update keeps it."""
        self._start(How.PRUNE)

    def action_stop_update(self) -> None:
        """Stop an update."""
        if self._update:
            self._update.stop()

    def action_toggle_upkeep(self) -> None:
        """Update by itself from now on, or not; the choice is kept."""
        on_now = not self.kept.settings.updates_itself
        self.kept.choose(updates_itself=on_now)
        self.say("Changed files are read by themselves now." if on_now else
                 "Changed files are read when you press F5.")  # fmt: skip
        self._due = True
        self.looked()

    def use_folder(self, folder: Path) -> None:
        """Make a folder the collection and index it."""
        if folder.is_dir():
            self._start(How.UPDATE, folder=folder)
        else:
            self.tell_failure(Failure(f"There is no folder {folder}.", "Check the name."))

    def _start(self, how: How, *, folder: Path | None = None, by_itself: bool = False) -> None:
        if self.state.updating:
            return
        self._pacer = self._start_pacer()
        self._by_itself = by_itself
        self.set_state(updating=True, rebuilding=how is How.REBUILD, pace=None, failure=None)
        work = partial(self._run_update, how, folder)
        self.run_worker(work, thread=True, group="update", exit_on_error=False)

    def _run_update(self, how: How, folder: Path | None) -> None:
        ended = Updated()
        try:
            if folder:
                self.backend.choose(folder)
                self.stop_watching()  # the other one, that is
            self._update = update = self.backend.update(how)
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
        self.set_state(pace=self._pacer.pace(event.progress))

    @on(Updated)
    def _updated(self, event: Updated) -> None:
        self._update = None
        self.blocked = False
        ended: dict[str, object] = {"updating": False, "rebuilding": False, "pace": None}
        if event.report:
            gone = self.state.gone & self.state.held
            ended |= {"new": 0, "changed": frozenset(), "gone": gone}
            if self.state.phase is Phase.MISSING:  # no longer: what there is, is found out next
                ended["phase"] = Phase.OPENING
        self.set_state(**ended)
        if event.report:
            if not self._by_itself:
                self.say(_report_words(event.report))
            self.warn(event.report.warnings, again=not self._by_itself)
        elif event.failure:
            self.tell_failure(event.failure)
        else:
            self.say("Stopped. What was done is kept; F5 goes on.")
        self.open_collection()

    # By itself.

    def noticed(self, what: Noticed) -> None:
        """After an update that failed or was stopped only another change begins the next."""
        self._due = self._due or what is Noticed.FILES
        super().noticed(what)

    def looked(self) -> None:
        """Update, where that is to happen by itself and there is something to read."""
        if self._due and self.kept.settings.updates_itself and self.state.differences:
            self._due = False
            self._start(How.UPDATE, by_itself=True)


def _report_words(report: SyncReport) -> str:
    changes = [
        f"{count:,} {what}"
        for count, what in (
            (report.added, "added"),
            (report.changed, "changed"),
            (report.moved, "moved"),
            (report.removed, "removed"),
            (len(report.skipped), "skipped"),
        )
        if count
    ]
    return f"The index is up to date: {', '.join(changes) or 'nothing had changed'}."
