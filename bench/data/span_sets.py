"""Questions with gold answers: each about its own paragraph, or asked of a whole collection."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

from bench.data.datasets import (
    BenchDocument,
    Collection,
    MissingDataError,
    Query,
    is_tuning,
    load,
    read_lines,
)
from bench.measures.squad_official import mentions

# Set -> files in the folder `develop`. SQuAD 2.0 comes in halves with labels of two origins.
_SQUAD20 = ("squad20_dev_official_half.jsonl.gz", "squad20_dev_joined_half.jsonl.gz")
PARAGRAPHS = {
    "squad11_dev": ("squad11_dev.jsonl.gz",),
    "squad20_dev": _SQUAD20,
    "squad20_dev_official_half": _SQUAD20[:1],
    "squad20_dev_joined_half": _SQUAD20[1:],
    "clapnq": ("clapnq_dev_sentences.jsonl.gz",),
}
SQUAD, XQUAD, NEWS = "squad11_dev_paragraphs", "xquad_en", "realtimeqa"
CLAPNQ, GIVEME = "clapnq_documents", "giveme5w1h_documents"
# Questions of which many have no answer in the document that they are about.
SQUAD_ALIKE, CLAPNQ_ALIKE = "squad20_dev_look_alikes", "clapnq_look_alikes"
# The questions of giveme5w1h are single words, asked of an article about the event in its title.
_EVENT = {
    "who": "Who did it?",
    "what": "What happened?",
    "when": "When did it happen?",
    "where": "Where did it happen?",
    "why": "Why did it happen?",
    "how": "How did it happen?",
}


class Rule(Enum):
    """When a sentence counts as one that answers."""

    HOLDS = "holds a gold span"
    SENTENCE = "shares half of the shorter one with a gold sentence"
    OVERLAPS = "overlaps a gold span"
    MENTIONS = "has the words of the answer"


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its gold answers; without any it can't be answered.

    `query.group` is the article, by which questions are split into halves and resampled. Spans
    are offsets in the relevant document; `context` is the paragraph that it is read with.
    """

    query: Query
    answers: tuple[str, ...]
    spans: tuple[tuple[int, int], ...] = ()
    context: str = ""
    rule: Rule = Rule.HOLDS

    def right(self, source: str, start: int, end: int, text: str) -> bool:
        """Whether the sentence `text`, at [start, end) of the document `source`, answers it."""
        if self.rule is Rule.MENTIONS:
            return mentions(text, self.answers)
        if source not in self.query.relevant:
            return False
        if self.rule is Rule.HOLDS:
            return any(start <= a and b <= end for a, b in self.spans)
        shared = [(min(end, b) - max(start, a), min(end - start, b - a)) for a, b in self.spans]
        if self.rule is Rule.OVERLAPS:
            return any(both > 0 for both, _ in shared)
        return any(2 * both >= shorter > 0 for both, shorter in shared)


def paragraphs(name: str, data: Path) -> list[Question]:
    """The questions of a set of `PARAGRAPHS`, each with the paragraph it is about."""
    paths = [_develop(data, file) for file in PARAGRAPHS[name]]
    return [
        _question(record, Rule.HOLDS, record["context"])
        for path in paths
        for record in read_lines(path)
    ]


def searched(name: str, data: Path) -> tuple[Collection, list[Question]]:
    """A collection and the questions that are asked of it.

    All have gold answers, but for look-alikes.
    """
    if name in (CLAPNQ, GIVEME):
        return _clapnq(data) if name == CLAPNQ else _giveme(data)
    if name in (SQUAD_ALIKE, CLAPNQ_ALIKE):
        return _look_alikes(name, data)
    collection = load(name, data)
    if name == NEWS:
        records = _by_id(data / "news" / "realtimeqa" / "questions.jsonl")
        found = [
            Question(query, tuple(records[query.id]["answers"]), rule=Rule.MENTIONS)
            for query in collection.queries
        ]
        return collection, found
    file = PARAGRAPHS["squad11_dev"][0] if name == SQUAD else "xquad_en.jsonl.gz"
    records = _by_id(_develop(data, file))
    return collection, [
        replace(one, query=replace(query, group=one.query.group), context="")
        for query in collection.queries
        for one in [_question(records[query.id], Rule.HOLDS)]
    ]


def half(questions: Sequence[Question], which: str) -> list[Question]:
    """The questions of a half, "tuning" or "test", or "all" of them."""
    if which == "all":
        return list(questions)
    return [one for one in questions if is_tuning(one.query) == (which == "tuning")]


def sampled(questions: Sequence[Question], limit: int) -> list[Question]:
    """`limit` questions (0 = all), always the same ones, in their order."""
    if not limit or limit >= len(questions):
        return list(questions)

    def key(at: int) -> bytes:
        return hashlib.sha256(questions[at].query.id.encode()).digest()

    return [questions[at] for at in sorted(sorted(range(len(questions)), key=key)[:limit])]


def _develop(data: Path, file: str) -> Path:
    path = data / "develop" / file
    if not path.is_file():
        raise MissingDataError(f"{file} is not in {path.parent}")
    return path


def _by_id(path: Path) -> dict[str, dict[str, Any]]:
    return {record["id"]: record for record in read_lines(path)}


def _question(record: dict[str, Any], rule: Rule, context: str = "") -> Question:
    golds = record["answers"]
    group = record["title"] or record["id"]
    return Question(
        query=Query(record["id"], record["question"], (), group),
        answers=tuple(gold["text"] for gold in golds),
        spans=tuple((gold["start"], gold["start"] + len(gold["text"])) for gold in golds),
        context=context,
        rule=rule,
    )


def _clapnq(data: Path) -> tuple[Collection, list[Question]]:
    """Read paragraphs of Wikipedia as documents, and the questions that they answer."""
    return _documents(CLAPNQ, _develop(data, PARAGRAPHS["clapnq"][0]), Rule.SENTENCE)


def _giveme(data: Path) -> tuple[Collection, list[Question]]:
    """Read news articles as documents, and the questions about the event of each."""
    path = _develop(data, "giveme5w1h_slots.jsonl.gz")
    collection, questions = _documents(GIVEME, path, Rule.OVERLAPS, news=True)
    return collection, [
        replace(one, query=replace(one.query, text=f"{_EVENT[one.query.text]} {one.query.group}"))
        for one in questions
    ]


def _look_alikes(name: str, data: Path) -> tuple[Collection, list[Question]]:
    """A collection searched elsewhere, and every question about one of its documents."""
    known, asked = (
        (SQUAD, "squad20_dev_official_half") if name == SQUAD_ALIKE else (CLAPNQ, "clapnq")
    )
    collection, _ = searched(known, data)
    sources = {document.text: document.id for document in collection.documents()}
    rule = Rule.HOLDS if name == SQUAD_ALIKE else Rule.SENTENCE
    return collection, [
        replace(
            one, query=replace(one.query, relevant=(sources[one.context],)), context="", rule=rule
        )
        for one in paragraphs(asked, data)
        if one.context in sources
    ]


def _documents(
    name: str, path: Path, rule: Rule, *, news: bool = False
) -> tuple[Collection, list[Question]]:
    """The distinct contexts of a file, in order, are the documents."""
    numbers: dict[str, str] = {}
    questions = []
    for record in read_lines(path):
        number = numbers.setdefault(record["context"], f"p{len(numbers)}")
        if record["answerable"]:
            one = _question(record, rule)
            questions.append(replace(one, query=replace(one.query, relevant=(number,))))
    documents = [BenchDocument(number, "", text, news=news) for text, number in numbers.items()]

    def stream() -> Iterator[BenchDocument]:
        return iter(documents)

    queries = tuple(one.query for one in questions)
    return Collection(name, queries, stream, (path,)), questions
