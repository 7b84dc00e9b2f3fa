"""Whether the evidence answers the question at all, as a probability.

A logistic function of absolute measures of the best sentence (Platt, 1999). Scores that are
relative to the best hit are no use here: a best hit always looks good. The weights that go with a
reader stand beside its own; `python -m bench.suites.fit` fits them on tuning halves of develop
data: questions asked of a whole collection against the same questions with their own article
taken out, in large collections and small ones.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from qa.answering.antonyms import says_opposite
from qa.answering.days_of_rows import of_another_day
from qa.answering.linear_model import logistic, weighted
from qa.answering.negation import numbers, says_no
from qa.answering.piece import Piece, proves_nothing
from qa.answering.planned import only_announced
from qa.answering.qualifiers import asks_for_one, other_ordinal, other_qualifier, other_role
from qa.answering.query_weights import Weights
from qa.answering.question_form import Form, QuestionForm
from qa.answering.question_type import EXACT, MEASURES, AnswerType, expected, holds
from qa.datatypes import Strength

STRONG, LIKELY = 0.82, 0.5  # from here on

ANOTHER, UNNAMED, INCOMPLETE = 0.25, 0.49, 0.75  # at most, see `ceiling`
ELSEWHERE = 0.79
MENTIONED = 0.4  # at least, see `floor`
_HEAD = 400  # characters of a document that say what it is about, as its title does
_LOOKED_AT = 200_000  # characters of it that names are looked for in
_FEW_WORDS = 3  # of a name or a term that is looked up

_FEW = 5000  # passages; of more the best fits better and better by chance alone


@dataclass(frozen=True, slots=True)
class Features:
    """What is measured of the best unit and of what was found around it."""

    cosine: float = 0.0  # nearness of its best sentence in meaning
    sentence: float = 0.0  # share of the question's weight in words in that sentence
    coverage: float = 0.0  # the same in the unit, its headings and its title
    misfit: float = 0.0  # 1 if it holds nothing of the kind that is asked for
    missing: float = 0.0  # share of the question's weight in words found nowhere
    names: float = 0.0  # share of the names, numbers and codes of the question that it lacks
    number: float = 0.0  # 1 if its passage, title and date lack a number of the question
    denied: float = 0.0  # 1 if the question says no and it does not
    opposed: float = 0.0  # 1 if it has the opposite of a word of the question instead of that word
    answerable: float = 0.0  # the reader's logit of its passage
    span: float = 0.0  # margin of its best span over there being none
    ranked: float = 0.0  # the ranker's logit of it
    lead: float = 0.0  # how far its score is above the next document's, at most 3
    empty: float = 0.0  # 1 if its best sentence asks, supposes or is a fragment


FEATURES = tuple(field.name for field in fields(Features))
SIZES = ("steeper", "likelier", "drowned", "rivals")  # what a collection's size does to their sum

# Without a reader: fitted on half of squad11_dev's articles, whole collection only. Misfits are
# too rare to be fitted (3 in 100): theirs is set by hand.
UNREAD = {
    "intercept": -10.58,
    "cosine": 11.70,
    "sentence": 0.0,
    "coverage": 7.81,
    "misfit": -1.0,
    "missing": 0.0,
    "names": 0.0,
    "number": 0.0,
    "denied": 0.0,
    "opposed": 0.0,
    "answerable": 0.0,
    "span": 0.0,
    "ranked": 0.0,
    "lead": 0.0,
    "empty": 0.0,
    "steeper": 0.0,
    "likelier": 0.0,
    "drowned": 0.0,
    "rivals": 0.0,
}


def features(found: Sequence[Piece], weights: Weights) -> Features:
    """Measure the first of `found`, the units best first, among all that was read."""
    best = found[0]
    others = [piece.score for piece in found[1:] if piece.info.id != best.info.id]
    whole = "\n".join((best.context, best.best.told, best.text, *_named(best)))
    return Features(
        cosine=best.features.cosine,
        sentence=best.features.sentence,
        coverage=best.features.coverage,
        misfit=1.0 - best.features.fits,
        missing=weights.missing_share,
        names=weights.share_of_names(weights.lacking_names(whole)),
        number=float(not weights.numbers <= _numbers(best)),
        denied=float(weights.says_no and not says_no(best.best.told)),
        opposed=float(says_opposite(weights.question, best.best.text)),
        answerable=best.features.answerable,
        span=best.features.span,
        ranked=best.ranked,
        lead=min(3.0, best.score - max(others, default=best.score - 3.0)),
        empty=best.features.empty,
    )


def ceiling(best: Piece, weights: Weights) -> float:
    """How sure an answer can be at most when what the question names is not there.

    A version, a section, a numeral or a letter that the evidence lacks is another one's answer; so
    is a name that stands in no document, an ordinal in the place of another ("the third quarter"),
    a row of another day, another office ("foreign minister"), no telephone number where one is
    asked for, and what only asks the question or supposes what is not so. A name that it lacks, or
    a word that stands nowhere, makes a strong answer impossible, and a likely one too unless its
    document has the name elsewhere; so does another word in the place of one that stands nowhere
    ("walnut board"), another option of a command, and a sentence that only announces what is taken
    to have happened.
    """
    quoted = best.best
    around = f"{surroundings(best)}\n{best.document.text[:_HEAD]}"
    kind = expected(weights.question)
    if proves_nothing(best, weights):
        return ANOTHER
    if kind in EXACT and not holds(kind, f"{quoted.told}\n{best.text}"):
        return ANOTHER
    if weights.missing_names or weights.lacking_identifiers(around):
        return ANOTHER
    if other_role(weights.question, around) or other_ordinal(weights.question, around):
        return ANOTHER
    if of_another_day(weights.question, best.best.text):
        return ANOTHER
    lacking = weights.lacking_names(around)
    if lacking:
        named = set(weights.lacking_names(best.document.text[:_LOOKED_AT]))
        return UNNAMED if named.intersection(lacking) else ELSEWHERE
    if not weights.has_options(around):
        return UNNAMED
    if other_qualifier(weights.question, around, weights.missing):
        return ANOTHER if asks_for_one(weights.question, weights.missing) else UNNAMED
    if announced(best, weights):
        return UNNAMED
    return INCOMPLETE if weights.missing else 1.0


def announced(best: Piece, weights: Weights) -> bool:
    """Whether the best sentence only says that what is asked for was to happen."""
    measured = expected(weights.question) in {*MEASURES, AnswerType.TIME}
    span = best.best.span if measured else None
    return only_announced(weights.question, best.best.text, span[0] if span else None)


def surroundings(piece: Piece) -> str:
    """The text in which what the question names has to stand: the unit, its passage, its names."""
    around = (piece.context, piece.best.told, piece.text, piece.best.hit.text, *_named(piece))
    return "\n".join((*around, _day(piece)))


def floor(best: Piece, question: QuestionForm) -> float:
    """How sure an answer is at least when a bare name or term stands word by word in the evidence.

    "kayak" asks nothing that a reader could find an answer to: it looks for what speaks of kayaks.
    """
    words = re.findall(r"\w+", question.text)
    if question.form is not Form.KEYWORDS or not 0 < len(words) <= _FEW_WORDS:
        return 0.0
    phrase = r"\W+".join(map(re.escape, words))
    return MENTIONED if re.search(rf"\b{phrase}\b", best.text, re.I) else 0.0


def probability(
    measured: Features, passages: int, fitted: Mapping[str, float] | None = None
) -> float:
    """How likely it is that the sentence answers its question, by `fitted` or without a reader.

    `passages` is how many there are to choose from.
    """
    return logistic(tempered(measured, passages, fitted or UNREAD))


def tempered(measured: Features, passages: int, fitted: Mapping[str, float]) -> float:
    """The weighted sum of what was measured, as a logit that takes account of `passages`.

    The same measures say less in a single document, where what doesn't answer is about the same
    thing, and in a crowd, where something always seems to (temperature scaling, Guo et al., 2017).
    """
    few, many = size(passages)
    logit = weighted(fitted, measured)
    logit += few * (fitted["steeper"] * logit + fitted["likelier"])
    return logit * math.exp(fitted["drowned"] * many) + fitted["rivals"] * many


def size(passages: int) -> tuple[float, float]:
    """The powers of ten of passages: those up to some thousands, and those beyond."""
    return math.log10(max(1, min(passages, _FEW))), max(0.0, math.log10(max(1, passages) / _FEW))


def strength(confidence: float) -> Strength:
    """The word for a confidence."""
    if confidence >= STRONG:
        return Strength.STRONG
    return Strength.LIKELY if confidence >= LIKELY else Strength.WEAK


def _day(piece: Piece) -> str:
    """The day of a document as a question may name it; empty where it is unknown."""
    day = piece.info.published
    return f"{day:%Y %B} {day.day} {day.isoformat()}" if day else ""


def _named(best: Piece) -> tuple[str, ...]:
    """What a document is called and who made it: what Ada asks in her mail is asked by Ada."""
    info = best.info
    return info.source, info.author or "", info.agency or ""


def _numbers(best: Piece) -> frozenset[str]:
    """The numbers of its passage, and of what its document is called and dated."""
    info = best.info
    published = info.published.isoformat().replace("-", " ") if info.published else ""
    return numbers(f"{best.context} {info.source} {published} {best.best.hit.text} {best.text}")
