"""AsciiDoc as it is read: sections, lists, delimited blocks, tables, admonitions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.datatypes import BlockKind, Document
from qa.documents.loaders import plain_text
from qa.documents.loaders.dates import front_matter_date
from qa.documents.loaders.encoding_detection import decode
from qa.documents.loaders.line_markup import MAX_CHARS, LineReader, Numbered, numbered
from qa.documents.loaders.metadata import Known

_HEADING = re.compile(r"(?P<level>={1,6}|#{1,6})\s+(?P<title>\S.*)\Z")
_ATTRIBUTE = re.compile(r":(?P<name>!?[\w-]{1,60})!?:(?:\s+(?P<value>.*))?\Z")
_BLOCK = re.compile(r"\[[^\]\n]*\]\s*\Z")
_ITEM = re.compile(r"\s*(?P<mark>\*{1,6}|-|\.{1,6}|\d{1,4}\.|<(?:\d+|\.)>)\s+(?P<rest>\S.*)\Z")
_TERM = re.compile(r"(?P<term>\S.{0,200}?)(?P<mark>:{2,4}|;;)(?:\s+(?P<rest>\S.*))?\Z")
_MACRO = re.compile(
    r"(?P<name>image|video|audio|include|toc|ifdef|ifndef|ifeval|endif)::(?P<rest>.*)\Z"
)
_NOTE = re.compile(r"(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION):\s+")
_AUTHOR = re.compile(r"(?P<name>[^\W\d_][\w.'’ -]{2,80}?)\s*(?:<[^>]{1,100}>)?\s*\Z")
_REVISION = re.compile(r"v?[\d.]+,\s*(?P<day>[\w ,-]{6,30})|(?P<only>\d{4}-\d\d-\d\d)")
_DELIMITER = re.compile(r"(?:-{4,}|\.{4,}|={4,}|\*{4,}|_{4,}|\+{4,}|/{4,}|--|```\w*)\Z")
_UNDERLINES = "=-~^+"  # of titles, by their level
_WIDER, _LEAST = 2, 3  # characters by which a line below a title differs from it; that it has
_INLINE = (
    (re.compile(r"\blinkgit:([\w.-]{1,80})\[(\d)\]"), r"\1(\2)"),
    (re.compile(r"footnote:\w{0,40}\[[^\]]{0,500}\]"), ""),
    (re.compile(r"image:[^\s\[]{1,300}\[([^\],]{0,200})[^\]]{0,200}\]"), r"\1"),
    (re.compile(r"(?:link:|xref:|mailto:)[^\s\[]{1,500}\[([^\],]{1,300})[^\]]{0,100}\]"), r"\1"),
    (re.compile(r"(?:https?|ftp|irc)://[^\s\[\]]{1,500}\[([^\],]{1,300})[^\]]{0,100}\]"), r"\1"),
    (re.compile(r"(https?://[^\s\[\]]{1,500})\[\]"), r"\1"),
    (re.compile(r"<<[^<>,]{1,200},\s*([^<>]{1,300})>>"), r"\1"),
    (re.compile(r"<<([^<>,]{1,200})>>"), r"\1"),
    (re.compile(r"(?:kbd|btn):\[([^\]]{1,100})\]"), r"\1"),
    (re.compile(r"\[\[[\w-]{1,100}\]\]|\(\(\(?[^()]{1,200}\)?\)\)"), ""),
    (re.compile(r"\[(?:line-through|\.line-through)\]##?[^#\n]{1,300}##?"), ""),
    (re.compile(r"(?:\[[\w.#-]{1,60}\])?##?(?=[^\s#])([^#\n]{1,300})##?(?!\w)"), r"\1"),
    (re.compile(r"``?(?=\S)\+?([^`\n]{1,300}?)\+?``?"), r"\1"),
    (re.compile(r"\*\*([^*\n]{1,300})\*\*|(?<![\w*])\*(?=\S)([^*\n]{1,300})(?<=\S)\*(?![\w*])"),
     r"\1\2"),
    (re.compile(r"__([^_\n]{1,300})__|(?<![\w_])_(?=\S)([^_\n]{1,300})(?<=\S)_(?![\w_])"), r"\1\2"),
    (re.compile(r" \+$", re.MULTILINE), ""),
)  # fmt: skip


def load(data: bytes, source: str) -> Document:
    """Make a document of an AsciiDoc file's bytes."""
    text = plain_text.unix_lines(decode(data)).removeprefix("\ufeff")
    if len(text) > MAX_CHARS:
        return plain_text.load(data, source)
    reader = _AsciiDoc()
    reader.read(numbered(text))
    return reader.lines.document(source, reader.known())


class _AsciiDoc:
    def __init__(self) -> None:
        self.lines = LineReader(self._clean)
        self._attributes: dict[str, str] = {}
        self._style = ""  # of the block that comes next: [source,ruby], [quote, Jane Doe]
        self._waiting: list[Numbered] = []
        self._item: tuple[int, BlockKind] | None = None  # the item that waits: depth and kind
        self._nested_dash = False
        self._numbers: dict[int, int] = {}  # of the last item that begins with so many dots

    def known(self) -> Known:
        day = self._attributes.get("revdate") or self._attributes.get("date") or ""
        return Known(author=self._attributes.get("author"), published=front_matter_date(day))

    def _clean(self, text: str) -> str:
        if "{" in text and self._attributes:
            text = re.sub(
                r"\{([\w-]{1,60})\}", lambda m: self._attributes.get(m[1], m[0])[:300], text
            )
        for pattern, shown in _INLINE:
            text = pattern.sub(shown, text)
        return text

    def read(self, lines: Sequence[Numbered]) -> None:
        at = self._header(lines)
        while at < len(lines):
            number, line = lines[at]
            end = self._special(lines, at)
            if end > at:
                at = end
                continue
            if not line.strip():
                self._flush()
            elif line.strip() != "+":
                self._waiting.append((number, line))
            at += 1
        self._flush()

    def _header(self, lines: Sequence[Numbered]) -> int:
        """Read the author and the revision right below the title."""
        at = 0
        while at < len(lines) and (not lines[at][1].strip() or lines[at][1].startswith("//")):
            at += 1
        if at == len(lines) or not re.match(r"= \S", lines[at][1]):
            return 0
        self.lines.heading([(lines[at][0], lines[at][1][2:])], 1)
        at += 1
        if at < len(lines) and (match := _AUTHOR.match(lines[at][1])):
            self._attributes.setdefault("author", match["name"])
            self.lines.paragraph([lines[at]], BlockKind.META)
            at += 1
            if at < len(lines) and (match := _REVISION.match(lines[at][1])):
                self._attributes.setdefault("revdate", match["day"] or match["only"])
                self.lines.paragraph([lines[at]], BlockKind.META)
                at += 1
        return at

    def _special(self, lines: Sequence[Numbered], at: int) -> int:
        """Read what is no line of a paragraph; the end of it, or `at`."""
        number, line = lines[at]
        mark = line.rstrip()
        if level := self._underlined(mark):
            title, self._waiting = self._waiting, []
            self.lines.heading(title, level)
            self._style = ""
            return at + 1
        if _DELIMITER.match(mark):
            self._flush()
            return self._delimited(lines, at, mark)
        if line.startswith("//"):
            return at + 1
        if mark in ("|===", ",===", "!==="):
            self._flush()
            return self._table(lines, at, mark)
        if match := _HEADING.match(line):
            self._flush()
            self.lines.heading([(number, match["title"].rstrip("= "))], len(match["level"]))
            self._style = ""
            return at + 1
        if match := _ATTRIBUTE.match(line):
            self._attributes[match["name"]] = (match["value"] or "").strip()
            return at + 1
        if self._waiting and not self._item:
            return at
        if _BLOCK.match(line):
            self._flush()
            self._style = line.strip()[1:-1]
            return at + 1
        if match := _MACRO.match(line):
            self._flush()
            alt = re.search(r"\[([^\],]*)", match["rest"])
            if match["name"] == "image" and alt and alt[1].strip(' "'):
                self.lines.paragraph([(number, alt[1].strip(' "'))])
            return at + 1
        if line[:1] == "." and line[1:2].strip() and line[1:2] != ".":
            self._flush()
            self.lines.heading([(number, line[1:])], 7, soft=True)
            return at + 1
        return self._listed(number, line, at)

    def _underlined(self, mark: str) -> int:
        """The level of the title that a line stands below, as older documents mark them; or 0."""
        if self._item or len(self._waiting) != 1 or len(mark) < _LEAST:
            return 0
        title = self._waiting[0][1].rstrip()
        same = mark[0] in _UNDERLINES and mark == mark[0] * len(mark)
        if not same or abs(len(title) - len(mark)) > _WIDER or not title[:1].isalnum():
            return 0
        return _UNDERLINES.index(mark[0]) + 1

    def _listed(self, number: int, line: str, at: int) -> int:
        if match := _ITEM.match(line):
            self._flush()
            mark = match["mark"]
            step = mark[0] == "." or mark[0].isdigit() or mark[0] == "<"
            depth = 0 if mark == "-" or mark[0] not in "*." else len(mark)
            if mark == "-" and self.lines.in_list():
                depth = 99 if self._nested_dash else 0
            self._nested_dash = mark[0] in "*." or (mark == "-" and self._nested_dash)
            rest = f"{self._number(mark)}{match['rest']}"
            kind = BlockKind.STEP if step else BlockKind.LIST_ITEM
            self._item = (depth, kind)
            self._waiting = [(number, rest)]
            return at + 1
        if match := _TERM.match(line):
            self._flush()
            self._item = (len(match["mark"]) - 2, BlockKind.LIST_ITEM)
            self._waiting = [(number, f"{match['term']}: {match['rest'] or ''}".strip())]
            return at + 1
        return at

    def _number(self, mark: str) -> str:
        """What numbers an item: what was typed, or the place of one that begins with dots."""
        if not self.lines.in_list():
            self._numbers = {}
        if mark[0].isdigit():
            return f"{mark} "
        if mark[0] != ".":
            return ""
        depth = len(mark)
        self._numbers = {d: n for d, n in self._numbers.items() if d <= depth}
        self._numbers[depth] = self._numbers.get(depth, 0) + 1
        return f"{self._numbers[depth]}. "

    def _delimited(self, lines: Sequence[Numbered], at: int, mark: str) -> int:
        closing = mark if not mark.startswith("```") else "```"
        end = next((i for i in range(at + 1, len(lines)) if lines[i][1].rstrip() == closing), None)
        if end is None:
            return at + 1
        body = lines[at + 1 : end]
        style, self._style = self._style, ""
        if mark[:4] in ("----", "....") or mark.startswith("```"):
            self.lines.code(body)
        elif mark[:4] == "____":
            self._quoted(body, style)
        elif mark[:4] not in ("++++", "////"):
            for line in body:
                if self._special([line], 0):
                    continue
                if line[1].strip():
                    self._waiting.append(line)
                else:
                    self._flush()
            self._flush()
        return end + 1

    def _quoted(self, body: Sequence[Numbered], style: str) -> None:
        part: list[Numbered] = []
        place = -1
        for line in [*body, (0, "")]:
            if line[1].strip():
                part.append(line)
            elif part:
                place = self.lines.paragraph(part, BlockKind.QUOTE)
                part = []
        who = ", ".join(word.strip() for word in style.split(",")[1:] if word.strip())
        if who and place >= 0 and body:
            self.lines.paragraph([(body[0][0], f"— {who}")], BlockKind.SIGNATURE, place)

    def _table(self, lines: Sequence[Numbered], at: int, mark: str) -> int:
        end = next(
            (i for i in range(at + 1, len(lines)) if lines[i][1].rstrip() == mark), len(lines)
        )
        body = lines[at + 1 : end]
        style, self._style = self._style, ""
        cells: list[tuple[int, str]] = []
        first = 0  # cells in the first line, which says how many columns there are
        header = "header" in style
        for place, (number, line) in enumerate(body):
            found = re.split(r"(?:(?<=\s)|^)(?:\d*(?:\.\d+)?[+*])?[<^>.]*[adehlmsv]?\|", line)
            if found[0].strip() and cells:
                cells[-1] = (cells[-1][0], f"{cells[-1][1]} {found[0].strip()}")
            cells += [(number, cell.strip()) for cell in found[1:]]
            if not first and len(found) > 1:
                first = len(found) - 1
                below = body[place + 1][1] if place + 1 < len(body) else "|"
                header = header or (first > 1 and not below.strip())
        if columns := re.search(r"cols\s*=\s*\"([^\"]*)\"", style):
            many = re.match(r"(\d+)\*", columns[1])
            first = int(many[1]) if many else columns[1].count(",") + 1
        first = max(1, min(first, 100))
        table = [
            (cells[i][0], [cell for _, cell in cells[i : i + first]])
            for i in range(0, len(cells), first)
        ]
        self.lines.table(table, header)
        return end + 1

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        item, self._item = self._item, None
        if not waiting:
            return
        if item:
            self.lines.item(waiting, item[0], item[1])
            return
        number, first = waiting[0]
        waiting[0] = (number, _NOTE.sub("", first, count=1))
        quoted = self._style.startswith(("quote", "verse"))
        if self._style.startswith(("source", "listing")):
            self.lines.code(waiting)
        elif quoted:
            self._quoted(waiting, self._style)
        else:
            self.lines.paragraph(waiting)
        self._style = ""
