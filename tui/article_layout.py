"""An article laid out in lines, with the evidence in it marked. No screen in here.

Offsets of the document become offsets of the shown text, in which control characters are visible;
long documents are shown around the wanted place.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import pairwise

from qa.datatypes import Document, Evidence, Passage
from qa.render.layout import break_lines
from qa.render.sanitize import visible

WINDOW = 200_000  # characters of a document that are laid out: more would be felt
_GAP = "[{:,} more characters are not shown here; o opens the whole file]"


class Role(IntEnum):
    """What a stretch of the text is; the higher one wins."""

    PLAIN = 0
    PASSAGE = 1  # around the evidence
    EVIDENCE = 2  # the proof
    SPAN = 3  # the answer proper
    NOTE = 4  # ours, not the document's


@dataclass(frozen=True, slots=True)
class ArticleText:
    """The text as it is shown, and its stretches: (start, role) in order, the first at 0."""

    text: str
    stretches: tuple[tuple[int, Role], ...]

    def role_at(self, offset: int) -> Role:
        """The role of one character."""
        at = bisect_right(self.stretches, offset, key=lambda stretch: stretch[0]) - 1
        return self.stretches[at][1]


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line on the screen: `text[start:end]` of what is shown."""

    start: int
    end: int
    role: Role  # the highest in it


def proof_of(evidence: Evidence) -> tuple[int, int]:
    """The offsets of what proves."""
    return evidence.proof or (evidence.start, evidence.end)


def passage_of(evidence: Evidence, passages: tuple[Passage, ...]) -> tuple[int, int] | None:
    """The passage a proof stands in, as offsets of the document."""
    start, end = proof_of(evidence)
    for passage in passages:
        if passage.start <= start and end <= passage.end:
            return passage.start, passage.end
    return None


def locate(evidence: Evidence, document: Document) -> Evidence | None:
    """The evidence at its place in a document, or where its words are now; None when nowhere."""
    parts = evidence.stretches
    texts, at = [], 0
    for start, end in parts:
        texts.append(evidence.text[at : at + end - start])
        at += end - start + 1  # parts stand on lines of their own

    def stands(moved: int) -> bool:
        return evidence.start + moved >= 0 and all(
            document.text.startswith(text, start + moved)
            for text, (start, _) in zip(texts, parts, strict=True)
        )

    if stands(0):
        return evidence
    at = document.text.find(texts[0]) if evidence.text else -1
    moved = at - evidence.start
    if at < 0 or not stands(moved):
        return None
    here = replace(
        evidence,
        start=evidence.start + moved,
        end=evidence.end + moved,
        span=_moved(evidence.span, moved),
        proof=_moved(evidence.proof, moved),
        parts=tuple((start + moved, end + moved) for start, end in evidence.parts),
    )
    at = proof_of(here)[0]
    return replace(here, line=document.line(at), place=document.place_at(at))


def _moved(place: tuple[int, int] | None, by: int) -> tuple[int, int] | None:
    return place and (place[0] + by, place[1] + by)


def show(
    text: str, evidence: Evidence | None = None, passage: tuple[int, int] | None = None
) -> ArticleText:
    """Make a document's text fit to be shown, the place of `evidence` marked."""
    marks: list[tuple[int, int, Role]] = []
    if passage:
        marks.append((*passage, Role.PASSAGE))
    if evidence:
        marks += [(start, end, Role.PASSAGE) for start, end in evidence.parts]
        marks.append((*proof_of(evidence), Role.EVIDENCE))
        if evidence.span:
            marks.append((*evidence.span, Role.SPAN))
    low, high = _window(text, proof_of(evidence)[0] if evidence else 0)
    cuts = {low, high, *(at for start, end, _ in marks for at in (start, end))}
    edges = sorted(at for at in cuts if low <= at <= high)
    pieces: list[str] = []
    stretches: list[tuple[int, Role]] = []
    length = 0

    def add(piece: str, role: Role) -> None:
        nonlocal length
        if not piece:
            return
        if not stretches or stretches[-1][1] != role:
            stretches.append((length, role))
        pieces.append(piece)
        length += len(piece)

    if low:
        add(_GAP.format(low) + "\n\n", Role.NOTE)
    for start, end in pairwise(edges):
        role = max((r for s, e, r in marks if s <= start and end <= e), default=Role.PLAIN)
        add(_visible(text[start:end]), role)
    if high < len(text):
        add("\n\n" + _GAP.format(len(text) - high), Role.NOTE)
    return ArticleText("".join(pieces), tuple(stretches) or ((0, Role.PLAIN),))


def lay_out(shown: ArticleText, width: int) -> list[TextLine]:
    """Cut what is shown into lines of at most `width` cells."""
    lines: list[TextLine] = []
    at = 0
    for paragraph in shown.text.rstrip("\n").split("\n"):
        for start, end in break_lines(paragraph, max(8, width)):
            lines.append(_line(shown, at + start, at + end))
        at += len(paragraph) + 1
    return lines


def _line(shown: ArticleText, start: int, end: int) -> TextLine:
    first = bisect_right(shown.stretches, start, key=lambda each: each[0]) - 1
    role = Role.PLAIN
    for at, each in shown.stretches[first:]:
        if at >= max(end, start + 1):
            break
        role = max(role, each)
    return TextLine(start, end, role)


def pieces(shown: ArticleText, line: TextLine) -> list[tuple[str, Role]]:
    """The stretches of one line."""
    found: list[tuple[str, Role]] = []
    at = line.start
    index = bisect_right(shown.stretches, at, key=lambda each: each[0]) - 1
    while at < line.end:
        role = shown.stretches[index][1]
        following = shown.stretches[index + 1][0] if index + 1 < len(shown.stretches) else line.end
        end = min(following, line.end)
        found.append((shown.text[at:end], role))
        at, index = end, index + 1
    return found


def _visible(text: str) -> str:
    # A lone CR ends a line in old files: shown as a sign, as everywhere.
    return visible(text).replace("\t", "    ")


def _window(text: str, wanted: int) -> tuple[int, int]:
    """Which part of a long text is shown: around `wanted`, from a line's beginning to an end."""
    if len(text) <= WINDOW:
        return 0, len(text)
    low = max(0, wanted - WINDOW // 2)
    high = min(len(text), low + WINDOW)
    if low:
        cut = text.find("\n", low, wanted)
        low = cut + 1 if cut >= 0 else low
    if high < len(text):
        cut = text.rfind("\n", wanted, high)
        high = cut if cut > wanted else high
    return low, high
