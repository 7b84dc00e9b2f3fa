"""Which answers proper are marked in the sentences that are shown.

A wrong mark misleads more than none, so a span must beat "no answer" clearly, or be of a kind that
can hardly be wrong.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa.answering.candidates import Candidate, names_speaker
from qa.answering.extremes import compared_value
from qa.answering.piece import Piece
from qa.answering.question_type import AnswerType, asks_why, expected, wants_words
from qa.answering.row_cells import asked_value
from qa.lexicon import SAYING, alternatives
from qa.patterns import lazy_pattern

# Logits of margin over there being no answer. On tuning questions of SQuAD 1.1 dev 88% of the spans
# from here on hit the answer (F1 of at least .5), and 70% of those below.
SURE = 2.0
_FAR_BELOW = -8.0  # from here down not even what somebody said is marked
_REASON_WORDS = 3  # of one or two words half are no reason
_FIRST_PERSON = lazy_pattern(r"\b(?:I|me|my|we|us|our)\b")
_SAYS = alternatives(SAYING)
_SPOKE = lazy_pattern(rf"\W{{0,3}}(?:(?:have|has|had) )?(?:{_SAYS})\b")
_SPOKEN_BY = lazy_pattern(rf"\b(?:{_SAYS}) $")


def marked(question: str, chosen: Sequence[Piece]) -> list[tuple[int, int] | None]:
    """The span to mark in each of `chosen`, in characters of its best sentence, or None."""
    proving = [piece.best for piece in chosen]
    spans = [_clear(question, one) for one in proving]
    if expected(question) is not AnswerType.PERSON:
        return spans
    for quoted, span in zip(proving, spans, strict=True):
        # Who "I" is the sentence says that names the speaker.
        if span is None and _FIRST_PERSON.search(quoted.text):
            for at, one in enumerate(proving):
                if names_speaker(one, quoted):
                    spans[at] = spans[at] or _speaker(one)
    return spans


def _clear(question: str, one: Candidate) -> tuple[int, int] | None:
    if value := compared_value(question, one.text) or asked_value(question, one.text):
        return value
    if one.span is None or one.features.span <= _FAR_BELOW:
        return None
    if asks_why(question) and len(one.text[slice(*one.span)].split()) < _REASON_WORDS:
        return None
    said = wants_words(question) and _most(one)
    return one.span if said or one.features.span >= SURE else None


def _most(one: Candidate) -> bool:
    """Whether the span is most of its sentence: what somebody said is rarely less."""
    start, end = one.span or (0, 0)
    return 2 * len(one.text[start:end].split()) > len(one.text.split())


def _speaker(one: Candidate) -> tuple[int, int] | None:
    """The sentence's best span, if it is who speaks there."""
    if one.span is None:
        return None
    start, end = one.span
    named = one.text[start:end][:1].isupper()
    speaks = _SPOKE.match(one.text, end) or _SPOKEN_BY.search(one.text, 0, start)
    return one.span if named and speaks else None
