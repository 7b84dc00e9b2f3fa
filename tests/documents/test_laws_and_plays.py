"""Long texts with numbered parts: laws, judgments, contracts, standards, plays; as plain text."""

from __future__ import annotations

import pytest

from qa.datatypes import BlockKind, Document
from qa.documents.loaders import load_bytes, pdf
from tests.support.pdf_files import PdfPage
from tests.support.pdf_files import pdf as make

P, H, L, S = BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.STEP


def read(text: str) -> Document:
    return load_bytes(text.encode(), "a.txt", ".txt").documents[0]


def shown(document: Document, place: int) -> str:
    block = document.blocks[place]
    return " ".join(document.text[block.start : block.end].split())


def hung(text: str) -> dict[str, str]:
    """By the beginning of each block the beginning of what it hangs from."""
    document = read(text)
    return {
        shown(document, place)[:12]: shown(document, block.parent)[:12] if block.parent >= 0 else ""
        for place, block in enumerate(document.blocks)
    }


def headings(text: str) -> list[str]:
    document = read(text)
    return [shown(document, at) for at, block in enumerate(document.blocks) if block.kind is H]


ACT = """\
MARKET STALLS ACT 1998

                              PART I

                           PRELIMINARY

1      Interpretation

(1)    In this Act -

       "stall" means a table, a barrow or a van, but does not include -

         (a)   a shop, or
         (b)   a kiosk;

       "trader" means a person who sells from a stall.

(2)    The clerk may have removed any stall that is -
         (i)    broken,
         (ii)   left behind, or
         (iii)  in the way.

2      Tolls

(1)    A trader shall pay a toll.
"""


def test_the_parts_of_a_section_hang_from_it_and_from_each_other() -> None:
    found = hung(ACT)
    assert found["(1) In this "] == "1 Interpreta"
    assert found['"stall" mean'] == found['"trader" mea'] == "(1) In this "
    assert found["(a) a shop, "] == found["(b) a kiosk;"] == '"stall" mean'
    assert found["(2) The cler"] == "1 Interpreta"
    assert found["(i) broken,"] == found["(ii) left be"] == found["(iii) in the"] == "(2) The cler"
    assert "2 Tolls" in headings(ACT)


def test_a_code_and_what_it_stands_for_is_no_heading() -> None:
    assert headings("The codes are:\n\n7      invalid format\n8      no room left\n") == []


def test_items_with_blank_lines_and_quotations_between_them_stay_one_list() -> None:
    found = hung(
        "Findings\n\n4.   The form says so in its ninth clause, which is quoted here in full and\n"
        'reads:\n\n     "Nobody is liable."\n\n5.   I reject that for two reasons which I give:\n\n'
        "     (i) the storm had been foretold by everybody in the town and beyond it;\n\n"
        "     (ii) the boats of others stood.\n\n6.   I allow the appeal.\n"
    )
    assert found['"Nobody is l'] == "4. The form "
    assert found["(i) the stor"] == found["(ii) the boa"] == "5. I reject "
    assert found["5. I reject "] == found["6. I allow t"] == "Findings"


def test_marks_of_another_kind_in_the_same_column_are_nested() -> None:
    found = hung(
        "(1) Everybody is quiet.\n(2) It is not allowed\n1. to run,\n2. to sing.\n(3) Dogs wait.\n"
    )
    assert found["1. to run,"] == found["2. to sing."] == "(2) It is no"
    assert found["(3) Dogs wai"] == found["(1) Everybod"]


def test_a_numbered_heading_is_no_step_of_the_list_above_it() -> None:
    text = (
        "1. Aims\n\n  We grow food.\n\n2. Bodies\n\n  2.1. Rules\n\n    1. Nobody has to work.\n"
        "    2. Anybody may leave.\n\n  3. Members\n\n  3.1. Powers\n\n    1. They vote.\n"
    )
    assert headings(text) == ["1. Aims", "2. Bodies", "2.1. Rules", "3. Members", "3.1. Powers"]
    assert hung(text)["3.1. Powers"] == "3. Members"


def test_a_title_that_ends_with_a_full_stop_heads_the_text_below_it() -> None:
    text = (
        "THE LICENSE\n\n  0. Definitions.\n\n  A work is one that is covered by it.\n\n"
        "  1. No Surrender of Others' Freedom.\n\n  You may not do less than you have to.\n"
    )
    assert headings(text)[1:] == ["0. Definitions.", "1. No Surrender of Others' Freedom."]


def test_a_clause_without_a_stop_is_no_heading() -> None:
    text = (
        "2  BEFORE DEPARTURE\n\n2.1  The master stays in port when\n\n     (a) it is windy; or\n"
        "     (b) it is dark.\n\n2.2  The door is closed, and the mate writes that down in\n"
        "     the log of the ship.\n"
    )
    assert headings(text) == ["2 BEFORE DEPARTURE"]
    found = hung(text)
    assert found["(a) it is wi"] == "2.1 The mast"
    assert found["2.2 The door"] == "2 BEFORE DEP"


PAGED = """\
The Gauge Protocol

   The gauge keeps what it has measured until the collector has said that it
   has all of it, and then

Lind                     Standards Track                 [Page 1]
\f
Gauge Protocol            February 2024

   forgets it.

   Goals are:

   o  no measurement is lost;

   o  nobody waits.

Lind                     Standards Track                 [Page 2]
\f
Gauge Protocol            February 2024

   Collector:  A host that receives what gauges send, and says that it
      has received it.

   Chapter 3

   The end.

Lind                     Standards Track                 [Page 3]
"""


def test_headers_and_footers_of_pages_are_left_out_and_paragraphs_go_on_over_the_page() -> None:
    document = read(PAGED)
    texts = [shown(document, place) for place in range(len(document.blocks))]
    assert not any("Lind" in text or "February" in text for text in texts)
    assert texts[1].endswith("and then forgets it.")
    assert (
        "Collector: A host that receives what gauges send, and says that it has received it."
        in (texts)
    )
    assert [shown(document, at) for at, b in enumerate(document.blocks) if b.kind is L] == [
        "o no measurement is lost;",
        "o nobody waits.",
    ]
    assert document.text.count("\n") == PAGED.count("\n")
    line = PAGED[: PAGED.index("The end")].count("\n") + 1
    assert document.line(document.text.index("The end")) == line


def test_a_chapter_at_the_top_of_each_page_is_no_furniture() -> None:
    text = "Chapter 1\n\nIt rained.\n\n\fChapter 2\n\nIt snowed.\n\n\fChapter 3\n\nIt was dry.\n"
    assert headings(text) == ["Chapter 1", "Chapter 2", "Chapter 3"]


def test_a_table_in_a_frame_has_the_names_of_its_columns() -> None:
    document = read(
        "Messages\n\n   +-------+-------+\n   | Value | Name  |\n   +-------+-------+\n"
        "   | 0     | HELLO |\n   | 1     | LEVEL |\n   +-------+-------+\n"
    )
    rows = [
        shown(document, at) for at, b in enumerate(document.blocks) if b.kind is BlockKind.TABLE
    ]
    assert rows == ["Value: 0 · Name: HELLO", "Value: 1 · Name: LEVEL"]


def test_amounts_that_end_in_one_column_and_a_table_set_by_eye_are_rows() -> None:
    def rows(text: str) -> list[str]:
        document = read(text)
        return [
            shown(document, at)
            for at, block in enumerate(document.blocks)
            if block.kind is BlockKind.TABLE
        ]

    assert rows(
        "The fees are:\n\nGrave                           780.00 EUR\n"
        "Double grave, each            1,450.00 EUR\nUse of the hall                 185.00 EUR\n"
    ) == ["Grave: 780.00 EUR", "Double grave, each: 1,450.00 EUR", "Use of the hall: 185.00 EUR"]
    assert rows(
        "DUES\n\nLength                       Per night     Per year\n"
        "Not over 6 metres               L8.00      L640.00\n"
        "Over 6 metres                  L13.50     L1,120.00\n"
    ) == [
        "Length: Not over 6 metres · Per night: L8.00 · Per year: L640.00",
        "Length: Over 6 metres · Per night: L13.50 · Per year: L1,120.00",
    ]


def test_what_is_said_in_a_play_is_no_heading() -> None:
    text = (
        "THE LAMP ROOM\n\nSCENE 1\n\nTOBY. It is past four, and nobody has come.\n\n"
        "ANNE. And why is that?\n\nTOBY. I forgot to ask them to.\n\nANNE. Who tells them now?\n\n"
        "TOBY. You will.\n"
    )
    assert headings(text) == ["THE LAMP ROOM", "SCENE 1"]
    found = hung(text)
    assert found["ANNE. And wh"] == found["ANNE. Who te"] == "SCENE 1"
    assert found["TOBY. I forg"] == "ANNE. And wh"
    assert found["TOBY. You wi"] == "ANNE. Who te"
    assert hung(text + "\nANNE. Never.\n")["ANNE. Never."] == "SCENE 1"


@pytest.mark.parametrize("line", ["He laughed, and then he said--", "From Gray, that"])
def test_a_line_that_leads_in_to_what_follows_is_no_heading(line: str) -> None:
    assert headings(f"Chapter 1\n\n{line}\n\nNobody knows the day, nor who will say so.\n") == [
        "Chapter 1"
    ]


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("REGULATION 2022/418\n\nof 9 March 2022\n\non ferries\n", "2022-03-09"),
        ("Satzung der Gemeinde Altenrode\nvom 14. März 2018\n", "2018-03-14"),
        ("The Stalls Regulations 2016\n\nMade      3rd February 2016\n", "2016-02-03"),
        ("Constitution (v1.9)\n\n  Version 1.9 ratified on March 26th, 2022.\n", "2022-03-26"),
        ("Terms of Service\n\nEffective May 25, 2018\n", "2018-05-25"),
        ("Stalls Act 2011\n\nAn Act about stalls.\n\n      [12th May 2011]\n", "2011-05-12"),
        ("Contract\n\nThe first was ratified in its\nversion ratified on July 5, 1997.\n", "None"),
    ],
)
def test_the_day_of_a_law_or_a_contract(head: str, day: str) -> None:
    text = f"{head}\nEverybody shall be quiet in the morning and at night.\n"
    assert str(read(text).published) == day


def test_a_head_in_columns_is_no_title() -> None:
    text = (
        "Network Working Group                 P. Lindqvist\n"
        "Request for Comments: 9871              Nordlys AB\n\n"
        "                                     February 2024\n\n"
        "          The Gauge Protocol\n\nAbstract\n\n   This says how gauges report.\n"
    )
    assert read(text).title == "The Gauge Protocol"


def test_paragraphs_that_are_one_sentence_with_the_line_above_them_are_its_items() -> None:
    text = (
        '1.1 In this agreement:\n\n"Hall" means the hall and its stairs;\n\n'
        '"List" means what both have signed; and\n\n"Rent" means what is paid.\n\n'
        "The rent is paid on time:\n\nthat is all.\n"
    )
    found = hung(text)
    assert found['"Hall" means'] == found['"List" means'] == found['"Rent" means'] == "1.1 In this "
    assert found["that is all."] == found["1.1 In this "]


def test_the_duties_of_a_pdf_are_items_of_the_line_that_leads_in_to_them() -> None:
    page = PdfPage()
    lines = (
        "The ferry company was told after the accident of last November in the Narrows to:",
        "2021/11 keep a look-out in the dark;",
        "2021/12 write down the hours of rest.",
        "The maker of the clock said nothing.",
    )
    for number, line in enumerate(lines):
        page.text(72, 80 + 24 * number, line)
    document = pdf.load(make([page]), "a.pdf")
    kinds = [(b.kind, b.parent) for b in document.blocks]
    assert kinds == [(P, -1), (L, 0), (L, 0), (P, -1)]
