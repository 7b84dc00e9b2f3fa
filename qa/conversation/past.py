"""What is left of a turn for the next one: its question, what answered, and the document cited."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from qa.conversation.casing import cased, names_in
from qa.conversation.inner import without_ending
from qa.conversation.lexicon import PERSON_PRONOUNS, POSSESSIVES, SPEECH_VERBS
from qa.conversation.phrases import noun_phrases
from qa.conversation.several_questions import questions_in
from qa.conversation.shape import asking
from qa.conversation.words import key, words
from qa.datatypes import Evidence, Turn

MAX_QUOTE = 400  # characters of the best evidence that names are taken from
MAX_SPAN_WORDS = 6  # a longer answer span is no name
_CUT = re.compile(r"[.,;:?!\n]")
_NO_NAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Past:
    """A turn as the next one looks back on it."""

    question: str  # as it was understood
    span: str = ""  # the words that answered, if they were few
    quote: str = ""
    title: str = ""
    document: str | None = None
    people: frozenset[tuple[str, ...]] = frozenset()  # who the question is about, as `key`s
    sexes: frozenset[tuple[tuple[str, ...], bool]] = frozenset()  # names, and whether "she" was it
    owners: frozenset[tuple[str, ...]] = frozenset()  # for whom "its" and "their" stood, as `key`s


def past(turn: Turn, names: Mapping[str, str] = _NO_NAMES) -> Past | None:
    """What is left of a turn, with its `names` in capitals; None when it was no question."""
    if turn.reply is not None or turn.failure is not None or turn.cancelled:
        return None
    answer = turn.answer
    parts = questions_in((answer.interpretation if answer else None) or turn.question)
    text = cased(parts[-1], names)  # of several questions the last one is gone on with
    start, end = asking(text)
    question = text[start:end].strip()
    people, owners = _people(turn.question, text), owners_meant(turn.question, text)
    sexes = _sexes(turn.question, text)
    if answer is None or not answer.answered or not answer.evidence:
        return Past(question, people=people, sexes=sexes, owners=owners)
    best = answer.evidence[min(len(parts), len(answer.evidence)) - 1]
    document = next((s.document for s in answer.sources if s.number == best.citation), None)
    quote = _quote(best)[:MAX_QUOTE]
    return Past(
        question,
        _span(best) or _subject(question, quote),
        quote,
        document.title if document else "",
        document.source if document else None,
        people,
        sexes,
        owners,
    )


def names_of(turns: Sequence[Turn]) -> dict[str, str]:
    """The names that are quoted in some turns, by their lower case."""
    answers = [turn.answer for turn in turns if turn.answer is not None]
    return names_in(each.text for found in answers for each in (*found.evidence, *found.misses))


def owners_meant(typed: str, meant: str) -> frozenset[tuple[str, ...]]:
    """What "its" or "their" of a line stood for, which it goes on speaking of."""
    if POSSESSIVES.isdisjoint(key(typed)):
        return frozenset()
    before = set(key(typed))
    owners = (
        tuple(each.lower for each in phrase.words[: at + 1])
        for phrase in noun_phrases(meant)
        for at, word in enumerate(phrase.words)
        if word.possessive
    )
    return frozenset(each for each in owners if before.isdisjoint(each))


def _people(typed: str, meant: str) -> frozenset[tuple[str, ...]]:
    """The names in a question that are hardly those of things.

    "He" stood for them, "who is X?" was asked, or "what did X announce?".
    """
    before = set(key(typed))
    who = _WHO_IS.match(meant) is not None
    meant_by_him = bool(before & PERSON_PRONOUNS)
    spoke = not SPEECH_VERBS.isdisjoint(key(meant))
    return frozenset(
        key(without_ending(each.text))
        for each in noun_phrases(meant)
        if each.proper
        and (who or (spoke and each.subject) or (meant_by_him and not set(key(each.text)) & before))
    )


def _sexes(typed: str, meant: str) -> frozenset[tuple[tuple[str, ...], bool]]:
    """The names for which "he" or "she" of a line stood, each with whether it was "she"."""
    before = set(key(typed))
    pronouns = before & PERSON_PRONOUNS
    if not pronouns or not (pronouns <= _SHE or pronouns.isdisjoint(_SHE)):
        return frozenset()
    names = (key(without_ending(each.text)) for each in noun_phrases(meant) if each.proper)
    return frozenset((each, pronouns <= _SHE) for each in names if before.isdisjoint(each))


_SHE = frozenset(("she", "her", "hers", "herself"))
_WHO_IS = re.compile(r"who(?:['’]s| is| was)\s+(?=[A-Z])")


def _span(evidence: Evidence) -> str:
    """The words of `evidence` that answer, when they are few enough for a name."""
    if evidence.span is None:
        return ""
    low, high = evidence.span
    for start, end, at in _placed(evidence):
        if start <= low and high <= end:
            text = evidence.text[at + low - start : at + high - start]
            return text if len(text.split()) <= MAX_SPAN_WORDS else ""
    return ""


def _subject(question: str, quote: str) -> str:
    """What stands before the verb of "who founded Velo?" in the sentence that answers it."""
    asked = words(question)
    if len(asked) < 2 or asked[0].lower not in ("who", "what") or asked[1].function:
        return ""
    found = words(quote)
    at = next((n for n, each in enumerate(found) if each.lower == asked[1].lower), 0)
    text = quote[found[0].start : found[at - 1].end] if 0 < at <= MAX_SPAN_WORDS + 2 else ""
    named = any(not each.function for each in found[:at])
    return text if named and not _CUT.search(text) else ""


def _placed(evidence: Evidence) -> list[tuple[int, int, int]]:
    """The parts of a piece of evidence, each with its place in `evidence.text`.

    Parts are joined by something short and blank, so each is found behind the one before.
    """
    parts = evidence.stretches
    placed, at = [], 0
    for number, (start, end) in enumerate(parts):
        if number:
            while at < len(evidence.text) and evidence.text[at].isspace():
                at += 1
        placed.append((start, end, at))
        at += end - start
    return placed


def _quote(best: Evidence) -> str:
    """The sentences that prove, or the whole piece."""
    if best.proof is not None:
        low, high = best.proof
        for start, end, at in _placed(best):
            if start <= low < end:
                return best.text[at + low - start : at + min(high, end) - start]
    return best.text
