"""What a family of cases is made of: a name that says everything, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from .forking import Ended
from .work import Workshop


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a case: what is wrong, if anything, and what is counted in tables."""

    wrong: tuple[str, ...] = ()
    what: str = ""  # a column of the family's table


@dataclass(frozen=True, slots=True)
class Case:
    """One accident. Its name is all that is needed to repeat it."""

    name: str
    row: str  # of the family's table
    run: Callable[[Workshop], Came]


class Family(Protocol):
    """A module of cases."""

    def plan(self, shop: Workshop, count: int, seed: int) -> Iterator[Case]:
        """Draw about `count` cases."""

    def named(self, shop: Workshop, name: str) -> Case:
        """The case of this name."""

    def unavailable(self) -> str | None:
        """Why this machine can't run them, or None."""


def verdict(ended: Ended, what: str = "") -> Came:
    """What came of a case that was judged in a process of its own."""
    if ended.trouble or ended.error:
        return Came((ended.trouble or " ".join(ended.error or ()),), "failed")
    return Came(tuple(ended.value["wrong"]), what or ended.value["state"])
