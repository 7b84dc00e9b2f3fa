"""PDFs as people read them: columns, running headers, hyphens, tables, headings, pages."""

from bisect import bisect_right

import pytest

from qa.datatypes import BlockKind, Document, Place, PlaceKind
from qa.documents.loaders import load, pdf
from qa.errors import DocumentError
from tests.support.pdf_files import PdfPage
from tests.support.pdf_files import pdf as make

P, H, L, S = BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.STEP
T, C = BlockKind.TABLE, BlockKind.CODE
LEFT = [
    "The harbour office was built in the year of the",
    "great flood, when the older house was carried away.",
    "Its clock was a gift of the fishermen and is still",
    "wound by hand on the first morning of the month.",
    "Visitors may climb the tower on Sundays after ten.",
    "The view reaches as far as the lighthouse on clear",
]
RIGHT = [
    "days, and the keeper will gladly explain the rest.",
    "Behind the office stands the weigh house, in which",
    "every catch was weighed until the market moved on.",
    "The scales can be seen, and so can the ledgers, of",
    "which the oldest was begun by a widow called Anna.",
    "She kept it for thirty years without any mistake.",
]


def outline(document: Document) -> list[tuple[BlockKind, str, int]]:
    """Kind, text and parent of each block."""
    return [(b.kind, document.text[b.start : b.end], b.parent) for b in document.blocks]


def texts(document: Document) -> list[str]:
    return [text for _, text, _ in outline(document)]


def page_of(document: Document, words: str) -> int:
    """The page on which some words stand."""
    places = [place for place in document.places if place.kind is PlaceKind.PAGE]
    at = bisect_right(places, document.text.index(words), key=lambda place: place.offset)
    return places[at - 1].number


def test_lines_are_joined_to_paragraphs_under_their_headings() -> None:
    page = (
        PdfPage()
        .text(72, 80, "The town and its harbour", 20, "bold")
        .text(72, 120, "1 History", 14, "bold")
        .lines(72, 145, LEFT)
        .lines(82, 217, ["A second paragraph begins with an indented first line", "and ends."])
        .text(72, 270, "Opening hours", font="bold")
        .text(72, 285, "Every day but Monday.")
    )
    document = pdf.load(make([page]), "a.pdf")
    assert document.title == "The town and its harbour"
    assert outline(document) == [
        (H, "The town and its harbour", -1),
        (H, "1 History", 0),
        (P, " ".join(LEFT), 1),
        (P, "A second paragraph begins with an indented first line and ends.", 1),
        (H, "Opening hours", 1),
        (P, "Every day but Monday.", 4),
    ]
    assert [document.blocks[place].level for place in (0, 1, 4)] == [1, 2, 3]


def test_columns_are_read_one_after_the_other() -> None:
    page = PdfPage().text(72, 60, "What to see at the harbour", 18).lines(72, 100, LEFT)
    page.lines(320, 100, RIGHT)
    document = pdf.load(make([page]), "a.pdf")
    assert texts(document) == ["What to see at the harbour", " ".join(LEFT + RIGHT)]


def test_columns_written_line_by_line_across_the_page() -> None:
    page = PdfPage()
    left, right = (LEFT + LEFT)[:10], (RIGHT + RIGHT)[:10]
    for number, (one, other) in enumerate(zip(left, right, strict=True)):
        page.text(72, 100 + 12 * number, one).text(320, 100 + 12 * number, other)
    document = pdf.load(make([page]), "a.pdf")
    assert document.text.startswith(" ".join(LEFT))


def test_a_language_is_no_title_of_a_manual() -> None:
    page = PdfPage().text(72, 80, "English", 18).text(72, 110, "Tumble dryer T7", 14)
    page.lines(72, 140, LEFT).text(72, 230, "Deutsch", 18).text(72, 260, "Trockner T7", 14)
    page.lines(72, 290, RIGHT)
    document = pdf.load(make([page]), "a.pdf")
    assert document.title == "Tumble dryer T7"
    headings = [each for each in outline(document) if each[0] is H]
    assert headings == [
        (H, "English", -1),
        (H, "Tumble dryer T7", 0),
        (H, "Deutsch", -1),
        (H, "Trockner T7", 3),
    ]


def test_columns_that_hold_tables() -> None:
    page = PdfPage().lines(60, 80, LEFT)
    for number in range(12):
        page.row(170 + 17 * number, [(60, f"Programme {number}"), (180, f"{number} min")])
    page.lines(330, 85, RIGHT)
    for number in range(12):
        page.lines(330, 172 + 25 * number, [f"E{number:02}"])
        page.lines(370, 172 + 25 * number, ["The hose is kinked", "or blocked."])
        page.lines(470, 172 + 25 * number, ["Lay the hose", "without kinks."])
    found = texts(pdf.load(make([page]), "a.pdf"))
    assert found[:2] == [" ".join(LEFT + RIGHT), "Programme 0 · 0 min"]
    assert found[-1] == "E11 · The hose is kinked or blocked. · Lay the hose without kinks."


def test_a_table_of_long_cells_is_no_text_in_columns() -> None:
    page = PdfPage()
    rows = [
        ("The oven does not heat at", "all", "The fuse has tripped or", "is missing"),
        ("The door cannot be opened", "now", "Cleaning is running, and", "it is hot"),
        ("Light does not work or is", "dim", "The bulb is defective in", "the lamp"),
        ("The display blinks, shows", "0:00", "There was a power cut in", "the house"),
    ]
    for number, row in enumerate(rows):
        page.lines(72, 100 + 30 * number, row[:2]).lines(330, 100 + 30 * number, row[2:])
    found = texts(pdf.load(make([page]), "a.pdf"))
    assert found == [f"{a} {b} · {c} {d}" for a, b, c, d in rows]


def test_three_columns() -> None:
    lines = ["each of these lines", "fills one of the three", "columns of this page"] * 3
    columns = [[f"{name} {line} and goes on" for line in lines] for name in "ABC"]
    page = PdfPage()
    for number, column in enumerate(columns):
        page.lines(50 + 180 * number, 100, column)
    text = pdf.load(make([page]), "a.pdf").text
    assert [char for char in text if char in "ABC"] == ["A"] * 9 + ["B"] * 9 + ["C"] * 9


def test_running_headers_footers_and_page_numbers_are_left_out() -> None:
    pages = [
        PdfPage()
        .text(72, 40, "Harbour Board Annual Report")
        .lines(72, 100, [f"Page text number {word} is about something else."])
        .text(290, 760, f"Page {number} of 4")
        for number, word in enumerate(["one", "two", "three", "four"], start=1)
    ]
    document = pdf.load(make(pages), "a.pdf")
    assert texts(document) == [
        f"Page text number {word} is about something else."
        for word in ("one", "two", "three", "four")
    ]
    assert [page_of(document, f"number {word}") for word in ("one", "four")] == [1, 4]


def test_headers_that_change_with_chapter_and_section_are_left_out() -> None:
    towns = [
        "Aden",
        "Bari",
        "Cork",
        "Delft",
        "Emden",
        "Fano",
        "Ghent",
        "Hull",
        "Izmir",
        "Jaffa",
        "Kiel",
        "Lodz",
    ]
    pages = [
        PdfPage()
        .lines(72, 100, [f"In {town} the harbour was built by others."])
        .text(72, 40, f"Chapter {at // 3}. Towns")
        .text(330, 40, f"What {town} has")
        for at, town in enumerate(towns)
    ]
    # The first pages of a chapter begin lower, with its name.
    pages[6] = PdfPage().text(72, 60, "Three towns in full", 18).lines(72, 100, ["Of Hull later."])
    shown = texts(pdf.load(make(pages), "a.pdf"))
    assert not [text for text in shown if "What" in text or "Chapter" in text]
    assert "Three towns in full" in shown
    assert "In Lodz the harbour was built by others." in shown


def test_the_address_that_a_browser_prints_below_each_page_is_left_out() -> None:
    pages = [
        PdfPage()
        .text(72, 20, "11/26/26, 4:44 AM")
        .lines(72, 100, [f"Page text {word} is about something else."])
        .text(72, 780, f"https://a.example/2023/r9.html {number}/4")
        for number, word in enumerate(["one", "two", "three", "four"], start=1)
    ]
    assert texts(pdf.load(make(pages), "a.pdf")) == [
        f"Page text {word} is about something else." for word in ("one", "two", "three", "four")
    ]


def test_what_merely_has_a_number_on_each_page_stays() -> None:
    pages = [
        PdfPage().text(72, 60, f"Question {number * 7}").text(72, 90, "What do you think of it?")
        for number in range(1, 5)
    ]
    assert "Question 21" in pdf.load(make(pages), "a.pdf").text


def test_hyphens_at_line_ends() -> None:
    page = PdfPage().lines(
        72,
        100,
        [
            "The committee met in the afternoon and was unani-",
            "mous: a long-term plan is wanted, and a third-party",
            "audit. Short- and medium-term goals follow the long-",
            "term plan.",
        ],
    )
    assert pdf.load(make([page]), "a.pdf").text == (
        "The committee met in the afternoon and was unanimous: a long-term plan is wanted, "
        "and a third-party audit. Short- and medium-term goals follow the long-term plan."
    )


def test_a_paragraph_over_two_pages_knows_where_the_second_begins() -> None:
    first = PdfPage().lines(72, 620, LEFT).lines(72, 720, ["1 Built by the board."], 7)
    second = PdfPage().lines(72, 72, RIGHT)
    document = pdf.load(make([first, second]), "a.pdf")
    assert texts(document)[0] == " ".join(LEFT + RIGHT)
    assert page_of(document, "The view reaches") == 1
    assert page_of(document, "keeper will gladly") == 2
    assert texts(document)[1] == "1 Built by the board."
    assert page_of(document, "Built by") == 1


def test_a_table_is_written_with_the_names_of_its_columns() -> None:
    page = PdfPage().text(72, 100, "The prices are as follows:")
    page.row(130, [(72, "Plan"), (220, "Price"), (320, "Users")], "bold")
    page.row(145, [(72, "Plus"), (220, "$ 10"), (320, "5")])
    page.row(160, [(72, "Team"), (220, "$ 25"), (320, "50")])
    document = pdf.load(make([page]), "a.pdf")
    assert outline(document) == [
        (P, "The prices are as follows:", -1),
        (T, "Plan: Plus · Price: $ 10 · Users: 5", 0),
        (T, "Plan: Team · Price: $ 25 · Users: 50", 0),
    ]


def test_names_that_span_columns_and_cells_of_two_lines() -> None:
    page = PdfPage().row(115, [(240, "Three months"), (420, "Nine months")], "bold")
    page.row(130, [(220, "2023"), (300, "2022"), (400, "2023"), (480, "2022")], "bold")
    page.row(145, [(72, "Mac"), (220, "6,840"), (300, "7,382"), (400, "21,743"), (480, "28,669")])
    page.row(160, [(72, "iPad"), (220, "5,791"), (300, "7,224"), (400, "21,857"), (480, "22,118")])
    assert texts(pdf.load(make([page]), "a.pdf"))[0] == (
        "Mac · Three months 2023: 6,840 · Three months 2022: 7,382 · "
        "Nine months 2023: 21,743 · Nine months 2022: 28,669"
    )
    form = PdfPage().row(100, [(72, "Certificate:"), (180, "Private"), (320, "Age:"), (420, "60")])
    form.row(115, [(72, "Rating:"), (180, "None"), (320, "Restraint:"), (420, "Seatbelt,")])
    form.row(126, [(420, "Shoulder harness")])
    form.row(141, [(72, "Owner:"), (180, "On file"), (320, "Engine:"), (420, "O-320")])
    assert texts(pdf.load(make([form]), "a.pdf")) == [
        "Certificate: Private · Age: 60",
        "Rating: None · Restraint: Seatbelt, Shoulder harness",
        "Owner: On file · Engine: O-320",
    ]


def test_lists_steps_and_code() -> None:
    page = PdfPage().text(72, 100, "You need:").text(80, 115, "\u2022 a key that is long enough")
    page.text(88, 127, "for the lock").text(80, 142, "\u2022 a lamp")
    page.text(72, 170, "Then do this:").text(80, 185, "1. Open the door.")
    page.text(80, 200, "2. Light the lamp.")
    page.lines(72, 230, ["if lamp:", "    see()"], font="mono")
    document = pdf.load(make([page]), "a.pdf")
    assert outline(document)[:7] == [
        (P, "You need:", -1),
        (L, "a key that is long enough for the lock", 0),
        (L, "a lamp", 0),
        (P, "Then do this:", -1),
        (S, "1. Open the door.", 3),
        (S, "2. Light the lamp.", 3),
        (C, "if lamp:\n    see()", 5),
    ]


def test_headings_of_the_outline() -> None:
    pages = [
        PdfPage().text(72, 100, "Getting there").text(72, 115, "Take the ferry in the morning."),
        PdfPage().text(72, 100, "Staying there").text(72, 115, "There is an inn by the church."),
    ]
    document = pdf.load(make(pages, outline=[("Getting there", 1), ("Staying there", 2)]), "a.pdf")
    assert outline(document) == [
        (H, "Getting there", -1),
        (P, "Take the ferry in the morning.", 0),
        (H, "Staying there", -1),
        (P, "There is an inn by the church.", 2),
    ]


def test_title_and_author_of_the_file_count_when_its_pages_bear_them_out() -> None:
    page = PdfPage().text(72, 100, "The Lighthouse Keepers").text(72, 115, "by Ida Holm, who knows")
    right = pdf.load(make([page], "The Lighthouse Keepers", "Ida Holm"), "a.pdf")
    assert (right.title, right.author) == ("The Lighthouse Keepers", "Ida Holm")
    stale = pdf.load(make([page], "Invoice template 2009", "Converter Ltd"), "keepers-report.pdf")
    assert stale.title == "Keepers report"
    assert stale.author != "Converter Ltd"


def test_the_day_on_which_the_file_was_made_is_no_publication_date() -> None:
    assert pdf.load(make([PdfPage().text(72, 100, "Some words here.")]), "a.pdf").published is None


def test_a_stamp_at_the_edge_is_left_out_and_a_turned_page_is_read() -> None:
    page = PdfPage().lines(72, 100, LEFT).turned(30, 600, "arXiv:1907.11692v1")
    assert pdf.load(make([page]), "a.pdf").text == " ".join(LEFT)
    turned = PdfPage()
    for number, line in enumerate(LEFT):
        turned.turned(100 + 12 * number, 700, line)
    assert pdf.load(make([turned]), "a.pdf").text == " ".join(LEFT)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (make([PdfPage().text(72, 100, "Secret")], encrypted=True), "encrypted"),
        (
            make([PdfPage().picture()]),
            "are pictures, no text: 'qa index --ocr' reads such pages",
        ),
        (make([PdfPage()]), "Holds no text."),
        (b"%PDF-1.4\nnothing", "damaged"),
        (b"", "damaged"),
    ],
)
def test_why_a_file_is_skipped(data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        pdf.load(data, "a.pdf")


def test_a_pdf_is_loaded_by_its_suffix(tmp_path) -> None:
    path = tmp_path / "a.PDF"
    data = make([PdfPage().text(72, 100, "A few words.")])
    path.write_bytes(data.replace(b"%PDF-1.4\n", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\x81\n"))
    document = load(path, "a.PDF")
    assert document.text == "A few words."
    assert document.places == (Place(0, PlaceKind.PAGE, 1),)
    assert document.line(0) is None


@pytest.mark.parametrize(
    "footer", ["Larkfield Mutual Page 1", "Schedule 2024 | Page 1 of 3", "Seite 1 von 2 - Verein"]
)
def test_a_footer_with_the_number_of_its_only_page_is_left_out(footer: str) -> None:
    page = PdfPage().lines(72, 100, LEFT).text(72, 760, footer, 8)
    assert texts(pdf.load(make([page]), "a.pdf")) == [" ".join(LEFT)]


@pytest.mark.parametrize(
    ("words", "y"),
    [
        ("See the map of the town on page 2", 760),  # another page's number
        ("The map of the town is on page 1.", 760),  # a sentence
        ("The map of the town: page 1", 300),  # in the midst of the page
        ("The map of the town: page 1", 175),  # right behind the text
    ],
)
def test_a_last_line_that_is_no_footer_stays(words: str, y: float) -> None:
    page = PdfPage().lines(72, 100, LEFT).text(72, y, words)
    assert texts(pdf.load(make([page]), "a.pdf"))[-1].endswith(words)


def test_articles_and_chapters_of_a_law_are_headings_with_their_names() -> None:
    page, y = PdfPage(), 60.0
    names = (("CHAPTER I", "GENERAL"), ("Article 1", "Scope"), ("Article 2", "Cables"))
    for number, (division, name) in enumerate((*names, ("CHAPTER II", "FINES"))):
        page.text(260, y, division).text(260, y + 22, name, font="bold")
        y += 50
        if number in (1, 2):
            page.lines(72, y, ["Every cable of a ferry on the river is looked at", "once a year."])
            y += 50
    page.text(72, y, "Fines of Article 3 go to the town.")
    document = pdf.load(make([page]), "a.pdf")
    heads = [
        (document.text[b.start : b.end], document.headings(place))
        for place, b in enumerate(document.blocks)
        if b.kind is H
    ]
    assert heads == [
        ("CHAPTER I", ()),
        ("GENERAL", ("CHAPTER I",)),
        ("Article 1", ("CHAPTER I", "GENERAL")),
        ("Scope", ("CHAPTER I", "GENERAL", "Article 1")),
        ("Article 2", ("CHAPTER I", "GENERAL")),
        ("Cables", ("CHAPTER I", "GENERAL", "Article 2")),
        ("CHAPTER II", ()),
        ("FINES", ("CHAPTER II",)),
    ]


def test_fonts_of_tex_that_do_not_say_their_characters_are_read_by_their_places() -> None:
    body = (
        "One \\020coe\\036cient\\021 is de\\034ned for 2\\0253 months \\026 a di\\033erent \\035ow."
    )
    page = PdfPage().unencoded(72, 80, body)
    assert texts(pdf.load(make([page]), "a.pdf")) == [
        "One “coefficient” is defined for 2–3 months — a different flow."
    ]


def test_a_raised_number_before_a_letter_stays_in_its_line() -> None:
    page = PdfPage().lines(72, 80, ["We labelled the pots, and", "seedlings took up much"])
    page.text(180, 88, "15", 6).text(187, 92, "N in June. The others had")
    page.text(72, 104, "less of it.")
    (text,) = texts(pdf.load(make([page]), "a.pdf"))
    assert text.endswith("seedlings took up much 15N in June. The others had less of it.")
