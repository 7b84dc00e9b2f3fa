"""Cut a document into sentences: exact spans of its text, in order, none of them lost.

nupunkt finds the candidate ends; tables and rules of ours (`qa.documents.sentence_rules`) decide
the cases that news is full of. Of the 160 hard cases in the tests it cuts 129 right by itself,
sentencex 1.0 119 (it cuts `LMT.N` and keeps a quotation of ten sentences in one piece), pysbd 0.3
(last released in 2021, 0.17 MB/s) 109. nupunkt 0.8 is MIT, pure Python, imported in 30 ms and runs
at 10 MB/s, with the rules at 3. Its learned list of 5,865 abbreviations holds `reports`, `tax` and
`park`, so a list of ours takes its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from qa.datatypes import Block, BlockKind, Document, Sentence
from qa.documents.certain_ends import certain_cuts
from qa.documents.sentence_rules import (
    ABBREVIATIONS,
    CONTEXT,
    ENUMERATOR,
    JOINS,
    MARK,
    MISSED,
    STARTERS,
    TRAILING,
    Pairs,
)

if TYPE_CHECKING:
    from nupunkt import PunktSentenceTokenizer

MAX_WORDS = 120  # no sentence is longer than either limit; what is gets cut at a word
MAX_CHARS = 1_000
WINDOW = 3_000  # characters handed to the library at a time, which keeps the time linear

_SPACE = re.compile(r"[^\S ]")
_SPACES = re.compile(r"  +")
_WORD = re.compile(r"[^\W_]")
_ACRONYM = re.compile(r"(?:\w\.)+\w")
_TOKEN = re.compile(r"\S+")
_END = re.compile(r"[.!?…。！？؟।۔]")  # without one there is no boundary
_LAST = " \"'”’»)].!?…"  # what the last sentence ends with


def split(document: Document) -> tuple[Sentence, ...]:
    """All sentences of `document`, in order, without overlap or blank edges.

    Together they cover every non-space character of its blocks and carry the blocks' kinds.
    """
    return tuple(
        Sentence(start, end, block.kind)
        for block in document.blocks
        for start, end in _split_block(document.text, block)
    )


def split_text(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences of the single paragraph `text[start:end]`; line ends are spaces."""
    spans: list[tuple[int, int]] = []
    while start < end:
        stop = min(start + WINDOW, end)
        starts = [start, *(start + cut for cut in _cuts(text[start:stop]))]
        if stop < end:
            while starts[-1] > stop - CONTEXT:  # decided without seeing what follows
                starts.pop()
            # The last sentence goes on in the next window, unless it fills this one.
            if starts[-1] - start > WINDOW // 2:
                stop = starts.pop()
            else:
                stop = _last_space(text, start, stop)
        for a, b in zip(starts, [*starts[1:], stop], strict=True):
            spans.extend(_capped(text, a, b))
        start = stop
    return spans


def _split_block(text: str, block: Block) -> Iterator[tuple[int, int]]:
    match block.kind:
        case BlockKind.HEADING | BlockKind.SIGNATURE | BlockKind.CONTENTS:
            yield from _capped(text, block.start, block.end)
        case BlockKind.TABLE | BlockKind.CODE:
            for start, end in _lines(text, block):
                yield from _capped(text, start, end)
        case BlockKind.META:  # a byline and a picture credit stand on lines of their own
            for start, end in _lines(text, block):
                yield from split_text(text, start, end)
        case _:
            yield from split_text(text, block.start, block.end)


def _lines(text: str, block: Block) -> Iterator[tuple[int, int]]:
    start = block.start
    for line in text[block.start : block.end].splitlines(keepends=True):
        yield start, start + len(line)
        start += len(line)


def _cuts(text: str) -> list[int]:
    """Offsets at which a new sentence starts, the first one left out."""
    if not text.isprintable():  # as all with another white space
        text = _SPACE.sub(" ", text)
    if not _END.search(text, 0, len(text.rstrip(_LAST))):  # one sentence, as many paragraphs are
        return []
    cuts = certain_cuts(text)
    return _kept(text, sorted(_uncertain_cuts(text)) if cuts is None else cuts)


def _uncertain_cuts(text: str) -> set[int]:
    """What the library and the rules say, where that is not certain from the words alone."""
    seen = {_after_trailing(text, start) for start, _ in _library().span_tokenize(text)}
    # A boundary without a space is one inside a word or an address.
    cuts = {cut for cut in seen if text[cut - 1] == " " and not _matches(JOINS, text, cut)}
    marks = {match.end() for match in MARK.finditer(text)}
    return cuts | {mark for mark in marks - seen if _matches(MISSED, text, mark)}


def _kept(text: str, cuts: list[int]) -> list[int]:
    """Those of `cuts`, ascending, that leave a word on either side."""
    kept: list[int] = []
    previous, word = 0, _next_word(text, 0)
    for cut in cuts:
        # "…" alone goes with what follows, and so does the "1." of a list.
        if word < cut and not ENUMERATOR.fullmatch(text, previous, cut):
            kept.append(cut)
            previous, word = cut, _next_word(text, cut)
    if kept and word == len(text):
        kept.pop()
    return kept


def _next_word(text: str, position: int) -> int:
    word = _WORD.search(text, position)
    return word.start() if word else len(text)


def _after_trailing(text: str, cut: int) -> int:
    trailing = TRAILING.match(text, cut)
    return trailing.end() if trailing else cut


def _matches(pairs: Pairs, text: str, cut: int) -> bool:
    """Whether some pair fits what ends at `cut` and what starts there."""
    before, after = text[max(0, cut - CONTEXT) : cut], text[cut : cut + CONTEXT]
    if "  " in before or "  " in after:  # hard-wrapped and indented text
        before, after = _SPACES.sub(" ", before), _SPACES.sub(" ", after)
    return any(right.match(after) and left.search(before) for left, right in pairs)


def _last_space(text: str, start: int, stop: int) -> int:
    """Find the end of the last whole word of `text[start:stop]`, or else `stop`."""
    for position in range(stop, start + WINDOW // 2, -1):
        if text[position].isspace():
            return position
    return stop


def _capped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """`text[start:end]` without blank edges, in several pieces when it is beyond the limits."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if 0 < end - start <= min(2 * MAX_WORDS, MAX_CHARS):  # most are too short to need counting
        yield start, end
        return
    tokens = [match.span() for match in _TOKEN.finditer(text, start, end)]
    if not tokens:
        return
    pieces = max(-(-len(tokens) // MAX_WORDS), -(-(end - start) // MAX_CHARS))
    if pieces == 1:
        yield start, end
        return
    enough = len(tokens) / pieces * 0.75  # from here on a comma is a good place to stop
    words, last = 0, start
    for a, b in tokens:
        if not words:
            start = a
        elif words == MAX_WORDS or b - start > MAX_CHARS:
            yield start, last
            start, words = a, 0
        while b - a > MAX_CHARS:  # a "word" beyond the limit: base64, a script without spaces
            yield a, a + MAX_CHARS
            a += MAX_CHARS
            start = a
        words, last = words + 1, b
        if words >= enough and text[b - 1] in ";:,":
            yield start, last
            words = 0
    if words:
        yield start, last


@lru_cache(maxsize=1)
def _library() -> PunktSentenceTokenizer:
    from nupunkt import load_default_model  # 30 ms, needed only while indexing

    model = load_default_model()
    parameters = model.parameters
    acronyms = {name for name in parameters.abbrev_types if _ACRONYM.fullmatch(name)}
    parameters.abbrev_types = set(ABBREVIATIONS | acronyms)
    parameters.sent_starters = set(STARTERS)
    parameters.collocations = set()
    parameters.abbrev_break_rates = {}
    return model
