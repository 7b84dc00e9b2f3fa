"""Where paragraphs of PDFs end: in letters, in addresses, on pages of single lines."""

from qa.datatypes import BlockKind
from qa.documents.loaders import pdf
from tests.support.pdf_files import PdfPage
from tests.support.pdf_files import pdf as make


def texts(page: PdfPage) -> list[str]:
    """The blocks of a document of one page."""
    document = pdf.load(make([page]), "a.pdf")
    return [document.text[each.start : each.end] for each in document.blocks]


def spaced(*lines: str, apart: float, size: float = 11) -> PdfPage:
    """A page of lines that many points apart; an empty one leaves its place free."""
    page = PdfPage()
    for number, line in enumerate(lines):
        if line:
            page.text(60, 60 + apart * number, line, size)
    return page


def test_lines_that_leave_much_of_the_page_are_paragraphs() -> None:
    lines = [
        "Annual electricity statement 2024",
        "Customer: Ms R. Lind, account 0081 7734",
        "Readings were taken on 31 December 2024.",
        "Your monthly direct debit will be 88 pounds.",
    ]
    assert texts(spaced(*lines, apart=18)) == lines


def test_steps_whose_numbers_have_no_mark() -> None:
    page = PdfPage().text(72, 80, "To clean the filter system:")
    steps = [
        ["Take out the lower basket."],
        ["Turn the coarse filter anticlockwise and", "lift the filter unit out."],
        ["Rinse both parts."],
    ]
    y = 95
    for number, step in enumerate(steps, 1):
        page.text(72, y, str(number)).lines(90, y, step)
        y += 12 * len(step)
    page.text(72, y + 10, "Clean the filters once a month.")
    document = pdf.load(make([page]), "a.pdf")
    kinds = [(each.kind, document.text[each.start : each.end]) for each in document.blocks]
    assert kinds == [
        (BlockKind.PARAGRAPH, "To clean the filter system:"),
        *((BlockKind.STEP, f"{number} {' '.join(step)}") for number, step in enumerate(steps, 1)),
        (BlockKind.PARAGRAPH, "Clean the filters once a month."),
    ]


def test_numbered_lines_of_a_text_are_no_steps() -> None:
    page = PdfPage()
    lines = ["THE WITNESS: We went up to the", "mill, where the wheel stood still", "since Monday."]
    for number, line in enumerate(lines, 1):
        page.text(72, 68 + 12 * number, str(number)).text(90, 68 + 12 * number, line)
    document = pdf.load(make([page]), "a.pdf")
    assert BlockKind.STEP not in {each.kind for each in document.blocks}


def test_a_letter_keeps_its_addresses_and_its_greetings_apart() -> None:
    body = (
        "for the new standpipe at plot 30 we charge 412.00 pounds plus VAT. The work was done",
        "on 3 April by our Mr Shaw. Please pay within thirty days of the date of this letter.",
    )
    page = spaced(
        *("Hartley Plumbing", "2 Foundry Yard, Millbrook", ""),
        *("Millbrook Allotment Society", "14 Larch Close, Millbrook", ""),
        *("Invoice 1187", "", "Dear Mrs Lind,", "", *body, "", "Yours sincerely"),
        apart=14,
    )
    assert texts(page) == [
        "Hartley Plumbing",
        "2 Foundry Yard, Millbrook",
        "Millbrook Allotment Society",
        "14 Larch Close, Millbrook",
        "Invoice 1187",
        "Dear Mrs Lind,",
        " ".join(body),
        "Yours sincerely",
    ]


def test_paragraphs_of_one_line_say_nothing_of_the_distance_within_others() -> None:
    long = "The tenancy begins on the first day of August and runs for twelve months from then on,"
    page = PdfPage().text(60, 60, long).text(60, 72, "or longer.")
    singles = [
        f"Clause {word} is that the tenants keep the {word} of the house clean and whole,"
        for word in ("first", "second", "third", "fourth")
    ]
    for number, line in enumerate(singles):
        page.text(60, 90 + 18 * number, line)
    assert texts(page) == [f"{long} or longer.", *singles]


def test_a_narrow_paragraph_that_goes_on_in_lower_case_is_one() -> None:
    lines = ["The harbour office was built", "in the year of the flood, when", "Anna was young."]
    assert texts(spaced(*lines, apart=13)) == [" ".join(lines)]


def test_widely_spaced_lines_of_one_paragraph_are_one() -> None:
    lines = [
        "The harbour office was built in the year of the great flood, when the older house",
        "was carried away. Its clock was a gift of the fishermen and is still wound by hand",
        "on the first morning of the month.",
    ]
    assert texts(spaced(*lines, apart=24)) == [" ".join(lines)]
