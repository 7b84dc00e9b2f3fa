"""Sentences with the quotes they cite: true ones in other words, and fabricated ones.

From public data that the reader never saw. Of questions with answers (SQuAD 1.1 dev): the right
answer put into a statement is true; one of another question of the paragraph, one from another
article, and the denial are fabricated, each of a kind that a question of that form may have. From
FoolMeTwice (test) and RTE (dev): sentences that people wrote for evidence, which they follow from,
contradict or have nothing to do with. FEVER and COVID-Fact are in the training data: not here.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.data.datasets import MissingDataError, read_lines
from bench.data.statements import statement
from qa.documents.sentences import split_text
from qa.verification.literals import numbers

QA, FOOLED, RTE = "questions", "foolmetwice", "rte"
TRUE = "true"
_BE = re.compile(r"\b(is|are|was|were|has|have|had|can|could|will|would|did|does)\b")


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence and what it cites. `kind` is `TRUE`, or how it was made false.

    `group` is the article or the claim's subject, by which halves are divided.
    """

    text: str
    quote: str
    about: str
    kind: str
    origin: str
    group: str

    @property
    def true(self) -> bool:
        """Whether the quote says it."""
        return self.kind == TRUE

    @property
    def tuning(self) -> bool:
        """Whether it belongs to the half that weights and thresholds are chosen on."""
        return hashlib.sha256(self.group.encode()).digest()[0] % 2 == 0


def cited(data: Path) -> list[Cited]:
    """All cases in an order that is always the same. Raises MissingDataError."""
    folder = data / "develop"
    made = [*_questions(folder), *_foolmetwice(folder), *_rte(folder)]
    return sorted(made, key=lambda each: hashlib.sha256(each.text.encode()).digest())


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if not path.is_file():
        raise MissingDataError(f"{path.name} is not in {path.parent}")
    return read_lines(path)


def _foolmetwice(folder: Path) -> Iterator[Cited]:
    kinds = {"supports": TRUE, "refutes": "contradicted", "not_enough_info_weak": "not said"}
    for row in _lines(folder / "claims_foolmetwice_test.jsonl.gz"):
        title = row["title"]
        yield Cited(row["claim"], row["evidence"], title, kinds[row["label"]], FOOLED, title)


def _rte(folder: Path) -> Iterator[Cited]:
    kinds = {"supports": TRUE, "not_supported": "not said"}
    for row in _lines(folder / "claims_rte_dev.jsonl.gz"):
        evidence = row["evidence"]
        yield Cited(row["claim"], evidence, "", kinds[row["label"]], RTE, evidence[:80])


def _questions(folder: Path) -> Iterator[Cited]:
    rows = list(_lines(folder / "squad11_dev.jsonl.gz"))
    answers: dict[str, list[str]] = defaultdict(list)
    elsewhere: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        answer = row["answers"][0]["text"]
        answers[row["context"]].append(answer)
        elsewhere[_kind(answer)].append((row["title"], answer))
    for row in rows:
        right = row["answers"][0]
        true = statement(row["question"], right["text"])
        if true is None:
            continue
        title = row["title"].replace("_", " ")
        chance = random.Random(row["id"])
        quote = _around(row["context"], right["start"])
        rightly = [each["text"] for each in row["answers"]]
        made = {
            TRUE: true,
            "another of its answers": _with(row, _another(answers, rightly, quote, row, chance)),
            "an answer from elsewhere": _with(row, _foreign(elsewhere, rightly, row, chance)),
            "denied": _denied(true),
        }
        for kind, text in made.items():
            if text is not None and (kind == TRUE or text != true):
                yield Cited(text, quote, title, kind, QA, title)


def _with(row: dict[str, Any], answer: str | None) -> str | None:
    return statement(row["question"], answer) if answer else None


def _another(
    answers: dict[str, list[str]],
    right: Sequence[str],
    quote: str,
    row: dict[str, Any],
    chance: random.Random,
) -> str | None:
    """An answer of the same kind to another question, that stands in the same quote."""
    kind = _kind(right[0])
    others = [
        each
        for each in answers[row["context"]]
        if _kind(each) == kind and each in quote and not any(_alike(each, one) for one in right)
    ]
    # What the question names is no answer to it.
    others = [each for each in others if each.lower() not in row["question"].lower()]
    return chance.choice(others) if others else None


def _foreign(
    elsewhere: dict[str, list[tuple[str, str]]],
    right: Sequence[str],
    row: dict[str, Any],
    chance: random.Random,
) -> str | None:
    """An answer of the same kind from another article."""
    others = elsewhere[_kind(right[0])]
    for _ in range(20):
        title, each = chance.choice(others)
        if title != row["title"] and not any(_alike(each, one) for one in right):
            return each
    return None


def _denied(text: str) -> str | None:
    made, count = _BE.subn(r"\1 not", text, count=1)
    return made if count else None


def _alike(one: str, other: str) -> bool:
    """Whether two answers share a word, so that one may be as right as the other."""
    return bool(set(re.findall(r"\w+", one.lower())) & set(re.findall(r"\w+", other.lower())))


def _kind(answer: str) -> str:
    if numbers(answer):
        return "number"
    return "name" if answer[:1].isupper() else "other"


def _around(context: str, at: int) -> str:
    """The sentence at an offset with the ones before and after it, as evidence is shown."""
    spans = [span for span in split_text(context, 0, len(context)) if span[0] < span[1]]
    here = next((n for n, (_, end) in enumerate(spans) if at < end), len(spans) - 1)
    return context[spans[max(0, here - 1)][0] : spans[min(len(spans) - 1, here + 1)][1]]
