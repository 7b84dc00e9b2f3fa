"""Files of an index cut off, with bits flipped, pages zeroed, junk in their place."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache, partial
from itertools import cycle
from pathlib import Path
from types import ModuleType

from tests.support.builders import shared_attacks

from .cases import Came, Case
from .judging import Expected
from .repairing import asked, command, follow, recovered
from .work import Home, Work, Workshop

_SOUND = Work("sound", "new", "new", Home.sync)
_MEMORY = 2  # times what a sound index takes


@cache
def _attacks() -> ModuleType | None:
    return shared_attacks("corrupt_index")


def unavailable() -> str | None:
    """The cases are shared with other projects, and not in every checkout."""
    return None if _attacks() else "the shared damage cases (corrupt_index.py) are not here"


def plan(shop: Workshop, count: int, seed: int) -> Iterator[Case]:
    """Draw `count` of the cases for each file."""
    kinds: dict[str, list[str]] = {}
    for name, _ in _attacks().cases():
        kinds.setdefault(name.split("_")[0], []).append(name)
    draw = random.Random(f"damage {seed}")
    turn = cycle(kinds)  # goes on from file to file, so that few cases are of every kind
    for file in files(shop):
        left = {kind: draw.sample(names, len(names)) for kind, names in kinds.items()}
        for _ in range(min(count, sum(map(len, left.values())))):
            kind = next(kind for kind in turn if left[kind])
            yield named(shop, f"{file}:{left[kind].pop()}:{seed}")


def files(shop: Workshop) -> list[str]:
    """The files of a sound index, without the part of their names that is drawn at random."""
    return sorted({kind for kind, _ in _by_kind(shop.homes["new"].index)})


def _by_kind(index: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(index.rglob("*")):
        if path.is_file() and path.stat().st_size:
            drawn = len(path.relative_to(index).parts) == 3 and path.suffix != ".json"
            yield f"segment{path.suffix}" if drawn else path.name, path


def named(shop: Workshop, name: str) -> Case:
    """A case by its name: the file, the damage, the seed."""
    file, _, _ = name.split(":")
    return Case(f"damage:{name}", file, partial(_run, name=name))


def _run(shop: Workshop, name: str) -> Came:
    file, damage, seed = name.split(":")
    with shop.home(_SOUND) as home:
        path = next(path for kind, path in _by_kind(home.index) if kind == file)
        apply = dict(_attacks().cases(f"{name} {seed}"))[damage]
        apply(str(path))
        return examined(shop, home)


def examined(shop: Workshop, home: Home) -> Came:
    """Ask an index that may be damaged, do what its messages say, and compare."""
    expected = shop.expected["new"]
    ended = asked(home, expected)
    wrong: list[str] = []
    if ended.trouble:
        wrong.append(ended.trouble)
    elif ended.error:
        what = "named"
        wrong += follow(home, " ".join(ended.error[1:])) or _still(home, expected)
    else:
        wrong += ended.value
        what = "differs" if ended.value else "same"
        checkup = command(home, "doctor")
        if checkup.trouble:
            wrong.append(checkup.trouble)
        elif checkup.value:
            what += ", doctor"
            wrong += follow(home, "'qa doctor --repair'") or _still(home, expected)
    if ended.kilobytes > _MEMORY * shop.memory:
        wrong.append(f"takes {ended.kilobytes >> 10} MiB to open")
    if not wrong:
        wrong += recovered(home, expected)
    return Came(tuple(wrong), "broken" if wrong else what)


def _still(home: Home, expected: Expected) -> list[str]:
    """What is wrong though it was repaired."""
    ended = asked(home, expected)
    if ended.trouble or ended.error:
        return [f"repaired, and yet: {ended.trouble or ended.error}"]
    return list(ended.value)
