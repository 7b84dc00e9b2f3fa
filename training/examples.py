"""What the reader is shown: each question with a window that answers it, and some that don't.

Examples are rows of numbers (`COLUMNS`) that name tokens of questions, titles and contexts, so that
an epoch of half a million takes some twenty megabytes.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from training import contexts as cut
from training.contexts import Context, Window
from training.rows import COLUMNS, EVIDENCE, MAX_ABOVE, MAX_QUESTION, MAX_TOKENS, SPAN
from training.sources import OWN, TWINS, Question
from training.swaps import swap

# How many of the retrieved contexts an answered question is shown with, by its set.
_RETRIEVED = {OWN: 5, "nq_open_oracle": 2, "nq_qed_dev": 2, "wikiqa_sent_train": 2,
              "bioasq_golden": 2, "newsqa_cotaeval": 2}  # fmt: skip
_RETRIEVED_ELSE = 0.8
_SAME_ARTICLE = 0.4  # of them, from the same article whatever its words
_TITLED = 0.7  # share of windows that stand below their title
_SWAPPED = 0.45
_WITHOUT = 0.12


class Maker:
    """Makes the rows of an epoch; the same seed and epoch make the same ones.

    `home` numbers each question's context, `near` has the contexts that share its words, best
    first. New questions get numbers from `add`; `shares` is how often an epoch draws a question.
    """

    def __init__(
        self,
        questions: Sequence[Question],
        contexts: Sequence[Context],
        home: Sequence[int],
        near: Sequence[Sequence[int]],
        above: Sequence[int],
        numbers: Sequence[int],
        add: Callable[[str], int],
        seed: int,
        shares: Callable[[Question], float] = lambda question: question.share,
    ) -> None:
        self._questions, self._contexts, self._home = questions, contexts, home
        self._near, self._above, self._add, self._seed = near, above, add, seed
        self._numbers, self._shares = numbers, shares
        self._article: dict[str, list[int]] = {}
        for n, context in enumerate(contexts):
            if context.article:
                self._article.setdefault(context.article, []).append(n)
        self._twins: dict[str, list[int]] = {}
        self._paired: set[int] = set()
        answered = {q.pair for q in questions if q.answerable}
        for n, question in enumerate(questions):
            if not question.answerable and question.pair in answered:
                self._twins.setdefault(question.pair, []).append(n)
                self._paired.add(n)

    def epoch(self, number: int) -> NDArray[np.int32]:
        """Rows of shape (examples, COLUMNS), groups together."""
        chance = random.Random(f"{self._seed}/{number}")
        rows: list[list[int]] = []
        group = 0
        for n, question in enumerate(self._questions):
            if n in self._paired:
                continue  # comes with its answered twin
            times, rest = divmod(self._shares(question), 1.0)
            for _ in range(int(times) + (chance.random() < rest)):
                found = self._group(n, question, chance)
                rows += [[*row, group] for row in found]
                group += bool(found)
        return np.array(rows, np.int32)

    def _group(self, n: int, question: Question, chance: random.Random) -> list[list[int]]:
        context = self._contexts[self._home[n]]
        above = self._above[self._home[n]] if chance.random() < _TITLED or question.whole else -1
        if not question.answerable:
            window = self._window(context, question.whole, chance)
            return [self._row(self._numbers[n], above, self._home[n], window)] if window else []
        spot = self._spot(context, question, chance)
        if spot is None:
            return []
        (first, last), evidence = spot
        right = _all(context) if question.whole else cut.around(context, *evidence, chance)
        if right is None or not _fits(right, (first, last)):
            return []
        flags = EVIDENCE | (SPAN if question.answers else 0)
        rows = [
            self._row(self._numbers[n], above, self._home[n], right, (first, last), evidence, flags)
        ]
        rows += self._alike(n, question, above, right, chance)
        if not question.whole and chance.random() < _WITHOUT:
            rows += self._without(n, question, above, context, evidence, chance)
        rows += self._retrieved(n, question, chance)
        return rows

    def _spot(
        self, context: Context, question: Question, chance: random.Random
    ) -> tuple[cut.Tokens, cut.Tokens] | None:
        """The tokens of an answer and of its evidence: the sentences that hold it, unless known."""
        marked = chance.choice(question.answers) if question.answers else question.evidence
        assert marked
        answer = context.tokens(*marked)
        if answer is None:
            return None
        if question.evidence:
            evidence = context.tokens(*question.evidence)
            return (answer, evidence) if evidence else None
        a, b = context.holding(*answer)
        if a >= b:
            return None
        return answer, (context.sentences[a][0], context.sentences[b - 1][1])

    def _alike(
        self, n: int, question: Question, above: int, right: Window, chance: random.Random
    ) -> list[list[int]]:
        """Another question about the same window, which it doesn't answer."""
        twins = self._twins.get(question.pair, ())
        if twins and chance.random() < 0.9:
            return [self._row(self._numbers[chance.choice(twins)], above, self._home[n], right)]
        if question.dataset == TWINS or chance.random() > _SWAPPED:
            return []
        others = [self._contexts[c].text for c in self._near[n][:4]]
        changed = swap(question.text, right.text, others, chance)
        return [self._row(self._add(changed), above, self._home[n], right)] if changed else []

    def _without(
        self,
        n: int,
        question: Question,
        above: int,
        context: Context,
        evidence: cut.Tokens,
        chance: random.Random,
    ) -> list[list[int]]:
        """The text around the answer without the sentence that answers."""
        window = cut.without(context, *evidence, chance)
        if window is None or self._says(question, window.text):
            return []
        return [self._row(self._numbers[n], above, self._home[n], window)]

    def _retrieved(self, n: int, question: Question, chance: random.Random) -> list[list[int]]:
        wanted = _RETRIEVED.get(question.dataset, int(chance.random() < _RETRIEVED_ELSE))
        own = self._home[n]
        near = [c for c in self._near[n] if c != own and not self._neighbour(c, own)]
        rows = []
        for _ in range(wanted):
            same = self._article.get(self._contexts[own].article, ())
            if len(same) > 3 and chance.random() < _SAME_ARTICLE:
                number = chance.choice(same)
            elif near:
                number = near[min(int(chance.expovariate(0.3)), len(near) - 1)]
            else:
                continue
            context = self._contexts[number]
            if number == own or self._neighbour(number, own) or self._says(question, context.text):
                continue
            window = self._window(context, question.whole, chance)
            above = self._above[number] if question.whole or chance.random() < _TITLED else -1
            if window:
                rows.append(self._row(self._numbers[n], above, number, window))
        return rows

    def _neighbour(self, number: int, own: int) -> bool:
        """Whether two passages stand side by side, so that both may answer."""
        a, b = self._contexts[number], self._contexts[own]
        return a.whole and abs(number - own) == 1 and a.article == b.article

    @staticmethod
    def _says(question: Question, text: str) -> bool:
        """Whether a text holds the words of an answer."""
        lower = text.lower()
        held = question.answers or ((question.evidence,) if question.evidence else ())
        return any(question.context[a:b].lower() in lower for a, b in held)

    def _window(self, context: Context, whole: bool, chance: random.Random) -> Window | None:
        return _all(context) if whole or context.whole else cut.somewhere(context, chance)

    def _row(
        self,
        n: int,
        above: int,
        context: int,
        window: Window,
        answer: cut.Tokens = (-1, 0),
        evidence: cut.Tokens = (-1, 0),
        flags: int = EVIDENCE | SPAN,
    ) -> list[int]:
        (a0, b0), (a1, b1) = (*window.runs, (0, 0))[:2]
        label = int(answer[0] >= 0)
        return [n, above, context, a0, b0, a1, b1, answer[0], answer[1] - 1,
                evidence[0], evidence[1] - 1, label, flags]  # fmt: skip


def soft(candidates: Iterable[tuple[int, Sequence[int]]], contexts: Sequence[Context],
         above: Sequence[int], first_group: int) -> NDArray[np.int32]:  # fmt: skip
    """Rows without labels: a question beside whole passages, for a teacher to judge."""
    rows = []
    for group, (question, passages) in enumerate(candidates, first_group):
        for number in passages:
            runs = _all(contexts[number]).runs
            rows.append([question, above[number], number, *runs[0], 0, 0, -1, -1, -1, -1, -1, 0,
                         group])  # fmt: skip
    return np.array(rows, np.int32).reshape(-1, len(COLUMNS))


def _all(context: Context) -> Window:
    return Window(context, ((0, len(context.ids)),))


def _fits(window: Window, answer: cut.Tokens) -> bool:
    start, end = window.position(answer[0]), window.position(answer[1] - 1)
    room = MAX_TOKENS - MAX_QUESTION - MAX_ABOVE - 3
    return start is not None and end is not None and end < room
