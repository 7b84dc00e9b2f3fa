"""A fragment ("And India?") put in the place of what it stands for in the last question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.conversation.anaphora import Kind
from qa.conversation.lexicon import PREPOSITIONS
from qa.conversation.past import Past
from qa.conversation.phrases import Phrase, noun_phrases
from qa.conversation.shape import Line, asks
from qa.conversation.times import Time, counted, dated_like, only_time, said_with, times
from qa.conversation.words import Word, key, words

_NUMBER = re.compile(r"v?\d+(?:[.,:/-]\d+)*\w?")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_NOWADAYS = re.compile(
    r",?\s*\b(?:at the moment|at present|now|nowadays|currently|today|these days)\b", re.I
)
_ONE = re.compile(r"(?<=\w\w)(?:(?<=ss|sh|ch|.x)e)?(?<!s)s\Z")
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
    if not fragment or points or not asks(question):
        return None
    if line.corrects:
        fragment = _meant(fragment)
    return _completed(fragment, line.lead, question, earlier)


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
    elif re.search(r"\b(?:for|with)\s*$", lead, re.I):
        preposition = lead.split()[-1].lower()
    phrases = noun_phrases(question)
    fragment = _one_written(fragment, phrases)
    other = re.fullmatch(r"(?:the |an)?other ones?", fragment, re.I)
    topics = {word for each in earlier for word in key(each.question)}
    target = _target(fragment, preposition, phrases, question, topics)
    if target is None:
        if not preposition:
            return None
        return _appended(question, f"{preposition} {fragment}")
    completed_text = _put(fragment, preposition, target, question)
    if other is None:
        return completed_text
    # Another one of what is not known where the last question had a name; that name tells it.
    return f"{completed_text.rstrip('?!. ')} ({target.text})?"


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


_PLACES = frozenset(("in", "at", "on", "from", "to", "under", "during", "within"))
_MATTERS = frozenset(("of", "for", "about", "with", "on", "regarding"))


def _target(
    fragment: str, preposition: str, phrases: list[Phrase], question: str, topics: set[str]
) -> Phrase | None:
    """The phrase of the last question that a fragment stands in the place of."""
    usable = [p for p in phrases if not (p.start < 12 and _asked(p, question))]
    if not usable:
        usable = [p for p in phrases if p.proper]
    timed = times(question)
    usable = [p for p in usable if not any(t.start <= p.start and p.end <= t.end for t in timed)]
    if preposition:
        same = [p for p in usable if p.preposition == preposition]
        if same:
            return _nearest(fragment, same, topics)
        if preposition == "of":
            owner = [p for p in usable if any(w.possessive for w in p.words) or " of " in p.text]
            if owner:
                return owner[-1]
        for group in (_PLACES, _MATTERS):
            if preposition in group:
                alike = [p for p in usable if p.preposition in group and preposition != "under"]
                if alike and _kind(fragment) == _kind(alike[-1].text):
                    return alike[-1]
        if preposition in ("for", "with", "of", "about"):
            inner = [p for p in usable if " of " in p.text and not p.proper]
            if inner:
                return inner[-1]
            return _nearest(fragment, usable, topics) if usable and preposition != "with" else None
        return None
    return _nearest(fragment, usable, topics)


def _asked(phrase: Phrase, question: str) -> bool:
    """Whether a phrase belongs to the question word: "Which books", "How many words"."""
    before = words(question[: phrase.start])
    return bool(before) and (
        before[-1].lower in ("what", "which", "whose", "many", "much")
        and not (before[-1].lower == "what" and phrase.determiner)
    )


def _kind(text: str) -> str:
    found = noun_phrases(text)
    if not found:
        return "word"
    phrase = found[-1]
    if phrase.numeric:
        return "number"
    return "name" if phrase.proper else ("plural" if phrase.plural else "noun")


def _nearest(fragment: str, phrases: list[Phrase], topics: set[str]) -> Phrase | None:
    """The phrase most like a fragment: shared words, the same kind, a topic, the subject."""
    mine, kind = set(key(fragment)), _kind(fragment)
    named = _things(words(fragment))
    best, best_score = None, -1.0
    for i, phrase in enumerate(phrases):
        theirs = {word.lower for word in phrase.words}
        score = 2.0 * len(named & _things(phrase.words)) + 1.5 * (kind == _kind(phrase.text))
        score += 0.6 * phrase.subject + 0.5 * (phrase.proper and kind == "name")
        score += 0.7 * (kind == "name" and phrase.proper and len(mine) == len(theirs))
        score += 0.8 * (phrase.proper and theirs <= topics)
        score += 0.1 * i - 1.0 * (phrase.numeric and kind != "number")
        if score > best_score:
            best, best_score = phrase, score
    return best


def _alike_within(fragment: str, text: str, of: re.Match[str]) -> bool:
    """Whether a fragment names what stands behind "of", and nothing before it."""
    named = _things(words(fragment))
    before, behind = (_things(words(part)) for part in (text[: of.start()], text[of.end() :]))
    return bool(named & behind) and not named & before


def _things(found: Sequence[Word]) -> set[str]:
    """What words name, one or several: file and files."""
    return {_ONE.sub("", word.lower) for word in found if not word.function}


def _put(fragment: str, preposition: str, target: Phrase, question: str) -> str:
    """The question with `fragment` in the place of `target`, of which it may be a part."""
    start, end = target.start, target.end
    text = question[start:end]
    possessor = next((word for word in target.words if word.possessive), None)
    of = re.search(r"\bof (?:the |an? )?", text)
    if (
        preposition in ("of", "for", "with", "about")
        and of
        and not (possessor and preposition == "of")
    ):
        inner = words(text[of.end() :])
        if (
            len(inner) > 1
            and len(key(fragment)) == 1
            and _kind(fragment) != "name"
            and (not inner[-1].capital)
        ):
            fragment = f"the {fragment} {inner[-1].text}"  # "the release profile"
        start += of.start() + 3
    elif not preposition and of and _alike_within(fragment, text, of):
        start += of.start() + 3
    elif possessor and preposition == "of":
        end = possessor.end
        fragment = re.sub(r"^(?:an?|the) ", "", fragment)
        ending = "'" if fragment.endswith("s") else "'s"
        fragment = f"{'the ' if target.determiner == 'the' else ''}{fragment}{ending}"
    elif possessor and not preposition and fragment[:1].isupper() and possessor.capital:
        end = possessor.end
        fragment = f"{fragment}'s"
    elif (
        not re.match(r"(?:the|an?|my|your|our) ", fragment, re.I)
        and target.determiner
        and (_kind(fragment) != "name")
    ):
        fragment = (
            f"{target.determiner} {fragment}" if target.determiner in ("the", "my") else fragment
        )
    return question[:start] + fragment + question[end:]
