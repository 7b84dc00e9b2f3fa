"""Pages of wikis as they are read: MediaWiki, DokuWiki, Zim, Vimwiki.

In MediaWiki one sign of equality more is a heading further below, in DokuWiki and Zim one less.
Only what stands in the page is read: no template is opened.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.datatypes import BlockKind, Document
from qa.documents.loaders import plain_text, wiki_marks
from qa.documents.loaders.dates import front_matter_date
from qa.documents.loaders.encoding_detection import decode
from qa.documents.loaders.line_markup import MAX_CHARS, LineReader, Numbered, indent_of, numbered
from qa.documents.loaders.metadata import Known
from qa.documents.loaders.text_markup import WIKI_HEADING, ZIM

_HEADING = re.compile(WIKI_HEADING + r"\Z")
_HEADER = re.compile(r"(?P<name>[A-Z][\w-]{0,40}):[ \t]+(?P<value>\S.*)\Z")
_COMMENT, _REFERENCE = re.compile("<!--"), re.compile(r"<ref\b[^<>/]{0,300}>")
_NAMED_REFERENCE = re.compile(r"<ref\b[^<>]{0,300}/>")
_CODE = re.compile(
    r"\s*(?:<(?P<tag>code|file|pre|source|syntaxhighlight)\b[^<>]{0,300}>(?P<rest>.*)"
    r"|(?P<fence>'''|\{\{\{(?:\w[^}]{0,200})?))\s*\Z",
    re.IGNORECASE,
)
_STARRED = re.compile(r"(?P<marks>[*#:;]{1,20})\s*(?P<rest>\S.*)\Z")
_ITEM = re.compile(r"\s*(?P<mark>[*•-]|\d{1,4}[.)]|[a-z][.)]|\[[ *xX<>]\])\s+(?P<rest>\S.*)\Z")
_FIELD = re.compile(r"\s*\|\s*(?P<name>[\w .()-]{1,60}?)\s*=\s*(?P<value>\S.*)\Z")
_ATTRIBUTES = re.compile(r"\s*(?:[\w-]+\s*=\s*(?:\"[^\"]*\"|[\w%-]+)\s*)+\|(?!\|)")
_RULE = re.compile(r"-{4,}\s*\Z|\{\{[^{}\n]{0,500}\}\}\s*\Z|#redirect\b.*\Z", re.IGNORECASE)
_DEEP = 5  # signs that only DokuWiki and Zim begin with


def load(data: bytes, source: str) -> Document:
    """Make a document of a wiki page's bytes."""
    text = plain_text.unix_lines(decode(data)).removeprefix("\ufeff")
    if len(text) > MAX_CHARS:
        return plain_text.load(data, source)
    page: _Page
    zim = data.startswith(ZIM)
    if zim or _descending(text, source):
        page = _DokuWiki(zim)
    else:
        for opening, closing in ((_COMMENT, "-->"), (_REFERENCE, "</ref>")):
            text = wiki_marks.without(text, opening, closing)
        text = _NAMED_REFERENCE.sub("", text)
        page = _MediaWiki(wiki_marks.categories(text))
    page.lines.read(numbered(text), page.special)
    return page.lines.document(source, page.known, page.tags)


def _descending(text: str, source: str) -> bool:
    """Whether more signs are a heading further above, by the first heading and the others."""
    counts = [len(found["marks"]) for line in text.split("\n") if (found := _HEADING.match(line))]
    if not counts or counts[0] < max(counts):
        return False
    return counts[0] >= _DEEP or (source.endswith((".txt", ".text")) and counts[0] > min(counts))


class _Page:
    """What both families have in common."""

    def __init__(self, lines: LineReader, tags: Sequence[str] = ()) -> None:
        self.lines = lines
        self.tags = list(tags)
        self.known = Known()

    def special(self, lines: Sequence[Numbered], at: int, waiting: list[Numbered]) -> int:
        """Read what is no paragraph; the end of it, or `at`."""
        number, line = lines[at]
        if match := _HEADING.match(line):
            self.lines.ended(waiting)
            self.lines.heading([(number, match["title"])], self.level(len(match["marks"])))
            return at + 1
        if match := _CODE.match(line):
            self.lines.ended(waiting)
            return self._code(lines, at, match)
        if _RULE.match(line):
            self.lines.ended(waiting)
            return at + 1
        return self.of_family(lines, at, waiting)

    def level(self, signs: int) -> int:
        """Of a heading between so many signs of equality."""
        raise NotImplementedError

    def of_family(self, lines: Sequence[Numbered], at: int, waiting: list[Numbered]) -> int:
        """Read what is no paragraph in this family of wikis; the end of it, or `at`."""
        raise NotImplementedError

    def item(self, number: int, line: str, match: re.Match[str], step: bool = False) -> None:
        """Add what `_ITEM` found: its number, letter or box is part of the text."""
        mark, rest = match["mark"], match["rest"]
        if mark[0] == "[":
            rest = f"[{' ' if mark == '[ ]' else 'x'}] {rest}"
        elif mark[0].isalnum():
            rest = f"{mark} {rest}"
        kind = BlockKind.STEP if step or mark[0].isdigit() else BlockKind.LIST_ITEM
        self.lines.item([(number, rest)], indent_of(line), kind)

    def _code(self, lines: Sequence[Numbered], at: int, match: re.Match[str]) -> int:
        number, _ = lines[at]
        closing = f"</{match['tag']}>" if match["tag"] else match["fence"][:3].replace("{", "}")
        closing = closing.lower()
        rest = match["rest"] or ""
        if closing in rest.lower():
            self.lines.code([(number, rest[: rest.lower().index(closing)])])
            return at + 1
        end = next(
            (i for i in range(at + 1, len(lines)) if closing in lines[i][1].lower()), len(lines)
        )
        body = [(number, rest), *lines[at + 1 : end]]
        if end < len(lines):
            last, text = lines[end]
            body.append((last, text[: text.lower().index(closing)]))
        self.lines.code([(n, text) for n, text in body if text.strip() or at < n < end])
        return end + 1


class _DokuWiki(_Page):
    """DokuWiki, and Zim with its header, check boxes and lists without an indent."""

    def __init__(self, zim: bool) -> None:
        super().__init__(LineReader(wiki_marks.dokuwiki))
        self._zim = zim
        self._in_header = zim

    def level(self, signs: int) -> int:
        return 7 - signs

    def of_family(self, lines: Sequence[Numbered], at: int, waiting: list[Numbered]) -> int:
        number, line = lines[at]
        if self._in_header:
            match = _HEADER.match(line)
            self._in_header = match is not None
            if match:
                if match["name"] == "Creation-Date":
                    self.known = Known(published=front_matter_date(match["value"]))
                return at + 1
        if line.startswith(("|", "^")):
            self.lines.ended(waiting)
            return self._table(lines, at)
        match = _ITEM.match(line)
        if match and (match["mark"] != "-" or line[:1].isspace()):
            self.lines.ended(waiting)
            self.item(number, line, match, step=match["mark"] == "-" and not self._zim)
            return at + 1
        if line.startswith(">"):
            self.lines.ended(waiting)
            self.lines.paragraph([(number, line.lstrip("> "))], BlockKind.QUOTE)
            return at + 1
        apart = not at or not lines[at - 1][1].strip()
        if line.startswith("  ") and apart and not self._zim:
            return self._preformatted(lines, at)
        return at

    def _preformatted(self, lines: Sequence[Numbered], at: int) -> int:
        end = at
        while (
            end < len(lines) and lines[end][1].startswith("  ") and not _ITEM.match(lines[end][1])
        ):
            end += 1
        self.lines.code(lines[at:end])
        return end

    def _table(self, lines: Sequence[Numbered], at: int) -> int:
        table: list[tuple[int, list[str]]] = []
        header, end = False, at
        while end < len(lines) and lines[end][1].startswith(("|", "^")):
            number, line = lines[end]
            shown = wiki_marks.dokuwiki(line).strip()  # links have a bar of their own
            header = header or (end == at and shown.startswith("^") and "|" not in shown)
            if re.fullmatch(r"[|:\s-]+", shown):
                header = header or len(table) == 1
            else:
                table.append((number, [c.strip() for c in re.split(r"[|^]", shown.strip("|^"))]))
            end += 1
        self.lines.table(table, header)
        return end


class _MediaWiki(_Page):
    """MediaWiki; of Vimwiki what is the same."""

    def __init__(self, tags: Sequence[str]) -> None:
        super().__init__(LineReader(wiki_marks.mediawiki), tags)

    def level(self, signs: int) -> int:
        return signs

    def of_family(self, lines: Sequence[Numbered], at: int, waiting: list[Numbered]) -> int:
        number, line = lines[at]
        if line.lstrip().startswith("{|"):
            self.lines.ended(waiting)
            return self._table(lines, at)
        if line.startswith("{{") and "}}" not in line:
            self.lines.ended(waiting)
            return self._template(lines, at)
        if match := _STARRED.match(line):
            self.lines.ended(waiting)
            self._item(number, match)
            return at + 1
        if match := _ITEM.match(line):
            self.lines.ended(waiting)
            self.item(number, line, match)
            return at + 1
        return at

    def _item(self, number: int, match: re.Match[str]) -> None:
        marks, rest = match["marks"], match["rest"]
        if set(marks) == {":"}:  # indented: what belongs to an item, or a paragraph
            add = self.lines.within_item if self.lines.in_list() else self.lines.paragraph
            add([(number, rest)])
            return
        if marks[-1] == ";":
            rest = re.sub(r"\s+:\s+", ": ", rest, count=1)
        kind = BlockKind.STEP if marks[-1] == "#" else BlockKind.LIST_ITEM
        self.lines.item([(number, rest)], len(marks), kind)

    def _template(self, lines: Sequence[Numbered], at: int) -> int:
        """A template over several lines, such as an infobox: its named fields as rows."""
        table: list[tuple[int, list[str]]] = []
        depth, end = 0, at
        while end < len(lines):
            number, line = lines[end]
            depth += line.count("{{") - line.count("}}")
            if end > at and (match := _FIELD.match(line)):
                value = wiki_marks.mediawiki(match["value"].removesuffix("}}")).strip()
                if value:
                    table.append((number, [f"{match['name'].replace('_', ' ')}: {value}"]))
            end += 1
            if depth <= 0:
                break
        self.lines.table(table, False)
        return end

    def _table(self, lines: Sequence[Numbered], at: int) -> int:
        rows: list[tuple[int, list[str]]] = []
        row: tuple[int, list[str]] | None = None
        header, end = False, at + 1
        while end < len(lines) and not lines[end][1].lstrip().startswith("|}"):
            number, line = lines[end][0], lines[end][1].strip()
            if line.startswith("|+"):
                self.lines.paragraph([(number, line[2:])])
            elif line.startswith("|-"):
                row = None
            elif line[:1] in ("|", "!"):
                if row is None:
                    row = (number, [])
                    rows.append(row)
                    header = header or (len(rows) == 1 and line[0] == "!")
                shown = wiki_marks.mediawiki(line[1:])
                row[1].extend(_ATTRIBUTES.sub("", c).strip() for c in re.split(r"\|\||!!", shown))
            elif row and line:
                row[1][-1] += f" {line}"
            end += 1
        self.lines.table(rows, header)
        return end + 1
