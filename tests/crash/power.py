"""Power that fails while an index is written: a run is recorded call by call and played again."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from qa.errors import QaError
from qa.files import read_json, stamp
from qa.store.store import Store

from . import notifying
from .calls import Call
from .cases import Came, Case, verdict
from .disks import LOSSES, SYSTEMS, Disk, Held, held
from .faults import Record
from .forking import run
from .judging import judge
from .work import WORKS, Home, Work, Workshop, after_commits

_WORKS = ("build", "update", "carry", "rebuild", "mend", "replace")
_MARKS = ".marks"  # where the recorded process writes what it has promised


# What a failure leaves of the looks of files: others, or those that were recorded. The last is of
# an index that was copied just before, and whose search structures were not on the disk yet.
LOOKS = ("other", "alike", "copied")


def unavailable() -> str | None:
    """Calls must be watched to be recorded."""
    return notifying.unavailable()


def plan(shop: Workshop, count: int, seed: int) -> Iterator[Case]:
    """Draw moments of each piece of work, half of them right after a sync or a change of names."""
    draw = random.Random(f"power {seed}")
    for n in range(count):
        work = _WORKS[n % len(_WORKS)]
        calls = _recorded(shop, WORKS[work]).calls
        edges = [i for i, call in enumerate(calls, 1) if call.kind in ("rename", "sync", "unlink")]
        at = draw.choice(edges) if n % 2 else draw.randint(1, len(calls))
        how = f"{draw.choice(SYSTEMS)}:{draw.choice(LOSSES)}:{draw.choice(LOOKS)}"
        yield named(shop, f"{work}:{at}:{how}:{draw.randint(1, 9999)}")


def named(shop: Workshop, name: str) -> Case:
    """A failure: the work, after which call, the file system, what is lost, the looks, a seed.

    Threads may make the calls of another recording in a slightly different order.
    """
    _, _, system, losses, _, _ = name.split(":")
    return Case(f"power:{name}", f"{system}, {losses} lost", partial(_run, name=name))


def _run(shop: Workshop, name: str) -> Came:
    which, at, system, losses, looks, _ = name.split(":")
    work = WORKS[which]
    recording = _recorded(shop, work)
    calls = recording.calls[: int(at)]
    disk = Disk(recording.held, system, _cached if looks == "copied" else lambda _: False)
    disk.play(calls)
    with shop.empty() as home:
        disk.fail(losses, random.Random(name), home.folder)
        if looks != "other":
            # A copy looks as recorded only where that was recorded after it was made.
            written = {call.other for call in calls if call.kind == "rename"}
            _make_alike(home.index, written if looks == "copied" else None)
        promised = [call.data.decode() for call in calls if call.path == _MARKS and call.data]
        return verdict(run(lambda: _judged(shop, home, work, promised)))


@dataclass(frozen=True, slots=True)
class _Recording:
    """What a folder held before a piece of work, and every call that changed it."""

    held: Held
    calls: list[Call]


@cache
def _recorded(shop: Workshop, work: Work) -> _Recording:
    record = Record()
    with shop.home(work) as home:
        before = held(home.folder)
        run(lambda: _marked(home, work), watch=home.folder, fault=record).result()
    mapped = {call.path for call in record.calls if call.kind == "map"}
    assert mapped <= {"index/qa.sqlite-shm", "index/.rebuild/qa.sqlite-shm"}, mapped
    return _Recording(before, record.calls)


def _marked(home: Home, work: Work) -> None:
    """Do a piece of work, and write down every commit that was promised to stay."""
    marks = os.open(home.folder / _MARKS, os.O_CREAT | os.O_WRONLY)

    def mark(path: Path, number: int) -> None:
        os.write(marks, f"{path.parent.relative_to(home.folder)} {number}".encode())

    with after_commits(mark):
        work.act(home)
    os.write(marks, b"done")


def _judged(shop: Workshop, home: Home, work: Work, promised: list[str]) -> dict[str, Any]:
    """Judge what is left, and whether what was promised is there."""
    broken = ""
    if promised and promised[-1] != "done":
        folder, number = promised[-1].split(" ")
        try:
            with Store.open(home.folder / folder) as store:
                kept = store.commit_number()
        except QaError:
            kept = 0
        if kept < int(number):
            broken = f"commit {number} of {folder} was promised, {kept} is there"
    came = judge(shop, home, work)
    whole = came["state"] == "new"  # then a rebuild has been put in its place
    if promised and not whole and (broken or promised[-1] == "done"):
        came["wrong"].append(broken or "all was done, and not all is there")
    return came


def _cached(name: str) -> bool:
    """Whether a file is derived, so that it may be lost."""
    return name == "index/dense.faiss" or (name.startswith("index/lexical/generation"))


def _make_alike(index: Path, written: Set[str] | None) -> None:
    """Make files that kept their size look as they did when they were written.

    After a real failure times and inodes may be those that were recorded: in every card, or in
    those that were `written`.
    """
    for card, files in (("dense.json", None), ("lexical/current.json", "files")):
        path = index / card
        said = read_json(path)
        if said is None or (written is not None and f"{index.name}/{card}" not in written):
            continue
        if files is None:
            _keep_look(said, "stamp", index / "dense.faiss")
        else:
            for name, kept in said[files].items():
                _keep_look(kept, 0, path.parent / said["generation"] / name)
        path.write_text(json.dumps(said))


def _keep_look(kept: Any, key: str | int, path: Path) -> None:
    if path.exists() and path.stat().st_size == kept[key][0]:
        kept[key] = stamp(path)
