"""Questions to begin with, made of the titles of the documents."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa.render.sanitize import visible_line

_VERBS = r"is|are|was|were|will|has|have|can|could|may|must|should"
_STATED = re.compile(rf"(?P<subject>\S+(?: \S+){{0,4}}?) (?P<verb>{_VERBS}) (?P<rest>\S.+)")
# Where a headline's first clause ends; not at the dots of "U.S."
_END = re.compile(r"\s*[,;:?!–—]\s|(?<=[a-z]{3})\.\s|\s[-–—|]\s|[?!]$|(?<=[a-z]{3})\.$")
_WORD = r"(?:(?:[A-Z]\.){2,}|[A-Z][\w'’&-]*)"
_NAME = re.compile(rf"{_WORD}(?: {_WORD})*")
_PEOPLE = re.compile(r"\w+(?:ian|ish|ese|ans|ern)")  # Russian, Turkish: adjectives
_LAST = re.compile(r" (?:for|of|in|on|with|and|or|to|from|as|by|at|the|a|an|its|which|that)$")
_ARTICLES = ("The", "A", "An", "This", "These", "Its", "Their")
_SHORT = 4  # "U.S." asks for little
_NOUN = re.compile(r"(?!\w*ing$|How$|Why$|What$|My$|Our$|Your$)[A-Z][a-z]+")  # likely one
_FEW = 2  # words of a title that may name a thing
_LONGEST = 46  # characters of what is taken from a title


def starters(titles: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """At most `count` questions, different ones, as even over the titles as possible."""
    rounds = [list(_of(visible_line(title))) for title in titles]
    found: list[str] = []
    for turn in range(max(map(len, rounds), default=0)):
        for questions in rounds:
            if turn < len(questions) and questions[turn] not in found:
                found.append(questions[turn])
    return tuple(found[:count])


def _of(title: str) -> Iterable[str]:
    clause = _END.split(title, maxsplit=1)[0]
    stated = _STATED.fullmatch(clause)
    if stated:
        subject, rest = stated["subject"], _cut(stated["rest"])
        first, _, more = subject.partition(" ")
        if first in _ARTICLES:
            subject = f"{first.lower()} {more}".strip()
        yield f"Why {stated['verb']} {subject} {rest}?"
    words = clause.split()
    if not stated and 0 < len(words) <= _FEW and all(map(_NOUN.fullmatch, words)):
        several = words[-1].endswith("s") and not words[-1].endswith("ss")
        yield f"What {'are' if several else 'is'} {clause}?"
    names = _names(clause)
    for name in names:
        yield f"What is said about {name}?"
    if not names and not stated and clause:
        yield f"What is said about “{_cut(clause)}”?"


def _names(clause: str) -> list[str]:
    """Capitalised words that are likely names: not the first word alone, nor a whole headline."""
    words = clause.split()
    capitals = sum(word[:1].isupper() for word in words)
    if len(words) > 3 and capitals > 0.7 * len(words):  # Written Like This
        return []
    found = []
    for match in _NAME.finditer(clause):
        name = match[0]
        if match.start() == 0:
            first, _, more = name.partition(" ")
            if first in _ARTICLES:
                name = f"{first.lower()} {more}" if more else ""
            elif not more and not name.isupper() and "." not in name:
                continue
        if len(name) > 1 and name not in found and not _PEOPLE.fullmatch(name):
            found.append(name)
    telling = [name for name in found if len(name) > _SHORT] or found
    return sorted(telling, key=len, reverse=True)


def _cut(text: str) -> str:
    """The beginning of `text`, whole words, no longer than a question should be."""
    if len(text) > _LONGEST:
        text = text[: _LONGEST + 1].rpartition(" ")[0] or text[:_LONGEST]
    while (shorter := _LAST.sub("", text)) != text:
        text = shorter
    return text
