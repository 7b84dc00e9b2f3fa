"""A folder watched: the index is made equal to it again whenever something changes.

The operating system tells of changes (by watchfiles); what changed is found out by comparing, as
in any other update. So nothing is lost when it tells of a change twice, late or not at all.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from qa.datatypes import SyncReport
from qa.errors import QaError
from qa.files import within

if TYPE_CHECKING:
    from watchfiles import Change

_QUIET_MS = 200  # without a change, before a round begins
_DEBOUNCE_MS = 800  # at most waited for that
_LOOK_MS = 2_000  # how often it is looked whether the folders are still the same, and errors gone


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
    stop = stop or Event()
    told = _Told()
    due = False
    while not stop.is_set():
        for woken in _wakings(paths, index, stop):
            if due or woken:
                result = _round(sync)
                due = isinstance(result, QaError)
                if told.news(result):
                    yield result


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

    Ends when the folders are no longer those that are watched, and when `stop` is set.
    """
    from watchfiles import watch as watch_files

    own = os.path.realpath(index)

    def wanted(_: Change, path: str) -> bool:
        return not within(os.path.realpath(path), own)

    here = [path for path in paths if path.exists()]
    before = _identities(paths)
    if not here:
        yield True
        stop.wait(_LOOK_MS / 1000)
        return
    bursts = watch_files(
        *here,
        watch_filter=wanted,
        debounce=_DEBOUNCE_MS,
        step=_QUIET_MS,
        stop_event=stop,
        rust_timeout=_LOOK_MS,
        yield_on_timeout=True,
        raise_interrupt=True,
        ignore_permission_denied=True,
    )
    yield True
    unheard = True  # what changed before the watch began, during the first round
    for changes in bursts:
        if _identities(paths) != before:
            return
        yield bool(changes) or unheard
        unheard = False


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
