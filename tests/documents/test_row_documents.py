"""Tables and JSON files whose rows are articles, and those whose rows are not."""

from __future__ import annotations

import json
from datetime import date

from qa.datatypes import BlockKind, DateOrigin, PlaceKind
from qa.documents.loaders import load_bytes

LONG = "The council of Harrow met on Monday and talked about the old bridge. " * 6
CSV = (
    "id,headline,author,date,body\n"
    f'1,Bridge opens,Ada Brill,2024-03-05,"{LONG}\n\nIt cost 40 euros."\n'
    f'2,Mill closes,,"March 6, 2024","{LONG}"\n'
)


def test_rows_of_a_table() -> None:
    one, two = load_bytes(CSV.encode(), "news/a.csv", ".csv").documents
    assert (one.source, one.container) == ("news/a.csv/row-2", "news/a.csv")
    assert (one.title, one.author, one.published) == ("Bridge opens", "Ada Brill", date(2024, 3, 5))
    assert one.date_origin is DateOrigin.CELL
    kinds = [block.kind for block in one.blocks]
    assert kinds == [BlockKind.HEADING, BlockKind.META, BlockKind.PARAGRAPH, BlockKind.PARAGRAPH]
    at = one.text.index("It cost 40 euros.")
    assert one.line(at) == 4  # of the file
    assert [(place.kind, place.number) for place in one.place_at(at)] == [(PlaceKind.ROW, 2)]
    assert (two.title, two.author, two.published) == ("Mill closes", None, date(2024, 3, 6))
    assert two.line(two.text.index("The council")) == 5


def test_objects_of_json_lines_and_of_a_list() -> None:
    rows = [
        {"title": f"Mill {n}", "text": f"{LONG}\n\nMill {n} closes.", "publisher": "The Post",
         "published_at": f"2023-05-0{n}T22:00:00Z"} for n in (1, 2)
    ]  # fmt: skip
    lines = "\n".join(map(json.dumps, rows)).encode()
    for data, suffix in ((lines, ".jsonl"), (json.dumps(rows, indent=1).encode(), ".json")):
        _, two = load_bytes(data, f"a{suffix}", suffix).documents
        assert two.source == f"a{suffix}/row-2"
        assert (two.title, two.agency, two.published) == ("Mill 2", "The Post", date(2023, 5, 2))
        assert "Mill 2 closes." in two.text
    assert two.line(two.text.index("Mill 2 closes.")) == 8


def test_tables_of_short_cells_and_of_questions_stay_one_document() -> None:
    table = b"name,description\nAda,Head of the mill\nTom,Keeper of the keys\n"
    (found,) = load_bytes(table, "a.csv", ".csv").documents
    assert (found.source, found.container) == ("a.csv", "")
    faq = f'question,answer,text\nWho pays?,"{LONG}","{LONG}"\nWhy?,"{LONG}","{LONG}"\n'
    (found,) = load_bytes(faq.encode(), "faq.csv", ".csv").documents
    assert found.source == "faq.csv"


def test_nothing_of_an_article_is_lost_for_what_its_columns_are_called() -> None:
    table = (
        "Summary,Issue key,Description,Comment,Comment,Comment\n"
        f'Gate sticks,G-1,"{LONG}",Oil it.,Oil helps.,"{LONG}Ada has mended it."\n'
        f'Gate is red,G-2,"{LONG}",,,\n'
        "Gate squeaks,G-3,,,,\n"
    )
    one, _, three = load_bytes(table.encode(), "issues.csv", ".csv").documents
    assert one.title == "Gate sticks"
    assert "Issue key: G-1 · Comment: Oil it. · Comment: Oil helps." in one.text
    assert "Ada has mended it." in one.text
    assert (three.title, three.text) == ("Gate squeaks", "Gate squeaks\n\nIssue key: G-3")
    rows = [
        {"title": "Mill", "user": {"login": "Ada Brill"}, "body": body}
        for body in (LONG, LONG, None)
    ]
    found = load_bytes(json.dumps(rows).encode(), "a.json", ".json").documents
    assert [each.author for each in found] == ["Ada Brill"] * 3


def test_what_a_long_row_is_called_heads_no_other_row() -> None:
    rows = f"name,place,report\nBridge,Harrow,{LONG}\nMill,Lund,It closes.\nInn,Rye,It opens.\n"
    (document,) = load_bytes(rows.encode(), "a.csv", ".csv").documents
    mill = next(b for b in document.blocks if "Mill" in document.text[b.start : b.end])
    assert mill.parent == -1
