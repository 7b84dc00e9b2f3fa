"""Pages, rows and messages where people see them: citations, links, `qa show`, JSON."""

import dataclasses
import json
from pathlib import Path

import pytest

from qa.cli.arguments import find
from qa.datatypes import Block, Document, Place, PlaceKind
from qa.errors import UsageError
from qa.render import Format, writer
from qa.render.terminal import Look, detect
from tests.support import fake_engine as fake

PAGES = (Place(0, PlaceKind.PAGE, 3), Place(40, PlaceKind.PAGE, 7))


def placed(*places: Place, line: int | None = None):
    """The answer of the fake engine, its two quotes at these places."""
    first, second = fake.answer().evidence
    answer = fake.answer()
    quotes = tuple(
        dataclasses.replace(quote, line=line, place=(place,))
        for quote, place in zip((first, second), places, strict=True)
    )
    source = dataclasses.replace(
        answer.sources[0],
        path="report.pdf",
        lines=(line,) if line else (),
        places=tuple((place,) for place in places),
    )
    return dataclasses.replace(answer, evidence=quotes, sources=(source,))


def test_a_citation_names_the_pages():
    shown = writer(Format.TEXT, Look(), str).answer(placed(*PAGES))
    assert "    report.pdf, page 3; page 7\n" in shown
    assert "`report.pdf, page 3; page 7`" in writer(Format.MARKDOWN, Look(), str).answer(
        placed(*PAGES)
    )


def test_a_row_stands_behind_the_line():
    rows = (Place(0, PlaceKind.ROW, 12), Place(9, PlaceKind.ROW, 15))
    shown = writer(Format.TEXT, Look(), str).answer(placed(*rows, line=14))
    assert "    report.pdf:14, row 12; row 15\n" in shown


def test_a_heading_that_the_place_names_is_not_repeated():
    rent = (Place(0, PlaceKind.MESSAGE, 1, "Rent"), Place(9, PlaceKind.MESSAGE, 2, "Keys"))
    answer = placed(*rent)
    first, second = answer.evidence
    answer = dataclasses.replace(
        answer,
        evidence=(
            dataclasses.replace(first, headings=("Rent",)),
            dataclasses.replace(second, headings=("Keys", "Quoted")),
        ),
    )
    shown = writer(Format.TEXT, Look(), str).answer(answer)
    assert "    report.pdf, message 1: Rent\n" in shown
    assert "    report.pdf, message 2: Keys  Quoted\n" in shown
    assert "`report.pdf, message 1: Rent`," in writer(Format.MARKDOWN, Look(), str).answer(answer)


def test_a_label_is_shown_safe():
    mail = Place(0, PlaceKind.MESSAGE, 4, "Re: \x1b[31mred")
    shown = writer(Format.TEXT, Look(), str).answer(placed(mail, mail))
    assert "message 4: Re: " in shown
    assert "\x1b" not in shown


def test_links_open_the_page():
    shown = writer(Format.TEXT, Look(links=True), str).answer(placed(*PAGES))
    base = Path("report.pdf").absolute().as_uri()
    assert f"{base}#page=3" in shown
    assert f"{base}#page=7" in shown
    plain = writer(Format.TEXT, Look(links=True, fragments=False), str).answer(placed(*PAGES))
    assert "#page" not in plain


def test_terminals_that_refuse_fragments_get_none():
    assert not detect(None, environ={"VTE_VERSION": "7600"}).fragments
    assert detect(None, environ={}).fragments


def test_json_has_each_kind_under_its_own_key():
    sheet = Place(0, PlaceKind.SHEET, 2, "Budget")
    shown = json.loads(writer(Format.JSON, Look(), str).answer(placed(sheet, PAGES[1])))
    assert [each["place"] for each in shown["evidence"]] == [
        {"sheet": 2, "sheet_name": "Budget"},
        {"page": 7},
    ]
    assert [each["line"] for each in shown["evidence"]] == [None, None]
    assert shown["sources"][0]["places"] == [{"sheet": 2, "sheet_name": "Budget"}, {"page": 7}]


TEXT = "Contents\n\nOne.\n\nThe fee is $40.\n\nEnd."
REPORT = Document(
    "report.pdf",
    "Report",
    TEXT,
    (Block(0, 8), Block(10, 14), Block(16, 31), Block(33, 37)),
    lines=None,
    places=(
        Place(0, PlaceKind.PAGE, 1),
        Place(16, PlaceKind.PAGE, 2),
        Place(33, PlaceKind.PAGE, 3),
    ),
)


def test_a_document_without_lines_is_shown_by_its_pages():
    shown = writer(Format.TEXT, Look(), str).document(REPORT, (), 0)
    assert shown.splitlines()[3:] == [
        "[page 1]", "    Contents", "", "    One.", "", "[page 2]", "    The fee is $40.", "",
        "[page 3]", "    End.",
    ]  # fmt: skip


def test_a_page_can_be_shown_alone():
    shown = writer(Format.TEXT, Look(), str).document(REPORT, (2,), 0)
    assert shown.splitlines()[3:] == ["  …", "[page 2]", ">   The fee is $40."]
    plain = json.loads(writer(Format.JSON, Look(), str).document(REPORT, (2,), 0))
    assert plain["lines"] == [
        {"line": None, "text": "The fee is $40.", "wanted": True, "place": "page 2"}
    ]


class OneDocument:
    """An engine that has one document."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def document(self, name: str) -> Document:
        if name != self._document.source:
            raise UsageError("There is no such document.", "Look at 'qa list'.")
        return self._document


def test_a_page_is_named_behind_a_colon():
    assert find(OneDocument(REPORT), "report.pdf:3") == (REPORT, (3,))
    with pytest.raises(UsageError, match="There is no page 4"):
        find(OneDocument(REPORT), "report.pdf:4")
    bare = dataclasses.replace(REPORT, places=())
    with pytest.raises(UsageError, match="There is no line 1") as caught:
        find(OneDocument(bare), "report.pdf:1")
    assert caught.value.hint == "report.pdf has no lines; show it whole."
