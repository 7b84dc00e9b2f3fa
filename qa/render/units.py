"""Evidence as lines for the screen, each cut into what proves, the answer proper and the rest."""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from qa.datatypes import BlockKind
from qa.render.layout import flow
from qa.render.sanitize import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.datatypes import Evidence

TAB = 4  # columns a tab of a document becomes

# Their line ends are layout; all other kinds are prose, whose line ends are where it was wrapped.
_KEEP_LINES = (BlockKind.CODE, BlockKind.TABLE, None)
_LISTED = (BlockKind.LIST_ITEM, BlockKind.STEP)
# Compiled when used, which a cold `qa ask` needs few of.
_QUOTED = "> "  # before somebody else's words, where the line above does not say whose
_MARKER = r"\s*(?:(?:[-*+•‣▪–]|\(?\w{1,4}[.)])\s|--?[^\W\d_])"  # "- ", "3. ", "(iv) ", "--force"
_LINE = r"[^\r\n]*(?:\r\n|\r|\n|\Z)"


class Mark(StrEnum):
    """What a stretch of a unit is to the question."""

    REST = "rest"  # what the proof leans on
    PROOF = "proof"
    SPAN = "span"  # the answer proper


class MarkedText(NamedTuple):
    """A stretch of a line. `text` is safe to show and holds no line end."""

    text: str
    mark: Mark


class UnitLine(NamedTuple):
    """One line of a unit before it is wrapped: of code a line, of prose a whole part."""

    stretches: tuple[MarkedText, ...]
    kind: BlockKind | None  # of the part it belongs to; None: not known
    first: bool  # of its part

    @property
    def text(self) -> str:
        """The line without its marks."""
        return "".join(stretch.text for stretch in self.stretches)

    @property
    def listed(self) -> bool:
        """Whether it belongs to an item of a list."""
        return self.kind in _LISTED

    @property
    def needs_bullet(self) -> bool:
        """Whether it begins an item of a list and shows no mark of its own."""
        return self.first and self.listed and not re.match(_MARKER, self.text)


def unit_lines(evidence: Evidence) -> list[UnitLine]:
    """Return the lines of a unit in order, parts of prose flowing, other lines as they stand."""
    lines: list[UnitLine] = []
    kinds = evidence.kinds or (None,) * (len(evidence.parts) or 1)
    for (start, text), kind in zip(_parts(evidence), kinds, strict=False):
        if kind in _KEEP_LINES:
            lines += _standing(evidence, start, text, kind)
        elif stretches := _flowing(_marked(evidence, start, text)):
            if kind is BlockKind.QUOTE and not (lines and lines[-1].kind is BlockKind.META):
                stretches = (MarkedText(_QUOTED, Mark.REST), *stretches)
            lines.append(UnitLine(stretches, kind, first=True))
    return lines


def offset_in_text(evidence: Evidence, offset: int) -> int:
    """Return where in `evidence.text` an offset of the document is, or the nearest to it."""
    at = 0
    for start, text in _parts(evidence):
        if offset <= start + len(text):
            return at + max(0, offset - start)
        at += len(text) + 1
    return len(evidence.text)


def proof_is_whole(evidence: Evidence) -> bool:
    """Whether nothing in a unit but white space is outside of its proof."""
    if evidence.proof is None:
        return True
    low, high = (offset_in_text(evidence, offset) for offset in evidence.proof)
    return not (evidence.text[:low].strip() or evidence.text[high:].strip())


def _parts(evidence: Evidence) -> list[tuple[int, str]]:
    """Return where in the document each part starts, and its text."""
    parts: list[tuple[int, str]] = []
    at = 0
    for start, end in evidence.parts:
        parts.append((start, evidence.text[at : at + end - start]))
        at += end - start + 1  # parts stand on lines of their own
    if not parts or at != len(evidence.text) + 1:
        return [(evidence.start, evidence.text)]
    return parts


def _standing(
    evidence: Evidence, start: int, text: str, kind: BlockKind | None
) -> Iterator[UnitLine]:
    """Yield the lines of a part as they stand in the document, but for empty ones at its edges."""
    found = [match for match in re.finditer(_LINE, text) if match[0]]
    while found and not found[0][0].strip():
        del found[0]
    while found and not found[-1][0].strip():
        found.pop()
    for number, match in enumerate(found):
        line = match[0].rstrip()
        stretches = (
            MarkedText(visible(each.text).expandtabs(TAB), each.mark)
            for each in _marked(evidence, start + match.start(), line)
        )
        yield UnitLine(tuple(stretches), kind, first=number == 0)


def _flowing(stretches: Iterator[MarkedText]) -> tuple[MarkedText, ...]:
    """Return stretches with white space of any kind collapsed, also across them, none at edges."""
    shown: list[MarkedText] = []
    for text, mark in stretches:
        flowing = flow(text)
        if not shown or shown[-1].text.endswith(" "):
            flowing = flowing.lstrip(" ")
        if flowing:
            shown.append(MarkedText(flowing, mark))
    if shown:
        shown[-1] = MarkedText(shown[-1].text.rstrip(" "), shown[-1].mark)
    return tuple(each for each in shown if each.text)


def _marked(evidence: Evidence, start: int, text: str) -> Iterator[MarkedText]:
    """Cut `text`, which stands at `start` in the document, where its marks begin and end."""
    end = start + len(text)
    proof = evidence.proof or (evidence.start, evidence.end)
    span = evidence.span or (0, 0)
    edges = {start, end, *(min(max(edge, start), end) for edge in (*proof, *span))}
    cuts = sorted(edges)
    for low, high in pairwise(cuts):
        if span[0] <= low < span[1]:
            mark = Mark.SPAN
        else:
            mark = Mark.PROOF if proof[0] <= low < proof[1] else Mark.REST
        yield MarkedText(text[low - start : high - start], mark)
