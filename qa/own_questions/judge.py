"""Whether what an answer shows is right, by the places and the wordings of its question.

A place counts as shown when a piece of evidence is from its file and holds 60 % of the words of its
quote, or is itself (of four words or more) to 90 % made of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from qa.datatypes import Answer, DocumentInfo, Evidence
from qa.own_questions.questions import Gold, OwnQuestion

_OF_QUOTE, _OF_PIECE, _FEWEST_WORDS = 0.6, 0.9, 4
_WORD = re.compile(r"\w+")
_MARKUP = re.compile(r"[*_`|>#\[\]]")


class Outcome(StrEnum):
    """What became of a question."""

    RIGHT_FIRST = "right first"  # the first piece of evidence answers
    RIGHT_SHOWN = "right shown"  # all of them do
    WRONG = "wrong"
    FALSE_REFUSAL = "false refusal"
    RIGHT_REFUSAL = "right refusal"
    WRONG_ANSWER = "wrong answer to unanswerable"


@dataclass(frozen=True, slots=True)
class Judged:
    """A question, its answer and what is thought of it."""

    question: OwnQuestion
    answer: Answer
    outcome: Outcome

    @property
    def right(self) -> bool:
        """Whether the answer, or the refusal, is right."""
        rights = (Outcome.RIGHT_FIRST, Outcome.RIGHT_SHOWN, Outcome.RIGHT_REFUSAL)
        return self.outcome in rights


def judge(question: OwnQuestion, answer: Answer) -> Judged:
    """Return what became of a question."""
    if not question.answerable:
        outcome = Outcome.WRONG_ANSWER if answer.answered else Outcome.RIGHT_REFUSAL
    elif not answer.answered:
        outcome = Outcome.FALSE_REFUSAL
    elif _shows(question, answer, answer.evidence[:1]):
        outcome = Outcome.RIGHT_FIRST
    elif _shows(question, answer, answer.evidence):
        outcome = Outcome.RIGHT_SHOWN
    else:
        outcome = Outcome.WRONG
    return Judged(question, answer, outcome)


def _shows(question: OwnQuestion, answer: Answer, pieces: Sequence[Evidence]) -> bool:
    flat = _squeezed(" ".join(each.text for each in pieces))
    if not pieces or not all(
        any(_holds(flat, wording) for wording in wordings) for wordings in question.strings
    ):
        return False
    if not question.gold:
        return True
    # A copy of what is cited answers as well.
    documents = {source.number: (source.document, *source.also_in) for source in answer.sources}
    found = sum(
        any(
            _is_place(place.quote, piece.text)
            and any(is_from(each, place.file) for each in documents[piece.citation])
            for piece in pieces
        )
        for place in question.gold
    )
    return 2 * found >= len(question.gold) if question.all else found > 0


def can_be_shown(place: Gold, text: str) -> bool:
    """Whether a document with this text could be shown for a place at all."""
    return _overlap(place.quote, text) >= _OF_QUOTE


def is_from(document: DocumentInfo, named: str) -> bool:
    """Whether a document is, or is inside of, the file whose path ends as named."""
    return any(
        source == named or source.endswith("/" + named) or named.endswith("/" + source)
        for source in (document.source, document.container)
        if source
    )


def _holds(text: str, wording: str) -> bool:
    """Whether words stand in a squeezed text: "14" is not in 2014."""
    return bool(re.search(rf"(?<!\w){re.escape(_squeezed(wording))}(?!\w)", text))


def _is_place(quote: str, text: str) -> bool:
    if _overlap(quote, text) >= _OF_QUOTE:
        return True
    return len(_words(text)) >= _FEWEST_WORDS and _overlap(text, quote) >= _OF_PIECE


def _overlap(wanted: str, shown: str) -> float:
    """The share of the words of `wanted` that stand in `shown`, each as often."""
    want, have = Counter(_words(wanted)), Counter(_words(shown))
    return (want & have).total() / want.total() if want else 0.0


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _squeezed(text: str) -> str:
    return " ".join(_MARKUP.sub(" ", text).lower().split())
