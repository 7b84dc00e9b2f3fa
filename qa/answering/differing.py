"""What the sources answer to one question, and where they contradict each other.

The reader has pointed at the answer in every unit. Those of different documents that answer surely
are compared: amounts with their units and how exact they are said to be, points in time, names by
their parts, yes and no. What can be true of one thing is no contradiction, and nothing is compared
where a question has many right answers, or where a document speaks of something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from math import inf

from qa import lexicon
from qa.answering import stated_numbers
from qa.answering.confidence import surroundings
from qa.answering.differing_rows import differing_rows
from qa.answering.piece import Piece
from qa.answering.query_weights import Weights
from qa.answering.question_form import Form, QuestionForm
from qa.answering.revisions import revisions
from qa.answering.span_cleanup import DENIAL
from qa.answering.stated_names import names
from qa.answering.statements import (
    RANKED,
    Kind,
    Statement,
    agree,
    compared,
    stated,
    statement,
)
from qa.datatypes import Document, DocumentInfo, TimeFocus
from qa.search.terms import content_words, stems

CEILING = 0.79  # how sure an answer can be that another source contradicts: below "strong"
_OF_ROWS = frozenset({Form.FACT, Form.KEYWORDS, Form.DEFINITION, Form.YES_NO})
_ANSWERABLE = 0.0  # logit of its passage from which on a unit takes part
_BEHIND = 4.0  # by how much its score may be below the best unit's
_COVERED = 0.7  # of the question's weight that the best unit holds
_MANY_WORDS = 6  # of meaning in a question, from which on a unit may lack one
_SURE = 4.0  # margin of the best unit's span over there being no answer
_POINTED = 2.0  # such a margin, where the ranker is sure of the unit, too
# "Seven were injured, not four", "four of them", "four times", "4 p.m.": nothing was four.
_DENIED = re.compile(
    rf"{DENIAL}[\w.,]*\w"
    r"|\b[\w.,]+ (?:times|of (?:them|these|those|whom))\b|\b\d+ ?[ap]\.?m\b",
    re.I,
)
_VERSION = re.compile(r"\bv?\d+(?:\.\d+)+\b|\bv\d+\b|(?<=[a-z] )\d{1,3}$", re.I | re.M)
_DATES = re.compile(
    rf"\d+|\b(?:{lexicon.alternatives(lexicon.MONTHS, lexicon.MONTHS_SHORT, lexicon.WEEKDAYS)})\b"
)
_PAST = re.compile(r"\b(?:did|was|were|had|[a-z]+ed)\b", re.I)
_MODALS = frozenset({"must", "need"})
_CAPITAL = r"[^\W\d_][\w'’-]*"
_NAMED = re.compile(rf"(?<=\W)(?!(?:the|an?|and|or)\b)([a-z]+)\s+((?=[A-Z]){_CAPITAL})")


def differing(
    question: QuestionForm,
    found: Sequence[Piece],
    weights: Weights,
    document_of: Callable[[DocumentInfo], Document],
    focus: TimeFocus | None = None,
) -> tuple[tuple[Statement, ...], ...]:
    """The sides that contradict each other, that of the best unit first; none where none do.

    Each side has a statement for each document that is on it, the best first. Where the question
    is about now, an older document than that of the best unit contradicts nothing. `document_of`
    gives the near-copies of a unit's document, which may be its revisions.
    """
    if not found:
        return ()
    kind = compared(question)
    sides = _sides(question.text, kind, found, weights, document_of, focus) if kind else ()
    if sides or question.form not in _OF_ROWS:
        return sides
    rows = differing_rows(found, weights, document_of)
    if focus and focus.newest:
        rows = (*rows[:1], *(side for side in rows[1:] if not _older(side[0], rows[0][0])))
    return rows if len(rows) > 1 else ()


def _sides(
    question: str,
    kind: Kind,
    found: Sequence[Piece],
    weights: Weights,
    document_of: Callable[[DocumentInfo], Document],
    focus: TimeFocus | None,
) -> tuple[tuple[Statement, ...], ...]:
    statements = _statements(question, kind, found, weights)
    if not statements or statements[0].piece is not found[0]:
        return ()
    first = statements[0]
    if not first.denied and not _sure(kind, found[0]):
        return ()
    sides: list[list[Statement]] = [[first]]
    for each in _with_revisions(kind, statements, document_of):
        if each is first or (focus and focus.newest and _older(each, first)):
            continue
        same = next((s for s in sides if all(agree(kind, each, o) for o in s)), None)
        if same is not None:
            if _says_as_much(each, same[0]):
                same.append(each)
        elif (each.revised or _as_asked(weights, each)) and all(
            _contradict(question, kind, each, other) for side in sides for other in side
        ):
            sides.append([each])
    if len(sides) < 2 or not _as_asked(weights, first):
        return ()
    return tuple(map(tuple, sides))


def _with_revisions(
    kind: Kind, statements: Sequence[Statement], document_of: Callable[[DocumentInfo], Document]
) -> Iterable[Statement]:
    for each in statements:
        yield each
        yield from revisions(kind, each, document_of)


def _sure(kind: Kind, best: Piece) -> bool:
    """Whether the best answer is so sure that another one contradicts it."""
    if kind is Kind.ANSWER or best.features.span >= _SURE:
        return True
    return best.features.span >= _POINTED and best.ranked >= RANKED


def _as_asked(weights: Weights, statement: Statement) -> bool:
    """Whether its unit or what stands around it has all the names and numbers of the question."""
    return not weights.lacking_names(surroundings(statement.piece))


def _statements(
    question: str, kind: Kind, found: Sequence[Piece], weights: Weights
) -> list[Statement]:
    """What the units answer that answer surely, the best of each document."""
    best = found[0]
    said: dict[str, Statement] = {}
    denied: Statement | None = None
    for piece in found:
        features = piece.features
        if (
            (piece.info.id in said and said[piece.info.id].denied)
            or piece.score < best.score - _BEHIND
            or piece.read.reading is None
            or features.answerable < _ANSWERABLE
            or features.weak
            or not _covers(piece, _COVERED * best.features.coverage, weights)
        ):
            continue
        one = None if features.empty else statement(question, kind, piece)
        one = one or _denied_there(kind, denied, piece)
        if one and (one.denied or piece.info.id not in said):
            said[piece.info.id] = one
            denied = denied or one.denied
    return list(said.values())


def _denied_there(kind: Kind, denied: Statement | None, piece: Piece) -> Statement | None:
    """What another unit denies, where it stands in this one, wherever the reader points."""
    if denied is None or piece.info.id == denied.info.id:
        return None
    text, offset = piece.best.text, piece.best.sentence.start
    match = re.search(rf"(?<![\w.,:]){re.escape(denied.words)}(?![\w]|[.,:]\d)", text)
    values = match and stated(kind, text, *match.span(), piece.info.published)
    if not match or values is None:
        return None
    start, end = (offset + at for at in match.span())
    return Statement(piece, start, end, match[0], None, *values)


def _covers(piece: Piece, least: float, weights: Weights) -> bool:
    """Whether a unit holds so much of the question, words for one thing counting as one."""
    if piece.features.coverage >= least:
        return True
    text = f"{piece.context}\n{piece.best.told}\n{piece.text}"
    meant = {_alike().get(stem) for stem in stems(text)}
    others = " ".join(word for group in lexicon.ALIKE if meant & {*group} for word in group)
    return weights.coverage(f"{text}\n{others}") >= least


def _older(one: Statement, other: Statement) -> bool:
    days = one.info.published, other.info.published
    return bool(days[0] and days[1] and days[0] < days[1])


def _contradict(question: str, kind: Kind, one: Statement, other: Statement) -> bool:
    """Whether two answers differ, and are about the same thing."""
    if one.revised or other.revised:
        return agree(kind, one, other) is False
    if _denies(kind, one, other) or _denies(kind, other, one):
        return True
    return (
        agree(kind, one, other) is False
        and not _has_both(kind, one, other)
        and not _has_both(kind, other, one)
        and not _lacks(question, one, other)
        and not _lacks(question, other, one)
        and not _of_other_versions(one, other)
        and not _of_a_series(question, one, other)
        and not _of_another(question, one, other)
        and not _of_another(question, other, one)
    )


def _denies(kind: Kind, one: Statement, other: Statement) -> bool:
    """Whether one says in so many words that it is not what the other says."""
    return one.denied is not None and agree(kind, one.denied, other) is True


def _says_as_much(one: Statement, other: Statement) -> bool:
    """Whether two that agree say the same: "at least four" is no source for eleven."""
    bounds = [{inf, -inf} & {a.low, a.high} for each in (one, other) for a in each.amounts]
    figures = [{a.figure for a in each.amounts} for each in (one, other)]
    return not any(bounds) or bool(figures[0] & figures[1])


def _has_both(kind: Kind, one: Statement, other: Statement) -> bool:
    """Whether the unit of `one` says, too, what `other` does."""
    text = one.piece.text
    if kind is Kind.ANSWER:
        return False
    if kind is Kind.AMOUNT:
        text = _DENIED.sub(" ", text)
        there = stated_numbers.amounts(text, 0, len(text))
        return any(
            amount.figure == each.figure and amount.comparable(each)
            for amount in other.amounts
            for each in there
        )
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


def _lacks(question: str, one: Statement, other: Statement) -> bool:
    """Whether `one` lacks a word of the question that `other` has: injured, where killed is asked.

    Words for one thing count as one, and of a long question one word may be lacking.
    """
    asked = {_alike().get(stem, stem) for stem in content_words(question)} - _MODALS
    mine, theirs = (
        {_alike().get(stem, stem) for stem in stems(f"{each.piece.context}\n{each.piece.text}")}
        for each in (one, other)
    )
    return len(asked & theirs - mine) > (len(asked) >= _MANY_WORDS)


@cache
def _alike() -> dict[str, str]:
    """Stems of words for one thing, each with the first of them."""
    return {stem: group[0] for group in lexicon.ALIKE for word in group for stem in stems(word)}


def _of_a_series(question: str, one: Statement, other: Statement) -> bool:
    """Whether the titles differ by a date alone, and the question is about what happened once.

    Every meeting has its own chair; a price is another one at another time.
    """
    if not _PAST.search(question):
        return False
    titles = [each.piece.info.title for each in (one, other)]
    return titles[0] != titles[1] and len({_DATES.sub("", each) for each in titles}) == 1


def _of_other_versions(one: Statement, other: Statement) -> bool:
    """Whether the documents or sections are named by different numbers: releases, articles."""
    mine, theirs = (set(_VERSION.findall(each.piece.context)) for each in (one, other))
    return bool(mine and theirs) and not mine & theirs
