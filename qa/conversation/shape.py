"""What kind of line a question is: whole, a fragment, a bare "why?", or vague.

A whole question names what it asks about. The rules are precise rather than complete: a question
that is wrongly joined to the turns before it is worse than one that is asked as it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from qa.conversation.anaphora import Kind, Mention, mentions
from qa.conversation.lexicon import (
    AUXILIARIES,
    MEASURES,
    PREPOSITIONS,
    PRONOUNS,
    RELATIONAL_NOUNS,
    SHOWING,
    SPEAKERS,
    WH_WORDS,
    base_verb,
)
from qa.conversation.openings import CLAUSE, CORRECTS, LEAD
from qa.conversation.phrases import Phrase, noun_phrases
from qa.conversation.times import counted, only_time
from qa.conversation.words import Word, key, verbs, words

MAX_FRAGMENT = 8  # words


class Shape(StrEnum):
    """What a line lacks."""

    WHOLE = "whole"  # nothing
    ANAPHORIC = "anaphoric"  # a pronoun or a description points outside of it
    FRAGMENT = "fragment"  # "And India?": the rest of the last question
    CLAUSE = "clause"  # "why?", "when was that?": what the last question was about
    DEFINITE = "definite"  # "the batteries": may be those of the turn before
    TOPICAL = "topical"  # "What is the refund period?": perhaps that of whom the last one named
    VAGUE = "vague"  # "what are the dates?": whose; may be whole all the same


@dataclass(frozen=True, slots=True)
class Line:
    """A question taken apart. `body` is without what leads in to it ("and", "what about")."""

    text: str
    body: str
    lead: str
    shape: Shape
    certain: bool
    mentions: tuple[Mention, ...]  # offsets of `body`
    phrases: tuple[Phrase, ...]  # of `body`

    @property
    def denies(self) -> bool:
        """Whether it asks why something else is not so: "and why not Oslo?"."""
        return self.lead.lower().endswith("why not")

    @property
    def corrects(self) -> bool:
        """Whether it says what was meant by the line before: "no, I mean the fire"."""
        return CORRECTS.search(self.lead) is not None


_SHORT = 10  # words of a question that may lean on the topic without a word that says so
_KEYWORDS = 4  # words of a bare noun phrase with "?" that may be a fragment


_SENTENCE = re.compile(r"[^.?!\n]*(?:[.?!](?![\s\"')]|$)[^.?!\n]*)*[.?!\n]*[\"')]*\s*")


def asking(text: str) -> tuple[int, int]:
    """Where in a line of several sentences the one stands that asks: the last with "?".

    All of the line when it is one sentence, or none of them asks.
    """
    spans = [m.span() for m in _SENTENCE.finditer(text) if m.group().strip(" .?!\n\"'")]
    if len(spans) > 1:
        for start, end in reversed(spans):
            if "?" in text[start:end]:
                return start, end
        for start, end in reversed(spans):
            found = words(text[start:end])
            if found and _asks(found):
                return start, end
    return 0, len(text)


def read(text: str) -> Line:
    """Take a question of one sentence apart and say what it lacks."""
    match = LEAD.match(text)
    lead = match.group().strip() if match else ""
    body = text[match.end() :] if match else text
    order = lead.lower().endswith("why not") and base_verb(next(iter(key(body)), ""))
    if not body.strip(" ?!.,") or order:  # "why not use vinegar?" is whole
        body, lead = text, ""
    pointing = tuple(mentions(body))
    phrases = tuple(noun_phrases(body))
    found = words(body)
    shape, certain = _shape(text, body, lead, found, phrases, pointing)
    return Line(text, body, lead, shape, certain, pointing, phrases)


def _shape(
    text: str,
    body: str,
    lead: str,
    found: list[Word],
    phrases: tuple[Phrase, ...],
    pointing: tuple[Mention, ...],
) -> tuple[Shape, bool]:
    if CLAUSE.fullmatch(text.strip()) or (lead and CLAUSE.fullmatch(body.strip())):
        return Shape.CLAUSE, True
    if not found:
        return Shape.WHOLE, True
    asks = _asks(found)
    about = re.search(r"(?:about|same|with|to|for|not|versus|vs\.?)$", lead, re.I) is not None
    bare = body.strip(" ?!.")
    when = only_time(bare)
    if (lead or text.rstrip().endswith("?")) and (when or counted(bare)):
        return Shape.FRAGMENT, bool(lead or (when and when.preposition))
    if not asks and phrases and len(found) <= 2 * MAX_FRAGMENT and CORRECTS.search(lead):
        return Shape.FRAGMENT, True
    if not asks and len(found) <= MAX_FRAGMENT and (phrases or pointing):
        verb = bool(verbs(found))
        if about or (lead and not verb):
            return Shape.FRAGMENT, True
        first = found[0].lower
        if first in PREPOSITIONS and not verb:
            if text.rstrip().endswith("?"):
                return Shape.FRAGMENT, True
            if len(found) <= _KEYWORDS:  # "without cream"
                return Shape.FRAGMENT, False
        if text.rstrip().endswith("?") and len(found) <= _KEYWORDS and not verb:
            return Shape.FRAGMENT, False
    if about and len(found) <= 2 * MAX_FRAGMENT and not asks:
        return Shape.FRAGMENT, False
    if pointing:
        return Shape.ANAPHORIC, _points_surely(found, phrases, pointing)
    if asks and (
        _vague(lead, found, phrases) or _verbless(found, phrases) or _bare(found, phrases)
    ):
        return Shape.VAGUE, False
    if asks and _definite(found, phrases):
        return Shape.DEFINITE, False
    if asks and topical(found, phrases):
        return Shape.TOPICAL, False
    return Shape.WHOLE, True


def topical(found: list[Word], phrases: tuple[Phrase, ...]) -> bool:
    """Whether it is whole, but names nothing and nobody, and asks about a "the NOUN" of something.

    "What is the refund period?" does, "How many ships are there in the harbour?" doesn't.
    """
    return (
        any(
            phrase.determiner == "the"
            and phrase.subject
            and " of " not in phrase.text
            and not _followed(found, phrase)
            for phrase in phrases
        )
        and not any(phrase.proper for phrase in phrases)
        and len(found) <= _SHORT
        and not any(word.lower in SPEAKERS for word in found)
    )


def _definite(found: list[Word], phrases: tuple[Phrase, ...]) -> bool:
    """Whether it has no name, and a "the NOUN" of which nothing says which one is meant."""
    return any(
        phrase.determiner == "the" and len(phrase.words) == 1 and not _followed(found, phrase)
        for phrase in phrases
    ) and not any(phrase.proper or len(phrase.words) > 2 for phrase in phrases)


def asks(text: str) -> bool:
    """Whether a sentence has the form of a question or an order."""
    found = words(text)
    return bool(found) and _asks(found)


def _asks(found: list[Word]) -> bool:
    """Whether it has the form of a question or an order, and not of a mere phrase."""
    for word in found[:3]:
        if word.lower in WH_WORDS or word.lower.removesuffix("'s") in WH_WORDS:
            return True
        if word.lower not in PREPOSITIONS:
            break
    first = found[0].lower
    if first in AUXILIARIES or first in SHOWING:
        return True
    # "the ones for Sync, who hosts those?": the question comes after a topic.
    return any(word.lower in WH_WORDS for word in found[1:]) and len(found) > 4


def _points_surely(
    found: list[Word], phrases: tuple[Phrase, ...], pointing: tuple[Mention, ...]
) -> bool:
    """Whether the mentions leave the question without a subject of its own."""
    named = any(phrase.proper and not phrase.numeric for phrase in phrases)
    if not named:
        return True
    subjects = ("he", "she", "it", "they")
    return any(
        word.lower in subjects and word.start == mention.start
        for mention in pointing
        for word in found
    )


def _vague(lead: str, found: list[Word], phrases: tuple[Phrase, ...]) -> bool:
    """Whether it names only something that belongs to something: "what are the dates?"."""
    if any(phrase.proper for phrase in phrases):
        return False
    shows = found[0].lower in SHOWING
    own = SPEAKERS - {"my", "your", "our"}
    if any(word.lower in own and not (shows and at == 1) for at, word in enumerate(found)):
        return False
    if re.match(r"\W*(?:and|but|so)\b", lead, re.I):
        return True
    if len(phrases) != 1 or any(len(phrase.words) > 2 for phrase in phrases):
        return False
    (phrase,) = phrases
    exemplary = phrase.head in ("example", "examples")
    if (
        (phrase.determiner != "the" and not exemplary)
        or phrase.preposition
        or " of " in phrase.text
    ):
        return False
    content = [
        w
        for at, w in enumerate(found)
        if not w.function
        and not (at == 0 and shows)
        and w.lower not in MEASURES
        and not phrase.start <= w.start < phrase.end
    ]
    return not content and (exemplary or phrase.head in RELATIONAL_NOUNS)


def _bare(found: list[Word], phrases: tuple[Phrase, ...]) -> bool:
    """Whether somebody asks for himself and names nothing at all: "how do i cancel"."""
    speaks = any(word.lower in ("i", "we", "you") for word in found)
    return speaks and not phrases and found[-1].lower != "mean"


def _verbless(found: list[Word], phrases: tuple[Phrase, ...]) -> bool:
    """Whether it asks of what no verb says: "which versions?", "how many times?"."""
    counted = found[0].lower == "how" and len(found) > 1 and found[1].lower in ("many", "much")
    asked = counted or found[0].lower in ("which", "what")
    return (
        asked
        and len(phrases) == 1
        and len(found) == 1 + counted + len(phrases[0].words)
        and not phrases[0].proper
        and not verbs(found)
    )


def _followed(found: list[Word], phrase: Phrase) -> bool:
    """Whether something behind a noun says which one is meant: "the man who", "the price of"."""
    after = next((word for word in found if word.start >= phrase.end), None)
    return after is not None and (
        after.lower in PREPOSITIONS or after.lower in ("that", "who", "which", "where", "when")
    )


def has_pronoun(line: Line) -> bool:
    """Whether one of the mentions is a personal pronoun."""
    return any(
        each.kind in (Kind.PERSON, Kind.THING, Kind.PLURAL) for each in line.mentions
    ) or any(word.lower in PRONOUNS for word in words(line.body))
