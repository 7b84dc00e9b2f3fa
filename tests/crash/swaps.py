"""Files that don't belong together: of another generation, collection, author or moment."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from unittest.mock import patch

import numpy as np

import qa.search.probe
from qa.embedding.model_files import file_sha256
from qa.store.checksums import vector_checksum

from . import collection, notifying
from .cases import Came, Case
from .faults import Copying, Count, KillAt
from .forking import run
from .repairing import found_and_repaired
from .work import ENCODER, TRIAL, Home, Work, Workshop, commits

_UPDATE = Work("swap", "old", "new", Home.sync, damaged=True)
_SOUND = Work("sound", "new", "new", Home.sync, damaged=True)
_COMMITS = 4  # after which of them the writer is killed whose log is tampered with
_COPIES = 6  # of an index that is being written, for each moment


def unavailable() -> str | None:
    """Nothing is needed but for copies of an index that is being written."""
    return None


def plan(shop: Workshop, count: int, seed: int) -> Iterator[Case]:
    """Every swap once, what is done to logs at `count` moments, and copies."""
    for name in SWAPS:
        yield named(shop, name)
    draw = random.Random(f"swaps {seed}")
    moments = [f"commit{draw.randint(1, _COMMITS)}" for _ in range(count)]
    if not notifying.unavailable():
        moments += [f"checkpoint{draw.randint(1, 30)}" for _ in range(count)]
    for name in LOGS:
        for moment in moments:
            yield named(shop, f"{name}:{moment}:{draw.randint(1, 9999)}")
    for _ in range(0 if notifying.unavailable() else _COPIES * count):
        yield named(shop, f"copied while it is written:{draw.randint(1, 999_999)}")


def named(shop: Workshop, name: str) -> Case:
    """A swap by its name; then the moment the writer is killed at; then a seed."""
    row, _, rest = name.partition(":")
    if row in SWAPS:
        _homes(shop, "other")  # made once, before processes share the work
        act = partial(_swapped, swap=SWAPS[row])
    elif row in LOGS:
        moment, _, seed = rest.partition(":")
        act = partial(_logged, change=LOGS[row], moment=moment, seed=seed)
    else:
        act = partial(_copied, seed=rest)
    return Case(f"swaps:{name}", row, act)


def _take(*names: str, of: str = "old") -> Callable[[Workshop, Path], None]:
    """Put files of another home's index in the place of this one's."""

    def take(shop: Workshop, index: Path) -> None:
        for name in names:
            source, target = _homes(shop, of).index / name, index / name
            if source.is_dir():
                shutil.rmtree(target)
                shutil.copytree(source, target)
            else:
                shutil.copy(source, target)

    return take


def _homes(shop: Workshop, name: str) -> Home:
    """A home to take files of; "other" is another collection."""
    if name not in shop.homes:
        home = shop.homes[name] = Home(shop.base / name)
        collection.make(home.docs, 99)
        run(home.sync).result()
    return shop.homes[name]


def _mixed_generations(shop: Workshop, index: Path) -> None:
    """Segments of another generation in the folder of this one."""
    one = next(path for path in (index / "lexical").iterdir() if path.is_dir())
    other = next(p for p in (shop.homes["old"].index / "lexical").iterdir() if p.is_dir())
    for path in other.iterdir():
        shutil.copy(path, one / path.name)


_ODD = np.full(ENCODER.dimension, np.nan, np.float16).tobytes()  # no model's vector


def _forged_store(shop: Workshop, index: Path) -> None:
    """Vectors with which nothing can be compared, and checksums that fit them."""
    with closing(sqlite3.connect(index / "qa.sqlite")) as db, db:
        values = (_ODD, vector_checksum(_ODD))
        db.execute("UPDATE passage SET vector = ?, vector_seal = ? WHERE document < 4", values)
    (index / "dense.faiss").unlink()


def _forged_dense(shop: Workshop, index: Path) -> None:
    """The same in `dense.faiss`, with a card that agrees."""
    with closing(sqlite3.connect(index / "qa.sqlite")) as db:
        vectors = [vector for (vector,) in db.execute("SELECT vector FROM passage LIMIT 9")]
    path = index / "dense.faiss"
    data = path.read_bytes()
    for vector in vectors:
        data = data.replace(vector, _ODD)
    path.write_bytes(data)
    card = json.loads((index / "dense.json").read_text())
    card |= {"sha256": file_sha256(path), "stamp": [0, 0, 0]}
    (index / "dense.json").write_text(json.dumps(card))


SWAPS: dict[str, Callable[[Workshop, Path], None]] = {
    "old dense.faiss": _take("dense.faiss"),
    "old dense.json": _take("dense.json"),
    "old dense.faiss and its json": _take("dense.faiss", "dense.json"),
    "old lexical/": _take("lexical"),
    "old current.json": _take("lexical/current.json"),
    "segments of two generations": _mixed_generations,
    "old caches": _take("dense.faiss", "dense.json", "lexical"),
    "old store": _take("qa.sqlite"),
    "old everything": _take("qa.sqlite", "dense.faiss", "dense.json", "lexical"),
    "another collection's dense": _take("dense.faiss", "dense.json", of="other"),
    "another collection's lexical/": _take("lexical", of="other"),
    "another collection's caches": _take("dense.faiss", "dense.json", "lexical", of="other"),
    "forged vectors in dense.faiss": _forged_dense,
    "forged vectors in the store": _forged_store,
}


def _swapped(shop: Workshop, swap: Callable[[Workshop, Path], None]) -> Came:
    trial = TRIAL if swap is _forged_dense else qa.search.probe.survives
    with shop.home(_SOUND) as home, patch.object(qa.search.probe, "survives", trial):
        swap(shop, home.index)
        return found_and_repaired(shop, home, _UPDATE)


Tampering = Callable[[Workshop, Path, random.Random], None]


def _drop(*suffixes: str) -> Tampering:
    def drop(shop: Workshop, index: Path, draw: random.Random) -> None:
        for suffix in suffixes:
            (index / f"qa.sqlite{suffix}").unlink(missing_ok=True)

    return drop


def _spoil(suffix: str, how: str) -> Tampering:
    def spoil(shop: Workshop, index: Path, draw: random.Random) -> None:
        path = index / f"qa.sqlite{suffix}"
        if not path.exists():
            return
        data = bytearray(path.read_bytes())
        if how == "noise":
            data[:] = draw.randbytes(len(data))
        elif how == "short":
            del data[draw.randint(0, len(data)) :]
        else:
            for _ in range(5):
                data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
        path.write_bytes(data)

    return spoil


def _restored(shop: Workshop, index: Path, draw: random.Random) -> None:
    """A backup of the store put in its place beside the log of the one that was there."""
    shutil.copy(shop.homes["new"].index / "qa.sqlite", index / "qa.sqlite")


LOGS: dict[str, Tampering] = {
    "killed, nothing else": lambda shop, index, draw: None,
    "-wal beside another store": _restored,
    "-wal dropped": _drop("-wal"),
    "-shm dropped": _drop("-shm"),
    "-wal and -shm dropped": _drop("-wal", "-shm"),
    "-wal cut off": _spoil("-wal", "short"),
    "-wal with flipped bits": _spoil("-wal", "flips"),
    "-wal of noise": _spoil("-wal", "noise"),
    "-shm of noise": _spoil("-shm", "noise"),
    "-shm cut off": _spoil("-shm", "short"),
    "-shm with flipped bits": _spoil("-shm", "flips"),
}


def _logged(shop: Workshop, change: Tampering, moment: str, seed: str) -> Came:
    """Tamper with what a killed writer left of its log."""
    number = int(moment.removeprefix("commit").removeprefix("checkpoint"))

    with shop.home(_UPDATE) as home:

        def until() -> None:
            with commits(kill_after=number):
                home.sync()

        if moment.startswith("commit"):
            run(until)
        else:
            run(
                home.sync,
                watch=home.index,
                fault=KillAt("write", number, path="qa.sqlite"),
            )
        change(shop, home.index, random.Random(seed))
        return found_and_repaired(shop, home, _UPDATE)


def _copied(shop: Workshop, seed: str) -> Came:
    """Copy an index file by file while it is written, and use the copy."""
    draw = random.Random(seed)
    count = Count()
    with shop.home(_UPDATE) as home:
        run(home.sync, watch=home.index, fault=count).result()
    calls = sum(count.counts.values())
    begin = draw.randint(1, calls)
    moments = sorted(draw.randint(begin, calls) for _ in range(40))
    with shop.home(_UPDATE) as home:
        copy = home.folder / "copy"
        copying = Copying(home.index, copy, moments, draw)
        run(home.sync, watch=home.index, fault=copying).result()
        copying.finish()
        shutil.rmtree(home.index)
        copy.rename(home.index)
        return found_and_repaired(shop, home, _UPDATE)
