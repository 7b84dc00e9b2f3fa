"""What an amendment, a corrigendum or a correction changes in the unit that answers goes before it.

"In section 3, for '12 months' read '18 months'", "Article 5 is replaced by the following": in a
document that names the other one, or at the end of the same. It has to change what proves: the
words that it replaces stand there, in a part with that number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from qa.answering.piece import Piece
from qa.answering.rerank import ReadHit
from qa.datatypes import DocumentInfo

_AHEAD = 0.01  # logits
_HEAD = 1_000  # characters of a document in which it says what it amends
# Looked for before anything else: a pattern of these words takes a hundred times as long. Patterns
# are text, compiled when one is needed: 50 ms, and few passages change anything.
_CUES = (" read ", "substitut", "replac", "repeal", "delet", "omit", "struck", "instead of",
         "should ", "correct", "errat", "withdrawn", "chang", "earlier version")  # fmt: skip
_OVER = ("replaced", "deleted", "repealed", "amended to read", "withdrawn")
_WORD = r"[\w€$£%.,/-]{1,30}"
_REST = r"[\w€$£%.,/-]{0,30}"
_THE = r"(?:the (?:words?|figures?|phrases?|expressions?|dates?|numbers?|amounts?|sums?) )?"
_PART = (
    r"(?:section|article|clause|paragraph|rule|item|chapter|sec\.|art\.|§)[ \t]?"
    r"(?P<part>\d{1,4}(?:\.\d{1,4}){0,4}[a-z]?)\b"
)
_SHALL = r"(?:is|are|was|were|has been|have been|shall be|should be)(?: hereby)?"


def _term(name: str) -> str:
    return rf"[\"“”„‘'«](?P<{name}>[^\"“”„‘’'«»\n]{{1,120}})[\"“”’'»]"


_OLD, _NEW = _term("old"), _term("new")  # as a pattern begins: with a quotation mark
_AN_OLD, _A_NEW = _THE + _OLD, _THE + _NEW
_ENDS = r"(?=[\s.,;:)]|\Z)"
_WAYS = (
    rf"\bfor {_AN_OLD},? (?:read|substitute|there (?:is|shall be) substituted):? {_A_NEW}",
    rf"\b(?:replac|chang)(?:e|es|ing) {_AN_OLD} (?:with|by|to|into) {_A_NEW}",
    rf"{_OLD} {_SHALL} (?:replaced|changed|amended|corrected) (?:with|by|to read|to|into)"
    rf" {_A_NEW}",
    rf"{_OLD} {_SHALL} (?:deleted|struck out|omitted|removed),? and (?:replaced (?:with|by) )?"
    rf"{_NEW}",
    rf"\b(?:delet|strik|omit|remov)\w{{0,5}}(?: out)? {_AN_OLD},? (?:and )?"
    rf"(?:insert|substitut|replac)\w{{0,4}}(?: (?:it|them))?(?: with| by| instead)? {_A_NEW}",
    rf"\bsubstitut(?:e|es|ing) {_A_NEW} for {_AN_OLD}",
    rf"{_NEW} {_SHALL} substituted for {_AN_OLD}",
    rf"\binstead of {_AN_OLD},? (?:it (?:should|must) (?:read|be|say)|(?:please )?read):?"
    rf" {_A_NEW}",
    rf"{_OLD} should (?:read|be|say|have (?:been|read)) {_A_NEW}",
)
# Without quotation marks only where it is figures that change.
_FIGURES = (
    rf"\bfor (?P<old>\d{_REST}(?: {_WORD}){{0,3}}),? read (?P<new>\d{_REST}(?: {_WORD}){{0,3}})"
)
# What stands behind one quotation and before another in any of these ways.
_BEHIND = (
    r"[\"”’'»],? (?:read|with|by|to|into|and|for|should|is|are|was|were|has|have|shall|it|please"
    r"|insert|substitut|replac)"
)
_BEFORE = (
    r"(?:read|with|by|to|into|for|and|be|say|\bit|(?:insert|substitut)\w{0,4}):?"
    r" (?:the \w+ )?[\"“„‘'«]"
)
_NOT = rf"(?P<new>{_WORD}),? (?:and )?not (?P<old>[€$£]?\d{_REST}){_ENDS}"
_WHOLE = rf"{_PART}[^\n.;\"“”]{{0,80}}? {_SHALL} (?:{'|'.join(_OVER)})"
# A line that corrects the article in which it stands.
_CORRECTION = (
    r"^[^\n]{0,12}?\b(?:corrections?|corrected|clarification|erratum|errata|corrigend(?:um|a)"
    r"|(?:an earlier|a previous|the original) version of this|editor['’]?s note)\b[^\n]*"
)
_NUMBER = (
    r"(?:\W*(?:section|article|clause|chapter|part|rule|§)\W{0,2})?"
    r"(\d{1,4}(?:\.\d{1,4}){0,4}[a-z]?)\b"
)
_FIGURE = r"\d[\d.,:]*\d|\d"
_TITLE_WORD = r"[^\W\d_]{2,}"
_SMALL = frozenset({"the", "of", "and", "for", "to", "on", "in", "an", "der", "die", "das"})


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a sentence puts in the place of `old` words; of a whole part where they are empty."""

    old: str
    new: str
    part: str  # the number of the part in which it does; empty where none is named
    start: int  # of what says so, in its text


def amendments(text: str) -> Iterator[Amendment]:
    """What a text says is changed, anywhere in it."""
    start = 0
    for line in text.split("\n"):
        lower = line.lower()
        if any(cue in lower for cue in _CUES):
            quoted = re.search(_BEHIND, line) and re.search(_BEFORE, line)
            ways = [way + _ENDS for way in _WAYS] if quoted else []
            ways += [_FIGURES] if " read " in lower else []
            ways += [_NOT] if re.match(_CORRECTION, line, re.I) else []
            for way in ways:
                found = re.finditer(way, line, re.I)
                yield from (_amendment(line, match, start) for match in found)
            if any(over in lower for over in _OVER):
                for match in re.finditer(_WHOLE, line, re.I):
                    yield Amendment("", "", match["part"].lower(), start + match.start())
        start += len(line) + 1


def amended_first(
    found: Sequence[Piece], reads: Sequence[ReadHit], units: Callable[[ReadHit], Sequence[Piece]]
) -> tuple[list[Piece], list[Piece]]:
    """Units, best first, where what amends the best one leads; and those to be shown beside it.

    `reads` are all hits, `units` gives those of one hit.
    """
    best = found[0]
    beside: list[Piece] = []
    for read in reads:
        hit = read.hit
        for each in amendments(hit.text):
            at = hit.passage.start + each.start
            if _changes(each, at, read, best) and (piece := _unit(units(read), at)):
                others = [one for one in found if one.unit != piece.unit or one.info != piece.info]
                first = replace(
                    piece, score=best.score + _AHEAD, features=best.features, ranked=best.ranked
                )
                return [first, *others], [best]
        if hit.document.id == best.info.id:
            for line in _corrections(hit.text):
                at = hit.passage.start + line.start()
                if _corrects(line[0], best) and (piece := _unit(units(read), at)):
                    beside.append(piece)
    return list(found), beside[:1]


def _amendment(line: str, match: re.Match[str], start: int) -> Amendment:
    named = list(re.finditer(_PART, line[: match.start()], re.I))
    part = named[-1]["part"].lower() if named else ""
    old, new = (match[name].strip(" .,;") for name in ("old", "new"))
    return Amendment(old, new, part, start + match.start())


def _corrections(text: str) -> Iterator[re.Match[str]]:
    """The lines of a text that correct it."""
    lower = text.lower()
    if any(
        cue in lower for cue in ("correct", "corrigend", "errat", "version of", "clarif", "editor")
    ):
        yield from re.finditer(_CORRECTION, text, re.I | re.M)


def _changes(each: Amendment, at: int, read: ReadHit, best: Piece) -> bool:
    """Whether an amendment in a hit changes what the best unit says."""
    info, own = read.hit.document, best.info
    if info.id == own.id and best.unit.start <= at < best.unit.end:
        return False
    if info.id != own.id and not _names(info, read.hit.text, own):
        return False
    if info.published and own.published and info.published < own.published:
        return False
    numbers = [m[1].lower() for h in best.headings if (m := re.match(_NUMBER, h, re.I))]
    inside = any(f"{number}.".startswith(f"{each.part}.") for number in numbers)
    if each.part and numbers and not inside:
        return False
    if not each.old:
        return inside
    said = best.best.text
    return _holds(said, each.old) and not (each.new and _holds(said, each.new))


def _names(info: DocumentInfo, text: str, other: DocumentInfo) -> bool:
    """Whether a document that amends names another one: all words of its title."""
    wanted = _words(other.title)
    return (
        bool(wanted)
        and wanted <= _words(f"{info.title} {text[:_HEAD]}")
        and not (_words(info.title) <= wanted)
    )


def _words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(_TITLE_WORD, text)} - _SMALL


def _holds(text: str, phrase: str) -> bool:
    words = r"\s+".join(map(re.escape, phrase.split()))
    return re.search(rf"(?<![\w.,]){words}(?![\w]|[.,]\d)", text, re.IGNORECASE) is not None


def _corrects(line: str, best: Piece) -> bool:
    """Whether a line that corrects its article is about a figure that the best unit has."""
    shared = set(re.findall(_FIGURE, line)) & set(re.findall(_FIGURE, best.best.text))
    return bool(shared) and line not in best.text


def _unit(units: Sequence[Piece], at: int) -> Piece | None:
    return next((piece for piece in units if piece.unit.start <= at < piece.unit.end), None)
