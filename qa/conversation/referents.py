"""Which of the candidates a mention stands for: agreement, role and nearness, weighted by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa import lexicon
from qa.conversation.anaphora import Kind, Mention
from qa.conversation.context import Candidate, Origin
from qa.conversation.lexicon import PERIODS, PERSON_NOUNS, RELATIONAL_NOUNS
from qa.conversation.words import Word

_YEAR = re.compile(r"(?:1[5-9]|20)\d\ds?")
TOPICAL = ("about", "regarding", "concerning")
_LOCAL = ("in", "at", "from", "to", "near")
_LEAST = 0.5  # a lower score names nothing
# From here on what the last turn was about is not weighed against earlier turns: an entity of the
# utterance before is what a pronoun continues (centering, Grosz, Joshi and Weinstein, 1995).
# Chosen on CANARD dev, where 2 to 3.5 are alike.
_CENTRE = 2.0


def referent(
    mention: Mention, offered: Sequence[Candidate], own: frozenset[str]
) -> Candidate | None:
    """The candidate a mention stands for, None when none fits.

    `own` are the question's words, in lower case: what it names itself is not meant.
    """
    usable = [each for each in offered if not {word.lower for word in each.phrase.words} <= own]
    # "What are Velo's products? When did it begin?": not the products. "He" may be either.
    may_own = mention.kind in (Kind.THING, Kind.PLURAL)
    usable = [each for each in usable if may_own or not each.owner]
    if mention.female is not None:
        usable = [each for each in usable if each.of_sex(mention.female)]
    last = [each for each in usable if each.distance == 0]
    return _best(mention, last, _CENTRE) or _best(mention, usable, _LEAST)


def _best(mention: Mention, offered: Sequence[Candidate], least: float) -> Candidate | None:
    best, best_score = None, least
    for each in offered:
        score = _score(mention, each)
        if score > best_score:
            best, best_score = each, score
    return best


def fits(mention: Mention, candidate: Candidate) -> bool:
    """Whether a description shares its noun with a candidate, or may stand for a name."""
    return _described(mention.noun, candidate) > 0


def _score(mention: Mention, candidate: Candidate) -> float:
    phrase = candidate.phrase
    score = 2.0 - 0.8 * candidate.distance + 0.5 * min(candidate.count - 1, 3)
    score += {Origin.QUESTION: 1.0, Origin.SPAN: 0.6, Origin.QUOTE: -0.6, Origin.TITLE: -0.2}[
        candidate.origin
    ]
    score += 0.4 * phrase.subject - 0.1 * candidate.place
    score += 0.9 * (phrase.preposition in TOPICAL)
    if phrase.head in RELATIONAL_NOUNS and not phrase.proper:
        score -= 1.5
    if is_period(candidate):
        score -= 2.5
    answers_where = candidate.origin is Origin.SPAN and candidate.asked == "where"
    answers_who = candidate.origin is Origin.SPAN and candidate.asked in ("who", "whom")
    if mention.kind is Kind.PERSON:
        score += 1.5 if candidate.person else -4.0
        score += 1.0 * candidate.proper + 2.0 * (answers_who and not candidate.describes)
        score -= 2.0 * (candidate.hardly_person + candidate.describes)
        score -= 1.0 * phrase.plural + 2.0 * (phrase.preposition in _LOCAL)
        # "Who is the mayor of Harrow? Where does she live?": not Harrow.
        score += 1.0 * (candidate.holder in PERSON_NOUNS)
    elif mention.kind is Kind.THING:
        score += 0.8 * candidate.proper - (0.5 if phrase.subject else 2.0) * phrase.plural
        score -= 2.5 * (answers_who or is_quantity(candidate)) + 4.0 * candidate.somebody
        score += 2.5 * candidate.found - 3.0 * (phrase.head in PERSON_NOUNS)
        score -= 0.4 * (phrase.preposition in _LOCAL)
        # "How many died? Why was it corrected?": the number, and no name that stands beside it.
        score -= 2.0 * (candidate.origin is Origin.QUOTE and candidate.asked == "how")
    elif mention.kind is Kind.PLURAL:
        score += 2.0 * phrase.plural + 0.5 * candidate.proper
        sum_ = (
            candidate.origin is Origin.SPAN and candidate.asked != "how" and is_quantity(candidate)
        )
        score -= 3.0 * sum_
        # "How many people were hurt? Are they well?": the three workers.
        counted = candidate.origin is Origin.SPAN and candidate.asked == "how"
        score += 1.5 * (counted and not candidate.proper and len(phrase.words) > 1)
        score += 1.0 * candidate.found + 0.8 * answers_who
        score -= 0.4 * (phrase.preposition in _LOCAL)
    elif mention.kind is Kind.PLACE:
        score += 1.5 * (phrase.preposition in _LOCAL) + 1.0 * candidate.proper - 1.0 * phrase.plural
        score += 2.0 * answers_where - 0.5 * phrase.subject
    elif mention.kind is Kind.DESCRIPTION:
        score += _described(mention.noun, candidate)
    return score


def _described(noun: str, candidate: Candidate) -> float:
    """What "that country" or "these files" has in common with a candidate."""
    if is_period(candidate):
        return -0.3
    near = candidate.origin in (Origin.QUESTION, Origin.SPAN)
    heads = {candidate.phrase.head, candidate.phrase.words[-1].lower}
    if any(alike(noun, head) for head in heads):
        return 3.0 if near else 1.0
    if any(alike(noun, word.lower) for word in candidate.phrase.words):
        return 2.0 if near else 0.5
    return 0.8 * candidate.proper - 0.3


def is_period(candidate: Candidate) -> bool:
    """Whether it is a number, a date or a time, which pronouns don't stand for."""
    found = candidate.phrase.words
    if all(_counts(word, candidate) for word in found):
        return True
    return (candidate.phrase.numeric and len(found) == 1) or any(
        word.lower in PERIODS or _YEAR.fullmatch(word.lower) for word in found
    )


def is_quantity(candidate: Candidate) -> bool:
    """Whether it is a number, perhaps with its unit, and no name such as "737 MAX"."""
    first, *others = candidate.phrase.words
    number = first.text[0].isdigit() or _counts(first, candidate)
    return number and not any(word.capital for word in others)


_NUMBERS = frozenset(
    (*lexicon.NUMBER_VALUES, *lexicon.MAGNITUDES, "dozen", "dozens", "half", "none")
)


def _counts(word: Word, candidate: Candidate) -> bool:
    """Whether a word is a written number. With a capital inside a question it is a name."""
    if word.capital and candidate.origin is Origin.QUESTION:
        return False
    return all(
        part.removesuffix("s") in _NUMBERS or part in _NUMBERS for part in word.lower.split("-")
    )


def alike(one: str, other: str) -> bool:
    """Whether two nouns are the same but for a plural ending."""
    return one == other or one + "s" == other or other + "s" == one or one[:-1] + "ies" == other
