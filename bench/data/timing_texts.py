"""Texts and questions for timings: news articles if the data set is there, else mixed seeds."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from itertools import count, islice
from pathlib import Path

from bench.data.datasets import BenchDocument, MissingDataError, load, seed_documents

PASSAGE_WORDS = 120
NEWS = "realtimeqa articles"
TURKEY = "why was Turkey removed from F-35?"
SEED_QUESTIONS = (
    TURKEY,
    "Has Turkey switched on the S-400?",
    "When did the S-400 batteries arrive?",
    "What does CAATSA have to do with Turkey?",
    "Who asked Congress for a national security waiver?",
    "Who would hold the waiver authority?",
    "What did Cavusoglu say about sanctions?",
    "Which countries could be punished for buying Russian weapons?",
    "What did Pompeo tell the Turks?",
    "Who won the 2018 World Cup?",
)


def articles(data: Path) -> tuple[str, Iterator[BenchDocument]]:
    """Return what the articles are, in words, and the articles themselves."""
    try:
        return NEWS, load("realtimeqa", data).documents()
    except MissingDataError:
        return "the seeds' paragraphs, mixed", mixed_seeds()


def mixed_seeds(paragraphs_each: int = 8) -> Iterator[BenchDocument]:
    """Yield articles without end, each of paragraphs drawn from the seeds in random order.

    A unique line keeps any two from being folded as duplicates.
    """
    paragraphs = [
        piece.strip()
        for document in seed_documents()
        for piece in re.split(r"\n\s*\n", document.text)
        if len(piece.split()) > 12
    ]
    generator = random.Random(0)
    for number in count(1):
        drawn = generator.sample(paragraphs, min(paragraphs_each, len(paragraphs)))
        text = "\n\n".join([*drawn, f"This was report number {number}."])
        yield BenchDocument(f"mixed-{number}", f"Report {number}", text, news=True)


def about(documents: Iterable[BenchDocument], passages: int) -> list[BenchDocument]:
    """Take documents until their words make about this many passages."""
    taken, words = [], 0
    for document in documents:
        taken.append(document)
        words += len(document.text.split())
        if words >= passages * PASSAGE_WORDS:
            break
    return taken


def windows(documents: Iterable[BenchDocument], number: int) -> list[str]:
    """Cut `number` texts of 120 words, at most four from a document.

    Cut by words on purpose, not by `qa`'s own packing, so that figures of different commits
    stay comparable.
    """
    return list(islice(_windows(documents), number))


def _windows(documents: Iterable[BenchDocument]) -> Iterator[str]:
    for document in documents:
        words = document.text.split()
        starts = range(0, len(words) - PASSAGE_WORDS + 1, PASSAGE_WORDS)
        for start in islice(starts, 4):
            yield " ".join(words[start : start + PASSAGE_WORDS])


def questions(data: Path, number: int) -> tuple[str, list[str]]:
    """Return the name of their set and `number` questions, repeated where there are fewer."""
    try:
        name = "realtimeqa"
        texts = [query.text for query in load(name, data).queries]
    except MissingDataError:
        name, texts = "seeds", list(SEED_QUESTIONS)
    random.Random(0).shuffle(texts)
    return name, [texts[at % len(texts)] for at in range(number)]
