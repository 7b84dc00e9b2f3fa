"""What the turns before offer to a question that doesn't stand alone: names and noun phrases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from qa.conversation.lexicon import (
    CONJUNCTIONS,
    ORGANISATION_NOUNS,
    PERSON_ENDINGS,
    PERSON_NOUNS,
    RELATIONAL_NOUNS,
    SURNAMES_TOO,
    inflected_verb,
    word_set,
)
from qa.conversation.past import Past, without_ending
from qa.conversation.phrases import Phrase, noun_phrases
from qa.conversation.words import Word, key, words

_OF = re.compile(r"\s+of\s+((?:the |an? )?)", re.I)
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
    somebody: bool = False  # "he" or "she" stood for it, or "who is X?" was asked
    place: int = 0  # its number among the phrases of its turn

    @property
    def proper(self) -> bool:
        """Whether it holds a name or a number."""
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
        """Whether its title doesn't say that "she" (`female`) or "he" is somebody else."""
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
            if origin is Origin.QUOTE:
                phrases = [name for phrase in phrases for name in _names(phrase)]
            for place, phrase in enumerate(phrases):
                found += [
                    Candidate(
                        without_ending(each.text),
                        origin,
                        distance,
                        each,
                        asked=asked,
                        describes=described and origin is Origin.SPAN,
                        place=place,
                    )
                    for each in _with_inner(phrase)
                ]
    people = frozenset().union(*(turn.people for turn in pasts[-MAX_TURNS:]))
    return [replace(each, somebody=key(each.text) in people) for each in _merged(found)]


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


def _with_inner(phrase: Phrase) -> list[Phrase]:
    """A phrase, and those that "of" hangs from it: "the names of the two robots", "the two robots".

    What only says which property is meant ("the name of X") is left out.
    """
    of = _OF.search(phrase.text)
    if of is None:
        return [phrase]
    offset = phrase.words[0].start
    inner = tuple(word for word in phrase.words if word.start - offset >= of.end())
    outer = tuple(word for word in phrase.words if word.start - offset < of.start())
    if not inner or not outer:
        return [phrase]
    determiner = of.group(1).strip().lower()
    deeper = replace(
        phrase,
        text=phrase.text[of.end() :],
        start=inner[0].start - len(of.group(1)),
        words=inner,
        determiner=determiner,
        preposition="of",
    )
    if outer[-1].lower in RELATIONAL_NOUNS and not any(word.capital for word in outer):
        deeper = replace(deeper, preposition=phrase.preposition, subject=phrase.subject)
        return _with_inner(deeper)
    return [phrase, *_with_inner(deeper)]


def _names(phrase: Phrase) -> list[Phrase]:
    """Find the names in a phrase of running text: runs of words with a capital."""
    names: list[Phrase] = []
    run: list[Word] = []
    for word in (*phrase.words, None):
        if word is not None and word.text[0].isupper():
            run.append(word)
            continue
        if len(run) > 1 or (run and run[0].start > 0):
            offset = phrase.words[0].start
            if len(run) > 2 and _office(phrase, run[0]):
                run = run[1:]
            text = phrase.text[run[0].start - offset : run[-1].end - offset]
            names.append(replace(phrase, text=text, words=tuple(run), determiner=""))
        run = []
    return names


def _office(phrase: Phrase, word: Word) -> bool:
    """Whether a capital word ends an office before a name: "Secretary of State Mara Lund"."""
    before = phrase.text[: word.start - phrase.words[0].start]
    office = re.search(r"(\w+)\s+of\s+$", before)
    return office is not None and office.group(1).lower() in PERSON_NOUNS


def _merged(found: list[Candidate]) -> list[Candidate]:
    """Each thing once: the nearest mention, with its longest name and how many turns have it."""
    merged: list[Candidate] = []
    for each in found:
        mine = key(each.text)
        if not mine:
            continue
        for i, other in enumerate(merged):
            theirs = key(other.text)
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
