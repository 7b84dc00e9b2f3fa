"""Phrases within a noun phrase: what "of" hangs from it, who has it, the names in it."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.conversation.lexicon import PERSON_NOUNS, RELATIONAL_NOUNS, inflected_verb
from qa.conversation.phrases import Phrase
from qa.conversation.words import Word

_OF = re.compile(r"\s+of\s+((?:the |an? )?)", re.I)
_ENDING = re.compile(r"(?:['’]s|(?<=s)['’])$")


def before_verb(phrase: Phrase) -> Phrase | None:
    """A phrase of a statement up to its verb: "Velo" of "Velo opens factory"; None: a mere verb.

    Only questions have their verbs announced.
    """
    at = next(
        (
            n
            for n, word in enumerate(phrase.words)
            if word.text.islower()
            and inflected_verb(word.lower)
            and (phrase.words[n - 1].capital if n else not phrase.determiner)
        ),
        None,
    )
    if at is None:
        return phrase
    if at == 0:
        return None if len(phrase.words) == 1 and phrase.start else phrase
    text = phrase.text[: phrase.words[at - 1].end - phrase.words[0].start]
    return replace(phrase, text=text, end=phrase.words[at - 1].end, words=phrase.words[:at])


def with_inner(phrase: Phrase) -> list[Phrase]:
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
        return with_inner(deeper)
    return [phrase, *with_inner(deeper)]


def owner(phrase: Phrase) -> Phrase | None:
    """Who or what has the thing that a phrase is about: "Velo" of "Velo's second factory"."""
    found = phrase.words
    at = next((n for n, each in enumerate(found[:-1]) if each.possessive), None)
    if at is None or any(each.capital for each in found[at + 1 :]):
        return None  # a name as a whole: "King's Cross"
    text = phrase.text[: found[at].end - found[0].start]
    return replace(phrase, text=without_ending(text), end=found[at].end, words=found[: at + 1])


def names(phrase: Phrase) -> list[Phrase]:
    """Find the names in a phrase of running text: runs of words with a capital."""
    found: list[Phrase] = []
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
            found.append(replace(phrase, text=text, words=tuple(run), determiner=""))
        run = []
    return found


def _office(phrase: Phrase, word: Word) -> bool:
    """Whether a capital word ends an office before a name: "Secretary of State Mara Lund"."""
    before = phrase.text[: word.start - phrase.words[0].start]
    office = re.search(r"(\w+)\s+of\s+$", before)
    return office is not None and office.group(1).lower() in PERSON_NOUNS


def without_ending(name: str) -> str:
    """A name without the ending of its possessive."""
    return _ENDING.sub("", name)
