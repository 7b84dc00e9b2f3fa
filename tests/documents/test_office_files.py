"""Office documents, made here part by part: text, structure, places; and what is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date

import pytest

from qa.datatypes import BlockKind, Document, Place, PlaceKind
from qa.documents.loaders.office import container, docx, odf, pptx, xlsx
from qa.documents.loaders.office.number_formats import shown
from qa.errors import DocumentError

B = BlockKind
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
P = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
O = (  # noqa: E741
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0"'
)


def zipped(**parts: str) -> bytes:
    """An archive; in the names of parts, `__` stands for "/" and `_xml` for ".xml"."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            name = name.replace("__", "/").replace("_rels_", "_rels/").replace("_xml", ".xml")
            archive.writestr(name, text)
    return data.getvalue()


def relations(*pairs: tuple[str, str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="{key}" Type="http://x/{kind}" Target="{target}"/>'
        for key, kind, target in pairs
    )
    return f"<Relationships>{inner}</Relationships>"


def word(body: str, **parts: str) -> bytes:
    return zipped(
        word__document_xml=f"<w:document {W}><w:body>{body}</w:body></w:document>", **parts
    )


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr>"
        f"<w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"
    )


def blocks(document: Document) -> list[tuple[BlockKind, str]]:
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(document.text)
        end = block.end
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def parent_of(document: Document, text: str) -> str:
    found = next(b for b in document.blocks if document.text[b.start : b.end] == text)
    above = document.blocks[found.parent]
    return document.text[above.start : above.end] if found.parent >= 0 else ""


STYLES = (
    f'<w:styles {W}><w:style w:styleId="T"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Own"><w:name w:val="Chapter"/><w:basedOn w:val="H1"/></w:style>'
    '<w:style w:styleId="Toc"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:styleId="C"><w:name w:val="Source Code"/></w:style></w:styles>'
)
NUMBERING = (
    f'<w:numbering {W}><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="2"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1">'
    '<w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1%2)"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num></w:numbering>'
)


def listed(number: int, depth: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


def test_a_word_document() -> None:
    body = (
        paragraph("Pumps", '<w:pStyle w:val="T"/>')
        + paragraph("Care", '<w:pStyle w:val="Own"/>')
        + paragraph("Do this:")
        + paragraph("Open it.", listed(1))
        + paragraph("Slowly.", listed(1, 1))
        + paragraph("Close it.", listed(1))
        + paragraph("A hose", listed(2))
        + paragraph("pump --on", '<w:pStyle w:val="C"/>')
        + paragraph("Care 3", '<w:pStyle w:val="Toc"/>')
    )
    data = word(body, word__styles_xml=STYLES, word__numbering_xml=NUMBERING)
    document = docx.load(data, "a.docx")
    assert blocks(document) == [
        (B.HEADING, "Pumps"),
        (B.HEADING, "Care"),
        (B.PARAGRAPH, "Do this:"),
        (B.STEP, "2. Open it."),
        (B.STEP, "2a) Slowly."),
        (B.STEP, "3. Close it."),
        (B.LIST_ITEM, "A hose"),
        (B.CODE, "pump --on"),
        (B.CONTENTS, "Care 3"),
    ]
    assert document.title == "Pumps"
    assert parent_of(document, "Care") == "Pumps"
    assert parent_of(document, "2. Open it.") == "Do this:"
    assert parent_of(document, "2a) Slowly.") == "2. Open it."


def test_word_styles_that_are_not_listed_are_what_their_ids_say() -> None:
    body = (
        paragraph("Pumps", '<w:pStyle w:val="Title"/>')
        + paragraph("Care", '<w:pStyle w:val="Heading1"/>')
        + paragraph("Oil it.", '<w:pStyle w:val="BodyText"/>')
        + paragraph("Valves", '<w:pStyle w:val="Heading2"/>')
        + paragraph("pump --on", '<w:pStyle w:val="SourceCode"/>')
    )
    document = docx.load(word(body), "a.docx")
    assert blocks(document) == [
        (B.HEADING, "Pumps"),
        (B.HEADING, "Care"),
        (B.PARAGRAPH, "Oil it."),
        (B.HEADING, "Valves"),
        (B.CODE, "pump --on"),
    ]
    assert [block.level for block in document.blocks if block.kind is B.HEADING] == [1, 2, 3]


def test_word_tables_notes_and_what_was_deleted() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"

    restart = '<w:vMerge w:val="restart"/>'
    rows = (
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('Plan')}{cell('Price')}</w:tr>"
        f"<w:tr>{cell('Plus', restart)}{cell('$10')}</w:tr>"
        f"<w:tr>{cell('', '<w:vMerge/>')}{cell('$12')}</w:tr>"
    )
    body = (
        "<w:p><w:r><w:t>It costs </w:t></w:r><w:del><w:r><w:delText>much</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>little</w:t><w:tab/><w:t>now</w:t><w:br/><w:t>and "
        "later.</w:t></w:r></w:ins>"
        '<w:r><w:footnoteReference w:id="4"/></w:r></w:p>'
        f"<w:tbl>{rows}</w:tbl>" + paragraph("hidden", run="<w:vanish/>")
    )
    note = f'<w:footnote w:id="4">{paragraph("Without tax.")}</w:footnote>'
    notes = f"<w:footnotes {W}>{note}</w:footnotes>"
    document = docx.load(word(body, word__footnotes_xml=notes), "a.docx")
    assert blocks(document) == [
        (B.PARAGRAPH, "It costs little\tnow\nand later."),
        (B.PARAGRAPH, "Without tax."),
        (B.TABLE, "Plan: Plus · Price: $10"),
        (B.TABLE, "Plan: Plus · Price: $12"),
    ]
    assert parent_of(document, "Without tax.") == "It costs little\tnow\nand later."


def test_a_word_table_of_names_and_values_has_no_header_because_word_looks_for_one() -> None:
    def line(*texts: str, run: str = "") -> str:
        cells = (f"<w:tc>{paragraph(text, run=run)}</w:tc>" for text in texts)
        return f"<w:tr>{''.join(cells)}</w:tr>"

    def table(*lines: str, style: str = "") -> list[str]:
        look = f'<w:tblPr>{style}<w:tblLook w:val="04A0" w:firstRow="1"/></w:tblPr>'
        data = word(f"<w:tbl>{look}{''.join(lines)}</w:tbl>")
        return [text for _, text in blocks(docx.load(data, "a.docx"))]

    pairs = (line("Landlord", "Ada Osei, 4 Quay Street"), line("Rent:", "$925"), line("Term", ""))
    assert table(*pairs) == ["Landlord: Ada Osei, 4 Quay Street", "Rent: $925", "Term"]
    assert table(*pairs, style='<w:tblStyle w:val="TableGrid"/>')[0].startswith("Landlord: Ada")
    grown = (line("Growth", "", ""), line("Year", "People", "%"), line("1941", "406", "-"))
    assert table(*grown, line("1951", "778", "91")) == [
        "Growth",
        "Year: 1941 · People: 406 · %: -",
        "Year: 1951 · People: 778 · %: 91",
    ]
    headed = (line("Plan", "Price", run="<w:b/>"), line("Plus", "$10"))
    assert table(*headed) == ["Plan: Plus · Price: $10"]
    plain = (line("Plan", "Price"), line("Plus", "$10"))
    assert table(*plain, style='<w:tblStyle w:val="LightList"/>') == ["Plan: Plus · Price: $10"]
    assert table(*plain) == ["Plan · Price", "Plus · $10"]
    assert table(*plain, *(line(f"Plus {n}", f"{n} pounds") for n in "12"))[1:] == [
        "Plan: Plus 1 · Price: 1 pounds",
        "Plan: Plus 2 · Price: 2 pounds",
    ]


def test_items_that_a_contract_numbers_by_hand_hang_from_their_clause() -> None:
    clauses = (
        "4.1 Either party may end it.",
        "4.2 The landlord may enter if:",
        "(a) the rent is unpaid; or",
        "(b) one of these is so:",
        "(i) it smells,",
        "(ii) it burns.",
        "4.3 The deposit is returned.",
        "1. May is a holiday.",
    )
    document = docx.load(word("".join(map(paragraph, clauses))), "a.docx")
    assert parent_of(document, clauses[2]) == parent_of(document, clauses[3]) == clauses[1]
    assert parent_of(document, clauses[4]) == parent_of(document, clauses[5]) == clauses[3]
    assert parent_of(document, clauses[6]) == ""
    kinds = [kind for kind, _ in blocks(document)]
    assert kinds == [B.PARAGRAPH] * 2 + [B.LIST_ITEM] * 4 + [B.PARAGRAPH] * 2


def test_bold_numbered_lines_of_word_are_headings_and_a_first_line_may_be_the_title() -> None:
    numbered = NUMBERING.replace('w:val="2"', 'w:val="1"')
    body = (
        paragraph("Rules of the Club", run="<w:b/>")
        + paragraph("Boats", listed(1), run="<w:b/>")
        + paragraph("No boat goes out at night.", listed(1, 1))
        + paragraph("Damage is written down.", listed(1, 1))
    )
    core = "<c:x xmlns:c='c' xmlns:d='d'><d:title>Rules of the Club</d:title></c:x>"
    data = word(body, word__numbering_xml=numbered, docProps__core_xml=core)
    document = docx.load(data, "rules.docx")
    assert document.title == "Rules of the Club"
    assert blocks(document) == [
        (B.HEADING, "Rules of the Club"),
        (B.HEADING, "1. Boats"),
        (B.STEP, "1a) No boat goes out at night."),
        (B.STEP, "1b) Damage is written down."),
    ]
    assert parent_of(document, "1b) Damage is written down.") == "1. Boats"


def test_a_presentation() -> None:
    def shape(kind: str, *texts: str) -> str:
        inner = "".join(
            f'<a:p><a:pPr lvl="{len(text) - len(text.lstrip())}"/>'
            f"<a:r><a:t>{text.strip()}</a:t></a:r></a:p>"
            for text in texts
        )
        return (
            f'<p:sp><p:nvSpPr><p:nvPr><p:ph type="{kind}"/></p:nvPr></p:nvSpPr>'
            f"<p:txBody>{inner}</p:txBody></p:sp>"
        )

    def slide(*shapes: str) -> str:
        return f"<p:sld {P}><p:cSld><p:spTree>{''.join(shapes)}</p:spTree></p:cSld></p:sld>"

    data = zipped(
        ppt__presentation_xml=(
            f'<p:presentation {P} {R}><p:sldIdLst><p:sldId r:id="r2"/><p:sldId r:id="r1"/>'
            "</p:sldIdLst></p:presentation>"
        ),
        **{
            "ppt___rels__presentation_xml.rels": relations(
                ("r1", "slide", "slides/one.xml"), ("r2", "slide", "slides/two.xml")
            ),
            "ppt__slides___rels__two_xml.rels": relations(("n", "notesSlide", "../notes/n.xml")),
        },
        ppt__slides__one_xml=slide(shape("body", "No title here.")),
        ppt__slides__two_xml=slide(
            shape("body", "Pump", " slow", "Valve"), shape("title", "Parts"), shape("sldNum", "1")
        ),
        ppt__notes__n_xml=slide(shape("body", "Say hello."), shape("sldNum", "1")),
    )
    document = pptx.load(data, "a.pptx")
    assert blocks(document) == [
        (B.HEADING, "Parts"),
        (B.LIST_ITEM, "Pump"),
        (B.LIST_ITEM, "slow"),
        (B.LIST_ITEM, "Valve"),
        (B.PARAGRAPH, "Say hello."),
        (B.PARAGRAPH, "No title here."),
    ]
    assert parent_of(document, "slow") == "Pump"
    assert parent_of(document, "No title here.") == ""
    assert document.places == (
        Place(0, PlaceKind.SLIDE, 1, "Parts"),
        Place(document.text.index("No title"), PlaceKind.SLIDE, 2, ""),
    )


def workbook(*sheets: tuple[str, str], strings: tuple[str, ...] = (), styles: str = "") -> bytes:
    entries = "".join(
        f'<sheet name="{name}" r:id="r{n}"/>' for n, (name, _) in enumerate(sheets, start=1)
    )
    parts = {
        f"xl__worksheets__s{n}_xml": f"<worksheet {S}><sheetData>{rows}</sheetData></worksheet>"
        for n, (_, rows) in enumerate(sheets, start=1)
    }
    targets = [(f"r{n}", "worksheet", f"worksheets/s{n}.xml") for n in range(1, len(sheets) + 1)]
    targets += [("s", "sharedStrings", "strings.xml"), ("t", "styles", "styles.xml")]
    inner = "".join(f"<si><t>{text}</t></si>" for text in strings)
    return zipped(
        xl__workbook_xml=f"<workbook {S} {R}><sheets>{entries}</sheets></workbook>",
        xl__strings_xml=f"<sst {S}>{inner}</sst>",
        xl__styles_xml=f"<styleSheet {S}>{styles}</styleSheet>",
        **{"xl___rels__workbook_xml.rels": relations(*targets)},
        **parts,
    )


def test_a_workbook() -> None:
    prices = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>All prices</t></is></c></row>'
        '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c>'
        '<c r="C3" t="s"><v>2</v></c></row>'
        '<row r="4"><c r="A4" t="s"><v>3</v></c><c r="B4" s="1"><v>1234.5</v></c><c r="C4" s="2">'
        "<v>45356</v></c></row>"
        '<row r="5"><c r="A5" t="s"><v>4</v></c><c r="B5" s="1"><f>B4*2</f><v>2469</v></c></row>'
    )
    styles = (
        '<numFmts><numFmt numFmtId="170" formatCode="&quot;$&quot;#,##0.00"/></numFmts><cellXfs>'
        '<xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="14"/></cellXfs>'
    )
    names = ("Plan", "Price", "From", "Plus", "Pro")
    other = '<row r="2"><c r="B2" t="str"><v>Read me.</v></c></row>'
    data = workbook(("Prices", prices), ("Notes", other), strings=names, styles=styles)
    document = xlsx.load(data, "plans.xlsx")
    assert blocks(document) == [
        (B.HEADING, "Prices"),
        (B.PARAGRAPH, "All prices"),
        (B.TABLE, "Plan: Plus · Price: $1,234.50 · From: 2024-03-05"),
        (B.TABLE, "Plan: Pro · Price: $2,469.00"),
        (B.HEADING, "Notes"),
        (B.PARAGRAPH, "Read me."),
    ]
    assert document.title == "plans"
    assert [(place.kind, place.number, place.label) for place in document.places] == [
        (PlaceKind.SHEET, 1, "Prices"),
        (PlaceKind.ROW, 1, ""),
        (PlaceKind.ROW, 4, ""),
        (PlaceKind.ROW, 5, ""),
        (PlaceKind.SHEET, 2, "Notes"),
        (PlaceKind.ROW, 2, ""),
    ]
    assert document.places[3].offset == document.text.index("Plan: Pro")


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.1 + 0.2, "", "0.3"),
        (1234567.0, "", "1234567"),
        (0.125, "0.0%", "12.5%"),
        (-1234.5, "#,##0.00", "-1,234.50"),
        (12.0, "0.00 €", "12.00 €"),
        (1500.0, "[$€-407]#,##0", "€1,500"),
        (45356.75, "dd/mm/yyyy hh:mm", "2024-03-05 18:00"),
        (0.5, "h:mm", "12:00"),
        (1.5, "[h]:mm:ss", "36:00:00"),
        (45356.0, "dd/mm/yy", "2024-03-05"),
        (45356.0, "ddd dd/mm/yyyy", "Tue 2024-03-05"),
        (45356.0, "dd.mm.yyyy", "05.03.2024"),
        (45356.0, "d-mmm-yy", "5-Mar-2024"),
        (45356.0, "ddd d mmm", "Tue 5 Mar 2024"),
        (45356.0, "[$-809]d mmmm yyyy;@", "5 March 2024"),
        (45356.0, "[$-407]d. mmmm yyyy", "2024-03-05"),
        (45356.75, "d mmm yyyy h:mm AM/PM", "5 Mar 2024 6:00 PM"),
        (45352.0, "mmm-yy", "Mar-2024"),
        (0.75, "h:mm AM/PM", "6:00 PM"),
        (7.0, '"No." 0', "7"),
    ],
)
def test_numbers_as_they_are_seen(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


def sheet_rows(*table: tuple[str, ...], merged: str = "") -> str:
    """The rows of a sheet with texts, and what follows them where `merged` cells are named."""
    rows = "".join(
        f'<row r="{at}">'
        + "".join(
            f'<c r="{chr(65 + column)}{at}" t="inlineStr"><is><t>{text}</t></is></c>'
            for column, text in enumerate(cells)
            if text
        )
        + "</row>"
        for at, cells in enumerate(table, start=1)
    )
    cells = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged.split())
    return f"{rows}</sheetData><mergeCells>{cells}</mergeCells><sheetData>"


def told(*table: tuple[str, ...], merged: str = "") -> list[str]:
    data = workbook(("Sheet1", sheet_rows(*table, merged=merged)))
    return [text for _, text in blocks(xlsx.load(data, "a.xlsx"))]


def test_merged_cells_stand_in_all_rows_and_columns_that_they_cover() -> None:
    assert told(
        ("Rota of June",),
        ("Day", "Early", "Late"),
        ("Monday", "Ann", "Ben"),
        ("", "Cleo", "Dan"),
        ("Sunday", "closed"),
        merged="A1:C1 A3:A4 B5:C5",
    ) == [
        "Rota of June",
        "Day: Monday · Early: Ann · Late: Ben",
        "Day: Monday · Early: Cleo · Late: Dan",
        "Day: Sunday · Early: closed · Late: closed",
    ]


@pytest.mark.parametrize("merged", ["B1:C1 D1:E1", ""])
def test_columns_named_in_two_rows(merged: str) -> None:
    assert told(
        ("", "2024", "", "2025", ""),
        ("", "Plan", "Actual", "Plan", "Actual"),
        ("Rent", "10", "11", "12", "13"),
        ("Wages", "20", "21", "22", "23"),
        merged=merged,
    ) == [
        "Rent · 2024 Plan: 10 · 2024 Actual: 11 · 2025 Plan: 12 · 2025 Actual: 13",
        "Wages · 2024 Plan: 20 · 2024 Actual: 21 · 2025 Plan: 22 · 2025 Actual: 23",
    ]


def test_columns_named_in_two_rows_with_a_name_over_both() -> None:
    assert told(
        ("Boat", "Hire", "", "Course"),
        ("", "Day", "Week", ""),
        ("Canoe", "20", "90", "200"),
        ("Kayak", "15", "70", "180"),
        merged="A1:A2 B1:C1 D1:D2",
    ) == [
        "Boat: Canoe · Hire Day: 20 · Hire Week: 90 · Course: 200",
        "Boat: Kayak · Hire Day: 15 · Hire Week: 70 · Course: 180",
    ]


def test_a_name_merged_over_columns_without_names_of_their_own_is_said_once() -> None:
    rows = (("", "Day", "Week"), ("Canoe", "Green", "20", "90"), ("Kayak", "Red", "15", "70"))
    assert told(("Boat", "", "Hire", ""), ("", *rows[0]), *rows[1:], merged="A1:B2 C1:D1") == [
        "Boat: Canoe · Green · Hire Day: 20 · Hire Week: 90",
        "Boat: Kayak · Red · Hire Day: 15 · Hire Week: 70",
    ]
    long = "Among all boats that were hired out in 2024:"
    assert told((long, "", "Hire", ""), ("", *rows[0]), *rows[1:], merged="A1:B2 C1:D1") == [
        long,
        "Canoe · Green · Hire Day: 20 · Hire Week: 90",
        "Kayak · Red · Hire Day: 15 · Hire Week: 70",
    ]


def test_a_row_merged_over_all_columns_heads_the_rows_below_it() -> None:
    table = (
        ("Item", "Unit", "Price"),
        ("Kayaks", "", ""),
        ("Single", "day", "30"),
        ("Canoes", "", ""),
        ("Single", "day", "35"),
        ("Children pay half.", "", ""),
    )
    merged = "A2:C2 A4:C4 A6:C6"
    data = workbook(("Sheet1", sheet_rows(*table, merged=merged)))
    document = xlsx.load(data, "a.xlsx")
    assert blocks(document) == [
        (B.HEADING, "Kayaks"),
        (B.TABLE, "Item: Single · Unit: day · Price: 30"),
        (B.HEADING, "Canoes"),
        (B.TABLE, "Item: Single · Unit: day · Price: 35"),
        (B.PARAGRAPH, "Children pay half."),
    ]
    assert parent_of(document, "Item: Single · Unit: day · Price: 35") == "Canoes"


def test_a_further_table_below_an_empty_row_has_names_of_its_own() -> None:
    assert told(
        ("Name", "Length", "Built"),
        ("Petrel", "6.2", "1998"),
        (),
        ("Gull", "5.1", "2004"),
        (),
        ("Crew",),
        ("Person", "Age", "Since"),
        ("Ann", "31", "2019"),
        (),
        ("Guests", "none", "yet"),
    ) == [
        "Name: Petrel · Length: 6.2 · Built: 1998",
        "Name: Gull · Length: 5.1 · Built: 2004",
        "Crew",
        "Person: Ann · Age: 31 · Since: 2019",
        "Person: Guests · Age: none · Since: yet",
    ]


def test_labels_with_values_of_several_kinds_are_a_form() -> None:
    assert told(
        ("Registration",),
        ("Name", "Ann Lee"),
        ("Day:", "4 March 2025"),
        ("Fee", "45.50"),
        ("Course", "Pottery"),
    ) == ["Registration", "Name: Ann Lee", "Day: 4 March 2025", "Fee: 45.50", "Course: Pottery"]
    assert told(("Hut", "Beds"), ("Ulm", "12"), ("Aosta", "24")) == [
        "Hut: Ulm · Beds: 12",
        "Hut: Aosta · Beds: 24",
    ]


def test_a_column_for_each_day() -> None:
    assert told(
        ("", "2 June 2025", "3 June 2025", "4 June 2025"),
        ("Ann", "early", "late", "free"),
        ("Ben", "late", "free", "early"),
    ) == [
        "Ann · 2 June 2025: early · 3 June 2025: late · 4 June 2025: free",
        "Ben · 2 June 2025: late · 3 June 2025: free · 4 June 2025: early",
    ]


def test_days_alone_name_no_columns() -> None:
    assert told(("Ann", "2 June 2025"), ("Ben", "4 June 2025"), ("Cleo", "5 June 2025")) == [
        "Ann · 2 June 2025",
        "Ben · 4 June 2025",
        "Cleo · 5 June 2025",
    ]


def test_an_opendocument_text() -> None:
    content = (
        f"<office:document-content {O}><office:automatic-styles><text:list-style style:name='L1'>"
        "<text:list-level-style-number text:level='1' style:num-format='1'/></text:list-style>"
        "</office:automatic-styles><office:body><office:text>"
        "<text:h text:outline-level='2'>Care</text:h><text:p>Two<text:s text:c='2'/>words"
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note."
        "</text:p></text:note-body></text:note>:</text:p>"
        "<text:list text:style-name='L1'><text:list-item><text:p>Open it.</text:p></text:list-item>"
        "<text:list-item><text:p>Close it.</text:p><text:list text:style-name='L9'><text:list-item>"
        "<text:p>softly</text:p></text:list-item></text:list></text:list-item></text:list>"
        "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Plan"
        "</text:p></table:table-cell><table:table-cell><text:p>Price</text:p></table:table-cell>"
        "</table:table-row></table:table-header-rows><table:table-row><table:table-cell><text:p>Plus"
        "</text:p></table:table-cell><table:table-cell><text:p>$10</text:p></table:table-cell>"
        "</table:table-row></table:table></office:text></office:body></office:document-content>"
    )
    document = odf.load(zipped(content_xml=content), "a.odt")
    assert blocks(document) == [
        (B.HEADING, "Care"),
        (B.PARAGRAPH, "Two  words:"),
        (B.PARAGRAPH, "A note."),
        (B.STEP, "1. Open it."),
        (B.STEP, "2. Close it."),
        (B.LIST_ITEM, "softly"),
        (B.TABLE, "Plan: Plus · Price: $10"),
    ]


def test_an_opendocument_sheet() -> None:
    def row(*cells: str, repeated: int = 1) -> str:
        inner = "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in cells)
        return f"<table:table-row table:number-rows-repeated='{repeated}'>{inner}</table:table-row>"

    def text(value: str) -> str:
        return f"<text:p>{value}</text:p>"

    content = (
        f"<office:document-content {O}><office:body><office:spreadsheet><table:table "
        f"table:name='Prices'>"
        + row(repeated=2)
        + row(text("Plan"), text("Price"))
        + row(text("Plus"), text("$10"))
        + row(repeated=1_000_000)
        + "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    document = odf.load(zipped(content_xml=content), "a.ods")
    assert blocks(document) == [(B.HEADING, "Prices"), (B.TABLE, "Plan: Plus · Price: $10")]
    assert document.places[-1] == Place(8, PlaceKind.ROW, 4, "")


def test_merged_cells_and_days_of_an_opendocument_sheet() -> None:
    def cell(value: str, more: str = "") -> str:
        return f"<table:table-cell {more}><text:p>{value}</text:p></table:table-cell>"

    def day(shown: str, value: str) -> str:
        return cell(shown, f"office:value-type='date' office:date-value='{value}'")

    gap = "<table:covered-table-cell/>"
    table = (
        cell("Boat") + cell("Day") + cell("Work"),
        cell("Petrel", "table:number-rows-spanned='2'") + day("2 May 25", "2025-05-02") + cell("a"),
        gap + day("05/06/25", "2025-06-05") + cell("b"),
        cell("Topaz") + cell("none", "table:number-columns-spanned='2'") + gap,
    )
    content = (
        f"<office:document-content {O}><office:body><office:spreadsheet>"
        "<table:table table:name='Log'>"
        + "".join(f"<table:table-row>{cells}</table:table-row>" for cells in table)
        + "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    assert [text for _, text in blocks(odf.load(zipped(content_xml=content), "a.ods"))] == [
        "Log",
        "Boat: Petrel · Day: 2 May 2025 · Work: a",
        "Boat: Petrel · Day: 2025-06-05 · Work: b",
        "Boat: Topaz · Day: none · Work: none",
    ]


def test_an_address_is_no_title_and_who_is_written_to_no_author() -> None:
    lines = (
        "Ann Lee, Manager",
        "Coastal Mutual Insurance",
        "Millbrook, 17 February 2025",
        "Dear Sir or Madam,",
        "We report that the mooring line broke in the storm and that the hull was damaged.",
        "Yours faithfully",
        "Ann Lee",
    )
    content = (
        f"<office:document-content {O}><office:body><office:text>"
        + "".join(f"<text:p>{line}</text:p>" for line in lines)
        + "</office:text></office:body></office:document-content>"
    )
    found = odf.load(zipped(content_xml=content), "letter to insurer.odt")
    assert (found.title, found.author) == ("letter to insurer", None)
    assert found.published == date(2025, 2, 17)
    assert {kind for kind, _ in blocks(found)} <= {B.PARAGRAPH, B.META}


Loader = Callable[[bytes, str], Document]


@pytest.mark.parametrize("load", [docx.load, pptx.load, xlsx.load, odf.load])
def test_what_is_no_archive(load: Loader) -> None:
    for data, reason in (
        (b"", "is empty"),
        (b"PK\3\4 and no more", "archive can't be opened"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Encrypted, or in the binary format"),
    ):
        with pytest.raises(DocumentError, match=reason):
            load(data, "a")


@pytest.mark.parametrize("declared", ['<!ENTITY x SYSTEM "file:///etc/passwd">', '<!ENTITY x "A">'])
def test_entities_are_refused(declared: str) -> None:
    body = f"<w:document {W}><w:body>{paragraph('&x;')}</w:body></w:document>"
    data = f"<!DOCTYPE w [{declared}]>{body}"
    with pytest.raises(DocumentError, match="entities"):
        docx.load(zipped(word__document_xml=data), "a.docx")
    with pytest.raises(DocumentError, match="entities"):
        list(container.events(data.encode("utf-16")))


def test_what_expands_too_far_is_refused() -> None:
    with pytest.raises(DocumentError, match="Expands too far"):
        docx.load(word(paragraph("A" * 20_000_000)), "a.docx")


def test_what_is_nested_too_deeply_is_refused() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 5_000 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 5_000
    with pytest.raises(DocumentError, match="Nested too deeply"):
        docx.load(word(deep), "a.docx")


def test_names_of_parts_never_leave_the_archive() -> None:
    assert container.resolved("word", "../../../etc/passwd") == "etc/passwd"
    assert container.resolved("word", "/media/a.xml") == "media/a.xml"
    assert container.resolved("OPS", "a%20b.xhtml#c") == "OPS/a b.xhtml"


def test_an_encrypted_opendocument_file() -> None:
    manifest = "<manifest><encryption-data/></manifest>"
    with pytest.raises(DocumentError, match="needs a password"):
        odf.load(zipped(META__x="", **{"META-INF__manifest_xml": manifest}), "a.odt")
