"""The text of a plain body: what was written, what was quoted, who signed it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.datatypes import BlockKind
from qa.documents.loaders import plain_text
from qa.documents.loaders.builder import Builder, Piece
from qa.documents.loaders.plain_outline import outline

_QUOTED = re.compile(r"(?:[ \t]{0,2}[A-Za-z]{0,3}[>|](?!-)[ \t]?)+")
_ATTRIBUTION = re.compile(
    r"(?:(?:on|am|le|el|il|op|at)\b.{4,200}|.{2,120}\b(?:wrote|writes|said|schrieb|a écrit|"
    r"escribió|"
    r"ha scritto|schreef)\b.{0,60}|.{2,160}<[^<>\s]+@[^<>\s]+>.{0,60}|\w.{1,80}@\w.{1,60}):?\s*\Z",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"\s*(?:-{2,}|_{2,})?\s*(?:original message|forwarded message|ursprüngliche nachricht|"
    r"message d'origine|forwarded by\b.{0,80})\s*(?:-{2,}|_{2,})?\s*",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s*(?:_{5,}|-{5,}|={5,}|\*{5,}|~{5,})\s*")
_FOOTER = re.compile(
    r"mailing list|unsubscribe|listinfo|sponsored by|yahoo! groups|do you yahoo|confidential|"
    r"disclaimer|intended (?:solely|only) for|virus",
    re.IGNORECASE,
)
_MOST_SIGNATURE = 12  # lines
_MOST_FOOTER = 20
Numbered = tuple[int, str]  # a line with its number in the file


def add_body(builder: Builder, lines: Sequence[Numbered]) -> None:
    """Append the blocks of a body."""
    text, signature = _without_signature(list(lines))
    for quoted, part in _stretches(text):
        if quoted:
            _add_quote(builder, part)
        else:
            _add_text(builder, part)
    if signature:
        footer = _FOOTER.search(" ".join(line for _, line in signature))
        kind = BlockKind.BOILERPLATE if footer else BlockKind.SIGNATURE
        builder.add(kind, _pieces(signature))


def _without_signature(lines: list[Numbered]) -> tuple[list[Numbered], list[Numbered]]:
    """Part the text from a signature after "-- " or the footer of a list after a rule."""
    while lines and not lines[-1][1].strip():
        lines.pop()
    for back in range(1, min(len(lines), _MOST_FOOTER) + 1):
        line = lines[-back][1]
        below = lines[len(lines) - back :]
        footer = _FOOTER.search(" ".join(text for _, text in below))
        dashes = line.rstrip("\n") in ("-- ", "--") and back <= _MOST_SIGNATURE
        if dashes and not footer:
            return lines[:-back], below
        if footer and (dashes or _RULE.fullmatch(line)):  # a signature may stand above it
            rest, signature = _without_signature(lines[:-back])
            return rest, signature + below
    return lines, []


def _stretches(lines: list[Numbered]) -> Iterator[tuple[bool, list[Numbered]]]:
    """Runs of lines that are quoted from another message, and runs that are not."""
    run: list[Numbered] = []
    quoted = False
    original = False  # all that follows is quoted without marks
    for number, line in lines:
        mark = _QUOTED.match(line)
        is_quote = original or bool(mark) or (quoted and not line.strip())
        if _ORIGINAL.fullmatch(line):
            original = is_quote = True
        if is_quote != quoted and run:
            yield quoted, run
            run = []
        quoted = is_quote
        run.append((number, line[mark.end() :] if mark and not original else line))
    if run:
        yield quoted, run


def _add_quote(builder: Builder, lines: list[Numbered]) -> None:
    paragraph: list[Numbered] = []
    for number, line in [*lines, (0, "")]:
        if line.strip():
            paragraph.append((number, line))
        elif paragraph:
            builder.add(BlockKind.QUOTE, _pieces(paragraph))
            paragraph = []


def _add_text(builder: Builder, lines: list[Numbered]) -> None:
    """Append paragraphs, lists and the like; a line that only says whom it quotes is META."""
    while lines and not lines[-1][1].strip():
        lines = lines[:-1]
    last: list[Numbered] = []
    if lines and _ATTRIBUTION.fullmatch(lines[-1][1].strip()):
        alone = len(lines) == 1 or not lines[-2][1].strip()
        if alone:
            lines, last = lines[:-1], lines[-1:]
    text = "\n".join(line for _, line in lines)
    starts = [0]
    for _, line in lines:
        starts.append(starts[-1] + len(line) + 1)
    at = 0
    for block in outline(text, plain_text.cut(text)):
        while at + 1 < len(lines) and starts[at + 1] <= block.start:
            at += 1
        pieces, here = [], at
        while here < len(lines) and starts[here] < block.end:
            begin = max(block.start, starts[here])
            end = min(block.end, starts[here + 1])
            pieces.append(Piece(text[begin:end], lines[here][0]))
            here += 1
        if block.kind in (BlockKind.LIST_ITEM, BlockKind.STEP):
            builder.item(pieces, block.level, block.kind)
        elif block.kind is BlockKind.HEADING:  # of a plain text; no section of the mailbox
            builder.add(BlockKind.PARAGRAPH, pieces)
        else:
            builder.add(block.kind, pieces)
    if last:
        builder.add(BlockKind.META, _pieces(last))


def _pieces(lines: Sequence[Numbered]) -> list[Piece]:
    return [Piece(line.strip() + "\n", number) for number, line in lines]
