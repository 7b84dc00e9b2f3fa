"""What the sources answer to one question, and where they contradict each other.

The reader has pointed at the answer in every unit. Those of different documents that answer surely
are compared: amounts with their units and how exact they are said to be, points in time, names by
their parts, yes and no. What can be true of one thing is no contradiction, and nothing is compared
where a question has many right answers, or where a document speaks of something else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from qa.answering import stated_numbers, stated_times
from qa.answering.confidence import surroundings
from qa.answering.evidence import Piece
from qa.answering.polarity import says_yes
from qa.answering.query_weights import Weights
from qa.answering.question_form import Form, QuestionForm
from qa.answering.question_type import EXACT, AnswerType, expected
from qa.answering.stated_names import names, other_name, other_words
from qa.answering.stated_numbers import Amount
from qa.answering.stated_times import Moment
from qa.datatypes import TimeFocus
from qa.search.terms import stems

CEILING = 0.79  # how sure an answer can be that another source contradicts: below "strong"
_FORMS = frozenset({Form.FACT, Form.YES_NO, Form.DEFINITION})
_MEASURES = frozenset({AnswerType.NUMBER, AnswerType.MONEY, AnswerType.PERCENT})
_ANSWERABLE = 0.0  # logit of its passage from which on a unit takes part
_BEHIND = 4.0  # by how much its score may be below the best unit's
_COVERED = 0.7  # of the question's weight that the best unit holds
_POINTED = 1.0  # margin of its span over there being no answer
_SHORT = 4  # words of a phrase that is compared
_CODE = re.compile(r"\d[\w.-]*\w|\d")
_VERSION = re.compile(r"\bv?\d+(?:\.\d+)+\b|\bv\d+\b|(?<=[a-z] )\d{1,3}$", re.I | re.M)
_CAPITAL = r"[^\W\d_][\w'’-]*"
_NAMED = re.compile(rf"(?<=\W)([a-z]+)\s+((?=[A-Z]){_CAPITAL})")
_NUMBERED = re.compile(r"\b(?:port|version|number|code|room|line|flight)\b", re.I)
_MANY = re.compile(r"\b(?:an|any|some|one of|examples?|other|another)\b|\ba (?!half)", re.I)


class Kind(StrEnum):
    """What is compared."""

    AMOUNT = "amount"
    TIME = "time"
    CODE = "code"
    NAME = "name"
    ANSWER = "answer"  # yes or no
    WORDS = "words"
    FIGURE = "figure"  # words, where they are an amount or a time


@dataclass(frozen=True, slots=True)
class Statement:
    """What a unit answers: `start` and `end` are offsets in its document."""

    piece: Piece
    start: int
    end: int
    words: str
    yes: bool | None = None
    amounts: tuple[Amount, ...] = ()
    moments: tuple[Moment, ...] = ()


def differing(
    question: QuestionForm,
    found: Sequence[Piece],
    weights: Weights,
    focus: TimeFocus | None = None,
) -> tuple[tuple[Statement, ...], ...]:
    """The sides that contradict each other, that of the best unit first; none where none do.

    Each side has a statement for each document that is on it, the best first. Where the question
    is about now, an older document than that of the best unit contradicts nothing.
    """
    kind = _compared(question)
    if kind is None or not found:
        return ()
    statements = _statements(question.text, kind, found, weights)
    if not statements or statements[0].piece is not found[0]:
        return ()
    first = statements[0]
    sides: list[list[Statement]] = [[first]]
    for each in statements[1:]:
        if focus and focus.newest and _older(each, first):
            continue
        same = next((s for s in sides if all(not _differ(kind, each, o) for o in s)), None)
        if same is not None:
            same.append(each)
        elif all(_contradict(question.text, kind, each, other) for side in sides for other in side):
            sides.append([each])
    return tuple(map(tuple, sides)) if len(sides) > 1 else ()


def _compared(question: QuestionForm) -> Kind | None:
    """What is compared of the answers; None where several can be right."""
    measured = expected(question.text) in _MEASURES
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


def _statements(
    question: str, kind: Kind, found: Sequence[Piece], weights: Weights
) -> list[Statement]:
    """What the units answer that answer surely, the best of each document."""
    best = found[0]
    stated: dict[str, Statement] = {}
    for piece in found:
        features = piece.features
        if (
            piece.info.id in stated
            or piece.score < best.score - _BEHIND
            or piece.read.reading is None
            or features.answerable < _ANSWERABLE
            or features.coverage < _COVERED * best.features.coverage
            or features.weak
            or features.empty
        ):
            continue
        statement = _statement(question, kind, piece)
        if statement and not weights.lacking_names(surroundings(piece)):
            stated[piece.info.id] = statement
    return list(stated.values())


def _statement(question: str, kind: Kind, piece: Piece) -> Statement | None:
    sentence, offset = piece.best.text, piece.best.sentence.start
    if kind is Kind.ANSWER:
        yes = says_yes(question, sentence, piece.context)
        end = offset + len(sentence)
        return None if yes is None else Statement(piece, offset, end, sentence, yes)
    if piece.best.span is None or piece.features.span < _POINTED:
        return None
    start, end = piece.best.span
    words = sentence[start:end]
    amounts = stated_numbers.amounts(sentence, start, end)
    moments = stated_times.moments(sentence, start, end, piece.info.published)
    fits = {
        Kind.AMOUNT: bool(amounts),
        Kind.TIME: bool(moments or amounts),
        Kind.CODE: _CODE.search(words) is not None or "@" in words,
        Kind.NAME: bool(names(words)),
        Kind.WORDS: True,
        Kind.FIGURE: bool(moments or amounts) and len(words.split()) <= _SHORT,
    }
    if not fits[kind]:
        return None
    return Statement(piece, offset + start, offset + end, words, None, amounts, moments)


def _differ(kind: Kind, one: Statement, other: Statement) -> bool:
    """Whether the two answers can't both be true of one thing."""
    if kind is Kind.ANSWER:
        return one.yes is not other.yes
    if kind is Kind.AMOUNT:
        return stated_numbers.conflicting(one.amounts, other.amounts)
    if kind is Kind.TIME:
        if one.moments and other.moments:
            return stated_times.conflicting(one.moments, other.moments)
        return not (one.moments or other.moments) and stated_numbers.conflicting(
            one.amounts, other.amounts
        )
    if kind is Kind.CODE:
        return _other_code(one.words, other.words)
    if kind is Kind.NAME:
        return other_name(one.words, other.words)
    return _other_phrase(one, other)


def _other_phrase(one: Statement, other: Statement) -> bool:
    if names(one.words) or names(other.words):
        codes = [set(_CODE.findall(each.words)) for each in (one, other)]
        if all(codes) and not codes[0] & codes[1]:
            return True
        return other_name(one.words, other.words)
    if max(len(each.words.split()) for each in (one, other)) > _SHORT:
        return False
    if one.moments and other.moments:
        return stated_times.conflicting(one.moments, other.moments)
    if one.amounts or other.amounts:
        return stated_numbers.conflicting(one.amounts, other.amounts)
    return other_words(one.words, other.words)


def _other_code(one: str, other: str) -> bool:
    mine, theirs = (set(_CODE.findall(each)) or {each.casefold()} for each in (one, other))
    digits = [re.sub(r"\D", "", each) for each in (one, other)]
    ends = digits[0] and (digits[0].endswith(digits[1]) or digits[1].endswith(digits[0]))
    return not (mine & theirs and len(mine) == len(theirs) == 1) and not ends


def _older(one: Statement, other: Statement) -> bool:
    days = one.piece.info.published, other.piece.info.published
    return bool(days[0] and days[1] and days[0] < days[1])


def _contradict(question: str, kind: Kind, one: Statement, other: Statement) -> bool:
    """Whether two answers differ, and are about the same thing."""
    return (
        _differ(kind, one, other)
        and not _has_both(kind, one, other)
        and not _has_both(kind, other, one)
        and not _of_other_versions(one, other)
        and not _of_another(question, one, other)
        and not _of_another(question, other, one)
    )


def _has_both(kind: Kind, one: Statement, other: Statement) -> bool:
    """Whether the unit of `one` says, too, what `other` does."""
    text = one.piece.text
    if kind is Kind.ANSWER:
        return False
    if kind is Kind.AMOUNT:
        there = {amount.figure for amount in stated_numbers.amounts(text, 0, len(text))}
        return any(amount.figure in there for amount in other.amounts)
    if kind is Kind.TIME and other.moments:
        return other.words.casefold() in text.casefold()
    wanted = names(other.words) or set(stems(other.words))
    present = names(text) if names(other.words) else set(stems(text))
    return bool(wanted & present) if kind is Kind.NAME else wanted <= present


def _of_another(question: str, one: Statement, other: Statement) -> bool:
    """Whether `one` has another name in the place of a name of the question.

    Where one says "in Pernis", as asked, and the other first "in Salt Bay", and where one says
    "storm Edda", the other "storm Frode", they speak of two things.
    """
    text, at = one.piece.best.text, one.start - one.piece.best.sentence.start
    for name in _NAMED.finditer(f" {question} {other.piece.best.text}"):
        before, called = name.groups()
        if called not in question:
            continue
        rivals = re.finditer(rf"\b{before}\s+({_CAPITAL})", text, re.I)
        nearest = min(rivals, key=lambda rival: abs(rival.start() - at), default=None)
        if nearest and nearest[1][0].isupper() and not names(nearest[1]) & names(question):
            return nearest[1] not in one.words
    return False


def _of_other_versions(one: Statement, other: Statement) -> bool:
    """Whether the documents or sections are named by different numbers: releases, articles."""
    mine, theirs = (set(_VERSION.findall(each.piece.context)) for each in (one, other))
    return bool(mine and theirs) and not mine & theirs
