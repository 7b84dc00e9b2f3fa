"""People's own questions with verified places that answer, judged by the script they came with."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import qa
from bench.harness.judge_answer import text_between
from qa.conversation.converse import converse
from qa.datatypes import Answer, Evidence, Turn

VERDICTS = (
    "right first", "right shown", "wrong", "false refusal", "right refusal",
    "wrong answer to unanswerable",
)  # fmt: skip
RIGHT = frozenset(VERDICTS[:2])


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question with what came of it."""

    row: Mapping[str, Any]
    verdict: str
    marked: bool  # whether the first piece's proof answers
    words: tuple[int, ...]  # of each piece
    confidence: float
    strength: str
    shown: tuple[str, ...]


class Judge:
    """The rules of `score.py`."""

    def __init__(self, folder: Path) -> None:
        spec = importlib.util.spec_from_file_location("realuse_score", folder / "score.py")
        if spec is None or spec.loader is None:
            raise FileNotFoundError(folder / "score.py")
        self._rules = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self._rules)

    def piece(self, answer: Answer, one: Evidence, text: str | None = None) -> tuple[str, str, str]:
        """A piece of evidence as the rules take it: source, title and the like, text."""
        document = next(s.document for s in answer.sources if s.number == one.citation)
        named = (document.title, document.author, document.agency, document.published)
        return document.source, " ".join(str(each or "") for each in named), text or one.text

    def right(self, row: Mapping[str, Any], pieces: Sequence[tuple[str, str, str]]) -> bool:
        """Whether the pieces show what answers."""
        return bool(self._rules.right(row, list(pieces)))

    def outcome(self, row: Mapping[str, Any], answer: Answer) -> Outcome:
        """What became of a question."""
        pieces = [self.piece(answer, one) for one in answer.evidence]
        if not row["answerable"]:
            verdict = VERDICTS[5] if answer.answered else VERDICTS[4]
        elif not answer.answered:
            verdict = "false refusal"
        elif self.right(row, pieces[:1]):
            verdict = "right first"
        else:
            verdict = "right shown" if self.right(row, pieces) else "wrong"
        marked = bool(pieces) and self.right({**row, "all": False}, [self._proof(answer)])
        return Outcome(
            row, verdict, marked, tuple(len(text.split()) for _, _, text in pieces),
            answer.confidence or 0.0, answer.strength or "", tuple(text for _, _, text in pieces),
        )  # fmt: skip

    def _proof(self, answer: Answer) -> tuple[str, str, str]:
        first = answer.evidence[0]
        start, end = first.proof or (first.start, first.end)
        return self.piece(answer, first, text_between(first, start, end))


def questions(
    folder: Path, half: str | None, only: Sequence[str], collections: Sequence[str]
) -> list[dict[str, Any]]:
    """The questions of a half ("tuning", "report" or None for both), by kind or collection."""
    lines = (folder / "questions.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    rows = [row for row in rows if row["collection"] in collections]
    if only:
        rows = [row for row in rows if row["kind"] in only or row["collection"] in only]
    if half:
        rows = [row for row in rows if of_half(row["id"]) == half]
    return rows


def of_half(identifier: str) -> str:
    """The half a question belongs to, as `score.py` splits them."""
    odd = int(hashlib.md5(identifier.encode()).hexdigest(), 16) % 2
    return "report" if odd else "tuning"


def asked(rows: Sequence[Mapping[str, Any]], indexes: Path) -> Iterator[tuple[Any, Answer]]:
    """Each question with its answer, collection by collection."""
    for collection in dict.fromkeys(row["collection"] for row in rows):
        with qa.open(indexes / collection) as engine:
            for row in rows:
                if row["collection"] == collection:
                    yield row, _replied(engine, row["history"], row["question"])


def _replied(engine: qa.Engine, history: Sequence[str], question: str) -> Answer:
    """The answer to a question that may lean on the questions before it."""
    turns: list[Turn] = []
    for earlier in history:
        said = converse(engine, earlier, turns)
        turns.append(Turn(earlier, said) if isinstance(said, Answer) else Turn(earlier, reply=said))
    found = converse(engine, question, turns)
    return found if isinstance(found, Answer) else Answer(question, False, (), ())
