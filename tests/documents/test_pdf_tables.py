"""Tables of PDFs: the names of their columns, where one ends and the next begins."""

import pytest

from qa.datatypes import BlockKind, Document
from qa.documents.loaders import pdf
from tests.support.pdf_files import PdfPage
from tests.support.pdf_files import pdf as make

P, T = BlockKind.PARAGRAPH, BlockKind.TABLE
PLACES = (72, 120, 330, 420, 500)


def outline(page: PdfPage) -> list[tuple[BlockKind, str]]:
    """Kind and text of each block of a document of one page."""
    document: Document = pdf.load(make([page]), "a.pdf")
    return [(each.kind, document.text[each.start : each.end]) for each in document.blocks]


def table(*rows: str, page: PdfPage | None = None, top: float = 100) -> PdfPage:
    """A page with rows 18 points apart, their cells given with bars between them."""
    page = page or PdfPage()
    for number, row in enumerate(rows):
        cells = [(x, cell) for x, cell in zip(PLACES, row.split("|"), strict=False) if cell]
        page.row(top + 18 * number, cells)
    return page


def test_items_keep_the_names_of_their_columns_above_totals() -> None:
    page = table(
        "Qty|Description|Unit price|Amount",
        "1|Brass standpipe|\xa3268.00|\xa3268.00",
        "3 h|Labour|\xa348.00|\xa3144.00",
        "|Net||\xa3412.00",
        "|VAT 20 %||\xa382.40",
        "|Total||\xa3494.40",
    )
    assert outline(page) == [
        (T, "Qty: 1 · Description: Brass standpipe · Unit price: £268.00 · Amount: £268.00"),
        (T, "Qty: 3 h · Description: Labour · Unit price: £48.00 · Amount: £144.00"),
        (T, "Description: Net · Amount: £412.00"),
        (T, "Description: VAT 20 % · Amount: £82.40"),
        (T, "Description: Total · Amount: £494.40"),
    ]


@pytest.mark.parametrize(
    "values",
    [
        "24.9 p|60.1 p",
        "3 h|5 \xb0C",
        "22 sq m|8 kWh",
        "10 EUR|4 l/h",
        "5 April 2023|2023-04-05",
        "08:14|2:15 h",
        "30-40|45-65 \xb0C",
    ],
)
def test_a_value_may_have_a_unit_or_be_a_date(values: str) -> None:
    one, other = values.split("|")
    page = table("Plot|Measured|Allowed", f"Orchard|{one}|{other}")
    assert outline(page) == [(T, f"Plot: Orchard · Measured: {one} · Allowed: {other}")]


def test_a_column_of_days_is_enough_for_names() -> None:
    page = table(
        "Vaccine|Date|Batch",
        "Measles|20.03.2019|MM887",
        "Mumps|02.10.2019|MM902",
        "Rubella|03.10.2019|MR33",
    )
    assert outline(page)[0] == (T, "Vaccine: Measles · Date: 20.03.2019 · Batch: MM887")


def test_the_first_cell_of_the_last_row_may_go_on() -> None:
    page = (
        PdfPage()
        .row(100, [(72, "Children"), (200, "half a tablet")])
        .lines(72, 118, ["Adults and children", "over 12 years"])
        .text(200, 118, "one tablet")
        .text(72, 160, "Leave six hours between doses.")
    )
    assert outline(page) == [
        (T, "Children · half a tablet"),
        (T, "Adults and children over 12 years · one tablet"),
        (P, "Leave six hours between doses."),
    ]


def test_a_further_row_of_what_is_said_once() -> None:
    page = PdfPage()
    for number, row in enumerate(
        [
            ("Oven does not heat", "Fuse has tripped", "Check the fuse box"),
            ("", "Demo mode is active", "Switch it off"),
            ("Light does not work", "Bulb is broken", "Replace the bulb"),
        ]
    ):
        places = zip((72, 220, 380), row, strict=True)
        page.row(100 + 12 * number, [(x, cell) for x, cell in places if cell])
    assert [text for _, text in outline(page)] == [
        "Oven does not heat · Fuse has tripped · Check the fuse box",
        "Oven does not heat · Demo mode is active · Switch it off",
        "Light does not work · Bulb is broken · Replace the bulb",
    ]


def test_a_heading_a_little_larger_than_the_rows_ends_their_table() -> None:
    page = PdfPage()
    codes = [
        ("Display", "Meaning", "Remedy"),
        ("F1", "Water container full", "Empty the container"),
        ("F4", "Lint filter blocked", "Clean the filter"),
        ("F7", "Door not closed", "Close the door"),
        ("dE", "Temperature sensor", "Call service"),
    ]
    for number, row in enumerate(codes):
        page.row(100 + 13 * number, list(zip((72, 123, 251), row, strict=True)))
    page.text(72, 169, "Technical data", 10.5, "bold")
    data = ("Capacity", "7 kg"), ("Rated power", "900 W"), ("Class", "A++"), ("Noise", "65 dB")
    for number, row in enumerate(data):
        page.row(183 + 13 * number, list(zip((126, 196), row, strict=True)))
    found = [text for _, text in outline(page)]
    assert found == [" · ".join(row) for row in codes] + ["Technical data"] + [
        " · ".join(row) for row in data
    ]


def test_a_first_row_of_values_names_no_columns() -> None:
    page = table("Orchard|3 h|\xa348.00|\xa3144.00", "Hedge|1 h|\xa348.00|\xa348.00")
    assert outline(page) == [
        (T, "Orchard · 3 h · £48.00 · £144.00"),
        (T, "Hedge · 1 h · £48.00 · £48.00"),
    ]


def test_spans_of_time_may_name_columns() -> None:
    page = table("Fund|1 yr|5 yrs|10 yrs", "Growth|1.2|3.4|5.6", "Income|0.8|1.1|2.5")
    assert outline(page)[0] == (T, "Fund: Growth · 1 yr: 1.2 · 5 yrs: 3.4 · 10 yrs: 5.6")


def test_a_table_of_words_has_no_names_for_its_columns() -> None:
    page = table("Anna|baker|Thornby|left", "Ben|smith|Millbrook|right")
    assert outline(page) == [
        (T, "Anna · baker · Thornby · left"),
        (T, "Ben · smith · Millbrook · right"),
    ]


def test_narrow_columns_are_no_stretched_line() -> None:
    places = (72, 136, 213, 332)
    names = ("Used (kWh)", "Price per kWh", "Standing charge per day", "Total")
    values = ("3,198", "24.9 p", "60.1 p", "\xa31,016.26")
    page = PdfPage().row(100, list(zip(places, names, strict=True)))
    page.row(118, list(zip(places, values, strict=True)))
    page.text(72, 140, "Your monthly direct debit will be eighty pounds.")
    assert outline(page) == [
        (
            T,
            "Used (kWh): 3,198 · Price per kWh: 24.9 p · Standing charge per day: 60.1 p"
            " · Total: £1,016.26",
        ),
        (P, "Your monthly direct debit will be eighty pounds."),
    ]


ITEMS = (
    "Qty|Description|Unit price|Amount",
    "1|Brass standpipe with double check valve|\xa3268.00|\xa3268.00",
    "3 h|Labour|\xa348.00|\xa3144.00",
)


def test_a_table_right_below_another_has_names_of_its_own() -> None:
    page = PdfPage()
    for y, cells in (
        (100, ("Invoice no.", "Date", "Due")),
        (118, ("1187", "5 April 2023", "30 days")),
    ):
        page.row(y, list(zip((72, 140, 215), cells, strict=True)))
    table(*ITEMS, page=page, top=142)
    page.row(202, [(72, "Net"), (340, "\xa3412.00")]).row(220, [(72, "Total"), (340, "\xa3494.40")])
    assert outline(page) == [
        (T, "Invoice no.: 1187 · Date: 5 April 2023 · Due: 30 days"),
        (
            T,
            "Qty: 1 · Description: Brass standpipe with double check valve"
            " · Unit price: £268.00 · Amount: £268.00",
        ),
        (T, "Qty: 3 h · Description: Labour · Unit price: £48.00 · Amount: £144.00"),
        (T, "Net · £412.00"),
        (T, "Total · £494.40"),
    ]


def test_groups_of_rows_set_apart_keep_the_names_above_them() -> None:
    page = table("Assets|At the end|In June|In May", "Cash|100|200|300", "Stocks|10|20|30")
    table("Debts|40|50|60", "Rent|4|5|6", page=page, top=164)
    assert outline(page)[-1] == (T, "Assets: Rent · At the end: 4 · In June: 5 · In May: 6")
    assert len(outline(page)) == 4


def test_a_line_between_two_tables_is_of_neither() -> None:
    page = PdfPage()
    for y, cells in (
        (100, ("Invoice no.", "Date", "Due")),
        (118, ("1187", "5 April 2023", "30 days")),
    ):
        page.row(y, list(zip((72, 140, 215), cells, strict=True)))
    page.text(72, 144, "We charge you for this work:")
    table(*ITEMS, page=page, top=168)
    assert [kind for kind, _ in outline(page)] == [T, P, T, T]
