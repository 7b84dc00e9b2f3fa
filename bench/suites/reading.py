"""Reading comprehension: each question with its own paragraph, after the official definitions."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import lru_cache

import numpy as np

from bench.data.datasets import is_tuning
from bench.data.span_sets import PARAGRAPHS, Question, half, paragraphs, sampled
from bench.harness.session import Section, Session, over_sets, ticking
from bench.measures import squad_official as squad
from bench.measures.calibration import Scored, resampled
from bench.measures.metrics import Estimate, FloatArray, bootstrap
from bench.report.figures import figure
from bench.report.markdown import table
from qa.answering.cross_encoder import MAX_QUESTION, MAX_TOKENS
from qa.answering.reader import Reader, Reading
from qa.datatypes import Block, Document
from qa.documents.sentences import split
from qa.embedding.model_files import default_model_dir
from qa.embedding.runtimes import open_tokenizer, tokenizable

SETS = tuple(PARAGRAPHS)
SCORES = ("answerable", "margin", "sum")
_SPECIAL = 3  # [CLS], [SEP], [SEP]


@dataclass(frozen=True, slots=True)
class Read:
    """A question read with its paragraph."""

    question: Question
    text: str  # of the best span; empty when there is none
    answerable: float
    margin: float

    def score(self, name: str) -> float:
        """One of `SCORES`: how sure it is that there is an answer."""
        both = {"answerable": self.answerable, "margin": self.margin}
        return both.get(name, self.answerable + self.margin)

    @property
    def exact(self) -> float:
        """Official exact match of the span."""
        return squad.best(squad.exact, self.text, self.question.answers)

    @property
    def f1(self) -> float:
        """Official F1 of the span."""
        return squad.best(squad.f1, self.text, self.question.answers)


def run(session: Session) -> Section:
    """Read every set; nothing is measured without a reader."""
    reader = session.reader
    if reader is None:
        return Section("Nothing is read without a reader.\n", {})

    def measure(name: str) -> Section:
        questions = paragraphs(name, session.data)
        limit = session.limit or 0
        chosen = sampled(half(questions, session.half), limit)
        # The threshold is found on the other half, so that is read too.
        tuning = sampled(half(questions, "tuning"), limit) if name.startswith("squad20") else []
        every = list({one.query.id: one for one in [*tuning, *chosen]}.values())
        read = {one.question.query.id: one for one in read_all(name, reader, every)}
        return _judged(
            name,
            [read[one.query.id] for one in chosen],
            [read[one.query.id] for one in tuning],
        )

    texts, figures = over_sets(SETS, measure)
    return Section("\n".join(texts), figures)


def read_all(name: str, reader: Reader, questions: Sequence[Question]) -> list[Read]:
    """Read all questions, as many at a time as there are cores."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        running = [pool.submit(read_one, reader, question) for question in questions]
        return [done.result() for done, _ in zip(running, ticking(name, questions), strict=True)]


def read_one(reader: Reader, question: Question) -> Read:
    """Read a paragraph, a long one window by window; the best span of any window wins."""
    spans = windows(question.query.text, question.context)
    texts = [question.context[start:end] for start, end in spans]
    readings = reader.read(question.query.text, texts, [_sentences(text) for text in texts])
    at = max(range(len(readings)), key=lambda i: readings[i].margin)
    return Read(
        question,
        _best_text(texts[at], readings[at]),
        max(reading.answerable for reading in readings),
        readings[at].margin,
    )


def windows(question: str, text: str) -> list[tuple[int, int]]:
    """Stretches of whole sentences of `text` that the reader can take in with the question.

    Consecutive, but the last begins as early as it may, so that it isn't left with a scrap.
    """
    room = MAX_TOKENS - _SPECIAL - min(_length(question), MAX_QUESTION)
    if _length(text) <= room:
        return [(0, len(text))]
    sentences = _sentences(text)
    sizes = [_length(text[start:end]) for start, end in sentences]
    found, first = [], 0
    while first < len(sentences):
        last, size = first + 1, sizes[first]
        while last < len(sentences) and size + sizes[last] <= room:
            size += sizes[last]
            last += 1
        if last == len(sentences):
            while first > 0 and size + sizes[first - 1] <= room:
                first -= 1
                size += sizes[first]
        found.append((sentences[first][0], sentences[last - 1][1]))
        first = last
    return found


@lru_cache(maxsize=5_000)
def _sentences(text: str) -> list[tuple[int, int]]:
    document = Document("", "", text, (Block(0, len(text)),))
    return [(one.start, one.end) for one in split(document)]


@lru_cache(maxsize=20_000)
def _length(text: str) -> int:
    return len(_tokenizer().encode(tokenizable(text), add_special_tokens=False).ids)


@lru_cache(maxsize=1)
def _tokenizer():  # type: ignore[no-untyped-def]  # tokenizers.Tokenizer
    tokenizer = open_tokenizer(default_model_dir() / "tokenizer.json")
    tokenizer.no_truncation()
    return tokenizer


def _best_text(text: str, reading: Reading) -> str:
    return text[reading.best.start : reading.best.end] if reading.best else ""


def _judged(name: str, read: Sequence[Read], tuning: Sequence[Read]) -> Section:
    """The figures of one set: how good spans are, and how well answerability is predicted."""
    groups = [one.question.query.group for one in read]
    answerable = [bool(one.question.answers) for one in read]
    counts = f"{len(read):,} questions of {len(set(groups))} articles"
    text = [f"### {name}\n\n{counts}, {sum(answerable):,} of them answerable.\n"]
    figures: dict[str, object] = {"questions": len(read), "answerable": sum(answerable)}
    mine = [one for one in read if one.question.answers]
    if name.startswith("squad") and mine:
        values = np.array([[one.exact, one.f1] for one in mine])
        found = bootstrap(values, [one.question.query.group for one in mine])
        label = "has an answer, never refused"
        text.append(table(["", "EM", "F1"], [[label, *map(figure, found)]]) + "\n")
        figures["spans"] = _named(("EM", "F1"), found)
    if not all(answerable):
        shown, numbers = _separated(read, answerable, groups)
        text.append(shown)
        figures["answerability"] = numbers
        if tuning:
            shown, official = _official(read, tuning)
            text.append(shown)
            figures["official"] = official
    return Section("\n".join(text), figures)


def _separated(
    read: Sequence[Read], truth: Sequence[bool], groups: Sequence[str]
) -> tuple[str, dict[str, object]]:
    """How well each score separates answerable from unanswerable questions."""
    rows, numbers = [], {}
    for score in SCORES:
        scored = Scored([one.score(score) for one in read], truth)
        found = {
            "AUROC": resampled(scored.auroc, groups),
            "AP": resampled(scored.average_precision, groups),
            "false answers at 5% false refusals": resampled(scored.false_answers, groups),
        }
        rows.append([score, *map(figure, found.values())])
        numbers[score] = {key: asdict(one) for key, one in found.items()}
    return table(["score", *found], rows) + "\n", dict(numbers)


def _official(read: Sequence[Read], tuning: Sequence[Read]) -> tuple[str, dict[str, object]]:
    """SQuAD 2.0's figures, each score's threshold having been found on the tuning half."""
    columns = ("EM", "F1", "HasAns F1", "NoAns F1")
    rows, numbers = [], {}
    for score in SCORES:
        threshold = squad.best_threshold(*_worth(tuning, score, "f1"))
        exact = squad.at_threshold(*_worth(read, score, "exact"), threshold)
        f1 = squad.at_threshold(*_worth(read, score, "f1"), threshold)
        has = np.array([bool(one.question.answers) for one in read])
        groups = np.array([one.question.query.group for one in read])
        found = [
            *bootstrap(np.column_stack([exact, f1]), groups.tolist()),
            *bootstrap(f1[has, None], groups[has].tolist()),
            *bootstrap(f1[~has, None], groups[~has].tolist()),
        ]
        rows.append([f"{score} ≥ {threshold:.2f}", *map(figure, found)])
        numbers[score] = {"threshold": threshold} | _named(columns, found)
    halves = sum(is_tuning(one.question.query) for one in read)
    note = "Thresholds are the best for F1 on the tuning half's articles"
    note += "." if not halves else f"; {halves:,} of these questions belong to it."
    return f"{note}\n\n{table(['answered when', *columns], rows)}\n", dict(numbers)


def _worth(
    read: Sequence[Read], score: str, measure: str
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Scores, and what each question is worth when it is answered and when it is not."""
    return (
        np.array([one.score(score) for one in read]),
        np.array([getattr(one, measure) for one in read]),
        np.array([float(not one.question.answers) for one in read]),
    )


def _named(columns: Sequence[str], found: Sequence[Estimate]) -> dict[str, object]:
    return {name: asdict(one) for name, one in zip(columns, found, strict=True)}
