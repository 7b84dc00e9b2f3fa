"""Sources of manual pages, with the macros of man(7) and mdoc(7), as `man` shows them.

Neither groff nor mandoc is asked: both may be missing, and neither tells the lines of the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.datatypes import Document
from qa.documents.loaders import plain_text
from qa.documents.loaders.dates import front_matter_date
from qa.documents.loaders.encoding_detection import decode
from qa.documents.loaders.line_markup import MAX_CHARS, numbered
from qa.documents.loaders.manual_blocks import ManualBlocks
from qa.documents.loaders.mdoc import Mdoc
from qa.documents.loaders.metadata import Known
from qa.documents.loaders.roff import Request, requests, seen

_ONE_FONT = frozenset({"B", "I", "R", "SM", "SB", "CW", "BL"})
_FONTS_IN_TURN = frozenset({"BI", "BR", "IB", "IR", "RB", "RI"})
_STEP = re.compile(r"\d{1,3}[.)]\Z")
_TAB = re.compile(r"tab\s*\((.)\)")


def load(data: bytes, source: str) -> Document:
    """Make a document of a manual page's source."""
    text = plain_text.unix_lines(decode(data))
    if len(text) > MAX_CHARS:
        return plain_text.load(data, source)
    page = _Page()
    page.read(requests(numbered(text)))
    return page.blocks.lines.document(
        source, Known(page.title, published=front_matter_date(page.day))
    )


class _Page:
    def __init__(self) -> None:
        self.blocks = ManualBlocks()
        self.title: str | None = None
        self._heading_of_page = ("", "", "")  # its name in capitals, section and day
        self._name = ""  # as the page's first section writes it
        self._naming = False  # whether that section is open
        self.day = ""
        self._mdoc = Mdoc(self.blocks)
        self._font = False  # the next line of text belongs to a macro without words
        self._heading = 0  # the level of a heading whose words are the next line

    def read(self, asked: Iterator[Request]) -> None:
        for each in asked:
            if each.macro == "TS":
                self._table(asked)
            elif not self._mdoc.read(each):
                self._man(each)
        self.blocks.end()
        name, section, self.day = self._mdoc.heading or self._heading_of_page
        self.title = f"{self._name or name}({section})" if section else None

    def _man(self, each: Request) -> None:
        blocks, macro, words = self.blocks, each.macro, each.words
        if not macro or macro in _ONE_FONT or macro in _FONTS_IN_TURN:
            shown = "".join(words) if macro in _FONTS_IN_TURN else each.text
            if self._heading and shown.strip():
                blocks.heading((each.number, shown), self._heading)
                self._heading = 0
            elif not macro or words:
                if self._naming and not self._name:
                    self._name = " ".join(shown.replace(",", " ").split()[:1])
                blocks.add((each.number, shown))
        elif macro == "TH" and len(words) > 1:
            self._heading_of_page = words[0], words[1], words[2] if len(words) > 2 else ""
        elif macro in ("SH", "SS"):
            self._heading = 0 if words else (1 if macro == "SH" else 2)
            self._naming = each.text.upper() == "NAME"
            blocks.heading(each.line, 1 if macro == "SH" else 2)
        elif macro in ("PP", "P", "LP", "HP"):
            blocks.paragraph()
        elif macro in ("sp", "Sp"):
            blocks.flush()
        elif macro == "TP":
            blocks.term()
        elif macro == "TQ":
            blocks.another_term()
        elif macro == "IP":
            self._indented(each)
        elif macro == "RS":
            blocks.indent()
        elif macro == "RE":
            blocks.outdent()
        elif macro in ("nf", "EX", "Vb"):  # the last is of pages made from POD
            blocks.example()
        elif macro in ("fi", "EE", "Ve"):
            blocks.end_example()
        elif macro == "SY":
            blocks.paragraph()
            blocks.add(each.line)
        elif macro == "OP":
            blocks.add((each.number, f"[{each.text}]"))
        elif macro in ("UR", "MT") and words:
            blocks.add((each.number, words[0]))

    def _indented(self, each: Request) -> None:
        """A paragraph that is indented: an item with its term, or what goes on with one."""
        words = each.words
        if not words or not words[0].strip():
            self.blocks.flush()
        elif _STEP.match(words[0]):
            self.blocks.step((each.number, words[0]))
        else:
            self.blocks.term((each.number, words[0]))

    def _table(self, asked: Iterator[Request]) -> None:
        """Read a table of tbl: its options, how its columns look, its rows."""
        rows: list[tuple[int, list[str]]] = []
        mark, header, form, cell = "\t", False, True, False
        inside: list[str] = []  # lines of the cell that is open
        for each in asked:
            line = each.text
            if each.macro == "TE":
                break
            if form:
                if match := _TAB.search(line):
                    mark = match[1]
                header = header or "b" in line.lower().partition(";")[2] or "B" in line
                form = not line.rstrip().endswith(".")
            elif cell:  # text between "T{" and "T}"
                head, closed, rest = line.partition("T}")
                inside.append(head)
                if closed:
                    rows[-1][1][-1], cell = " ".join(inside).strip(), False
                    rows[-1][1].extend(rest.split(mark)[1:])
            elif set(line.strip()) <= {"_", "=", "-"}:
                header = header or len(rows) == 1
            else:
                rows.append((each.number, line.split(mark)))
            if not form and rows and rows[-1][1][-1] == "T{":
                rows[-1][1][-1], inside, cell = "", [], True
        if cell:
            rows[-1][1][-1] = " ".join(inside)
        self.blocks.table([(n, [seen(each) for each in cells]) for n, cells in rows], header)
