"""Where to cut a row of atoms so that it costs least, by dynamic programming in linear time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from qa.datatypes import Sentence

_MAX_ATOMS = 64  # in one passage; bounds the search in tables of one-word lines


class Atom(NamedTuple):
    """Sentences that are never parted, one with the headings above it, and what it begins."""

    sentences: tuple[Sentence, ...]
    tokens: int
    cut: float  # what it costs to begin a passage with it
    inside: float  # what it costs to have it inside of one


def cheapest(atoms: Sequence[Atom], aim: int, limit: int) -> list[tuple[int, int]]:
    """Ranges of atoms, one for each passage, that together cost least.

    `aim` is the length that costs nothing, `limit` the one that only a single atom may exceed.
    """
    # Looked up by their places: attributes take half of the time.
    tokens = [atom.tokens for atom in atoms]
    cuts = [atom.cut for atom in atoms]
    insides = [atom.inside for atom in atoms]
    costs = [0.0]  # of the best way to pack the first n atoms
    firsts = [0]  # where its last passage starts
    for last in range(1, len(atoms) + 1):
        best, best_first = float("inf"), last - 1
        length, inside = 0, 0.0
        for first in range(last - 1, max(-1, last - 1 - _MAX_ATOMS), -1):
            length += tokens[first]
            if length > limit and first < last - 1:
                break
            cost = costs[first] + inside + ((length - aim) / aim) ** 2 + cuts[first]
            if cost < best:
                best, best_first = cost, first
            inside += insides[first]
        costs.append(best)
        firsts.append(best_first)
    ranges = []
    last = len(atoms)
    while last:
        ranges.append((firsts[last], last))
        last = firsts[last]
    return ranges[::-1]
