"""Where a quote stands on a page of a PDF: the words in its boxes, and the ink of them."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace

import pypdfium2
import pytest

from qa.datatypes import Box, Document
from qa.datatypes.boxes import PrintedLine, boxes, intact, packed
from qa.documents.loaders import pdf
from qa.serialization import from_plain, to_plain
from tests.support.pdf_files import PdfPage
from tests.support.pdf_files import pdf as make

LINES = [
    "The harbour office was built in the year of the",
    "great flood, when the older house was carried away.",
    'Its clock ("a gift") is wound by hand on Mondays.',
]
QUOTE = "in the year of the great flood, when the older house"


def of(document: Document, quote: str) -> tuple[Box, ...]:
    start = document.text.index(quote)
    return document.boxes(start, start + len(quote))


def words_in(data: bytes, box: Box) -> str:
    """What PDFium finds in the middle of a box, without spaces; the box as a viewer draws it."""
    page = pypdfium2.PdfDocument(data)[box.page - 1]
    left, bottom, right, top = page.get_bbox()
    across = 0.3 * min(box.right - box.left, box.bottom - box.top)
    wide = box.right - box.left > box.bottom - box.top
    inset = (0.2, across) if wide else (across, 0.2)
    found = []
    for x, y in (
        (box.left + inset[0], box.top + inset[1]),
        (box.right - inset[0], box.bottom - inset[1]),
    ):
        found.append(
            {
                0: (left + x, top - y),
                90: (left + y, bottom + x),
                180: (right - x, bottom + y),
                270: (right - y, top - x),
            }[page.get_rotation()]
        )
    (x0, y0), (x1, y1) = found
    text = page.get_textpage().get_text_bounded(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return "".join(text.split())


def dark(data: bytes, box: Box, scale: int = 4) -> float:
    """Which share of a box is ink on the rendered page."""
    picture = pypdfium2.PdfDocument(data)[box.page - 1].render(scale=scale).to_numpy()
    assert picture.shape[:2] == (round(box.height * scale), round(box.width * scale))
    rows = slice(int(box.top * scale), int(box.bottom * scale) + 1)
    columns = slice(int(box.left * scale), int(box.right * scale) + 1)
    return float((picture[rows, columns].min(axis=2) < 128).mean())


def ink(data: bytes, found: tuple[Box, ...], scale: int = 4) -> float:
    """Which share of the ink of a page lies in some boxes of it."""
    picture = pypdfium2.PdfDocument(data)[found[0].page - 1].render(scale=scale).to_numpy()
    inked = picture.min(axis=2) < 128
    total = inked.sum()
    for box in found:
        inked[
            int(box.top * scale) - 1 : int(box.bottom * scale) + 2,
            int(box.left * scale) - 1 : int(box.right * scale) + 2,
        ] = False
    return 1 - float(inked.sum()) / float(total)


def pages() -> Iterator[tuple[str, PdfPage]]:
    for angle in (0, 90, 180, 270):
        yield f"turned by {angle}", replace(PdfPage().lines(72, 100, LINES), rotate=angle)
        cropped = PdfPage().lines(72, 100, LINES)
        cropped.rotate, cropped.crop = angle, (30, 40, 500, 760)
        yield f"cropped, turned by {angle}", cropped


@pytest.mark.parametrize(("name", "page"), list(pages()), ids=[name for name, _ in pages()])
def test_a_quote_over_two_lines_has_a_box_in_each(name: str, page: PdfPage) -> None:
    data = make([page])
    document = pdf.load(data, "a.pdf")
    found = of(document, QUOTE)
    assert [document.text[box.start : box.end] for box in found] == [
        "in the year of the",
        "great flood, when the older house",
    ]
    assert [words_in(data, box) for box in found] == [
        "intheyearofthe",
        "greatflood,whentheolderhouse",
    ]
    shown = pypdfium2.PdfDocument(data)[0]
    assert {(box.page, box.width, box.height) for box in found} == {(1, *shown.get_size())}
    assert all(dark(data, box) > 0.03 for box in found)
    assert ink(data, document.boxes(0, len(document.text))) > 0.99  # and all of it is in a box
    assert ink(data, found) < 0.5


def test_boxes_are_in_points_from_the_top_left_corner() -> None:
    document = pdf.load(make([PdfPage().lines(72, 100, LINES)]), "a.pdf")
    one, other = of(document, QUOTE)
    assert 72 < one.left < one.right < 300
    assert other.left == 72.0
    assert one.top < 100 < one.bottom < other.bottom  # around the baseline
    assert other.top - one.top == pytest.approx(12)
    assert one.bottom - one.top == pytest.approx(11)  # of a font of 10 points


@pytest.mark.parametrize("words", ["flood", "a gift", "Mondays", '("a gift")', "Mondays."])
def test_marks_around_words_are_no_part_of_them(words: str) -> None:
    data = make([PdfPage().lines(72, 100, LINES, size=20)])
    document = pdf.load(data, "a.pdf")
    (box,) = of(document, words)
    assert words_in(data, box) == words.replace(" ", "")


def test_a_word_that_a_line_end_parts_has_two_boxes() -> None:
    page = PdfPage().lines(72, 100, ["The light was seen by every fisher-", "man of the town."])
    page.lines(72, 160, ["A fisherman said so, and the fishermen believed it for a year."])
    data = make([page])
    document = pdf.load(data, "a.pdf")
    found = of(document, "every fisherman of")
    assert [words_in(data, box).rstrip("-\x02") for box in found] == ["everyfisher", "manof"]


def test_the_same_words_twice_on_a_page_have_their_own_boxes() -> None:
    page = PdfPage().lines(72, 100, ["The keeper left.", "Nobody came back to the island."])
    page.lines(72, 300, ["The keeper left.", "Nobody came back to the island."])
    document = pdf.load(make([page]), "a.pdf")
    first, second = (m.start() for m in re.finditer("Nobody came", document.text))
    (one,), (other,) = document.boxes(first, first + 6), document.boxes(second, second + 6)
    assert other.top - one.top == pytest.approx(200)


def test_columns_and_pages_that_a_sentence_goes_on_over() -> None:
    left = [*LINES, "The view reaches as far as the lighthouse on clear"] * 2
    right = ["days, and the keeper will gladly explain the rest.", *LINES] * 2
    page = PdfPage().lines(60, 100, left).lines(320, 100, right)
    data = make([page, PdfPage().lines(72, 100, LINES)])
    document = pdf.load(data, "a.pdf")
    start = document.text.rindex("on clear days, and")
    one, other = document.boxes(start, start + len("on clear days, and"))
    assert one.right < 320 <= other.left
    assert one.top > other.top
    assert [words_in(data, box) for box in (one, other)] == ["onclear", "days,and"]
    last = document.text.rindex("flood")
    assert [box.page for box in document.boxes(last, last + 5)] == [2]


def test_cells_of_a_row_have_boxes_and_repeated_names_of_columns_none() -> None:
    page = PdfPage().lines(72, 60, ["The fares that are asked on the ferry."])
    page.row(100, [(72, "Plan"), (250, "Price"), (400, "Year")], "bold")
    for number, cells in enumerate([("Plus", "10", "1910"), ("Basic", "5", "1911")]):
        page.row(120 + 20 * number, list(zip((72, 250, 400), cells, strict=True)))
    data = make([page])
    document = pdf.load(data, "a.pdf")
    found = of(document, "Plan: Basic · Price: 5 · Year: 1911")
    assert [document.text[box.start : box.end] for box in found] == ["Basic", "5", "1911"]
    assert [words_in(data, box) for box in found] == ["Basic", "5", "1911"]
    assert of(document, "Price") == ()


def test_text_that_runs_upwards() -> None:
    page = PdfPage()
    for number in range(30):
        page.turned(100 + 14 * number, 700, f"Line {number} of a page that lies on its side.")
    data = make([page])
    (box,) = of(pdf.load(data, "a.pdf"), "Line 7 of a page")
    assert box.bottom - box.top > box.right - box.left
    assert words_in(data, box) == "Line7ofapage"
    assert dark(data, box) > 0.03


def test_boxes_travel_as_json() -> None:
    document = pdf.load(make([PdfPage().lines(72, 100, LINES)]), "a.pdf")
    again = from_plain(Document, to_plain(document))
    assert again == document
    assert of(again, QUOTE) == of(document, QUOTE) != ()


def test_text_that_is_printed_nowhere_has_no_boxes() -> None:
    document = pdf.load(make([PdfPage().lines(72, 100, LINES)]), "a.pdf")
    assert document.boxes(5, 5) == ()
    end = len(document.text)
    assert document.boxes(end + 10, end + 20) == ()
    assert replace(document, layout=b"").boxes(0, 10) == ()


def test_lines_are_found_in_a_long_document_whatever_their_chunk() -> None:
    text = "word " * 4_000
    lines = []
    for at in range(0, 4_000, 8):
        words = [(5 * n, 5 * n + 4, 50 * (n - at), 50 * (n - at) + 40) for n in range(at, at + 8)]
        lines.append(PrintedLine(at // 400, 0, 10 * at, 10 * at + 9, words))
    layout = packed([(number + 1, 600.0, 800.0) for number in range(10)], lines)
    assert len(layout) < 5 * 4_000
    for at in (0, 299, 300, 1_999, 3_999):
        (box,) = boxes(layout, text, 5 * at, 5 * at + 4)
        line, place = divmod(at, 8)
        assert (box.page, box.start, box.end) == (8 * line // 400 + 1, 5 * at, 5 * at + 4)
        assert (box.left, box.right) == (5.0 * place, 5.0 * place + 4)
    assert len(boxes(layout, text, 0, len(text))) == 500


def test_a_layout_that_makes_no_sense_says_nothing() -> None:
    document = pdf.load(make([PdfPage().lines(72, 100, LINES)]), "a.pdf")
    layout = document.layout
    assert intact(layout)
    assert intact(b"")
    assert not intact("text")
    for at in range(len(layout)):
        broken = layout[:at] + bytes([layout[at] ^ 0x5A]) + layout[at + 1 :]
        assert not intact(broken) or at == 0
        for damaged in (broken, layout[:at]):
            for end in (10, 10**9):
                for box in boxes(damaged, document.text, 0, end):  # ends, and raises nothing
                    assert isinstance(box, Box)


def test_a_chunk_that_unpacks_to_very_much_is_not_unpacked() -> None:
    import struct
    import tracemalloc
    import zlib

    bomb = zlib.compress(bytes(200_000_000), 9)
    body = struct.pack("<IIII", 1, 1, 6_000, 8_000) + struct.pack("<III", 1, 0, len(bomb)) + bomb
    tracemalloc.start()
    assert boxes(struct.pack("<BI", 1, zlib.crc32(body)) + body, "text", 0, 4) == ()
    assert tracemalloc.get_traced_memory()[1] < 60_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("box", "matrix"),
    [
        ("0 0 900000000000 792", "1 0 0 1 72 500"),
        ("0 0 900000 792", "90000000 0 0 1 72 500"),
        ("0 0 612 792", "1 0 0 900000000 72 500"),
        ("0 0 612 792", "30000 0 0 1 72 500"),
    ],
)
def test_text_of_any_size_is_read_whatever_becomes_of_its_boxes(box: str, matrix: str) -> None:
    page = PdfPage().text(72, 100, "An ordinary line stands above it.")
    page.content.append(f"BT /F1 10 Tf {matrix} Tm (The bell of the harbour is cracked.) Tj ET")
    data = make([page]).replace(b"/MediaBox [0 0 612 792]", f"/MediaBox [{box}]".encode())
    document = pdf.load(data, "a.pdf")
    assert "An ordinary line stands" in document.text
    for found in document.boxes(0, len(document.text)):
        assert found.page == 1


def test_chunks_that_say_the_same_of_a_few_words_are_not_all_unpacked() -> None:
    import struct
    import zlib

    chunk = zlib.compress(bytes(1_000_000), 9)
    many = 100_000
    body = struct.pack("<IIIII", 1, 1, 6_000, 8_000, many)
    body += struct.pack("<II", 0, len(chunk)) * many + chunk
    started = time.perf_counter()
    assert boxes(struct.pack("<BI", 1, zlib.crc32(body)) + body, "text", 0, 4) == ()
    assert time.perf_counter() - started < 5
