"""Updating the index: on request, or automatically when files change."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from textual import on

from qa.datatypes import Noticed, Progress, SyncReport
from qa.errors import QaError
from tui.app_collection import CollectionApp
from tui.backend import Backend
from tui.failures import Failure, explain
from tui.messages import UpdateEnded, UpdateProgressed
from tui.pace import Pacer
from tui.state import Phase
from tui.update_process import Update, UpdateMode
from tui.user_data import UserData
from tui.writing import switched


class UpdatingApp(CollectionApp):
    """An app that can update the index of its collection."""

    def __init__(self, backend: Backend, *, data: Path, config: Path, watching: bool) -> None:
        super().__init__(backend, watching=watching)
        self.user_data = UserData(self, data, config)
        self.building = False  # the index of a folder that was just chosen is to be built at once
        self.switching = False  # it ended because another collection is to be chosen
        self.blocked = False  # a question met the index being replaced by our own update
        self._update: Update | None = None
        self._automatic = False  # the running update was not requested by anyone
        self._due = True  # something changed since the last automatic update
        self._start_pacer: Callable[[], Pacer] = Pacer
        self._pacer = Pacer()

    def on_unmount(self) -> None:
        """Stop a running update; what is typed is there for the next chat."""
        self.action_stop_update()
        self.user_data.close()

    def action_update(self) -> None:
        """Make the index equal to its folder."""
        self._start(UpdateMode.UPDATE)

    def index_missing(self) -> None:
        """Build the index of a folder that was chosen to be indexed."""
        preview = self.state.preview
        if self.building and preview and preview.files:
            self.action_update()
        self.building = False

    def action_collections(self) -> None:
        """End, for another collection to be chosen from the list."""
        self.switching = True
        self.exit()

    def action_rebuild(self) -> None:
        """Rebuild it from nothing."""
        self._start(UpdateMode.REBUILD)

    def action_prune(self) -> None:
        """Update, and also remove documents whose files are missing in large numbers."""
        self._start(UpdateMode.PRUNE)

    def action_stop_update(self) -> None:
        """Stop an update."""
        if self._update:
            self._update.stop()

    def action_toggle_automatic_updates(self) -> None:
        """Switch automatic updates on or off; the choice is saved."""
        on_now = not self.user_data.settings.automatic_updates
        self.user_data.change_settings(automatic_updates=on_now)
        self.show_message("Changed files are read automatically now." if on_now else
                 "Changed files are read when you press F5.")  # fmt: skip
        self._due = True
        self.status_checked()

    def action_toggle_writing(self) -> None:
        """Have a language model write from the quotes, or not; the choice is saved."""
        on_now = not self.user_data.settings.write
        try:
            message = switched(on_now)
        except QaError as error:
            self.show_failure(explain(error))
            return
        self.user_data.change_settings(write=on_now)
        self.show_message(message)

    def index_folder(self, folder: Path) -> bool:
        """Make a folder the collection and index it; False when there is no such folder."""
        if not folder.is_dir():
            self.show_failure(Failure(f"There is no folder {folder}.", "Check the name."))
            return False
        # The title names what is being indexed, not what was open before.
        self.set_state(name=folder.name or str(folder))
        self._start(UpdateMode.UPDATE, folder=folder)
        return True

    def _start(
        self, mode: UpdateMode, *, folder: Path | None = None, automatic: bool = False
    ) -> None:
        if self.state.updating:
            return
        self._pacer = self._start_pacer()
        self._automatic = automatic
        self.set_state(
            updating=True,
            rebuilding=mode is UpdateMode.REBUILD,
            pace=None,
            failure=None,
            build_failure=None,
        )
        work = partial(self._run_update, mode, folder)
        self.run_worker(work, thread=True, group="update", exit_on_error=False)

    def _run_update(self, mode: UpdateMode, folder: Path | None) -> None:
        ended = UpdateEnded()
        try:
            if folder:
                self.backend.choose(folder)
                self.stop_watching()  # the other one, that is
            self._update = update = self.backend.update(mode)
            for event in update.events():
                if isinstance(event, Progress):
                    if event.stage == "ready":
                        self.backend.reopen()
                    self.post_message(UpdateProgressed(event))
                elif isinstance(event, SyncReport):
                    ended = UpdateEnded(report=event)
                else:
                    ended = UpdateEnded(failure=event)
            if ended.report:
                self.backend.reopen()
        except Exception as error:  # noqa: BLE001 - shown on the screen, whatever it was
            ended = UpdateEnded(failure=explain(error))
        self.post_message(ended)

    @on(UpdateProgressed)
    def _progressed(self, event: UpdateProgressed) -> None:
        if event.progress.stage == "ready" and self.state.phase is Phase.NO_INDEX:
            # It can be asked while it is refined: questions that wait go on.
            self.set_state(phase=Phase.OPENING)
            self.open_collection()
        self.set_state(pace=self._pacer.pace(event.progress))

    @on(UpdateEnded)
    def _updated(self, event: UpdateEnded) -> None:
        self._update = None
        self.blocked = False
        ended: dict[str, object] = {"updating": False, "rebuilding": False, "pace": None}
        ended["build_failure"] = event.failure
        if event.report:
            gone = self.state.gone & self.state.retained
            ended |= {"new": 0, "changed": frozenset(), "gone": gone}
            if self.state.phase is Phase.NO_INDEX:  # no longer true; `open_collection` finds out
                ended["phase"] = Phase.OPENING
        self.set_state(**ended)
        if event.report:
            if not self._automatic:
                self.show_message(_report_words(event.report))
            self.show_warnings(event.report.warnings, again=not self._automatic)
        elif event.failure:
            self.show_failure(event.failure)
        else:
            self.show_message("Stopped. What was done is saved; F5 continues.")
        self.open_collection()

    # Automatic updates.

    def collection_changed(self, what: Noticed) -> None:
        """After an update that failed or was stopped only another change begins the next."""
        self._due = self._due or what is Noticed.FILES
        super().collection_changed(what)

    def status_checked(self) -> None:
        """Update automatically, where that is wanted and files differ."""
        if self._due and self.user_data.settings.automatic_updates and self.state.differences:
            self._due = False
            self._start(UpdateMode.UPDATE, automatic=True)


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
