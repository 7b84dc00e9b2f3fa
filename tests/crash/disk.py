"""A disk that is full: a small one for real, and one that becomes full at any call."""

from __future__ import annotations

import ctypes
import os
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from . import notifying
from .cases import Came, Case, verdict
from .faults import Count, FullFrom
from .forking import Ended, run
from .judging import Verdicts, as_found, judge
from .work import WORKS, Work, Workshop

_WORKS = ("build", "update", "carry", "rebuild", "mend")
_NEW_MOUNTS, _NEW_USERS = 0x20000, 0x10000000
_REMOUNT, _RECURSIVE, _PRIVATE = 0x20, 0x4000, 0x40000
_PLENTY = 64 << 20
_PAGE = 4096

_libc = ctypes.CDLL(None, use_errno=True)


def unavailable() -> str | None:
    """What the two kinds of full disk need."""
    return notifying.unavailable() and _no_mounts()


def plan(shop: Workshop, count: int, seed: int) -> Iterator[Case]:
    """`count` sizes for each piece of work, and as many calls at which the disk is full."""
    draw = random.Random(f"disk {seed}")
    for name in _WORKS:
        if not _no_mounts():
            needed = _needed(shop, name)
            for n in range(count):
                yield named(shop, f"{name}:free:{_PAGE * round(n * needed / count / _PAGE)}")
        if not notifying.unavailable():
            calls = _calls(shop, name)
            for _ in range(count):
                at, share = draw.randint(1, calls), draw.uniform(0.1, 0.9)
                yield named(shop, f"{name}:call:{at}+{share:.2f}")


def named(shop: Workshop, name: str) -> Case:
    """The work; then how many bytes are free, or at which call none are."""
    work, kind, where = name.split(":")
    if kind == "free":
        return Case(f"disk:{name}", f"{work}, sizes", partial(_small, work=work, free=int(where)))
    return Case(f"disk:{name}", f"{work}, calls", partial(_full, work=work, where=where))


def _full(shop: Workshop, work: str, where: str) -> Came:
    """Every call that needs room fails from one of them on, also for the reader that comes next."""
    at, _, share = where.partition("+")
    todo = WORKS[work]
    with shop.home(todo) as home:
        full = FullFrom(int(at), float(share))
        ended = run(lambda: todo.act(home), watch=home.index, fault=full)
        if wrong := _told(ended):
            return Came((wrong,), "failed")
        found = Verdicts()

        def look() -> dict[str, Any]:
            as_found(shop, home, todo, found)
            return found.as_json()

        seen = verdict(run(look, watch=home.index, fault=FullFrom(1, 0)))
        if seen.wrong:
            return seen
        return verdict(run(lambda: judge(shop, home, todo)))


def _small(shop: Workshop, work: str, free: int) -> Came:
    """The index lies on a file system of its own with that much room."""
    return verdict(run(partial(_on_small_disk, shop, WORKS[work], free)))


def _on_small_disk(shop: Workshop, work: Work, free: int) -> dict[str, Any]:
    """In a process with a view of its own of what is mounted, which ends with it."""
    with shop.home(work) as home, _mounted(home.index, _PLENTY) as resize:
        resize(_used(home.index) + free)
        told = _told(run(lambda: work.act(home)))
        if told:
            return {"wrong": [told], "state": "failed"}
        found = Verdicts()

        def look() -> dict[str, Any]:
            as_found(shop, home, work, found)
            return found.as_json()

        seen = verdict(run(look))
        if seen.wrong:
            return {
                "wrong": [f"on the full disk: {line}" for line in seen.wrong],
                "state": "failed",
            }
        resize(_PLENTY)
        came = verdict(run(lambda: judge(shop, home, work)))  # and now there is room
        return {"wrong": list(came.wrong), "state": seen.what}


def _told(ended: Ended) -> str:
    """What is wrong with the end of a process on a full disk; nothing if it says that it is."""
    if ended.trouble:
        return ended.trouble
    if ended.error and ended.error[0] != "IndexUnwritable":
        return f"a full disk is called {ended.error}"
    return ""


@contextmanager
def _mounted(folder: Path, size: int) -> Iterator[Any]:
    """A file system in memory in the place of a folder, for this process and its children."""
    _own_mounts()
    aside = folder.with_name("aside")
    if folder.exists():
        folder.rename(aside)
    folder.mkdir()
    _mount(folder, size)
    if aside.exists():
        shutil.copytree(aside, folder, dirs_exist_ok=True)
        shutil.rmtree(aside)
    try:
        yield lambda size: _mount(folder, size, _REMOUNT)
    finally:
        _libc.umount2(os.fsencode(folder), 2)


def _own_mounts() -> None:
    """Get a view of our own of what is mounted."""
    user = os.getuid()
    if _libc.unshare(_NEW_MOUNTS) and _libc.unshare(_NEW_MOUNTS | _NEW_USERS):
        raise OSError(ctypes.get_errno(), "unshare")
    if user:
        Path("/proc/self/uid_map").write_text(f"0 {user} 1")
    if _libc.mount(b"none", b"/", None, _RECURSIVE | _PRIVATE, None):
        raise OSError(ctypes.get_errno(), "mount")


def _mount(folder: Path, size: int, flags: int = 0) -> None:
    options = f"size={max(size, _PAGE)}".encode()
    if _libc.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", flags, options):
        raise OSError(ctypes.get_errno(), f"mount {folder}")


def _no_mounts() -> str | None:
    """Why nothing can be mounted here, or None."""
    ended = run(_own_mounts)
    return f"nothing can be mounted here: {ended.crash.splitlines()[-1]}" if ended.crash else None


def _used(folder: Path) -> int:
    found = os.statvfs(folder)
    return (found.f_blocks - found.f_bfree) * found.f_frsize


def _needed(shop: Workshop, name: str) -> int:
    """How much room a piece of work needs, about: a rebuild has two stores and a log."""
    work = WORKS[name]

    def measure() -> int:
        with shop.home(work) as home, _mounted(home.index, _PLENTY):
            before = _used(home.index)
            run(lambda: work.act(home)).result()
            return (3 if work.whole else 2) * _used(home.index) - before

    return int(run(measure).result())


def _calls(shop: Workshop, name: str) -> int:
    """How many calls of a piece of work need room."""
    work = WORKS[name]
    count = Count()
    with shop.home(work) as home:
        run(lambda: work.act(home), watch=home.index, fault=count).result()
    return sum(count.counts[kind] for kind in ("write", "create", "link", "mkdir"))
