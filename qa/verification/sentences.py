"""A draft cut into sentences, and each of them looked for in the documents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.datatypes import CheckedSentence, SentenceState
from qa.errors import UsageError
from qa.verification.places import Places
from qa.verification.words import words

MAX_DRAFT = 1_000_000  # characters

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
# What begins a line without being text: marks of lists, quotations and headings.
_LINE_MARK = re.compile(r"[ \t]*(?:(?:[>*+•–-]|#{1,6}|\d{1,3}[.)])[ \t]+)+")
_CITATION = re.compile(r"(?:\s*\[\^?\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\])+\s*$")  # "[1]", "[2, 3]"
_CITED = re.compile(r"\s*\[\^?\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\](?!\()")
_EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|\*|_|`)(?=\S)([^*_`]+?)(?<=\S)\1(?!\w)")
_NESTED = 2  # marks of emphasis in others: "**_so_**"
_RULE = re.compile(r"[-=*_~\s]*")


def checked(text: str, places: Places, *, whole: bool = False) -> tuple[CheckedSentence, ...]:
    """Look for every sentence of a draft, or for all of it as one.

    Raises UsageError when it is too long or has no words.
    """
    if len(text) > MAX_DRAFT:
        raise UsageError(
            f"The draft is longer than {MAX_DRAFT:,} characters.", "Check a part at a time."
        )
    end = len(text.rstrip())
    found = [(end - len(text[:end].lstrip()), end)] if whole else sentence_spans(text)
    spans = [span for span in found if words(text, *span).keys]
    if not spans:
        raise UsageError("There is no sentence to check.", 'Write it in quotes: qa verify "..."')
    return tuple(_checked(text, start, end, places) for start, end in spans)


def _checked(text: str, start: int, end: int, places: Places) -> CheckedSentence:
    sentence = text[start:end]
    found, more = places.of(sentence)
    bare = _unmarked(sentence)
    if bare != sentence and words(bare).keys and (not found or found[0].differences):
        again, more_of_it = places.of(bare)
        if again and (not found or len(again[0].differences) < len(found[0].differences)):
            found, more = again, more_of_it
    if not found:
        nearest = places.nearest(bare)
        return CheckedSentence(sentence, start, end, SentenceState.ABSENT, nearest=nearest)
    state = SentenceState.SAME_WORDS if found[0].differences else SentenceState.VERBATIM
    return CheckedSentence(sentence, start, end, state, found, more)


def _unmarked(sentence: str) -> str:
    """A sentence of a draft without the citations inside it, and without marks of emphasis."""
    bare = _CITED.sub("", sentence)
    for _ in range(_NESTED):
        bare = _EMPHASIS.sub(r"\2", bare)
    return bare


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a draft as offsets (start, end), without marks of Markdown and citations.

    Paragraphs are parted by empty lines; an item of a list and a heading begin one, too.
    """
    from qa.documents.sentences import split_text  # 30 ms, for its tables

    for match in _PARAGRAPH.finditer(text):
        for start, end in _parts(text, *match.span()):
            for low, high in split_text(text, start, end):
                if cited := _CITATION.search(text, low, high):
                    high = cited.start()
                if low < high and not _RULE.fullmatch(text, low, high):
                    yield low, high


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A paragraph cut before the lines that begin with a mark, which is left out."""
    begun, heading = start, False
    for line in re.finditer(r"[^\n]+", text[start:end]):
        at = start + line.start()
        mark = _RULE.fullmatch(line.group()) or _LINE_MARK.match(line.group())
        if mark is None and not heading:
            continue
        if begun < at:
            yield begun, at
        heading = mark is not None and "#" in mark.group()
        begun = at + mark.end() if mark else at
    if begun < end:
        yield begun, end
