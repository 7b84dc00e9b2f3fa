"""EPUB books and RTF: chapters and their places; headings, lists, tables, notes, encodings."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date

import pytest

from qa.datatypes import BlockKind, DateOrigin, Document, Place, PlaceKind
from qa.documents.loaders.office import epub, rtf
from qa.errors import DocumentError

B = BlockKind
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OPS/book.opf"/></rootfiles></container>'
)


DAY = "<dc:date>2001-05-04</dc:date>"


def book(*, items: str, spine: str, parts: dict[str, str], day: str = DAY) -> bytes:
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>The Pump</dc:title>'
        f"<dc:creator>Ann Lee</dc:creator>{day}</metadata>"
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("OPS/book.opf", package)
        for name, text in parts.items():
            archive.writestr(name, text)
    return data.getvalue()


def item(key: str, href: str, more: str = "") -> str:
    return f'<item id="{key}" href="{href}" media-type="application/xhtml+xml" {more}/>'


def blocks(document: Document) -> list[tuple[BlockKind, str]]:
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(document.text)
        end = block.end
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def test_a_book_in_the_order_of_reading() -> None:
    data = book(
        items=item("two", "two.xhtml") + item("one", "text/one%20a.xhtml")
        + item("nav", "nav.xhtml", 'properties="nav"'),
        spine='<itemref idref="one"/><itemref idref="two"/><itemref idref="gone"/>',
        parts={
            "OPS/text/one a.xhtml": "<html><body><h2>Water</h2><p>It flows.</p></body></html>",
            "OPS/two.xhtml": "<html><body><p>No heading here.</p></body></html>",
            "OPS/nav.xhtml": '<html xmlns="http://www.w3.org/1999/xhtml"><body><nav><ol><li>'
            '<a href="two.xhtml#x">The end</a></li></ol></nav></body></html>',
        },
    )  # fmt: skip
    document = epub.load(data, "a.epub")
    assert blocks(document) == [
        (B.HEADING, "Water"),
        (B.PARAGRAPH, "It flows."),
        (B.PARAGRAPH, "No heading here."),
    ]
    assert document.blocks[2].parent == -1
    assert document.places == (
        Place(0, PlaceKind.CHAPTER, 1, "Water"),
        Place(document.text.index("No heading"), PlaceKind.CHAPTER, 2, "The end"),
    )
    assert (document.title, document.author) == ("The Pump", "Ann Lee")
    assert document.published == date(2001, 5, 4)


@pytest.mark.parametrize(
    ("day", "published"),
    [
        (DAY, date(2001, 5, 4)),
        ("<dc:date>2024-05-02T10:11:12Z</dc:date>", date(2024, 5, 2)),
        (  # the moment at which a converter made the file
            "<dc:date>2024-05-02T10:11:12Z</dc:date>"
            '<meta property="dcterms:modified">2024-05-02T10:11:12Z</meta>',
            None,
        ),
        (
            "<dc:date>2001-05-04</dc:date>"
            '<meta property="dcterms:modified">2024-05-02T10:11:12Z</meta>',
            date(2001, 5, 4),
        ),
    ],
)
def test_the_day_of_a_book(day: str, published: date | None) -> None:
    data = book(
        items=item("one", "one.xhtml"),
        spine='<itemref idref="one"/>',
        parts={"OPS/one.xhtml": "<html><body><p>It flows.</p></body></html>"},
        day=day,
    )
    document = epub.load(data, "a.epub")
    assert document.published == published
    assert document.date_origin is (DateOrigin.META if published else None)


def test_a_book_reads_nothing_outside_of_itself() -> None:
    data = book(
        items=item("a", "../../etc/passwd")
        + item("b", "file:///etc/passwd")
        + item("c", "c.xhtml"),
        spine='<itemref idref="a"/><itemref idref="b"/><itemref idref="c"/>',
        parts={"OPS/c.xhtml": "<p>Inside.</p>"},
    )
    assert epub.load(data, "a.epub").text == "Inside."


def test_books_that_cannot_be_read() -> None:
    with pytest.raises(DocumentError, match="archive can't be opened"):
        epub.load(b"no zip", "a.epub")
    with pytest.raises(DocumentError, match="holds no text"):
        epub.load(book(items="", spine="", parts={}), "a.epub")
    locked = (
        "<encryption><EncryptedData><CipherReference "
        "URI='OPS/c.xhtml'/></EncryptedData></encryption>"
    )
    with pytest.raises(DocumentError, match="protected against copying"):
        epub.load(book(items="", spine="", parts={"META-INF/encryption.xml": locked}), "a.epub")


def test_rtf_with_headings_lists_tables_and_notes() -> None:
    data = (
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\stylesheet{\s1 heading 1;}{\s2 Body;}}"
        r"{\info{\author Ann Lee}{\title x}}{\header Page 1}"
        "\n" r"\pard\s1 Care\par" "\n" r"\pard Wie sch\'f6n {\b it} is\'85{\footnote A note.}\par"
        "\n" r"{\listtext 1.\tab}\ls1\ilvl0 Open it.\par" "\n" r"\pard{\pntext\bullet\tab}A "
        r"hose\par"
        "\n" r"\trowd\pard\intbl Plan\cell Price\cell\row\trowd\intbl Plus\cell \u8364?10\cell\row"
        "\n" r"\pard {\v secret}{\*\unknown nothing}\ldblquote End\rdblquote\line here\par}"
    )  # fmt: skip
    document = rtf.load(data.encode(), "a.rtf")
    assert blocks(document) == [
        (B.HEADING, "Care"),
        (B.PARAGRAPH, "Wie schön it is…"),
        (B.PARAGRAPH, "A note."),
        (B.STEP, "1. Open it."),
        (B.LIST_ITEM, "A hose"),
        (B.TABLE, "Plan · Price"),
        (B.TABLE, "Plus · €10"),
        (B.PARAGRAPH, "“End”\nhere"),
    ]
    assert (document.title, document.author) == ("Care", "Ann Lee")
    assert document.line(document.text.index("A hose")) == 5


def test_bold_lines_head_what_follows_in_rtf() -> None:
    data = rb"{\rtf1{\b\fs32 Pumps}\par Text one.\par{\b Care}\par Text two.\par}"
    document = rtf.load(data, "a.rtf")
    assert [kind for kind, _ in blocks(document)] == [B.HEADING, B.PARAGRAPH] * 2
    assert document.blocks[2].parent == 0


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (rb"{\rtf1\ansicpg932 \'93\'fa\'96\'7b\par}", "日本"),
        (rb"{\rtf1{\fonttbl{\f3\fcharset204 A;}}\f3 \'cf\'f0\'e8\par}", "При"),
        (rb"{\rtf1\uc2 \u26085ab\u-10179 ??\u-8704 ??!\par}", "日😀!"),
        (rb"{\rtf1 a\u-10179 ?b\par}", "a\ufffdb"),
        (rb"{\rtf1 a\{b\}\\c\~d\bin3 {{{e\par", "a{b}\\c\u00a0de"),
    ],
)
def test_characters_of_rtf(data: bytes, text: str) -> None:
    assert rtf.load(data, "a.rtf").text == text


def test_what_is_no_rtf() -> None:
    with pytest.raises(DocumentError, match="Not an RTF file"):
        rtf.load(b"Just text.", "a.rtf")
    with pytest.raises(DocumentError, match="holds no text"):
        rtf.load(rb"{\rtf1{\pict 0102}}", "a.rtf")


def test_groups_without_end_take_no_time() -> None:
    start = time.process_time()
    document = rtf.load(b"{\\rtf1 " + b"{" * 200_000 + b"deep\\par" + b"}" * 200_000, "a.rtf")
    assert document.text == "deep"
    assert time.process_time() - start < 5
