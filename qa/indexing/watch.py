"""Watch a folder: notify of changes, or update the index after each of them.

The operating system reports changes (by watchfiles); what changed is found by comparing, as in any
other update. So nothing is lost when a change is reported twice, late or not at all. Where it
can't report, on network disks and when too much is watched already, the folder is polled.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from qa.datatypes import Noticed, SyncReport
from qa.errors import QaError, StoreError
from qa.files import within
from qa.indexing import network_mounts
from qa.store.connection import FILE_NAME

if TYPE_CHECKING:
    from watchfiles import Change

    from qa.store.interface import StoreReader

_QUIET_MS = 200  # without a change, before a round begins
_DEBOUNCE_MS = 800  # at most waited for that
_BEAT_MS = 2_000  # between two checks whether the folders are the same, and errors gone
_POLL_SECONDS = 30.0  # between two rounds where changes aren't reported


def watch(
    sync: Callable[[], SyncReport],
    paths: Sequence[Path],
    index: Path,
    stop: Event | None = None,
) -> Iterator[SyncReport | QaError]:
    """Call `sync` now and after every change under `paths`, until `stop` is set; yield results.

    The first round comes at once. Rounds that changed nothing yield nothing. An error of a round
    is yielded once, and the round is tried again. Changes in the folder `index` don't count.
    """
    repeats = _Repeats()
    due = False
    for woken in _wakeups(paths, index, stop or Event()):
        if due or woken:
            result = _round(sync)
            due = isinstance(result, QaError)
            if repeats.is_news(result):
                yield result


def notice(paths: Sequence[Path], index: Path, stop: Event | None = None) -> Iterator[Noticed]:
    """Notify of every change under `paths`, and of commits to `index`, until `stop` is set.

    The first one comes soon after the start: what changed before it is unknown.
    """
    written = _written(index)
    wakeups = _wakeups(paths, index, stop or Event())
    next(wakeups, None)
    for woken in wakeups:
        before, written = written, _written(index)
        if written != before:
            yield Noticed.INDEX
        if woken:
            yield Noticed.FILES


def notice_commits(
    opened: Callable[[], StoreReader], stop: Event | None = None
) -> Iterator[Noticed]:
    """Notify of commits to a collection whose files are elsewhere, until `stop` is set.

    It is looked at by the clock; one that can't be reached is tried again.
    """
    stop, known = stop or Event(), ""
    while True:
        before = known
        with suppress(StoreError), opened() as store:
            known = store.state()
        if before not in ("", known):
            yield Noticed.INDEX
        if stop.wait(_POLL_SECONDS):
            return


class _Repeats:
    """The messages of the last round, so that the same ones are reported once."""

    def __init__(self) -> None:
        self._last: tuple[str, ...] = ()

    def is_news(self, result: SyncReport | QaError) -> bool:
        if isinstance(result, QaError):
            messages: tuple[str, ...] = (result.message,)
            changed = False
        else:
            messages = result.warnings
            changed = bool(result.added or result.changed or result.moved or result.removed)
        new = messages != self._last and bool(messages)
        self._last = messages
        return new or changed


def _round(sync: Callable[[], SyncReport]) -> SyncReport | QaError:
    try:
        return sync()
    except QaError as error:
        return error
    except OSError as error:  # a folder that goes while it is read, for example
        return QaError(f"{error.strerror or error}.", "It is tried again.")


def _wakeups(paths: Sequence[Path], index: Path, stop: Event) -> Iterator[bool]:
    """Yield true at once and for every burst of changes, and false now and then without one.

    Where changes aren't reported, true every `_POLL_SECONDS` seconds. Ends when `stop` is set.
    """
    from watchfiles._rust_notify import WatchfilesRustInternalError  # exported nowhere else

    while not stop.is_set():
        try:
            yield from _reported(paths, index, stop)
        except (WatchfilesRustInternalError, OSError):
            # The folder is missing, or too much is watched on this system already.
            yield from _polled(paths, stop)


def _reported(paths: Sequence[Path], index: Path, stop: Event) -> Iterator[bool]:
    """Wake-ups while the system reports changes and the folders are those that are watched."""
    from watchfiles import watch as watch_files

    own = os.path.realpath(index)

    def wanted(_: Change, path: str) -> bool:
        return not within(os.path.realpath(path), own)

    before = _identities(paths)
    here = [path for path in paths if path.exists()]
    if not here:
        raise FileNotFoundError
    all_notify = all(network_mounts.notifies(path) for path in here)
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
    unreported = True  # what changed before the watch began, during the first round
    woken = time.monotonic()
    for changes in bursts:
        if _identities(paths) != before:
            return
        late = not all_notify and time.monotonic() - woken >= _POLL_SECONDS
        if due := bool(changes) or unreported or late:
            woken = time.monotonic()
        yield due
        unreported = False


def _polled(paths: Sequence[Path], stop: Event) -> Iterator[bool]:
    """Wake-ups by the clock, until the folders are others."""
    before = _identities(paths)
    yield True
    woken = time.monotonic()
    while not stop.wait(_BEAT_MS / 1000) and _identities(paths) == before:
        if due := time.monotonic() - woken >= _POLL_SECONDS:
            woken = time.monotonic()
        yield due


def _written(index: Path) -> tuple[object, ...]:
    """The signature of the store's files; every commit changes it, reading doesn't."""
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
