"""SIGKILL: at random moments, at every kind of call, in the middle of writes, between commits."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from . import notifying
from .cases import Came, Case, verdict
from .faults import Count, KillAt
from .forking import Ended, run
from .judging import judge
from .work import WORKS, Home, Workshop, commits

KINDS = ("write", "torn", "sync", "rename", "unlink", "create", "truncate", "link")
_CHAIN = 4  # kills of one piece of work, one after the other


@dataclass(frozen=True, slots=True)
class _Extent:
    """How much there is of one piece of work to be killed in."""

    seconds: float
    commits: int
    calls: dict[str, int]


def unavailable() -> str | None:
    """Random moments and commits need nothing."""
    return None


def plan(shop: Workshop, count: int, seed: int) -> Iterator[Case]:
    """Draw kills, every kind of each piece of work in turn."""
    draw = random.Random(f"kills {seed}")
    extents = {name: _measured(shop, name) for name in WORKS}
    kinds = ["moment", "chain", "commit"]
    if not notifying.unavailable():
        kinds += KINDS
    every = [(name, kind) for name in WORKS for kind in kinds if _possible(extents[name], kind)]
    draw.shuffle(every)
    for n in range(count):
        name, kind = every[n % len(every)]
        extent = extents[name]
        if kind in ("moment", "chain"):
            kills = 1 if kind == "moment" else _CHAIN
            latest = extent.seconds / kills**0.5  # each goes on where the last one was killed
            where = "+".join(f"{draw.uniform(0, latest):.4f}" for _ in range(kills))
        elif kind == "commit":
            where = str(draw.randint(1, extent.commits))
        else:
            where = str(draw.randint(1, extent.calls["write" if kind == "torn" else kind]))
            if kind == "torn":
                where += f"+{draw.uniform(0.01, 0.99):.3f}"
        yield named(shop, f"{name}:{kind}:{where}")


def named(shop: Workshop, name: str) -> Case:
    """A kill by its name: the work, the kind of moment, and which."""
    work, kind, where = name.split(":")
    return Case(f"kills:{name}", kind, partial(_run, work=work, kind=kind, where=where))


def _run(shop: Workshop, work: str, kind: str, where: str) -> Came:
    todo = WORKS[work]
    killed = False
    with shop.home(todo) as home:
        for act, how in _victims(home, todo.act, kind, where):
            ended = run(act, **how)
            killed = killed or ended.killed
            if not ended.killed and (ended.trouble or ended.error):
                return Came((ended.trouble or str(ended.error),), "failed")
        came = verdict(run(lambda: judge(shop, home, todo)))
    return came if killed else Came(came.wrong, "done before")


def _victims(
    home: Home, act: Callable[[Home], None], kind: str, where: str
) -> Iterator[tuple[Callable[[], None], dict[str, Any]]]:
    """What is to be run and killed, and how."""
    if kind in ("moment", "chain"):
        for seconds in where.split("+"):
            yield lambda: act(home), {"kill_after": float(seconds)}
    elif kind == "commit":

        def until() -> None:
            with commits(kill_after=int(where)):
                act(home)

        yield until, {}
    else:
        number, _, share = where.partition("+")
        fault = KillAt("write" if kind == "torn" else kind, int(number), float(share or 0))
        yield lambda: act(home), {"watch": home.index, "fault": fault}


def _measured(shop: Workshop, name: str) -> _Extent:
    """What a piece of work does when nobody kills it."""
    work = WORKS[name]

    def counted(home: Home) -> int:
        with commits() as made:
            work.act(home)
        return made[0]

    with shop.home(work) as home:
        done: Ended = run(lambda: counted(home))
        done.result()
    if notifying.unavailable():
        return _Extent(done.seconds, done.value, {})
    count = Count()
    with shop.home(work) as home:
        run(lambda: work.act(home), watch=home.index, fault=count).result()
    return _Extent(done.seconds, done.value, dict(count.counts))


def _possible(extent: _Extent, kind: str) -> bool:
    if kind in ("moment", "chain"):
        return True
    if kind == "commit":
        return extent.commits > 0
    return extent.calls.get("write" if kind == "torn" else kind, 0) > 0
