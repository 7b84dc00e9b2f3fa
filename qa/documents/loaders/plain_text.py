"""Plain text: the file's own characters, its lines read for what they are.

The text stays as it is, but for what only a terminal acts on, tables, whose rows are written with
the names of their columns, each in its own line, and words that are parted at the ends of lines,
which are made whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from qa.datatypes import Block, BlockKind, Document
from qa.documents.loaders import boilerplate, line_rules, plain_entries
from qa.documents.loaders.article_metadata import read_metadata
from qa.documents.loaders.dates import date_line, front_matter_date
from qa.documents.loaders.encoding_detection import decode
from qa.documents.loaders.headlines import below_kicker
from qa.documents.loaders.metadata import Known, Metadata
from qa.documents.loaders.plain_headings import days, with_headings
from qa.documents.loaders.plain_hyphens import with_whole_words
from qa.documents.loaders.plain_indents import Indents, Line, columns, lone_option
from qa.documents.loaders.plain_manuals import is_manual, without_headings
from qa.documents.loaders.plain_outline import outline
from qa.documents.loaders.plain_pages import goes_on, without_furniture
from qa.documents.loaders.plain_tables import rewritten
from qa.documents.loaders.plain_top import top_headed
from qa.documents.loaders.terminal_text import printed
from qa.documents.loaders.titles import finished, from_name
from qa.languages import code

_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")  # those of `splitlines`
_RUN_IN = re.compile(
    r"(?:(?:SECTION|Section|SEC|Sec|ARTICLE|Article|ART|Art)\.?\s|§\s?)\s{0,3}"
    r"(?:\d{1,4}[a-z]?|[IVXLC]{1,7})\.(?=\s+[A-Z\"“])"
)
_LABEL = re.compile(
    r"(?P<label>Title|Author|Authors|Date|Release date|Published|Language)\s*:\s*(?P<value>\S.*)"
)
_MAX_WRAP = 120  # characters; lines longer than this were not broken by width
_MIN_WRAP = 40  # nor were lines this short
_ENDS = '.!?:"”'
_HYPHENS = "\u2010\u00ad"  # part a word at the end of a line
_MAX_GROUP = 5_000  # lines that are looked at together
_AT_ONCE = 1 << 16  # characters that are split into lines together
_LABELLED = 12  # blocks in which a head with labels is looked for


def load(data: bytes, source: str) -> Document:
    """Make a document of a plain text file's bytes."""
    text, table = rewritten(without_furniture(printed(decode(data))))
    if plain_entries.is_chat(text[line.start : line.end] for line in lines_of(text)):
        return _chat(text, source)
    text, blocks, lines = with_whole_words(text, cut(text, rows=table))
    blocks = below_kicker(text, blocks)
    known = _labelled(text, blocks)
    entries = days(text, blocks)
    headed = top_headed(text, blocks, entries)
    found = read_metadata(text, headed, source, known, entries=entries)
    document = Document(source, found.title, text, outline(text, found.blocks), lines=lines)
    return finished(document, found, known, guessed=True)


def _chat(text: str, source: str) -> Document:
    """A document of messages, whose first is no title and none a byline."""
    margin = _margin(text)
    blocks = [block for group in _groups(text) for block in cut_group(text, group, margin=margin)]
    found = Metadata(from_name(source), None, None, None, tuple(blocks))
    document = Document(source, found.title, text, outline(text, blocks))
    return finished(document, found, Known(title=found.title))


def unix_lines(text: str) -> str:
    """The text with all line ends made line feeds."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def cut(text: str, base: int = 0, rows: frozenset[int] = frozenset()) -> list[Block]:
    """Blocks of a text in order, none hung from another; `base` is added to all offsets.

    Lines that begin at one of `rows` are rows of tables.
    """
    blocks: list[Block] = []
    margin = _margin(text)
    manual = is_manual(text)
    for group in _groups(text):
        lines = without_headings(text, group, blocks) if manual else group
        blocks.extend(cut_group(text, lines, rows, margin) if lines else ())
    blocks = blocks if manual else with_headings(text, blocks)
    moved = (replace(block, start=block.start + base, end=block.end + base) for block in blocks)
    return list(moved) if base else blocks


def cut_group(
    text: str, lines: Sequence[Line], rows: frozenset[int] = frozenset(), margin: int = 0
) -> Iterator[Block]:
    """Blocks of consecutive lines: wrapped lines are joined, items and furniture stand alone.

    `margin` is the indent of the least indented lines of the document.
    """
    if len(lines) == 1:  # as most paragraphs are that no width has broken
        yield from _lone(text, lines[0], rows)
        return
    contents = [text[line.start : line.end] for line in lines]
    indents = Indents(lines, contents, margin)
    items = _items(contents, indents)
    apart = line_rules.separate_lines(contents)
    said, entries = plain_entries.messages(contents), plain_entries.entries(contents)
    chat = any(said)
    waiting: BlockKind | None = None  # of the lines `text[start:end]`, not yielded yet
    start = end = first = 0
    term = False  # whether it is a term with its text
    for index, line in enumerate(lines):
        content = contents[index]
        kind = _kind(content, items[index], line.start in rows)
        if chat and waiting and not said[index]:  # a message goes on
            end = line.end
            continue
        answered = said[index] and index + 1 < len(lines)
        if answered and kind is BlockKind.PARAGRAPH and plain_entries.asks(content):
            kind = BlockKind.QUESTION
        if (
            waiting
            and not (chat or entries[index])
            and kind is BlockKind.PARAGRAPH
            and waiting is not BlockKind.META
            and waiting is not BlockKind.TABLE
            and not line_rules.answer(content)
            and not _divided(contents, index)
        ):
            if waiting is BlockKind.PARAGRAPH and index == first + 1 and indents.step(index) > 0:
                if indents.hangs(index) or indents.defines(index):
                    if not line_rules.clause(contents[first]):
                        waiting = BlockKind.LIST_ITEM
                    term, end = True, line.end
                    continue
                if indents.wraps(index):
                    term, end = True, line.end
                    continue
            elif term and indents.within(first, index):
                end = line.end
                continue
            if not apart and _continues(contents, index, first, indents, waiting, term):
                end = line.end
                continue
        if waiting:
            yield Block(start, end, waiting)
        end, waiting, first = line.end, kind, index
        term = kind is BlockKind.LIST_ITEM and not line_rules.item(content)
        headings, start = _run_in(kind, line, content)
        yield from headings
    if waiting:
        yield Block(start, end, waiting)


def _lone(text: str, line: Line, rows: frozenset[int]) -> Iterator[Block]:
    """The blocks of a line that stands alone."""
    content = text[line.start : line.end]
    item = line_rules.item(content) or lone_option(content)
    kind = _kind(content, item, line.start in rows)
    headings, start = _run_in(kind, line, content)
    yield from headings
    yield Block(start, line.end, kind)


def _run_in(kind: BlockKind, line: Line, content: str) -> tuple[tuple[Block, ...], int]:
    """The heading that opens a line, `SECTION 3. The ...`, if any, and where the rest starts."""
    match = _RUN_IN.match(content) if kind is BlockKind.PARAGRAPH else None
    if not match:
        return (), line.start
    heading = Block(line.start, line.start + match.end(), BlockKind.HEADING)
    return (heading,), line.start + len(content) - len(content[match.end() :].lstrip())


def lines_of(text: str, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """Yield the lines of `text[start:end]` as Python splits them, blank ones with start == end."""
    stop = len(text) if end is None else end
    while start < stop:
        # As much at once as is no burden, up to the end of a line.
        last = _LINE_END.search(text, start + _AT_ONCE, stop)
        for raw in text[start : last.end() if last else stop].splitlines(keepends=True):
            content = raw.strip()
            blank = len(raw) - len(raw.lstrip()) if content and raw[0].isspace() else 0
            first = start + blank
            yield Line(first, first + len(content), columns(raw[:blank]) if blank else 0)
            start += len(raw)


def _divided(contents: Sequence[str], index: int) -> bool:
    """Whether a line that opens a chapter or the like stands here, or right before."""
    above, here = contents[index - 1], contents[index]
    if line_rules.named_division(above):
        return not _RUN_IN.match(above)
    return above[-1] in ".!?:" and line_rules.named_division(here)


def _kind(content: str, item: bool, row: bool) -> BlockKind:
    if row:
        return BlockKind.TABLE
    if not (content[0].isalnum() or any(char.isalnum() for char in content)):
        return BlockKind.META  # "* * *" and other ornaments
    if len(content) == 1:  # nothing to read in it; a file may be millions of such lines
        return BlockKind.PARAGRAPH
    if len(content) <= 400:
        day = date_line(content)
        furniture = boilerplate.separate(content) or plain_entries.says_nothing(content)
        if furniture or (day and not day.telling):
            return BlockKind.META
    if line_rules.question(content):
        return BlockKind.QUESTION
    if item:
        return BlockKind.STEP if line_rules.step(content) else BlockKind.LIST_ITEM
    return BlockKind.PARAGRAPH


def _groups(text: str) -> Iterator[list[Line]]:
    group: list[Line] = []
    waiting: list[Line] = []  # a group that may go on over the page
    for line in lines_of(text):
        if line.start < line.end:
            if waiting:
                if goes_on(text, waiting[-1].end, line.start):
                    group = waiting
                else:
                    yield waiting
                waiting = []
            group.append(line)
            if len(group) < _MAX_GROUP:
                continue
        if group:
            waiting, group = group, []
    yield from (each for each in (waiting, group) if each)


def _items(contents: Sequence[str], indents: Indents) -> list[bool]:
    """Which lines are list items. One lone `5. ` within wrapped text is none."""
    found = [line_rules.item(content) for content in contents]
    if not found[0] and sum(found) < 2:
        first = found.index(True) if any(found) else 0
        last = contents[first - 1][-1] in ".!?" and line_rules.step(contents[-1])
        if first and not (last or contents[first - 1].endswith(":")):
            found = [False] * len(contents)
    return [item or indents.option(at) for at, item in enumerate(found)]


def _continues(
    contents: Sequence[str],
    at: int,
    first: int,
    indents: Indents,
    waiting: BlockKind,
    term: bool,
) -> bool:
    """Whether a line goes on with the block from line `first` on, broken for width before it."""
    before, line = contents[at - 1], contents[at]
    listed = waiting is BlockKind.LIST_ITEM or waiting is BlockKind.STEP
    if term:
        return False
    if before[-1] in _HYPHENS or (listed and indents.indented(at)):
        return True
    step = indents.step(at)
    if step > 0:
        return False  # an indented line opens a paragraph
    if line[0].islower() and before[-1] not in _ENDS:
        return True
    if before[-1] in _ENDS and indents.opens(at):
        return False
    if step < 0 and at > first + 1:
        return False  # what is indented ends; after one line it was the first of a paragraph
    return _MIN_WRAP <= indents.width <= _MAX_WRAP and indents.full(at)


def _margin(text: str) -> int:
    """The least indent of the lines of a text."""
    margin = 0
    for number, line in enumerate(line for line in lines_of(text) if line.start < line.end):
        margin = min(margin, line.indent) if number else line.indent
        if not margin:
            break
    return margin


def _labelled(text: str, blocks: Iterable[Block]) -> Known:
    """Read a head of lines such as `Title: ...` and `Author: ...`; nothing without a title."""
    values: dict[str, str] = {}
    for _, block in zip(range(_LABELLED), blocks, strict=False):
        for line in lines_of(text, block.start, min(block.end, block.start + 1000)):
            if match := _LABEL.fullmatch(text, line.start, line.end):
                values.setdefault(match["label"].lower(), " ".join(match["value"].split())[:200])
    if "title" not in values:
        return Known()
    day = values.get("date") or values.get("published") or values.get("release date")
    return Known(
        title=values["title"],
        author=values.get("author") or values.get("authors"),
        published=front_matter_date(day) if day else None,
        language=code(values.get("language", "")),
    )
