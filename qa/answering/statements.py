"""What a unit answers, as something that can be compared with what another one does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qa.answering import stated_numbers, stated_times
from qa.answering.piece import Piece
from qa.answering.polarity import says_yes
from qa.answering.question_form import Form, QuestionForm
from qa.answering.question_type import EXACT, MEASURES, AnswerType, expected
from qa.answering.span_cleanup import DENIAL
from qa.answering.stated_names import names, same_name, same_words
from qa.answering.stated_numbers import Amount
from qa.answering.stated_times import Moment
from qa.datatypes import Document, DocumentInfo

_FORMS = frozenset({Form.FACT, Form.YES_NO, Form.DEFINITION})
_POINTED = 1.0  # margin of its span over there being no answer
RANKED = 2.0  # logit of the ranker from which on a margin need not be so wide
_SHORT = 4  # words of a phrase that is compared
_CODE = re.compile(r"\d[\w.-]*\w|\d")
_NUMBERED = re.compile(r"\b(?:port|version|number|code|room|line|flight)\b", re.I)
# "Who is running for mayor?" has as many answers as there are runners; what happened, as reports.
_MANY = re.compile(
    r"\b(?:an|any|some|one of|examples?|other|another)\b|\ba (?!half)"
    r"|\bwho(?:'s|’s| is| are| was| were) (?:\w+ly )?\w+ing\b|\b(?:who|what) (?:are|were)\b"
    r"|\bwhat(?: has| had)? happen|\bwhat (?:did|does|do)\b.*\b(?:do|say|think|want)\b",
    re.I,
)
# What holds one of these tells something, and another telling may be as true.
_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|he|she|it|they|we|I|who|which)\b"
)


# "Is 11:30, not 11:00": what it is not, up to the next mark of punctuation.
_INSTEAD = re.compile(
    rf"{DENIAL}(?!only\b|just\b|yet\b)(?:(?:on|at|in|from|by|for|the|until|as|about)\s+){{0,2}}"
    r"(?P<other>(?:[£$€]\s?)?\w[\w:/£$€%’'-]*(?:[.,]\d+)*%?(?:\s+(?!because|as|and|but|since|due)[\w£$€:–-]+%?(?:[.,]\d+)*){0,4})",
    re.I,
)
_BETWEEN_THEM = 3  # words from an answer to what it is not: "33 members, not 31"
_LAST = re.compile(rf"[\s,;:(–—-]+(?:(?:and|but)\s+)?(?:{DENIAL}(?:[a-z]+\s+){{0,2}})?\Z", re.I)


class Kind(StrEnum):
    """What is compared."""

    AMOUNT = "amount"
    TIME = "time"
    CODE = "code"
    NAME = "name"
    ANSWER = "answer"  # yes or no
    WORDS = "words"
    FIGURE = "figure"  # words, where they are an amount or a time


# What may be another later: a toll, whether somebody has resigned. Who did something stays.
_CHANGING = frozenset({Kind.AMOUNT, Kind.FIGURE, Kind.ANSWER})
_IS_NOW = re.compile(r"\W*\w+(?: \w+){0,2}?(?: (?:is|are)|['’]s)\b", re.I)
FIGURES = frozenset({Kind.AMOUNT, Kind.TIME, Kind.CODE, Kind.FIGURE})


@dataclass(frozen=True, slots=True)
class Statement:
    """What a unit answers: `start` and `end` are offsets in its document.

    `revised` is a near-copy of that document which says something else in its place, `denied` what
    the sentence says it is not: "13, not 14".
    """

    piece: Piece
    start: int
    end: int
    words: str
    yes: bool | None = None
    amounts: tuple[Amount, ...] = ()
    moments: tuple[Moment, ...] = ()
    revised: Document | None = None
    denied: Statement | None = None

    @property
    def document(self) -> Document:
        """The document that says it."""
        return self.revised or self.piece.document

    @property
    def info(self) -> DocumentInfo:
        """The same without its text."""
        return self.revised.info if self.revised else self.piece.info


def may_change(question: QuestionForm) -> bool:
    """Whether what is asked for may have changed since an older source told it."""
    return compared(question) in _CHANGING or _IS_NOW.match(question.text) is not None


def compared(question: QuestionForm) -> Kind | None:
    """What is compared of the answers; None where several can be right."""
    measured = expected(question.text) in MEASURES
    # "What percentage of voters" looks like a list to the classifier.
    if _MANY.search(question.text) or not (question.form in _FORMS or measured):
        return None
    if question.form is Form.YES_NO:
        return Kind.ANSWER
    kind = expected(question.text)
    if kind in EXACT or (kind is AnswerType.NUMBER and _NUMBERED.search(question.text)):
        return Kind.CODE
    if measured:
        return Kind.AMOUNT
    if kind is AnswerType.TIME:
        return Kind.TIME
    if question.form is Form.DEFINITION:
        return Kind.FIGURE
    return Kind.NAME if kind is AnswerType.PERSON else Kind.WORDS


def statement(question: str, kind: Kind, piece: Piece) -> Statement | None:
    """What a unit answers to a question; None where that is not clear or of another kind."""
    sentence, offset = piece.best.text, piece.best.sentence.start
    if kind is Kind.ANSWER:
        yes = says_yes(question, sentence, piece.context)
        end = offset + len(sentence)
        return None if yes is None else Statement(piece, offset, end, sentence, yes)
    pointed = 0.0 if piece.ranked >= RANKED else _POINTED
    if piece.best.span is None or piece.features.span < pointed:
        return None
    start, end = piece.best.span
    denied = _denied(kind, piece, start, end)
    if denied:
        end = _before(sentence, start, min(end, denied.start - offset))
    values = stated(kind, sentence, start, end, piece.info.published)
    if values is None:
        return None
    words = sentence[start:end]
    if denied and agree(kind, Statement(piece, 0, 0, words, None, *values), denied) is not False:
        denied = None
    return Statement(piece, offset + start, offset + end, words, None, *values, denied=denied)


def _denied(kind: Kind, piece: Piece, start: int, end: int) -> Statement | None:
    """What a sentence says right behind an answer, or within what was marked, that it is not."""
    sentence, offset = piece.best.text, piece.best.sentence.start
    match = _INSTEAD.search(sentence, start + 1)
    if match is None or len(sentence[end : match.start()].split()) > _BETWEEN_THEM:
        return None
    first, last = match.span("other")
    values = stated(kind, sentence, first, last, piece.info.published)
    if values is None or not (any(values) or kind in (Kind.CODE, Kind.NAME)):
        return None
    other = match["other"]
    return Statement(piece, offset + first, offset + last, other, None, *values)


def _before(sentence: str, start: int, end: int) -> int:
    """The end of an answer that what it is not was cut off from."""
    cut = _LAST.sub("", sentence[start:end])
    return start + len(cut)


def stated(
    kind: Kind, sentence: str, start: int, end: int, published: date | None
) -> tuple[tuple[Amount, ...], tuple[Moment, ...]] | None:
    """The amounts and points in time in a stretch of a sentence; None if it is of another kind."""
    words = sentence[start:end]
    amounts = stated_numbers.amounts(sentence, start, end)
    moments = stated_times.moments(sentence, start, end, published)
    fits = {
        Kind.AMOUNT: bool(amounts),
        Kind.TIME: bool(moments or amounts),
        Kind.CODE: _CODE.search(words) is not None or "@" in words,
        Kind.NAME: bool(names(words)),
        Kind.WORDS: True,
        Kind.FIGURE: bool(moments or amounts) and len(words.split()) <= _SHORT,
    }
    return (amounts, moments) if fits[kind] else None


def agree(kind: Kind, one: Statement, other: Statement) -> bool | None:
    """Whether the two answers say the same; None where they can't be compared."""
    if kind is Kind.ANSWER:
        return one.yes is other.yes
    if kind is Kind.AMOUNT:
        return stated_numbers.agreement(one.amounts, other.amounts)
    if kind is Kind.CODE:
        return _same_code(one.words, other.words)
    if kind is Kind.NAME:
        return same_name(one.words, other.words)
    if kind is Kind.TIME or (one.moments and other.moments):
        if one.moments or other.moments:
            return stated_times.agreement(one.moments, other.moments)
        return stated_numbers.agreement(one.amounts, other.amounts)
    return _same_phrase(one, other)


def _same_phrase(one: Statement, other: Statement) -> bool | None:
    if names(one.words) or names(other.words):
        codes = [set(_CODE.findall(each.words)) for each in (one, other)]
        if all(codes) and not codes[0] & codes[1]:
            return False
        if any(_CLAUSE.search(each.words) for each in (one, other)):
            return None
        return same_name(one.words, other.words)
    if max(len(each.words.split()) for each in (one, other)) > _SHORT:
        return None
    if one.amounts or other.amounts:
        return stated_numbers.agreement(one.amounts, other.amounts)
    return same_words(one.words, other.words)


def _same_code(one: str, other: str) -> bool:
    mine, theirs = (set(_CODE.findall(each)) or {each.casefold()} for each in (one, other))
    digits = [re.sub(r"\D", "", each) for each in (one, other)]
    ends = digits[0] and (digits[0].endswith(digits[1]) or digits[1].endswith(digits[0]))
    return bool(ends) or (mine == theirs and len(mine) == 1)
