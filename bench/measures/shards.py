"""Arithmetic of many shards: the slowest of them, second requests, recall, and what is needed.

A question is asked of all shards at once and waits for the slowest. Latencies are given by measured
quantiles; between them, and beyond, the logarithm is taken to be linear in the normal quantile.
Hedged requests: Dean and Barroso, "The Tail at Scale", Communications of the ACM 56(2), 2013.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

_NORMAL = NormalDist()


class Latency:
    """A distribution of milliseconds through measured quantiles."""

    def __init__(self, measured: Mapping[float, float]) -> None:
        """`measured`: milliseconds by share, at least two, such as {.5: 26, .95: 45, .99: 63}."""
        shares = sorted(measured)
        self._z = np.array([_NORMAL.inv_cdf(share) for share in shares])
        self._log = np.log([measured[share] for share in shares])
        if len(shares) < 2 or not (np.diff(self._log) > 0).all():
            raise ValueError("quantiles must grow, and be two at least")

    def at(self, z: Array) -> Array:
        """Milliseconds at normal quantiles: the value at 0 is the median."""
        slopes = np.diff(self._log) / np.diff(self._z)
        piece = np.clip(np.searchsorted(self._z, z) - 1, 0, len(slopes) - 1)
        made: Array = np.exp(self._log[piece] + slopes[piece] * (z - self._z[piece]))
        return made

    def quantile(self, share: float) -> float:
        """Milliseconds that a `share` of the requests stays within."""
        return float(self.at(np.array([_NORMAL.inv_cdf(share)]))[0])

    def draw(self, random: np.random.Generator, shape: tuple[int, ...]) -> Array:
        """Independent latencies of this shape."""
        return self.at(random.standard_normal(shape))


def slowest(latency: Latency, shards: int, share: float) -> float:
    """The quantile of the slowest of independent shards, exactly."""
    return latency.quantile(share ** (1 / shards))


def any_slower(share: float, shards: int) -> float:
    """How often a question meets a shard that is slower than a `share` of the requests is."""
    return 1 - share**shards


def simulate(
    latency: Latency, shards: int, questions: int, seed: int, hedge_ms: float | None = None
) -> Array:
    """Milliseconds of each of `questions`: its slowest shard.

    With `hedge_ms` a shard that has not answered by then is asked a second time, on another
    machine, and the earlier of both answers counts.
    """
    random = np.random.default_rng(seed)
    found = np.zeros(questions)
    for _ in range(shards):  # one at a time: memory for one number a question
        taken = latency.draw(random, (questions,))
        if hedge_ms is not None:
            second = hedge_ms + latency.draw(random, (questions,))
            taken = np.where(taken > hedge_ms, np.minimum(taken, second), taken)
        found = np.maximum(found, taken)
    return found


def recall(wanted: int, shards: int, candidates: int) -> float:
    """Share of the `wanted` best passages that are among the best `candidates` of their shard.

    Exact, for passages that lie on shards by chance: the one of rank i is missing when `candidates`
    of the i - 1 better ones are on its shard.
    """
    share = 1 / shards
    found = 0.0
    chance = np.zeros(candidates)  # of so many of the better ones on the shard, if fewer
    chance[0] = 1.0
    for _ in range(wanted):
        found += float(chance.sum())
        moved = chance * share
        chance -= moved
        chance[1:] += moved[:-1]
    return found / wanted


def simulated_recall(
    wanted: int, shards: int, candidates: int, together: float, questions: int, seed: int
) -> float:
    """The same when a share `together` of what a question wants lies on one shard of its own.

    So it is when documents about one matter are put on the same shard.
    """
    random = np.random.default_rng(seed)
    places = random.integers(shards, size=(questions, wanted))
    home = random.integers(shards, size=(questions, 1))
    places = np.where(random.random((questions, wanted)) < together, home, places)
    found = 0
    for shard in range(shards):
        found += int(np.minimum((places == shard).sum(axis=1), candidates).sum())
    return found / (questions * wanted)


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of one shard on one machine, of about a million passages."""

    passages: int  # of the shard
    disk_mib: float
    mapped_mib: float  # of its files in memory, once many questions were asked
    own_mib: float  # memory of the process
    encoded_a_second: float  # passages, on one core


@dataclass(frozen=True, slots=True)
class Need:
    """What a collection of so many passages needs."""

    passages: int
    shards: int
    disk_gib: float
    memory_gib: float
    core_hours: float  # of encoding it once
    cost_per_million: float  # of that, in the currency of `price`


def need(measured: Measured, passages: int, price: float) -> Need:
    """Scale one shard up. `price` is that of a core for an hour."""
    shards = -(-passages // measured.passages)
    hours = passages / measured.encoded_a_second / 3600
    return Need(
        passages,
        shards,
        passages / measured.passages * measured.disk_mib / 1024,
        (passages / measured.passages * measured.mapped_mib + shards * measured.own_mib) / 1024,
        hours,
        hours * price / passages * 1e6,
    )
