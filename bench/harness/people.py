"""People's own questions with verified places that answer, judged by the script they came with."""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import qa
from bench.harness.judge_answer import text_between
from qa.conversation.converse import converse
from qa.datatypes import Answer, Evidence, PlaceKind, Turn

VERDICTS = (
    "right first", "right shown", "wrong", "false refusal", "right refusal",
    "wrong answer to unanswerable",
)  # fmt: skip
RIGHT = frozenset(VERDICTS[:2])
PLACES = frozenset({"page", "slide", "sheet", "row", "message", "time", "heading"})
_LATE = 10  # seconds between where a quote begins and where its sentence does


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
    # Whether a piece that shows what answers names its page, row, heading ...; None when it isn't
    # right, or the question has no such place.
    placed: bool | None = None
    cited: tuple[str, ...] = ()  # of each piece: where it is said to stand


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
            self._placed(row, answer) if verdict in RIGHT else None,
            tuple(one.cited(" › ".join(one.headings)) for one in answer.evidence),
        )  # fmt: skip

    def _placed(self, row: Mapping[str, Any], answer: Answer) -> bool | None:
        """Whether one of the pieces that show a gold place says where that is.

        Questions about documents are left out: the rules take any piece of the right one.
        """
        if row["kind"] == "metadata":
            return None
        judged = None
        for one in answer.evidence:
            for number in self._rules.places(row, [self.piece(answer, one)]):
                gold = row["gold"][number]
                spots = [gold, *({**gold, **other} for other in gold.get("also", ()))]
                spots = [spot for spot in spots if PLACES & spot.keys()]
                document = next(s.document for s in answer.sources if s.number == one.citation)
                if any(place_right(spot, one, document.title) for spot in spots):
                    return True
                judged = False if spots else judged
        return judged

    def _proof(self, answer: Answer) -> tuple[str, str, str]:
        first = answer.evidence[0]
        start, end = first.proof or (first.start, first.end)
        return self.piece(answer, first, text_between(first, start, end))


def place_right(gold: Mapping[str, Any], evidence: Evidence, title: str) -> bool:
    """Whether a piece of evidence names the page, row, heading ... of a gold place."""
    places = {place.kind: place for place in evidence.place}
    headings = {_plain(each) for each in (*evidence.headings, title)}
    for kind in (PlaceKind.PAGE, PlaceKind.SLIDE, PlaceKind.ROW):
        if kind in gold and (kind not in places or places[kind].number != gold[kind]):
            return False
    if "time" in gold:
        hours, minutes, seconds = map(int, gold["time"].split(":"))
        wanted = hours * 3600 + minutes * 60 + seconds
        found = places.get(PlaceKind.SECOND)
        if found is None or abs(found.number - wanted) > _LATE:
            return False
    for kind in (PlaceKind.SHEET, PlaceKind.MESSAGE):
        if kind in gold:
            named = {_plain(places[kind].label)} if kind in places else headings
            if _plain(gold[kind]) not in named:
                return False
    return "heading" not in gold or _plain(gold["heading"]) in headings


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def add_folders(parser: argparse.ArgumentParser) -> None:
    """The options that say where the questions are and what is asked."""
    parser.add_argument("--realuse", type=Path, required=True, metavar="DIR",
                        help="the folder with questions.jsonl and score.py")  # fmt: skip
    parser.add_argument("--indexes", type=Path, required=True, metavar="DIR",
                        help="the folder with an index for each collection")  # fmt: skip


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


def asked(
    rows: Sequence[Mapping[str, Any]], indexes: Path, threshold: float | None = None
) -> Iterator[tuple[Any, Answer]]:
    """Each question with its answer, collection by collection; `threshold` as in `Engine.ask`."""
    for collection in dict.fromkeys(row["collection"] for row in rows):
        with qa.open(indexes / collection) as engine:
            for row in rows:
                if row["collection"] == collection:
                    yield row, _replied(engine, row["history"], row["question"], threshold)


def _replied(
    engine: qa.Engine, history: Sequence[str], question: str, threshold: float | None
) -> Answer:
    """The answer to a question that may lean on the questions before it."""
    turns: list[Turn] = []
    for earlier in history:
        said = converse(engine, earlier, turns)
        turns.append(Turn(earlier, said) if isinstance(said, Answer) else Turn(earlier, reply=said))
    found = converse(engine, question, turns, threshold=threshold)
    return found if isinstance(found, Answer) else Answer(question, False, (), ())
