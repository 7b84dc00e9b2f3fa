"""Lists of documents and collections: columns, widths, and hostile names."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from datetime import date

import pytest

from qa.datatypes import DocumentInfo, NamedCollection
from qa.render import collection_list, document_list
from qa.render.json_writer import collection_list as collections_as_json
from qa.render.json_writer import document_list as documents_as_json
from qa.render.layout import width_of
from qa.render.terminal import Look

HOSTILE = "\x1b]0;x\x07 \u202egpj\n=1+1 | [a](b) \U000e0041\ud800"


def info(
    source: str = "a.txt",
    title: str = "The bridge",
    agency: str | None = "Reuters",
    published: date | None = date(2019, 10, 25),
    words: int = 1_200,
) -> DocumentInfo:
    return DocumentInfo("f" * 32, source, title, "Jane Roe", agency, published, words)


def path_of(source: str) -> str:
    return f"seeds/{source}"


DOCUMENTS = [info(), info("b.txt", "The ferry", None, None, 7)]


def test_a_table_on_a_pipe_is_never_cut():
    long = info("x" * 150, "A long title " * 10)
    assert document_list.as_text(DOCUMENTS, path_of, Look()) == (
        "2019-10-25  1,200  The bridge · Reuters  seeds/a.txt\n"
        "-               7  The ferry             seeds/b.txt\n"
    )
    shown = document_list.as_text([long], path_of, Look())
    assert "x" * 150 in shown
    assert ("A long title " * 10).strip() in shown
    assert document_list.as_text([], path_of, Look()) == "No documents.\n"


@pytest.mark.parametrize("width", [20, 40, 80, 100])
def test_on_a_terminal_every_line_fits(width):
    documents = [
        info("deep/" * 30 + "last.txt", "A long title " * 10),
        info("資料.txt", "資料" * 40),
        *DOCUMENTS,
    ]
    shown = document_list.as_text(documents, path_of, Look(width=width, wrap=True))
    lines = shown.splitlines()
    assert len(lines) == 4
    if width >= 40:
        assert max(map(width_of, lines)) <= width
    if width == 80:
        assert lines[0].endswith("last.txt")
        assert "…" in lines[0]


def test_columns_of_csv():
    rows = list(csv.DictReader(io.StringIO(document_list.as_csv(DOCUMENTS, path_of))))
    assert [row["date"] for row in rows] == ["2019-10-25", ""]
    assert [row["words"] for row in rows] == ["1200", "7"]
    assert rows[0] | {"id": ""} == {
        "date": "2019-10-25",
        "words": "1200",
        "title": "The bridge",
        "source": "Reuters",
        "author": "Jane Roe",
        "path": "seeds/a.txt",
        "id": "",
        "date_origin": "",
        "language": "",
    }


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1"])
def test_no_cell_is_a_formula(title):
    (row,) = csv.DictReader(io.StringIO(document_list.as_csv([info(title=title)], path_of)))
    assert row["title"][0] == "'"


def steers(text: str) -> set[str]:
    return {c for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co")}


def test_nothing_steers():
    documents = [info(HOSTILE, HOSTILE, HOSTILE)]
    collection = NamedCollection(HOSTILE, (HOSTILE,), (HOSTILE,), 1, 1, HOSTILE, HOSTILE, HOSTILE)
    shown = [
        document_list.as_text(documents, path_of, Look()),
        document_list.as_text(documents, path_of, Look(width=60, wrap=True)),
        document_list.as_markdown(documents, path_of),
        document_list.as_csv(documents, path_of),
        documents_as_json(documents, path_of, 1, 0, 0),
        collection_list.as_text([collection]),
        collections_as_json([collection]),
    ]
    assert [steers(each) for each in shown] == [set()] * len(shown)
    assert shown[0].count("\n") == 1
    assert shown[2].count("\n") == 3  # two lines of heading and one row
    assert r"\[a\](b)" in shown[2]


def test_json_is_verbatim():
    found = json.loads(documents_as_json([info(title=HOSTILE)], path_of, 9, 3, 2))
    assert found["documents"][0]["title"] == HOSTILE
    assert found["documents"][0]["path"] == "seeds/a.txt"
    assert (found["total"], found["offset"], found["undated_left_out"]) == (9, 3, 2)
    assert (found["kind"], found["schema"]) == ("list", 2)


def test_collections_for_people():
    collections = [
        NamedCollection("news", ("/a/news", "/b"), ("/b",), 1_200, 3_000, None, "/i"),
        NamedCollection("new one", ("/c",), (), None, None, None, "/i"),
        NamedCollection("old", ("/d",), (), None, None, None, "/i", "It is damaged."),
    ]
    assert collection_list.as_text(collections).splitlines() == [
        "news     1,200 documents",
        "         /a/news",
        "         /b (not there)",
        "new one  not indexed yet",
        "         /c",
        "old      can't be read: It is damaged.",
        "         /d",
    ]
    assert "qa index FOLDER" in collection_list.as_text([])
