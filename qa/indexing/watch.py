"""A folder watched: its changes are told, or the index is made equal to it after each of them.

The operating system tells of changes (by watchfiles); what changed is found out by comparing, as
in any other update. So nothing is lost when it tells of a change twice, late or not at all. Where
it can't tell, on network disks and when too much is watched already, one looks by the clock.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from qa.datatypes import Noticed, SyncReport
from qa.errors import QaError
from qa.files import within
from qa.indexing import network_mounts
from qa.store.connection import FILE_NAME

if TYPE_CHECKING:
    from watchfiles import Change

_QUIET_MS = 200  # without a change, before a round begins
_DEBOUNCE_MS = 800  # at most waited for that
_BEAT_MS = 2_000  # how often it is seen whether the folders are still the same, and errors gone
_LOOK_EVERY = 30.0  # seconds between two rounds where nothing tells of changes


def watch(
    sync: Callable[[], SyncReport],
    paths: Sequence[Path],
    index: Path,
    stop: Event | None = None,
) -> Iterator[SyncReport | QaError]:
    """Call `sync` now and after every change under `paths`, until `stop` is set; yield results.

    The first round comes at once. Rounds that changed nothing are not told. An error of a round
    is, once, and the round is tried again. What happens in the folder `index` is no change.
    """
    told = _Told()
    due = False
    for woken in _wakings(paths, index, stop or Event()):
        if due or woken:
            result = _round(sync)
            due = isinstance(result, QaError)
            if told.news(result):
                yield result


def notice(paths: Sequence[Path], index: Path, stop: Event | None = None) -> Iterator[Noticed]:
    """Tell of every change under `paths`, and of commits to `index`, until `stop` is set.

    The first change is told soon after the beginning: what happened before it is unknown.
    """
    written = _written(index)
    wakings = _wakings(paths, index, stop or Event())
    next(wakings, None)
    for woken in wakings:
        before, written = written, _written(index)
        if written != before:
            yield Noticed.INDEX
        if woken:
            yield Noticed.FILES


class _Told:
    """What was said last, so that the same trouble is told once."""

    def __init__(self) -> None:
        self._said: tuple[str, ...] = ()

    def news(self, result: SyncReport | QaError) -> bool:
        if isinstance(result, QaError):
            said: tuple[str, ...] = (result.message,)
            changed = False
        else:
            said = result.warnings
            changed = bool(result.added or result.changed or result.moved or result.removed)
        new = said != self._said and bool(said)
        self._said = said
        return new or changed


def _round(sync: Callable[[], SyncReport]) -> SyncReport | QaError:
    try:
        return sync()
    except QaError as error:
        return error
    except OSError as error:  # a folder that goes while it is read, for example
        return QaError(f"{error.strerror or error}.", "It is tried again.")


def _wakings(paths: Sequence[Path], index: Path, stop: Event) -> Iterator[bool]:
    """Yield true at once and for every burst of changes, and false now and then without one.

    Where nothing tells of changes, true every `_LOOK_EVERY` seconds. Ends when `stop` is set.
    """
    from watchfiles._rust_notify import WatchfilesRustInternalError  # exported nowhere else

    while not stop.is_set():
        try:
            yield from _heard(paths, index, stop)
        except (WatchfilesRustInternalError, OSError):
            # The folder is missing, or too much is watched on this system already.
            yield from _unheard(paths, stop)


def _heard(paths: Sequence[Path], index: Path, stop: Event) -> Iterator[bool]:
    """Wakings while the system tells of changes and the folders are those that are watched."""
    from watchfiles import watch as watch_files

    own = os.path.realpath(index)

    def wanted(_: Change, path: str) -> bool:
        return not within(os.path.realpath(path), own)

    before = _identities(paths)
    here = [path for path in paths if path.exists()]
    if not here:
        raise FileNotFoundError
    all_told = all(network_mounts.tells(path) for path in here)
    bursts = watch_files(
        *here,
        watch_filter=wanted,
        debounce=_DEBOUNCE_MS,
        step=_QUIET_MS,
        stop_event=stop,
        rust_timeout=_BEAT_MS,
        yield_on_timeout=True,
        raise_interrupt=True,
        ignore_permission_denied=True,
    )
    yield True
    unheard = True  # what changed before the watch began, during the first round
    woken = time.monotonic()
    for changes in bursts:
        if _identities(paths) != before:
            return
        late = not all_told and time.monotonic() - woken >= _LOOK_EVERY
        if due := bool(changes) or unheard or late:
            woken = time.monotonic()
        yield due
        unheard = False


def _unheard(paths: Sequence[Path], stop: Event) -> Iterator[bool]:
    """Wakings by the clock, until the folders are others."""
    before = _identities(paths)
    yield True
    woken = time.monotonic()
    while not stop.wait(_BEAT_MS / 1000) and _identities(paths) == before:
        if due := time.monotonic() - woken >= _LOOK_EVERY:
            woken = time.monotonic()
        yield due


def _written(index: Path) -> tuple[object, ...]:
    """What the store's file looks like; it changes with every commit. Reading leaves it alone."""
    main, log = index / FILE_NAME, index / f"{FILE_NAME}-wal"
    try:
        state = main.stat()
    except OSError:
        return ()
    try:
        logged = log.stat()
    except OSError:
        return (state.st_ino, state.st_mtime_ns)
    # A reader makes and removes an empty log.
    more = (logged.st_mtime_ns, logged.st_size) if logged.st_size else ()
    return (state.st_ino, state.st_mtime_ns, *more)


def _identities(paths: Sequence[Path]) -> list[tuple[int, int] | None]:
    """Which files or folders stand at `paths` now."""
    found: list[tuple[int, int] | None] = []
    for path in paths:
        try:
            state = path.stat()
        except OSError:
            found.append(None)
        else:
            found.append((state.st_dev, state.st_ino))
    return found
