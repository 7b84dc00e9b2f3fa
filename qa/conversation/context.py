"""What the turns before offer to a question that doesn't stand alone: names and noun phrases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from qa.conversation.inner import before_verb, names, owner, with_inner, without_ending
from qa.conversation.lexicon import (
    AUXILIARIES,
    CONJUNCTIONS,
    DO_VERBS,
    ORGANISATION_NOUNS,
    PERSON_ENDINGS,
    PERSON_NOUNS,
    SURNAMES_TOO,
    inflected_verb,
    word_set,
)
from qa.conversation.past import Past
from qa.conversation.phrases import Phrase, noun_phrases
from qa.conversation.words import key, words

MAX_TURNS = 6  # that are looked at
_OF_MEN = word_set("mr mister sir lord king prince duke father brother uncle monsieur herr")
_OF_WOMEN = word_set("mrs ms miss lady dame queen princess duchess mother sister aunt madame frau")
_SHOWN = word_set("example examples")  # of what, is what is spoken of
_PARTICLES = word_set("of the de da di van von der den la le al bin")


class Origin(StrEnum):
    """Where a candidate stands."""

    QUESTION = "question"
    SPAN = "span"  # the words that answered
    QUOTE = "quote"  # elsewhere in the best evidence
    TITLE = "title"  # of the document that was cited


@dataclass(frozen=True, slots=True)
class Candidate:
    """A noun phrase of the turns before. `distance` 0 is the last turn."""

    text: str
    origin: Origin
    distance: int
    phrase: Phrase
    count: int = 1  # turns that mention it
    asked: str = ""  # the question word of its turn
    describes: bool = False  # it answered "who is NAME?", so that NAME is still who is meant
    female: bool | None = None  # whether "she" or "he" stood for it
    somebody: bool = False  # "he" or "she" stood for it, or "who is X?" was asked
    place: int = 0  # its number among the phrases of its turn
    found: bool = False  # it answered "what caused X?" or "what did X buy?", so that it is new
    owner: bool = False  # "its" stood for it: "Velo" of "Velo's factory"

    @property
    def proper(self) -> bool:
        """Whether it holds a name or a number; the capital that begins a title is no name's."""
        others = self.phrase.words[1:]
        if self.origin is Origin.TITLE and others and self.phrase.words[0].start == 0:
            return any(word.capital for word in others)
        return self.phrase.proper

    @property
    def holder(self) -> str:
        """The noun that a phrase with "of" is about: "mayor" of "the mayor of Harrow"; else ""."""
        of = next((n for n, word in enumerate(self.phrase.words) if word.lower == "of"), 0)
        return self.phrase.words[of - 1].lower if of else ""

    @property
    def person(self) -> bool:
        """Whether it may be somebody: a name of letters only, or a noun for persons."""
        head = self.phrase.head
        if head in PERSON_NOUNS or self.holder in PERSON_NOUNS:
            return True
        if len(self.phrase.words) == 1 and self.phrase.start == 0:
            return False  # the capital is that of the sentence
        if self.proper:
            if any(word.lower in ORGANISATION_NOUNS for word in self.phrase.words):
                return False
            return all(
                word.text[0].isupper()
                and re.fullmatch(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*\.?", word.text)
                for word in self.phrase.words
                if word.lower not in _PARTICLES
            ) and any(not word.text.isupper() for word in self.phrase.words)
        return head.endswith(PERSON_ENDINGS) and len(head) > 5

    def of_sex(self, female: bool) -> bool:
        """Whether no title and no turn says that "she" (`female`) or "he" is somebody else."""
        if self.female is not None and self.female != female:
            return False
        first = self.phrase.words[0].lower.rstrip(".")
        return first not in (_OF_MEN if female else _OF_WOMEN)

    @property
    def hardly_person(self) -> bool:
        """Whether its name is rather one of a company or a place: "Harrow Mill", "the Larkspur"."""
        name = all(word.text[0].isupper() for word in self.phrase.words)
        return name and (
            self.phrase.words[-1].lower in SURNAMES_TOO
            or (self.phrase.determiner == "the" and self.phrase.head not in PERSON_NOUNS)
        )


def candidates(pasts: Sequence[Past]) -> list[Candidate]:
    """The candidates of the turns before, nearest first; each thing once, by its fullest name."""
    found: list[Candidate] = []
    for distance, turn in enumerate(reversed(pasts[-MAX_TURNS:])):
        functions = (w.lower for w in words(turn.question) if w.function)
        asked = next((word for word in functions if word not in CONJUNCTIONS), "")
        described = _asks_of_a_name(turn)
        for origin, text in (
            (Origin.QUESTION, turn.question),
            (Origin.SPAN, turn.span),
            (Origin.QUOTE, turn.quote),
            (Origin.TITLE, turn.title),
        ):
            phrases = [each for each in noun_phrases(text) if each.head not in _SHOWN]
            if origin in (Origin.SPAN, Origin.TITLE):
                phrases = [each for phrase in phrases if (each := before_verb(phrase))]
            if origin is Origin.QUOTE:
                phrases = [name for phrase in phrases for name in names(phrase)]
            new = origin is Origin.SPAN and _asks_for_a_thing(turn.question)
            for place, phrase in enumerate(phrases):
                having = owner(phrase)
                if having and key(having.text) in turn.owners:
                    found.append(
                        Candidate(having.text, origin, distance, having, place=place, owner=True)
                    )
                found += [
                    Candidate(
                        without_ending(each.text),
                        origin,
                        distance,
                        each,
                        asked=asked,
                        describes=described and origin is Origin.SPAN,
                        place=place,
                        found=new,
                    )
                    for each in with_inner(phrase)
                ]
    people = frozenset().union(*(turn.people for turn in pasts[-MAX_TURNS:]))
    sexes = dict(pair for turn in pasts[-MAX_TURNS:] for pair in turn.sexes)
    return [
        replace(each, somebody=key(each.text) in people, female=sexes.get(key(each.text)))
        for each in _merged(found)
    ]


def _asks_for_a_thing(question: str) -> bool:
    """Whether it is asked what did something, or what somebody did; no "what is X?".

    "What does the mill deliver?" goes on about the mill.
    """
    found = words(question)
    if len(found) < 2 or found[0].lower not in ("what", "which"):
        return False
    verb = found[1].lower
    doer = next((each for each in noun_phrases(question) if each.subject), None)
    somebody = doer is not None and doer.proper and not doer.determiner
    return inflected_verb(verb) if verb not in AUXILIARIES else verb in DO_VERBS and somebody


_WHO_IS = re.compile(r"who(?:['’]s| is| was| are| were)\s+(?P<name>.+?)[\s?!.]*", re.I)


def _asks_of_a_name(turn: Past) -> bool:
    """Whether a turn was "who is NAME?": its answer says what is to be said of NAME.

    "Who is the mayor?" and "who is Harrow's mayor?" ask for a name.
    """
    match = _WHO_IS.fullmatch(turn.question)
    if match is None:
        return False
    name = match["name"]
    found = words(name)
    if any(word.possessive or word.lower in PERSON_NOUNS for word in found):
        return False
    written = all(word.text[0].isupper() or word.lower in _PARTICLES for word in found)
    return written or name.title() in turn.quote  # typed without capitals


def _merged(found: list[Candidate]) -> list[Candidate]:
    """Each thing once: the nearest mention, with its longest name and how many turns have it."""
    merged: list[Candidate] = []
    for each in found:
        mine = key(each.text)
        if not mine:
            continue
        for i, other in enumerate(merged):
            theirs = key(other.text)
            if each.owner != other.owner:
                continue
            if mine == theirs or (
                _name(each) and _name(other) and (_ends(mine, theirs) or _ends(theirs, mine))
            ):
                longer = max(
                    (other, each), key=lambda c: (len(c.phrase.words), c.origin is Origin.QUESTION)
                )
                if mine == theirs and _name(each) and not other.proper:
                    longer = each  # "peter lund" was typed
                if inflected_verb(longer.phrase.words[0].lower):
                    longer = other  # "Installing Rust" is no name
                if other.origin is Origin.SPAN and len(other.phrase.words) > 1:
                    longer = other  # the reader found where the name begins
                more = int(each.distance != other.distance and _counts(each))
                merged[i] = replace(
                    other,
                    text=longer.text,
                    phrase=_renamed(other, longer),
                    count=other.count + more,
                )
                break
        else:
            merged.append(each)
    return merged


def _name(candidate: Candidate) -> bool:
    """Whether it is a name and nothing else, and not of a title, where all words may be capital."""
    return candidate.origin is not Origin.TITLE and all(
        word.text[0].isupper() for word in candidate.phrase.words
    )


def _counts(candidate: Candidate) -> bool:
    """Whether another turn with it tells what the conversation is about: not a mere title.

    A document that is cited again and again is so named each time; a name says that it is about
    that, "Minutes of the meeting" doesn't.
    """
    return candidate.origin is not Origin.TITLE or all(
        word.text[0].isupper() or word.lower in _PARTICLES for word in candidate.phrase.words
    )


def _renamed(nearest: Candidate, longer: Candidate) -> Phrase:
    """The phrase of the longer name in the role of the nearest mention."""
    return replace(
        longer.phrase, subject=nearest.phrase.subject, preposition=nearest.phrase.preposition
    )


def _ends(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    """Whether a name is the end of a longer one: "Taylor" of "Mark Taylor"."""
    return len(shorter) < len(longer) <= len(shorter) + 2 and longer[-len(shorter) :] == shorter
