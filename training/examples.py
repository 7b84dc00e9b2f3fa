"""Training examples: each question with a window that answers it and one that doesn't."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training import contexts as cut
from training.contexts import Context, Window
from training.negatives import Spot
from training.sources import Question
from training.swaps import swap

LENGTHS = (48, 64, 80, 96, 112, 128, 144, 160, 192, 224)  # tokens; few shapes, as oneDNN likes
BATCH_TOKENS = 3072
MAX_QUESTION = 48  # tokens

# How often a question gets a wrong window at all, and which kind; the next kind is tried when a
# question has none of the one that was drawn.
WRONG_SHARE = 0.8
# Share of a set's questions that an epoch draws: reviews and comments are farther from articles.
SHARES = {"squadshifts_reddit": 0.5, "squadshifts_amazon_reviews": 0.45}
KINDS = (("swapped", 0.5), ("without", 0.2), ("retrieved", 0.3))


@dataclass(frozen=True, slots=True)
class Example:
    """Question and window as tokens; `start` and `end` (inclusive) index `window`, or are -1."""

    question: tuple[int, ...]
    window: tuple[int, ...]
    start: int
    end: int
    group: int  # examples of one group are about one question, the first is the answered one


@dataclass(frozen=True, slots=True)
class Batch:
    """int64 arrays (batch, tokens) and (batch,); `start` and `end` are 0 without an answer."""

    ids: NDArray[np.int64]
    mask: NDArray[np.int64]
    types: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    answerable: NDArray[np.float32]
    group: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Case:
    """A question whose answer is the tokens [first, last) of its context, within `right`."""

    number: int
    question: Question
    context: Context
    first: int
    last: int
    right: Window


Wrong = tuple[tuple[int, ...], Window]  # a question's tokens and a window that doesn't answer it


class Maker:
    """Makes the examples of an epoch; the same seed and epoch make the same ones."""

    def __init__(
        self,
        questions: Sequence[Question],
        contexts: Sequence[Context],
        home: Sequence[int],
        tokens: Sequence[Sequence[int]],
        wrong: Sequence[Sequence[Spot]],
        tokenize: Callable[[str], list[int]],
        seed: int,
    ) -> None:
        self._questions, self._contexts, self._home = questions, contexts, home
        self._tokens, self._wrong, self._tokenize = tokens, wrong, tokenize
        self._seed = seed

    def epoch(self, number: int) -> list[list[Example]]:
        """Groups of examples, shuffled."""
        chance = random.Random(f"{self._seed}/{number}")
        groups: list[list[Example]] = []
        for n, question in enumerate(self._questions):
            if chance.random() > SHARES.get(question.dataset, 1.0):
                continue
            if group := self._group(n, question, len(groups), chance):
                groups.append(group)
        chance.shuffle(groups)
        return groups

    def _group(
        self, n: int, question: Question, group: int, chance: random.Random
    ) -> list[Example]:
        context = self._contexts[self._home[n]]
        spot = context.tokens(*chance.choice(question.answers))
        if spot is None:
            return []
        first, last = spot
        right = cut.around(context, first, last, chance)
        if right is None:
            return []
        start, end = right.position(first), right.position(last - 1)
        asked = tuple(self._tokens[n][:MAX_QUESTION])
        room = LENGTHS[-1] - 3 - len(asked)
        if start is None or end is None or end >= room:
            return []
        found = [Example(asked, tuple(right.ids[:room]), start, end, group)]
        case = _Case(n, question, context, first, last, right)
        if chance.random() < WRONG_SHARE:
            makers = {
                "swapped": self._swapped,
                "without": self._without,
                "retrieved": self._retrieved,
            }
            for kind in _drawn(chance):
                if wrong := makers[kind](case, chance):
                    tokens, window = wrong
                    room = LENGTHS[-1] - 3 - len(tokens)
                    found.append(Example(tokens, tuple(window.ids[:room]), -1, -1, group))
                    break
        return found

    def _swapped(self, case: _Case, chance: random.Random) -> Wrong | None:
        """Another question about the same window."""
        others = [self._contexts[s.context].text for s in self._wrong[case.number][:4]]
        changed = swap(case.question.text, case.right.text, others, chance)
        if changed is None:
            return None
        return tuple(self._tokenize(changed)[:MAX_QUESTION]), case.right

    def _without(self, case: _Case, chance: random.Random) -> Wrong | None:
        """The question, and the text around its answer without the sentence that answers."""
        window = cut.without(case.context, case.first, case.last, chance)
        if window is None:
            return None
        text = window.text.lower()
        if any(case.context.text[a:b].lower() in text for a, b in case.question.answers):
            return None
        return tuple(self._tokens[case.number][:MAX_QUESTION]), window

    def _retrieved(self, case: _Case, chance: random.Random) -> Wrong | None:
        """The question, and one of the best wrong passages, the nearest most often."""
        wrong = self._wrong[case.number]
        if not wrong:
            return None
        spot = wrong[min(int(chance.expovariate(0.4)), len(wrong) - 1)]
        window = cut.anywhere(self._contexts[spot.context], spot.start, spot.end)
        if window is None:
            return None
        return tuple(self._tokens[case.number][:MAX_QUESTION]), window


def _drawn(chance: random.Random) -> list[str]:
    """The kinds of wrong window in the order they are tried."""
    left = list(KINDS)
    order = []
    while left:
        (kind,) = chance.choices([k for k, _ in left], [w for _, w in left])
        order.append(kind)
        left = [pair for pair in left if pair[0] != kind]
    return order


def batches(groups: Sequence[Sequence[Example]], cls: int, sep: int) -> Iterator[Batch]:
    """Batches of a few fixed shapes, groups together, sorted by length."""
    waiting: dict[int, list[Sequence[Example]]] = {length: [] for length in LENGTHS}
    for group in groups:
        longest = max(len(e.question) + len(e.window) + 3 for e in group)
        length = next(size for size in LENGTHS if size >= min(longest, LENGTHS[-1]))
        rows = BATCH_TOKENS // length
        if sum(map(len, waiting[length])) + len(group) > rows:
            yield _batch(waiting[length], rows, length, cls, sep)
            waiting[length] = []
        waiting[length].append(group)
    for length, left in waiting.items():
        if left:
            yield _batch(left, BATCH_TOKENS // length, length, cls, sep)


def _batch(
    groups: Sequence[Sequence[Example]], rows: int, length: int, cls: int, sep: int
) -> Batch:
    ids, mask, types = np.zeros((3, rows, length), np.int64)
    start, end, group = np.zeros((3, rows), np.int64)
    answerable = np.zeros(rows, np.float32)
    mask[:, 0] = 1  # rows that stay empty
    group[:] = -1
    examples = [(n, example) for n, members in enumerate(groups) for example in members]
    for row, (n, example) in enumerate(examples):
        asked = len(example.question) + 2
        line = [cls, *example.question, sep, *example.window, sep]
        ids[row, : len(line)] = line
        mask[row, : len(line)] = 1
        types[row, asked : len(line)] = 1
        group[row] = n
        if example.start >= 0:
            start[row], end[row] = asked + example.start, asked + example.end
            answerable[row] = 1.0
    return Batch(ids, mask, types, start, end, answerable, group)
