"""Every question sees the folder as it is: changes are looked for, and small ones applied first.

The look runs in a thread beside the search and the reader, which spend their time outside of
Python's lock, as the look does. A change that is found once the search has begun is applied, and
the question asked again. Whatever looks different is compared properly; what is too much to index
while somebody waits is announced instead, and so is what can't be done now.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from qa.datatypes import Progress, Skipped, Staleness, SyncReport
from qa.embedding.encoder import Encoder
from qa.errors import CollectionNotFound, FolderUntrusted, IndexNotFound, QaError, StoreError
from qa.files import within
from qa.indexing.announce import announcement, missing_folder, stays_old
from qa.indexing.diff import Difference, compare, root_of, stored_paths
from qa.indexing.last_scan import LastScan
from qa.indexing.lost_folders import is_missing, lost_folders
from qa.indexing.quick_check import Looker, QuickCheck, quick_check
from qa.indexing.recognition import while_asking
from qa.indexing.recut import pending
from qa.indexing.waiting_scans import BEFORE, WaitingScans
from qa.objects.addresses import is_object
from qa.store.index_settings import settings_of
from qa.store.interface import StoreReader
from qa.store.store import Store
from qa.trust import folder_claims, require

if TYPE_CHECKING:
    from qa.indexing.ingest import Report

FIRST_WAIT = 0.01  # seconds before the search: some 5,000 files, or the folders of any number
LAST_WAIT = 0.5  # seconds after the answer: over 200,000 files on a disk that is not slow
HASHED_FILES = 2_000  # at most, and bytes, that are hashed before an answer: 0.2 s
HASHED_BYTES = 32_000_000


@dataclass(frozen=True, slots=True)
class Freshness:
    """How the files differ from the index that a question is asked of, and what was done.

    `gone` are the sources of documents whose files are no longer there, and that must not answer.
    """

    stale: Staleness = field(default_factory=Staleness)
    notes: tuple[str, ...] = ()
    gone: frozenset[str] = frozenset()
    lost: tuple[str, ...] = ()  # folders that are missing; what was indexed of them still answers
    root: Path | None = None  # the folder that sources are relative to, if the files are looked at
    updated: bool = False  # whether the index was updated just now
    new: tuple[str, ...] = ()  # sources of the files that are not indexed yet

    def same_as(self, other: Freshness) -> bool:
        """Whether an answer made from this is the one made from the other."""
        one = replace(self, stale=replace(self.stale, unchecked=0), root=None)
        return one == replace(other, stale=replace(other.stale, unchecked=0), root=None)


class Look:
    """One look at the files of an index, in a thread; `begun` and `ended` say what came of it."""

    def __init__(
        self,
        index: Path,
        named: tuple[Path, ...] | None,
        encoder: str | None,
        looker: Looker | None = None,
    ) -> None:
        self._index = index
        self._named = named
        self._encoder = encoder
        self._looker = looker or Looker()
        self._check: QuickCheck | None = None
        self._paths: tuple[Path, ...] = ()
        self._root: Path | None = None
        self._failure: QaError | None = None
        self._enough = False
        self._final: Freshness | None = None
        self._last_sync: str | None = None
        self._scans: tuple[str, ...] = ()  # what is to be told of those that wait
        self._thread = Thread(target=self._run, name="qa-freshness", daemon=True)
        self._thread.start()

    def begun(self, model: Encoder | None, progress: Report | None = None) -> Freshness:
        """What is known after a short wait, applied; an answer may be made while it looks on."""
        self._thread.join(FIRST_WAIT)
        check = self._check
        if self._thread.is_alive() and (check is None or check.clean):
            return Freshness(notes=self._scans, root=self._root)
        return self._settled(model, progress)

    def ended(
        self, model: Encoder | None, progress: Report | None = None, *, whole: bool
    ) -> Freshness:
        """What is known after another wait, or with `whole` of every file, applied."""
        if self._final is not None:
            return self._final
        self._thread.join(None if whole else LAST_WAIT)
        return self._settled(model, progress)

    def stop(self) -> None:
        """End the look."""
        self._enough = True
        self._thread.join()

    def _run(self) -> None:
        try:
            with Store.open(self._index) as store:
                check = self._prepare(store)
                if check is not None and not any(map(is_missing, self._paths)):
                    self._check = check
                    check.run(store, self._looker, self._stopped)
                self._check = check
        except QaError as error:  # opening the index for the question says what is wrong
            self._failure = error

    def _stopped(self) -> bool:
        """Whether there is no more to learn: it was stopped, or a comparison is due anyway."""
        check = self._check
        return self._enough or (check is not None and check.elsewhere)

    def _prepare(self, store: Store) -> QuickCheck | None:
        before = stored_paths(store)
        self._last_sync = store.meta("last_sync")
        self._scans = WaitingScans.of(store).notes()
        if self._named is None:
            if before is None:  # documents that are no files, or nothing yet
                return None
            home = self._index.absolute().parent
            claims = folder_claims(self._index, before[1], home)  # the index may be a stranger's
            require(claims, f"The index {self._index}", FolderUntrusted)
            self._root, self._paths = before
        else:
            self._root, self._paths = root_of(store, self._named), self._named
        if any(map(is_object, self._paths)):  # only an update looks there
            self._root, self._paths = None, ()
            return None
        check = quick_check(store, self._root)
        named = {os.path.normpath(path) for path in self._paths}
        if before is None or named != {str(path) for path in before[1]}:
            check.elsewhere = True  # other folders than it was made from
        try:
            if pending(store, settings_of(store)):
                check.elsewhere = True
        except IndexNotFound:
            check.elsewhere = True
        return check

    def _settled(self, model: Encoder | None, progress: Report | None) -> Freshness:
        """End the look, and apply or announce what it found."""
        self.stop()
        fresh = self._applied(model, progress)
        self._final = replace(fresh, notes=(*fresh.notes, *self._scans))
        return self._final

    def _applied(self, model: Encoder | None, progress: Report | None) -> Freshness:
        if self._failure is not None and isinstance(self._failure, CollectionNotFound):
            return Freshness(notes=(f"{self._failure.message} Its files were not looked at.",))
        check = self._check
        if check is None or self._root is None:
            return Freshness()
        missing = any(map(is_missing, self._paths))
        if check.clean and not missing:
            return Freshness(Staleness(unchecked=check.unchecked), root=self._root)
        try:
            if _many(check):
                with Store.open(self._index) as store:
                    found = compare(
                        store, self._paths, self._root, hashed=False, ocr=while_asking(store)
                    )
                    return self._announced(found, store)
            report, found = self._updated(model, progress)
        except QaError as error:
            return self._as_it_is(error)
        if report is None:
            with Store.open(self._index) as store:
                return self._announced(found, store)
        with Store.open(self._index) as store:
            fresh = self._retained(found, store)
            self._scans = WaitingScans.of(store).notes()
        warnings = tuple(_skipping(report.skipped, found))
        wrote = bool(report.added or report.changed or report.moved or report.removed)
        return replace(fresh, notes=(*fresh.notes, *warnings), updated=wrote)

    def _updated(
        self, model: Encoder | None, progress: Report | None
    ) -> tuple[SyncReport | None, Difference]:
        """Update the index if that takes a few seconds; the stage "updating" begins and ends."""
        from qa.indexing.sync import sync_if_small  # 65 ms that few questions need

        notify = progress or (lambda _: None)
        notify(Progress("updating", 0, 0, "index"))
        try:
            return sync_if_small(
                self._index, self._paths, encoder=self._encoder, model=model, progress=progress
            )
        finally:
            notify(Progress("updating", 1, 1, "index"))

    def _as_it_is(self, error: QaError) -> Freshness:
        """The index can't be updated now: what differs, and why it stays so."""
        try:
            with Store.open(self._index) as store:
                found = compare(store, self._paths, self._root or Path(), ocr=while_asking(store))
                fresh = self._announced(found, store)
        except StoreError:
            return Freshness(root=self._root)
        if not (found.stale or fresh.notes):
            return fresh
        return replace(fresh, notes=(stays_old(error), *fresh.notes))

    def _announced(self, found: Difference, store: Store) -> Freshness:
        """What differs and is not applied."""
        fresh = self._retained(found, store)
        try:
            old = len(pending(store, settings_of(store)))
        except IndexNotFound:
            old = 0
        stale = replace(
            fresh.stale,
            new=len(found.new),
            changed=len(found.changed),
            moved=len(found.moved),
            gone=fresh.stale.gone + len(found.gone),
            outdated=old,
        )
        note = announcement(stale, self._last_sync)
        gone = fresh.gone | _documents_of(found.gone, store)
        new = tuple(item.source for item in found.new)
        return replace(fresh, stale=stale, gone=gone, new=new, notes=(*fresh.notes, *note))

    def _retained(self, found: Difference, store: Store) -> Freshness:
        """What of the index has no file any more and stays in it all the same."""
        lost = lost_folders(found, self._paths, self._root or Path())
        places = {source: str((self._root or Path()) / source) for source in found.retained}
        away = {
            source
            for source, place in places.items()
            if any(within(os.path.normpath(place), folder) for folder in lost)
        }
        gone = _documents_of(set(found.retained) - away, store)
        notes = [
            missing_folder(folder, self._last_sync, there=os.path.exists(folder)) for folder in lost
        ]
        if gone:
            documents = store.counts()[0]
            notes.append(
                f"{len(gone):,} of {documents:,} documents are gone from their folder and left "
                "out; 'qa index --prune' removes them from the index."
            )
        stale = Staleness(gone=len(set(found.retained) - away), missing=lost)
        return Freshness(stale, tuple(notes), gone, lost, self._root)


def _many(check: QuickCheck) -> bool:
    """Whether too much looks different for all of it to be hashed while somebody waits."""
    return len(check.suspects) > HASHED_FILES or sum(check.suspects.values()) > HASHED_BYTES


def _documents_of(files: Iterable[str], store: Store) -> frozenset[str]:
    """Sources of the documents that were read from these files."""
    return frozenset(source for file in files for source in store.inside(file))


def _skipping(skipped: tuple[Skipped, ...], found: Difference) -> list[str]:
    """Say which files that came or changed just now could not be read."""
    wanted = {item.source for item in (*found.new, *found.changed)}
    return [
        f"{each.source} can't be read: {each.reason}"
        for each in skipped
        if each.source in wanted and not each.reason.startswith(BEFORE)
    ]


def as_indexed(store: StoreReader) -> int:
    """How many readable files the last scan found that are not in the index, at no cost."""
    scan = LastScan.of(store)
    if scan is None or scan.watched is not None:
        return 0
    return max(0, scan.readable - store.file_count())
