"""Pack sentences into passages: consecutive whole sentences, about as long as the encoder likes.

Where to cut is the cheapest of all ways to cut, found by dynamic programming: lengths far from
the aim cost, so do cuts inside a paragraph and headings in the middle. So there are no tails of
five words, and running time is linear because a passage holds a bounded number of sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from qa.datatypes import BlockKind, Document, Passage, Sentence

VERSION = 1  # counts up when the same document would be packed otherwise: part of the fingerprint

_MAX_ATOMS = 48  # in one passage; bounds the search in tables of one-word lines
# All of these are parts of `words`; costs are squares of them.
_AIM = 0.95  # the length that costs nothing
_LIMIT = 1.3  # passages of several sentences are never longer
_CUT_IN_PARAGRAPH = 0.2**2  # as bad as being a fifth too long or too short
_HEADING_INSIDE = 0.25**2
_LEADING = frozenset({BlockKind.HEADING, BlockKind.META})


@dataclass(frozen=True, slots=True)
class PassageSettings:
    """How passages are cut; stored with the index.

    `words` is the aimed-at length in words (separated by white space); passages of several
    sentences stay under 1.3 times as much. `overlap` sentences of a passage are repeated, on top
    of that, at the start of the next. Raises ValueError when they make no sense.
    """

    words: int = 120
    overlap: int = 0

    def __post_init__(self) -> None:
        if self.words < 1 or self.overlap < 0:
            raise ValueError(f"words must be positive and overlap not negative: {self}")


@dataclass(frozen=True, slots=True)
class _Atom:
    """Sentences `first` to `last - 1`, never parted: a sentence with the headings above it."""

    first: int
    last: int
    words: int
    heading: bool  # starts with a heading, maybe below a date line
    border: bool  # starts a block


def pack(
    document: Document,
    sentences: Sequence[Sentence],
    settings: PassageSettings = PassageSettings(),
) -> tuple[Passage, ...]:
    """Passages of `document` made of its `sentences` (in order); each is in one at least.

    Boilerplate keeps to passages of its own. Headings stand before what they head, bylines and
    credits with their neighbours.
    """
    return tuple(
        passage
        for boilerplate, group in groupby(sentences, lambda s: s.kind is BlockKind.BOILERPLATE)
        for passage in _pack_run(document, tuple(group), settings, boilerplate)
    )


def _pack_run(
    document: Document, run: tuple[Sentence, ...], settings: PassageSettings, boilerplate: bool
) -> Iterator[Passage]:
    atoms = _atoms(document, run, settings.words)
    previous = 0
    for first, last in _cheapest(atoms, settings.words):
        start = atoms[first].first
        # As far back as asked for, but not beyond the start of the passage before.
        own = run[max(previous, start - settings.overlap) : atoms[last - 1].last]
        yield Passage(own[0].start, own[-1].end, own, boilerplate)
        previous = start


def _atoms(document: Document, run: Sequence[Sentence], words: int) -> list[_Atom]:
    starts = {block.start for block in document.blocks}
    atoms: list[_Atom] = []
    first = count = 0
    for i, sentence in enumerate(run):
        count += len(document.text[sentence.start : sentence.end].split())
        # Headings wait for a sentence to stand above, but not a whole table of contents.
        if sentence.kind in _LEADING and count <= words // 2:
            continue
        atoms.append(_atom(run, first, i + 1, count, starts))
        first, count = i + 1, 0
    if first < len(run):  # nothing below the last headings or credits: they go with what is above
        if atoms:
            above = atoms.pop()
            first, count = above.first, above.words + count
        atoms.append(_atom(run, first, len(run), count, starts))
    return atoms


def _atom(run: Sequence[Sentence], first: int, last: int, words: int, starts: set[int]) -> _Atom:
    heading = any(sentence.kind is BlockKind.HEADING for sentence in run[first:last])
    return _Atom(first, last, words, heading, run[first].start in starts)


def _cheapest(atoms: Sequence[_Atom], words: int) -> list[tuple[int, int]]:
    """Ranges of atoms, one for each passage, that together cost least."""
    aim, limit = words * _AIM, words * _LIMIT
    costs = [0.0]  # of the best way to pack the first n atoms
    firsts = [0]  # where its last passage starts
    for last in range(1, len(atoms) + 1):
        best, best_first = float("inf"), last - 1
        length, inside = 0, 0.0
        for first in range(last - 1, max(-1, last - 1 - _MAX_ATOMS), -1):
            atom = atoms[first]
            length += atom.words
            if length > limit and first < last - 1:
                break
            cost = costs[first] + inside + ((length - aim) / words) ** 2
            if not atom.border:
                cost += _CUT_IN_PARAGRAPH
            if cost < best:
                best, best_first = cost, first
            if atom.heading:
                inside += _HEADING_INSIDE
        costs.append(best)
        firsts.append(best_first)
    ranges = []
    last = len(atoms)
    while last:
        ranges.append((firsts[last], last))
        last = firsts[last]
    return ranges[::-1]
