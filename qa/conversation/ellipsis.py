"""A fragment ("And India?") put in the place of what it stands for in the last question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.conversation.anaphora import Kind
from qa.conversation.lexicon import BE_VERBS, PREPOSITIONS, inflected_verb
from qa.conversation.past import Past
from qa.conversation.phrases import Phrase, noun_phrases
from qa.conversation.shape import Line, asks
from qa.conversation.slots import kind_of, put, replaced_by
from qa.conversation.times import Time, counted, dated_like, only_time, said_with, times
from qa.conversation.words import key, verbs, words

_FEW = 3  # words of a name
_NUMBER = re.compile(r"v?\d+(?:[.,:/-]\d+)*\w?")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_NOWADAYS = re.compile(
    r",?\s*\b(?:at the moment|at present|now|nowadays|currently|today|these days)\b", re.I
)
# Behind and before a correction: what was not meant.
_NOT_MEANT = re.compile(r",?\s+(?:and |but )?not\b.*|not [^,]*(?:,| but )\s*(?:but )?", re.I)


def completed(line: Line, last: Past, earlier: Sequence[Past] = ()) -> str | None:
    """A fragment put in the place of what it stands for in the last question.

    "And India?" after "When did Turkey buy it?" gives "When did India buy it?". None when there is
    nothing in the last question that it could replace. What the questions before that (`earlier`)
    were about as well is what a new name most likely replaces.
    """
    question = last.question.strip()
    fragment = re.sub(
        r"[\s,]*\b(?:please|then|instead|too|as well|though)\b[\s,]*$", "", line.body.strip(" ?!.")
    )
    points = any(m.kind not in (Kind.ONE, Kind.CLAUSE) for m in line.mentions)
    if not fragment or points or not (asks(question) or _keywords(line, fragment)):
        return None
    if line.corrects:
        fragment = _meant(fragment)
    return _completed(fragment, line.lead, question, earlier)


def _keywords(line: Line, fragment: str) -> bool:
    """Whether a name may take the place of another in mere words: "price of the Basic plan"."""
    marked = bool(line.lead) or line.text.rstrip().endswith("?")
    return marked and kind_of(fragment) == "name" and len(words(fragment)) <= _FEW


def _completed(fragment: str, lead: str, question: str, earlier: Sequence[Past]) -> str | None:
    if counted(fragment):
        return _appended(question, fragment)
    if (when := only_time(fragment)) and not _may_be_amount(when, question):
        return _timed(when, question)
    last = times(fragment)[-1:]
    if last and last[0].end == len(fragment) and last[0].preposition not in ("", "of"):
        place = _completed(fragment[: last[0].start].strip(), lead, question, earlier)
        return _timed(last[0], place) if place else None  # "and in Harrow in July?"
    numbers = _NUMBER.findall(fragment)
    if numbers:
        swapped = _numbers_swapped(fragment, numbers, question)
        if swapped:
            return swapped
    found = words(fragment)
    preposition = ""
    if found and found[0].lower in ("that", "those") and len(found) > 1 and found[1].lower == "of":
        fragment = fragment[found[1].start :]
        found = words(fragment)
    if found and found[0].lower in PREPOSITIONS and found[0].lower != "like":
        preposition = found[0].lower
        fragment = fragment[found[0].end :].strip()
    elif re.search(r"^(?!.*\bcompared?\b).*\b(?:for|with)\s*$", lead, re.I):
        preposition = lead.split()[-1].lower()
    if not preposition and (done := _done_instead(fragment, question)):
        return done
    phrases = noun_phrases(question)
    fragment = _one_written(fragment, phrases)
    other = re.fullmatch(r"(?:the |an)?other ones?", fragment, re.I)
    topics = {word for each in earlier for word in key(each.question)}
    about = re.search(r"\babout\s*$", lead, re.I) is not None
    target = replaced_by(fragment, preposition, phrases, question, topics, about=about)
    if target is None:
        if not preposition:
            return None
        return _appended(question, f"{preposition} {fragment}")
    completed_text = put(fragment, preposition, target, question)
    if other is None:
        return completed_text
    # Another one of what is not known where the last question had a name; that name tells it.
    return f"{completed_text.rstrip('?!. ')} ({target.text})?"


def _done_instead(fragment: str, question: str) -> str | None:
    """A participle for a participle: "and injured?" after "How many people were killed?"."""
    mine, theirs = words(fragment), words(question)
    if len(mine) != 1 or mine[0].capital or not inflected_verb(mine[0].lower):
        return None
    passive = [
        theirs[at]
        for at in sorted(verbs(theirs))
        if inflected_verb(theirs[at].lower) and any(w.lower in BE_VERBS for w in theirs[:at])
    ]
    if len(passive) != 1 or mine[0].lower.endswith("ing") != passive[0].lower.endswith("ing"):
        return None
    return question[: passive[0].start] + mine[0].text + question[passive[0].end :]


def _meant(fragment: str) -> str:
    """A correction without what it says was not meant: "the fire, not the strike"."""
    before = _NOT_MEANT.match(fragment)
    return (fragment[before.end() :] if before else _NOT_MEANT.sub("", fragment)).strip(" ,")


def _appended(question: str, phrase: str) -> str:
    """The question with a phrase at its end, before what stands in brackets there."""
    base = _NOWADAYS.sub("", question).rstrip("?!. ")
    at = base.rfind(" (") if base.endswith(")") else len(base)
    return f"{base[:at]} {phrase}{base[at:]}?"


def _timed(when: Time, question: str) -> str:
    """The question with another time in the place of its own; behind it when it had none."""
    stated = times(question)
    same = [each for each in stated if each.preposition == when.preposition]
    if same or not stated or not when.preposition:
        swapped = _numbers_swapped(when.text, _NUMBER.findall(when.text), question)
        if swapped:
            return swapped  # "and 2023?" after "in May 2022"
    if not stated:
        return _appended(question, said_with(when))
    target = (same or stated)[-1]
    new = replace(when, text=dated_like(when, target))
    written = said_with(new)
    if not target.preposition and not when.preposition:
        written = new.text
    return question[: target.start] + written + question[target.end :]


def _may_be_amount(when: Time, question: str) -> bool:
    """Whether "and 2000?" may stand for another number of the question that is no time."""
    if when.preposition or not when.text.isdigit():
        return False
    spans = [(each.start, each.end) for each in times(question)]
    return any(
        not any(start <= match.start() < end for start, end in spans)
        for match in _NUMBER.finditer(question)
    )


def _numbers_swapped(fragment: str, numbers: list[str], question: str) -> str | None:
    """A year for a year, a version for a version; other words stay as they are."""
    theirs = list(_NUMBER.finditer(question))
    if not theirs:
        return None
    if len(numbers) == 1 and len(theirs) >= 1:
        (new,) = numbers
        same = [m for m in theirs if _number_form(m.group()) == _number_form(new)]
        others = [w for w in words(fragment) if w.capital and w.text != new]
        mine = {w.lower for w in words(question)}
        if len(same) == 1 and all(w.lower in mine for w in others):
            (match,) = same
            return question[: match.start()] + new + question[match.end() :]
    return None


def _number_form(number: str) -> str:
    if _YEAR.fullmatch(number):
        return "year"
    return "version" if "." in number else "number"


def _one_written(fragment: str, phrases: list[Phrase]) -> str:
    """Write "the flexible one" with its noun: that of the last phrase of the question."""
    match = re.search(r"\b(ones?)$", fragment, re.I)
    if not match or not phrases:
        return fragment
    before = key(fragment[: match.start()])
    options = [p for p in phrases if len(p.words) > 1 or p.determiner] or phrases
    phrase = options[-1]
    if phrase.words[-1].capital:
        return fragment  # a name: there is no other Larkspur
    head = phrase.words[-1].text
    return fragment[: match.start()] + head if before else fragment
