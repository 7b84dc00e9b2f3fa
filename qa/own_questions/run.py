"""Own questions asked one after the other, and a report in Markdown."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from qa.conversation.converse import converse
from qa.datatypes import Answer, Strength, Turn
from qa.own_questions.judge import Judged, Outcome, can_be_shown, is_from, judge
from qa.own_questions.questions import OwnQuestion

if TYPE_CHECKING:
    from qa.engine import Engine


def asked(engine: Engine, questions: Sequence[OwnQuestion]) -> Iterator[Judged]:
    """Yield each question with its answer. Raises what the engine raises."""
    for question in questions:
        turns: list[Turn] = []
        for earlier in question.history:
            made = converse(engine, earlier, turns)
            turn = Turn(earlier, made) if isinstance(made, Answer) else Turn(earlier, reply=made)
            turns.append(turn)
        found = converse(engine, question.question, turns)
        # Small talk answers nothing of a document.
        answer = found if isinstance(found, Answer) else Answer(question.question, False, (), ())
        yield judge(question, answer)


def unfounded(engine: Engine, questions: Sequence[OwnQuestion]) -> Iterator[str]:
    """Say which places can never be shown: a file, or a quote, that stands nowhere.

    Questions about them would count as wrong, whatever the answer. Raises what the engine raises.
    """
    documents = engine.documents()
    texts = lru_cache(64)(lambda source: engine.document(source).text)
    for question in questions:
        for place in question.gold:
            files = [each.source for each in documents if is_from(each, place.file)]
            if not files:
                yield f"question {question.id}: no document is called {place.file}"
            elif not any(can_be_shown(place, texts(source)) for source in files):
                yield f"question {question.id}: its quote does not stand in {place.file}"


def report(judged: Sequence[Judged]) -> str:
    """Return how many questions of each kind came to what, and how often each strength is right."""
    table: dict[str, Counter[Outcome]] = defaultdict(Counter)
    for each in judged:
        table[each.question.kind or "-"][each.outcome] += 1
    rows = sorted(table.items())
    rows.append(("all", sum((counts for _, counts in rows), Counter())))
    lines = [
        "| | n | " + " | ".join(Outcome) + " |",
        "|---" * (len(Outcome) + 2) + "|",
        *(
            f"| {kind} | {counts.total()} | "
            + " | ".join(str(counts[outcome]) for outcome in Outcome)
            + " |"
            for kind, counts in (rows if len(table) > 1 else rows[-1:])
        ),
        "",
    ]
    for strength in Strength:
        shown = [each for each in judged if each.answer.strength is strength]
        answered = [each for each in shown if each.answer.answered]
        if answered:
            right = sum(each.right for each in answered)
            lines.append(f"{strength}: {right} of {len(answered)} answers right")
    return "\n".join(lines).rstrip() + "\n"


def as_json(each: Judged) -> str:
    """Return one line of JSON on a question: what was shown, and what is thought of it."""
    files = {source.number: source.document.source for source in each.answer.sources}
    row: dict[str, Any] = {
        "id": each.question.id,
        "question": each.question.question,
        "outcome": each.outcome.value,
        "confidence": each.answer.confidence,
        "shown": [
            {"file": files[piece.citation], "line": piece.line, "text": piece.text}
            for piece in each.answer.evidence
        ],
    }
    return json.dumps(row, ensure_ascii=True)
