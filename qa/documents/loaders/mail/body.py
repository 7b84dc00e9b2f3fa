"""The text of a plain body: what was written, what was quoted, who signed it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from qa.datatypes import BlockKind
from qa.documents.loaders import plain_text
from qa.documents.loaders.builder import Builder, Piece
from qa.documents.loaders.mail.replies import NO_LETTER, Letter, reply_below
from qa.documents.loaders.plain_outline import outline

_QUOTED = re.compile(r"(?:[ \t]{0,2}[A-Za-z]{0,3}[>|](?!-)[ \t]?)+")
_MARKS = re.compile(r"[>|]")
# The head of a message that is sent on: a line that says from whom, beside others.
_FROM = re.compile(r"\s*\*?(?:from|von|de|da|van)\s*:", re.IGNORECASE)
_HEAD = re.compile(r"\s+|\s*\*?[^\W\d]{1,12}\s*:")
_VERBS = "wrote|writes|schrieb|a écrit|escribió|ha scritto|schreef"
_ATTRIBUTION = re.compile(
    rf"(?:(?:on|am|le|el|il|op|at)\b.{{4,200}}:|.{{2,120}}\b(?:said|{_VERBS})\b.{{0,60}}|"
    r".{2,160}<[^<>\s]+@[^<>\s]+>.{0,60}|\w.{1,80}@\w.{1,60}):?\s*\Z",
    re.IGNORECASE,
)
_DASHES = r"\s*+(?:[-_=*]{2,}+\s*+)?+"  # possessive: a line may be thousands of blanks
_SENT_ON = (
    r"original message|original appointment|forwarded message|begin forwarded message"
    r"|ursprüngliche nachricht|weitergeleitete nachricht|anfang der weitergeleiteten nachricht"
    r"|message d'origine|message transféré|début du message (?:réexpédié|transféré)"
    r"|mensaje original|mensaje reenviado|messaggio originale|messaggio inoltrato"
    r"|inizio messaggio inoltrato|oorspronkelijk bericht|doorgestuurd bericht"
    r"|mensagem original|mensagem encaminhada|forwarded by\b.{0,80}"
)
_ORIGINAL = re.compile(rf"{_DASHES}(?:{_SENT_ON})\s*+:?+{_DASHES}", re.IGNORECASE)
_WROTE = re.compile(rf".{{4,200}}\b(?:{_VERBS}|escreveu)\b.{{0,60}}:", re.IGNORECASE)
_LEAST_HEAD, _MOST_HEAD = 3, 20  # lines
_RULE = re.compile(r"\s*(?:_{5,}|-{5,}|={5,}|\*{5,}|~{5,})\s*")
_FOOTER = re.compile(
    r"mailing list|unsubscribe|listinfo|sponsored by|yahoo! groups|do you yahoo|confidential|"
    r"disclaimer|intended (?:solely|only) for|virus",
    re.IGNORECASE,
)
_FEWEST_CAPITALS = 6  # letters of a heading in capitals
_BELOW_SUBJECT = 2  # level of the headings of a newsletter
_MOST_SIGNATURE = 12  # lines
_MOST_FOOTER = 20
Numbered = tuple[int, str]  # a line with its number in the file


def add_body(builder: Builder, lines: Sequence[Numbered], of: Letter = NO_LETTER) -> None:
    """Append the blocks of a body; what is quoted hangs from the line that says who wrote it."""
    text, signature = _without_signature(list(lines))
    runs = list(_stretches(text, of))
    writers: dict[int, int] = {}  # of what is quoted so deep, the place of the line that names them
    for (depth, part), (following, _) in pairwise([*runs, (0, [])]):
        named = _naming(part) if following > depth else 0
        last = part[len(part) - named :]
        if depth:
            _add_quote(builder, part[: len(part) - named], depth, writers)
        else:
            _add_text(builder, part[: len(part) - named])
        if last:
            above = writers.get(depth)
            writers = {deep: place for deep, place in writers.items() if deep < following}
            writers[following] = builder.add(BlockKind.META, _pieces(last), above)
    if signature:
        footer = _FOOTER.search(" ".join(line for _, line in signature))
        kind = BlockKind.BOILERPLATE if footer else BlockKind.SIGNATURE
        builder.add(kind, _pieces(signature))


def attribute(builder: Builder, first: int, of: Letter = NO_LETTER) -> None:
    """Hang what a page quotes, from block `first` on, from the paragraph that says who wrote it."""
    text, blocks = builder.text, builder.tree.blocks
    before = list(blocks)
    writer, head = -1, -1
    below: list[int] = []  # paragraphs under the last head
    above = False  # whether something is typed above the first one
    for at in range(first, len(blocks)):
        block = blocks[at]
        if block.kind is BlockKind.PARAGRAPH:
            lines = text[block.start : block.end].split("\n")
            quotes = at + 1 < len(blocks) and blocks[at + 1].kind is BlockKind.QUOTE
            headed = len(lines) >= _LEAST_HEAD and _names(lines)
            if headed or ((quotes or head >= 0) and _WROTE.fullmatch(" ".join(lines))):
                writer, head, below = at, at if headed else head, []
                blocks[at] = replace(block, kind=BlockKind.META)
            elif head >= 0:
                blocks[at] = replace(block, kind=BlockKind.QUOTE, parent=writer)
                below.append(at)
            else:
                above = above or bool(_unannounced(lines))
        elif block.kind is BlockKind.QUOTE and writer >= 0:
            blocks[at] = replace(block, parent=writer)
    if head < 0 or head != writer:
        return
    paragraphs = [text[blocks[at].start : blocks[at].end].split("\n") for at in below]
    named = text[blocks[head].start : blocks[head].end].split("\n")
    theirs, reply = reply_below(paragraphs, _writer(named), of, above=above)
    for at in below[theirs:reply]:
        blocks[at] = replace(before[at], kind=BlockKind.QUOTE)
    for at in below[reply:]:
        blocks[at] = before[at]


def _naming(lines: Sequence[Numbered]) -> int:
    """How many lines at the end, with blank ones below, only say whose words follow."""
    end = len(lines)
    while end and not lines[end - 1][1].strip():
        end -= 1
    for count in (1, 2):  # longer ones are wrapped
        line = " ".join(text.strip() for _, text in lines[max(0, end - count) : end])
        alone = end == count or (end > count and not lines[end - count - 1][1].strip())
        if alone and _ATTRIBUTION.fullmatch(line):
            return len(lines) - end + count
    return 0


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


def _stretches(lines: Sequence[Numbered], of: Letter) -> Iterator[tuple[int, list[Numbered]]]:
    """Runs of lines with how deep they are quoted from other messages: 0 for what is not."""
    begins, left_out = _sent_on(lines)
    unsure, reply = _reply(lines, begins, of)
    run: list[Numbered] = []
    depth = base = 0
    for at, (number, line) in enumerate(lines):
        # Below the first head it is 1, and where nobody can say who wrote it 2, that no head names.
        base = 0 if at >= reply else 2 if at >= unsure else int(at >= begins)
        if at in left_out:
            continue
        mark = _QUOTED.match(line)
        if mark:
            here = base + len(_MARKS.findall(mark.group()))
        else:
            here = base if base or line.strip() else depth
        if here != depth and run:
            yield depth, run
            run = []
        depth = here
        run.append((number, line[mark.end() :] if mark else line))
    if run:
        yield depth, run


def _sent_on(lines: Sequence[Numbered]) -> tuple[int, set[int]]:
    """Where messages that are sent on without marks begin, and lines that only announce them.

    They begin with a line between dashes, or with a head, which is a paragraph of its own.
    """
    begins, left_out = len(lines), set()
    for at, (_, line) in enumerate(lines):
        announced = bool(_ORIGINAL.fullmatch(line))
        if announced or _RULE.fullmatch(line):
            below = next((n for n in range(at + 1, len(lines)) if lines[n][1].strip()), len(lines))
            headed = _is_head(lines, below)
            if headed or (announced and not line.strip()[-1].isalnum()):
                left_out.add(at)
                begins = min(begins, at)
        elif at < begins and (at == 0 or not lines[at - 1][1].strip()) and _is_head(lines, at):
            begins = at
    return begins, left_out


def _reply(lines: Sequence[Numbered], begins: int, of: Letter) -> tuple[int, int]:
    """Where what is below the last head may no longer be its writer's, and where a reply begins."""
    found: list[list[int]] = [[]]  # paragraphs below the first head, by the places of their lines
    for at in range(begins, len(lines)):
        if lines[at][1].strip():
            found[-1].append(at)
        elif found[-1]:
            found.append([])
    texts = [[lines[at][1] for at in paragraph] for paragraph in found if paragraph]
    last = next((n for n in reversed(range(len(texts))) if _names(_unannounced(texts[n]))), -1)
    if last < 0 or last + 1 == len(texts):
        return len(lines), len(lines)
    below = texts[last + 1 :]
    starts = [*(paragraph[0] for paragraph in found[last + 1 :] if paragraph), len(lines)]
    if _QUOTED.match(below[0][0]):  # then its words are those with marks
        return starts[0], starts[0]
    above = any(line.strip() for _, line in lines[:begins])
    theirs, reply = reply_below(below, _writer(_unannounced(texts[last])), of, above=above)
    return starts[theirs], starts[reply]


def _unannounced(lines: Sequence[str]) -> Sequence[str]:
    """A paragraph without the line that only announces a message, or a rule, at its beginning."""
    announced = _ORIGINAL.fullmatch(lines[0]) or _RULE.fullmatch(lines[0])
    return lines[1:] if announced else lines


def _writer(head: Sequence[str]) -> str:
    """Whom the head of a message names as its writer; empty where it names nobody."""
    line = next(filter(_FROM.match, head), "")
    return line.partition(":")[2].strip(" *")


def _is_head(lines: Sequence[Numbered], at: int) -> bool:
    """Whether the head of a message stands there, that is three lines at least."""
    texts = (text for _, text in lines[at : at + _MOST_HEAD])
    paragraph = list(takewhile(str.strip, texts))
    return len(paragraph) >= _LEAST_HEAD and _names(paragraph)


def _add_quote(
    builder: Builder, lines: Sequence[Numbered], depth: int, writers: dict[int, int]
) -> None:
    """Append paragraphs of another message, whose head, if it has one, says who wrote it."""
    paragraph: list[Numbered] = []
    for number, line in [*lines, (0, "")]:
        if line.strip():
            paragraph.append((number, line))
        elif paragraph:
            texts = [text for _, text in paragraph]
            if _names(texts) or _WROTE.fullmatch(" ".join(map(str.strip, texts))):
                writers[depth] = builder.add(BlockKind.META, _pieces(paragraph))
            else:
                builder.add(BlockKind.QUOTE, _pieces(paragraph), writers.get(depth))
            paragraph = []


def _names(lines: Sequence[str]) -> bool:
    """Whether a paragraph is the head of a message, which says from whom it is."""
    return any(map(_FROM.match, lines)) and all(map(_HEAD.match, lines))


def _add_text(builder: Builder, lines: list[Numbered]) -> None:
    """Append paragraphs, lists and the like."""
    while lines and not lines[-1][1].strip():
        lines = lines[:-1]
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
        elif block.kind is BlockKind.HEADING and _in_capitals(text[block.start : block.end]):
            builder.heading(pieces, _BELOW_SUBJECT, soft=True)
        elif block.kind is BlockKind.HEADING:  # a short line, as letters have many
            builder.add(BlockKind.PARAGRAPH, pieces)
        else:
            builder.add(block.kind, pieces)


def _in_capitals(line: str) -> bool:
    return line.isupper() and sum(map(str.isalpha, line)) >= _FEWEST_CAPITALS


def _pieces(lines: Sequence[Numbered]) -> list[Piece]:
    return [Piece(line.strip() + "\n", number) for number, line in lines]
