"""Source code and configuration: comments and docstrings as text, the rest as code, by lines.

The text of the file stays as it is, but for the marks of comments and shared indentation. Code
hangs from the comment right above it, as from a line that leads in to it, and a docstring from the
line that it documents. Sections of configuration head what is set in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import PurePosixPath
from textwrap import dedent

from qa.datatypes import BlockKind, Document
from qa.documents.loaders import plain_text
from qa.documents.loaders.builder import Builder, Piece
from qa.documents.loaders.data.records import document
from qa.documents.loaders.encoding_detection import decode
from qa.errors import DocumentError

_HASH = frozenset(
    {
        ".py", ".pyi", ".rb", ".sh", ".bash", ".zsh", ".fish", ".ps1", ".toml", ".yaml", ".yml",
        ".r", ".jl", ".pl", ".tf", ".conf", ".cfg", ".ini", ".properties",
    }
)  # fmt: skip
_DASHES = frozenset({".sql", ".lua", ".hs"})
_SEMICOLONS = frozenset({".ini", ".cfg"})
_PYTHON = frozenset({".py", ".pyi"})
_SECTIONED = frozenset({".toml", ".ini", ".cfg", ".conf"})
_SECTION = re.compile(r"\s*\[{1,2}[^\[\]=]{1,80}\]{1,2}\s*\Z")  # it names what is set below it
_MOST_LINE = 5_000  # characters; longer ones are made by programs
_MOST_COMMENT = 2_000  # lines
_CHUNK = 40  # lines of code in one block
_YAML = frozenset({".yaml", ".yml"})
_WHOLE = 24  # lines that are shown as they are
_ALONE = 6  # lines below a key of YAML that are a block of their own
_DEEPEST = 6  # levels of its headings
_DOCSTRING = re.compile(r"\s*[rRuUbB]{0,2}(\"{3}|'{3})")
_DEFINES = re.compile(r"\s*(?:async\s+)?(?:def|class)\s")
_FRAME = re.compile(r"(?<!\S)[*#/]{1,80}\s*\Z|\*+/\s*\Z")  # the right edge of a box
_BORDER = re.compile(r"[\s*/#=~;!-]*")

_Line = tuple[int, str]
_NOTHING: tuple[BlockKind, list[_Line]] = (BlockKind.META, [])


def load(data: bytes, source: str) -> Document:
    """Make a document of a source file's bytes."""
    return _load(data, source, PurePosixPath(source).suffix.lower())


def load_configuration(data: bytes, source: str) -> Document:
    """The same of settings with comments, whatever the file is called."""
    try:
        return _load(data, source, ".conf")
    except DocumentError:
        if source.lower().endswith(".conf"):
            raise
        return plain_text.load(data, source)  # only its beginning told that it is configuration


def _load(data: bytes, source: str, suffix: str) -> Document:
    text = plain_text.unix_lines(decode(data)).removeprefix("\ufeff")
    lines = text.split("\n")
    if any(len(line) > _MOST_LINE for line in lines):
        raise DocumentError("Not written by people: it has lines of thousands of characters.")
    builder = Builder()
    lead, last = -1, -1  # the block right above and its last line
    groups = list(_groups(lines, suffix))
    for (kind, group), (below, section) in zip_longest(groups, groups[1:], fillvalue=_NOTHING):
        parent = lead if lead >= 0 and group[0][0] - last <= 1 else None
        adjoins = below is BlockKind.HEADING and section[0][0] - group[-1][0] == 1
        if adjoins and kind is BlockKind.PARAGRAPH:
            builder.tree.close_headings()  # a comment on what comes
        if kind is BlockKind.HEADING:
            builder.heading([Piece(line.strip(), number) for number, line in group], 1)
            lead = -1
        elif kind is BlockKind.PARAGRAPH:
            # What stands right below the head of a function is about that.
            above = builder.tree.blocks[lead].kind if parent is not None else None
            lead = _comment(builder, group, parent if above is BlockKind.CODE else None)
        else:
            if suffix in _YAML and len(group) > _CHUNK:
                _parts(builder, group, 1, -1)
                builder.tree.close_headings()
                lead = -1
            else:
                lead = _code(builder, group, parent)
        last = group[-1][0]
    return document(builder, source, PurePosixPath(source).name, empty="It holds no text.")


def _comment(builder: Builder, group: Sequence[_Line], parent: int | None) -> int:
    """Append a comment, a paragraph for each that blank lines in it part; the last one's place."""
    place = -1
    waiting: list[Piece] = []
    for number, line in [*group, (0, "")]:
        if line:
            if waiting:
                waiting[-1] = Piece(waiting[-1].text + "\n", waiting[-1].line)
            waiting.append(Piece(line, number))
        elif waiting:
            place = builder.add(BlockKind.PARAGRAPH, waiting, parent=parent)
            waiting = []
    return place


def _code(builder: Builder, group: Sequence[_Line], parent: int | None) -> int:
    """Append code, a block for so many lines, without the indentation that they share.

    The place of its head where something may stand below that is about it, else -1.
    """
    place = -1
    for start in range(0, len(group), _CHUNK):
        part = group[start : start + _CHUNK]
        shown = dedent("\n".join(line for _, line in part))
        place = builder.add(
            BlockKind.CODE, [Piece(shown, part[0][0])], parent=None if start else parent
        )
    return place if group[-1][1].rstrip().endswith(":") else -1


def _parts(builder: Builder, group: Sequence[_Line], level: int, parent: int) -> None:
    """Append a long stretch of YAML key by key; one with too much below it heads what that is."""
    outer = min(_indent(line) for _, line in group)
    waiting: list[_Line] = []  # short keys stay together
    for part in _subtrees(group, outer):
        if len(part) > _WHOLE and level <= _DEEPEST:
            _flush(builder, waiting, parent)
            number, line = part[0]
            shown = line.strip().removeprefix("- ").rstrip(": ")
            _parts(builder, part[1:], level + 1, builder.heading([Piece(shown, number)], level))
            continue
        if len(part) >= _ALONE or len(waiting) + len(part) > _CHUNK:
            _flush(builder, waiting, parent)
        waiting += part
        if len(part) >= _ALONE:
            _flush(builder, waiting, parent)
    _flush(builder, waiting, parent)


def _flush(builder: Builder, waiting: list[_Line], parent: int) -> None:
    if waiting:
        _code(builder, waiting, parent)
        waiting.clear()


def _subtrees(group: Sequence[_Line], outer: int) -> Iterator[list[_Line]]:
    """Runs of lines that begin with one of the outermost lines."""
    part: list[_Line] = []
    for number, line in group:
        if part and _indent(line) == outer:
            yield part
            part = []
        part.append((number, line))
    yield part


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _groups(lines: Sequence[str], suffix: str) -> Iterator[tuple[BlockKind, list[_Line]]]:
    """Runs of lines: comments with their marks removed, and code without blank lines in it."""
    code: list[_Line] = []
    at = 0
    while at < len(lines):
        end, words = _commented(lines, at, suffix)
        section = suffix in _SECTIONED and bool(_SECTION.match(lines[at]))
        if end == at:
            if code and (section or not lines[at].strip()):
                yield BlockKind.CODE, code
                code = []
            if section:
                yield BlockKind.HEADING, [(at + 1, lines[at])]
            elif lines[at].strip():
                code.append((at + 1, lines[at]))
            at += 1
            continue
        if any(text for _, text in words):
            if code:
                yield BlockKind.CODE, code
                code = []
            yield BlockKind.PARAGRAPH, words
        at = end
    if code:
        yield BlockKind.CODE, code


def _commented(lines: Sequence[str], at: int, suffix: str) -> tuple[int, list[_Line]]:
    """Where the comment that begins in a line ends, and its words; `at` itself where none does."""
    line = lines[at].strip()
    if suffix in _PYTHON and (match := _DOCSTRING.match(lines[at])) and _documents(lines, at):
        return _until(lines, at, match[1], match.end())
    if line.startswith("<#") and suffix == ".ps1":
        return _until(lines, at, "#>", lines[at].index("<#") + 2)
    if line.startswith("/*") and suffix not in _HASH:
        return _until(lines, at, "*/", lines[at].index("/*") + 2)
    marks = _marks(suffix)
    end = at
    words: list[_Line] = []
    while end < len(lines) and (stripped := lines[end].strip()).startswith(marks):
        if end == 0 and stripped.startswith("#!"):
            break
        words.append((end + 1, _words(stripped)))
        end += 1
    return end, words


def _marks(suffix: str) -> tuple[str, ...]:
    if suffix in _HASH:
        return ("#", ";") if suffix in _SEMICOLONS else ("#",)
    return ("--",) if suffix in _DASHES else ("//",)


def _until(lines: Sequence[str], at: int, mark: str, start: int) -> tuple[int, list[_Line]]:
    """The words of a comment between marks, of which the first ends at `start` of line `at`."""
    words: list[_Line] = []
    for number in range(at, min(len(lines), at + _MOST_COMMENT)):
        text = lines[number][start:] if number == at else lines[number]
        head, closed, _ = text.partition(mark)
        words.append((number + 1, _words(head)))
        if closed:
            return number + 1, words
    return at, []  # never closed


def _documents(lines: Sequence[str], at: int) -> bool:
    """Whether a string that stands alone is a docstring: at the top, or below a definition."""
    above = at - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    if above < 0 or lines[above].lstrip().startswith(("#", '"""', "'''")):
        return True
    if not lines[above].rstrip().endswith(":"):
        return False
    head = range(above, max(-1, above - 30), -1)  # it may take several lines
    return any(_DEFINES.match(lines[number]) for number in head)


def _words(line: str) -> str:
    """A line of a comment without its marks; empty where it is a border."""
    if _BORDER.fullmatch(line):
        return ""
    line = re.sub(r"^\s*(?:/{2,}!?|/\*+!?|\*+|#+!?|-{2,}|;+)?\s?", "", line)
    return _FRAME.sub("", line).strip()
