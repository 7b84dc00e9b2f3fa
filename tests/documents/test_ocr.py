"""Scanned pages: recognised by tesseract, and what happens when that is missing or fails."""

import os
import time
from bisect import bisect_right

import pytest

from qa.datatypes import BlockKind
from qa.documents.loaders import load_bytes, pdf
from qa.documents.loaders import tesseract as program
from qa.documents.loaders.hocr import parsed
from qa.documents.loaders.ocr import NO_PICTURES, OFF, Pictures, TextLine, Unrecognised, later
from qa.documents.loaders.pdf import assembled
from qa.documents.loaders.pdf_file import Properties
from qa.documents.loaders.pdf_furniture import Sheet
from qa.documents.loaders.pdf_lines import segments
from qa.documents.loaders.pdf_words import Page
from qa.documents.loaders.recognised_words import FontSizes
from qa.documents.loaders.recogniser import Recogniser
from qa.documents.loaders.tesseract import find
from qa.errors import DocumentError
from tests.support import fake_tesseract
from tests.support.fake_tesseract import POSIX, FakeTesseract, hocr
from tests.support.pdf_files import PdfPage
from tests.support.pdf_files import pdf as make
from tests.support.picture_files import png, tiff

REAL = find("eng")
INSTALLED = pytest.mark.skipif(not REAL.usable, reason="tesseract is not installed")
HARBOUR = [
    "The harbour office was built in the year of the",
    "great flood, when the older house was carried away.",
    "Its clock was a gift of the fishermen and is still",
    "wound by hand on the first morning of the month.",
]
LEDGERS = [
    "Behind the office stands the weigh house, in which",
    "every catch was weighed until the market moved on.",
]


@pytest.fixture
def fake(tmp_path, monkeypatch):
    made = FakeTesseract(tmp_path / "bin")
    monkeypatch.setenv("PATH", made.path)
    return made


def texts(document):
    return [document.text[block.start : block.end] for block in document.blocks]


def page_of(document, words):
    at = bisect_right(document.places, document.text.index(words), key=lambda place: place.offset)
    return document.places[at - 1].number


@INSTALLED
def test_a_scanned_document_reads_like_one_that_was_printed():
    first = PdfPage().text(72, 80, "The town and its harbour", 20, "bold")
    first.text(72, 120, "1 History", 15, "bold").lines(72, 145, HARBOUR)
    second = PdfPage().lines(72, 100, LEDGERS)
    recogniser = Recogniser(REAL)
    document = pdf.load(make([first.scanned(), second.scanned()]), "scan.pdf", recogniser)
    assert document.title == "The town and its harbour"
    assert texts(document) == [
        "The town and its harbour",
        "1 History",
        " ".join(HARBOUR),
        " ".join(LEDGERS),
    ]
    assert [page_of(document, words) for words in ("The harbour", "Behind")] == [1, 2]
    assert recogniser.result() == Pictures(2, 2, 0, "", "eng")


@INSTALLED
def test_running_headers_of_scanned_pages_are_left_out():
    names = ["herring", "mackerel", "salmon", "haddock"]
    pages = [
        PdfPage()
        .text(72, 40, "Harbour Board Annual Report")
        .lines(72, 100, [f"In that year the {name} was sold to others.", *LEDGERS])
        .text(290, 760, f"Page {number} of 4")
        .scanned()
        for number, name in enumerate(names, start=1)
    ]
    document = pdf.load(make(pages), "scan.pdf", Recogniser(REAL))
    assert "Annual Report" not in document.text
    assert "Page 2" not in document.text
    assert [page_of(document, name) for name in names] == [1, 2, 3, 4]


@pytest.mark.skipif(not REAL.turns, reason="tesseract can't tell how a page is turned")
def test_a_page_that_lies_on_its_side_is_read_beside_others():
    page = PdfPage()
    for number, line in enumerate((HARBOUR + LEDGERS) * 2):
        page.turned(100 + 14 * number, 700, line)
    document = pdf.load(make([page.scanned()]), "scan.pdf", Recogniser(REAL))
    assert document.text == " ".join((HARBOUR + LEDGERS) * 2)


@POSIX
def test_a_scanned_page_among_others_is_read_and_those_stay_as_they_are(fake):
    fake.says(LEDGERS)
    pages = [PdfPage().lines(72, 100, HARBOUR), PdfPage().picture(), PdfPage()]
    recogniser = Recogniser(find("eng+deu"))
    document = pdf.load(make(pages), "a.pdf", recogniser)
    assert texts(document) == [" ".join(HARBOUR), " ".join(LEDGERS)]
    assert page_of(document, "Behind") == 2
    assert recogniser.result() == Pictures(3, 1, 0, "", "eng+deu")
    (call,) = fake.calls
    assert call.startswith("stdin stdout -l eng+deu --psm 3 ")
    assert " --dpi 300 " in call


@POSIX
def test_a_stamp_on_a_scanned_page_does_not_hide_it_and_a_title_on_a_photo_stays(fake):
    stamped = make([PdfPage().picture().text(500, 780, "Page 3")])
    fake.says([*LEDGERS, "Page 3"])
    assert pdf.load(stamped, "a.pdf", Recogniser(find("eng"))).text.startswith("Behind the office")
    fake.says(["Annual", "Repart"])
    cover = make([PdfPage().picture().text(100, 300, "Annual Report", 30)])
    recogniser = Recogniser(find("eng"))
    assert pdf.load(cover, "a.pdf", recogniser).text == "Annual Report"
    assert recogniser.result() == NO_PICTURES


SCAN = make([PdfPage().picture()])
MIXED = make([PdfPage().lines(72, 100, HARBOUR), PdfPage().picture()])


@POSIX
@pytest.mark.parametrize(
    ("does", "reads", "reason"),
    [
        (fake_tesseract.HANGS, True, "tesseract takes longer than 1 seconds for one"),
        (fake_tesseract.HANGS, False, "tesseract takes longer than 1 seconds for one"),
        (fake_tesseract.DIES, True, "tesseract ended with SIGSEGV"),
        (fake_tesseract.FAILS, False, "tesseract ended with exit code 3"),
        (fake_tesseract.BABBLES, True, "what tesseract gives can't be understood"),
        (fake_tesseract.FLOODS, True, "tesseract finds more in one than a page can hold"),
    ],
)
def test_a_program_that_fails_costs_its_page_only(fake, monkeypatch, does, reads, reason):
    monkeypatch.setattr(program, "PAGE_SECONDS", 1)
    fake.install(does, reads=reads)
    recogniser = Recogniser(find("eng"))
    began = time.monotonic()
    assert pdf.load(MIXED, "a.pdf", recogniser).text == " ".join(HARBOUR)
    assert time.monotonic() - began < 10
    assert recogniser.result() == Pictures(2, 0, 1, reason, "eng")


@POSIX
def test_a_program_that_keeps_failing_is_not_tried_for_every_page(fake):
    fake.install(fake_tesseract.FAILS)
    recogniser = Recogniser(find("eng"))
    with pytest.raises(Unrecognised, match="exit code 3"):
        pdf.load(make([PdfPage().picture()] * 9), "a.pdf", recogniser)
    assert len(fake.calls) == 3
    assert recogniser.result().unread == 9


@POSIX
def test_a_program_that_takes_no_picture_can_still_answer(fake):
    fake.install(fake_tesseract.SAYS, reads=False)
    assert pdf.load(SCAN, "a.pdf", Recogniser(find("eng"))).text == "A line of words."


@POSIX
def test_each_reason_says_what_to_do(fake):
    def reason(ocr):
        with pytest.raises(Unrecognised) as caught:
            pdf.load(SCAN, "a.pdf", Recogniser(ocr))
        return caught.value.message.removeprefix("Its pages are pictures, no text: ")

    assert reason(OFF) == "'qa index --ocr' reads such pages if the program tesseract is installed."
    assert reason(later("eng")) == "'qa index' reads such pages."
    assert reason(find("deu+fra")) == (
        "tesseract lacks the language fra; it has deu, eng"
        " (install it, or choose with --ocr-languages)."
    )
    fake.says([])
    assert reason(find("eng")) == "tesseract finds no text."
    fake.remove()
    assert reason(find("eng")) == "to have such pages read install the program tesseract."


@POSIX
def test_a_program_that_only_the_current_folder_has_is_not_started(fake, monkeypatch):
    monkeypatch.chdir(fake.folder)
    for path in ("", ".", f".{os.pathsep}../bin"):
        monkeypatch.setenv("PATH", path)
        assert not find("eng").usable
    monkeypatch.setenv("PATH", f".{os.pathsep}{fake.path}")
    assert find("eng").program == str(fake.folder / "tesseract")


@POSIX
def test_scans_inside_an_archive_are_read_and_counted_for_it(fake):
    import io
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.pdf", SCAN)
        archive.writestr("b.pdf", MIXED)
        archive.writestr("empty.pdf", make([PdfPage()]))
    loaded = load_bytes(buffer.getvalue(), "a.zip", ".zip", recogniser=Recogniser(find("eng")))
    assert [each.source for each in loaded.documents] == ["a.zip/a.pdf", "a.zip/b.pdf"]
    assert [each.reason for each in loaded.skipped] == ["Holds no text."]
    assert loaded.pictures == Pictures(4, 2, 0, "", "eng")
    loaded = load_bytes(buffer.getvalue(), "a.zip", ".zip")
    assert loaded.pictures == Pictures(4, 0, 2, OFF.problem, OFF.key)


PNG = b"\x89PNG\r\n\x1a\n"


def archive_of_pictures():
    import io
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "The harbour is open.")
        archive.writestr("scans/page.png", PNG)
        archive.writestr("scans/other.JPG", b"\xff\xd8\xff")
        archive.writestr("film.mp4", b"x")
    return buffer.getvalue()


@POSIX
def test_pictures_in_an_archive_are_read_as_those_of_a_folder(fake):
    loaded = load_bytes(archive_of_pictures(), "a.zip", ".zip", recogniser=Recogniser(find("eng")))
    assert [(each.source, each.text) for each in loaded.documents[1:]] == [
        ("a.zip/scans/other.JPG", "A line of words."),
        ("a.zip/scans/page.png", "A line of words."),
    ]
    assert loaded.pictures == Pictures(2, 2, 0, "", "eng")
    assert [each.source for each in loaded.skipped] == ["a.zip/film.mp4"]


@POSIX
@pytest.mark.parametrize(
    ("ocr", "reason"),
    [
        (OFF, ".png without OCR ('qa index --ocr') is not a format that can be read."),
        (later("eng"), "Is a picture: 'qa index' reads such pages."),
    ],
)
def test_pictures_in_an_archive_that_are_not_read_are_counted(fake, ocr, reason):
    loaded = load_bytes(archive_of_pictures(), "a.zip", ".zip", recogniser=Recogniser(ocr))
    assert [each.source for each in loaded.documents] == ["a.zip/a.txt"]
    assert (loaded.skipped[-1].source, loaded.skipped[-1].reason) == (
        "a.zip/scans/page.png",
        reason,
    )
    assert loaded.pictures == Pictures(2, 0, 2, ocr.problem, ocr.key)


@POSIX
def test_pictures_attached_to_mail_are_read_but_not_those_in_its_text(fake):
    from email.message import EmailMessage

    message = EmailMessage()
    message["Subject"] = "Scans"
    message.set_content("See attached.")
    message.add_attachment(PNG, maintype="image", subtype="png", filename="page.png")
    message.add_attachment(
        PNG, maintype="image", subtype="png", filename="logo.png", disposition="inline", cid="<1>"
    )
    data = message.as_bytes()
    loaded = load_bytes(data, "a.eml", ".eml", recogniser=Recogniser(find("eng")))
    assert [(each.source, each.text) for each in loaded.documents[1:]] == [
        ("a.eml/page.png", "A line of words.\n\nAttached to: Scans")
    ]
    loaded = load_bytes(data, "a.eml", ".eml")
    assert [each.source for each in loaded.documents] == ["a.eml"]
    assert (loaded.skipped, loaded.pictures.unread) == ((), 1)


@POSIX
def test_damaged_pictures_in_an_archive_do_not_stop_the_others(fake):
    import io
    import zipfile

    fake.install("data[3:] == b'good' or sys.exit(1)\n" + fake_tesseract.SAYS)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(5):
            archive.writestr(f"{number}.jpg", b"\xff\xd8\xffbad%d" % number)
        archive.writestr("9.jpg", b"\xff\xd8\xffgood")
    loaded = load_bytes(buffer.getvalue(), "a.zip", ".zip", recogniser=Recogniser(find("eng")))
    assert [each.source for each in loaded.documents] == ["a.zip/9.jpg"]
    assert len(loaded.skipped) == 5


@POSIX
def test_a_picture_that_would_fill_the_memory_is_not_rendered(fake):
    page = PdfPage()
    page.content.append(
        "q 612 0 0 792 0 0 cm BI /W 60000 /H 60000 /CS /G /BPC 1 /F [/AHx /Fl] ID 78> EI Q"
    )
    with pytest.raises(Unrecognised, match="one is too large"):
        pdf.load(make([page]), "a.pdf", Recogniser(find("eng")))
    assert fake.calls == []


# --- files that are pictures


def picture(lines):
    return PdfPage().text(72, 80, "Rules for the market", 20, "bold").lines(72, 120, lines).pixels()


@INSTALLED
def test_a_png_is_a_document_of_one_page():
    loaded = load_bytes(png(*picture(HARBOUR)), "a.png", ".png", recogniser=Recogniser(REAL))
    (document,) = loaded.documents
    assert texts(document) == ["Rules for the market", " ".join(HARBOUR)]
    assert document.blocks[0].kind is BlockKind.HEADING
    assert document.lines is None
    assert loaded.pictures == Pictures(1, 1, 0, "", "eng")


@INSTALLED
@pytest.mark.parametrize("order", "<>")
def test_a_tiff_has_pages(order):
    data = tiff([picture(HARBOUR), picture(LEDGERS)], order)
    loaded = load_bytes(data, "a.tif", ".tif", recogniser=Recogniser(REAL))
    (document,) = loaded.documents
    assert [page_of(document, words) for words in ("The harbour", "Behind")] == [1, 2]
    assert loaded.pictures == Pictures(2, 2, 0, "", "eng")


@INSTALLED
@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"II*\0", b"\xff\xd8\xff" * 99])
def test_a_damaged_picture_is_skipped(data):
    with pytest.raises(Unrecognised, match=r"Is a picture: tesseract ended with|can't be underst"):
        load_bytes(data, "a.jpg", ".jpg", recogniser=Recogniser(REAL))


@POSIX
def test_directories_of_a_tiff_that_lead_in_a_circle_or_nowhere_end(fake):
    head = b"II*\0" + (8).to_bytes(4, "little") + b"\0\0"
    for link in (8, 1 << 31):
        data = head + link.to_bytes(4, "little")
        loaded = load_bytes(data, "a.tif", ".tif", recogniser=Recogniser(find("eng")))
        assert loaded.pictures.pages == 1


def test_a_picture_is_refused_without_ocr():
    with pytest.raises(Unrecognised, match="Is a picture: 'qa index --ocr' reads such pages if"):
        load_bytes(png(1, 1, b"x"), "a.png", ".png")


# --- hOCR


def test_words_are_cleaned_and_have_their_places():
    (line,) = parsed(hocr(["so\u0007 <b>ﬁne</b> \ufeff &amp;x"]), 72 / 300)
    assert [text for text, _, _ in line.words] == ["so", "<b>fine</b>", "&amp;x"]
    assert line.words[0][1:] == pytest.approx((72, 86.4))
    assert line.baseline == pytest.approx(332 * 0.24)
    assert line.size == pytest.approx(40 * 1.07 * 0.24)


def test_words_whose_boxes_touch_stay_apart():
    line = TextLine((("so", 0.0, 20.0), ("it", 20.1, 29.0), ("is", 28.0, 40.0)), 50.0, 10.0)
    words = FontSizes().words([line], left=100.0, top=-700.0)
    assert [(word.x0, word.y) for word in words] == [(100.0, -650), (120.1, -650), (128.0, -650)]
    (segment,) = segments(Page(1, 0.0, 800.0, words))
    assert segment.text == "so it is"


def test_sizes_that_are_nearly_the_same_are_one():
    sizes = [10.0, 10.4, 9.5, 15.0, 15.9]
    lines = [TextLine((("x", 0.0, 9.0),) * (9 - at), 50.0, s) for at, s in enumerate(sizes)]
    fonts = FontSizes()
    words = fonts.words(lines)
    assert sorted({word.size for word in words}) == [10.0, 15.0]
    assert fonts.words([TextLine((("x", 0.0, 9.0),), 50.0, 14.2)])[0].size == 15.0


@pytest.mark.parametrize(
    ("angle", "box", "edges", "baseline"),
    [
        (90, "100 200 140 500", (-500.0, -200.0), 140 - 9),
        (180, "200 100 500 140", (-500.0, -200.0), -100 - 9),
        (270, "100 200 140 500", (200.0, 500.0), -100 - 9),
    ],
)
def test_lines_that_are_turned_come_upright(angle, box, edges, baseline):
    title = f"bbox {box}; textangle {angle}; x_size 40; x_descenders 9; x_ascenders 8"
    word = f"<span class='ocrx_word' title='bbox {box}; x_wconf 90'>Word</span>"
    text = f"<div class='ocr_page'><span class='ocr_line' title='{title}'>{word}</span></div>"
    (line,) = parsed(text, 1)
    assert line == TextLine((("Word", *edges),), baseline, 40 * 1.07, angle)


def test_a_stamp_in_another_direction_is_left_out_and_a_table_is_not():
    upright = [TextLine((("x", 0.0, 9.0),) * 30, 50.0, 10.0)]
    stamp = TextLine((("y", 0.0, 9.0),) * 3, -50.0, 10.0, 270)
    fonts = FontSizes()
    (page,) = fonts.pages([*upright, stamp], 4, (600.0, 800.0), (0.0, -800.0))
    assert (page.number, page.top, page.bottom, len(page.words)) == (4, -800.0, 0.0, 30)
    _, other = fonts.pages([*upright, *[stamp] * 9], 4, (600.0, 800.0), (0.0, -800.0))
    assert (other.number, other.top, other.bottom, len(other.words)) == (4, -600.0, 0.0, 27)


@pytest.mark.parametrize(
    ("angle", "baseline", "expected"),
    [
        (0, 50.0, (10.0, 41.5, 40.0, 52.5)),
        (90, 50.0, (41.5, 10.0, 52.5, 40.0)),
        (180, -50.0, (10.0, 47.5, 40.0, 58.5)),
        (270, -50.0, (47.5, 10.0, 58.5, 40.0)),
    ],
)
def test_recognised_words_have_boxes_on_the_page_as_it_is_shown(angle, baseline, expected):
    edges = (-40.0, -10.0) if angle in (90, 180) else (10.0, 40.0)
    line = TextLine((("Word", *edges),), baseline, 10.0, angle)
    size, corner = (600.0, 800.0), (30.0, -700.0)  # of a page whose crop box begins elsewhere
    (page,) = FontSizes().pages([line], 4, size, corner, framed=True)
    sheet = Sheet(page.number, page.top, page.bottom, tuple(segments(page)))
    (box,) = assembled([sheet], Properties("", ""), (), "a.pdf").boxes(0, 4)
    assert (box.page, box.width, box.height) == (4, *size)
    assert (box.left, box.top, box.right, box.bottom) == expected
    (page,) = FontSizes().pages([line], 4, size, corner)  # of a picture: no points
    assert segments(page)[0].printed is None


def test_specks_and_lines_that_are_hardly_letters_are_left_out():
    assert parsed(hocr(["so it is"], sure=20), 1) == []
    assert [w[0] for w in parsed(hocr(["so | ~~ |it"], sure=50), 1)[0].words] == ["so", "it"]
    assert [w[0] for w in parsed(hocr(["so — it"], sure=90), 1)[0].words] == ["so", "—", "it"]


@pytest.mark.parametrize(
    "text",
    [
        "<div class='ocr_page'>" + "<span class='ocrx_word' title='bbox 1 2 3'>x" * 2_000,
        "<div class='ocr_page'><span class='ocr_line' title='bbox 0 0 9 9; baseline x y'>"
        "<span class='ocrx_word' title='bbox 9 9 0 0; x_wconf 99'>x</span>",
        "<div class='ocr_page'>" + "<p>" * 50_000,
    ],
)
def test_odd_hocr_holds_nothing(text):
    assert parsed(text, 1) == []


@pytest.mark.parametrize("text", ["", "nothing", "<html><![CDATA[", "<!--"])
def test_what_is_no_hocr_is_refused(text):
    with pytest.raises(DocumentError, match="can't be understood"):
        parsed(text, 1)
