"""The text of an article as it is shown, with the evidence in it marked. No screen in here.

Offsets of the document become offsets of the shown text, in which control characters are visible;
long documents are shown around the wanted place. `article_lines` cuts it into lines.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import pairwise

from qa.datatypes import Block, Document, Evidence, Passage
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
    """The text as it is shown.

    `stretches` are (start, role) in order, the first at 0. `blocks` are those of the document, in
    order, with offsets of `text`.
    """

    text: str
    stretches: tuple[tuple[int, Role], ...]
    blocks: tuple[Block, ...] = ()

    def role_at(self, offset: int) -> Role:
        """The role of one character."""
        at = bisect_right(self.stretches, offset, key=lambda stretch: stretch[0]) - 1
        return self.stretches[at][1]

    def roles(self, start: int, end: int) -> list[tuple[int, int, Role]]:
        """The stretches from `start` to `end`, cut at these."""
        found: list[tuple[int, int, Role]] = []
        at = bisect_right(self.stretches, start, key=lambda stretch: stretch[0]) - 1
        while start < end:
            following = self.stretches[at + 1][0] if at + 1 < len(self.stretches) else end
            stop = min(following, end)
            found.append((start, stop, self.stretches[at][1]))
            start, at = stop, at + 1
        return found


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
    text: str,
    evidence: Evidence | None = None,
    passage: tuple[int, int] | None = None,
    blocks: Sequence[Block] = (),
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
    blocks = [each for each in blocks if low <= each.start and each.end <= high]
    cuts = {low, high, *(at for start, end, _ in marks for at in (start, end))}
    cuts.update(at for each in blocks for at in (each.start, each.end))
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
    shown_at: dict[int, int] = {}
    for start, end in pairwise(edges):
        shown_at[start] = length
        role = max((r for s, e, r in marks if s <= start and end <= e), default=Role.PLAIN)
        add(_visible(text[start:end]), role)
    shown_at[edges[-1]] = length
    if high < len(text):
        add("\n\n" + _GAP.format(len(text) - high), Role.NOTE)
    return ArticleText(
        "".join(pieces),
        tuple(stretches) or ((0, Role.PLAIN),),
        tuple(replace(each, start=shown_at[each.start], end=shown_at[each.end]) for each in blocks),
    )


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
