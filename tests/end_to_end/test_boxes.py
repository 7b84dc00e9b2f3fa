"""Where a quote stands on a page, as programs are told: Python, JSON, MCP and HTTP."""

from __future__ import annotations

import json
import zipfile
from importlib.resources import files

import jsonschema
import pytest

import qa
from qa.render import Format, writer
from qa.render.terminal import Look
from qa.serving.operations import perform
from tests.support.pdf_files import PdfPage
from tests.support.pdf_files import pdf as make

SCHEMA = json.loads((files("qa") / "schema" / "answer.schema.json").read_text("utf-8"))
QUESTION = "When was the lighthouse of Aldermouth built?"
PAGES = [
    PdfPage().lines(72, 100, ["The ferry crosses the bay at noon.", "It carries forty people."]),
    PdfPage().lines(
        72,
        300,
        [
            "The town has grown since the war, and its people are many now.",
            "The lighthouse of Aldermouth was built by the dock",
            "company in 1871, after the wreck of the Mary.",
            "It is open to visitors on Sundays.",
        ],
    ),
]


@pytest.fixture(scope="module", params=["port.pdf", "papers.zip"])
def collection(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("boxes")
    docs = folder / "docs"
    docs.mkdir()
    if request.param == "port.pdf":
        (docs / "port.pdf").write_bytes(make(PAGES))
    else:
        with zipfile.ZipFile(docs / "papers.zip", "w") as archive:
            archive.writestr("2019/port.pdf", make(PAGES))
            archive.writestr("notes.txt", "The bakery opens at six on every day but Monday.")
    with qa.open(folder / "index", paths=[docs]) as engine:
        engine.sync()
        yield engine


def output(kind: str, engine, *args) -> dict:
    made = json.loads(getattr(writer(Format.JSON, Look(), engine.path_of), kind)(*args))
    jsonschema.validate(made, SCHEMA)
    return made


def test_an_answer_says_where_its_proof_and_its_span_are_printed(collection):
    answer = collection.ask(QUESTION)
    assert answer.answered
    quote = answer.evidence[0]
    document = collection.document(answer.sources[0].document.source)
    assert [document.text[box.start : box.end] for box in quote.boxes] == [
        "The lighthouse of Aldermouth was built by the dock",
        "company in 1871, after the wreck of the Mary.",
    ]
    assert [(box.page, box.left, box.height) for box in quote.boxes] == [(2, 72.0, 792.0)] * 2
    assert quote.boxes == document.boxes(*quote.proof)
    assert quote.span_boxes == document.boxes(*quote.span) != ()
    first = output("answer", collection, answer)["evidence"][0]
    boxes = first["proof"]["boxes"]
    assert [(box["page"], box["left"], box["page_width"]) for box in boxes] == [(2, 72, 612)] * 2
    assert boxes[0]["top"] < 312 < boxes[0]["bottom"] < 324 < boxes[1]["bottom"]
    assert first["span"]["boxes"][0]["page"] == 2


def test_hits_and_shown_lines_have_boxes(collection):
    hits = collection.search(QUESTION)
    (hit,) = [each for each in hits if "lighthouse" in each.text]
    shown = [hit.text[box.start - hit.passage.start : box.end - hit.passage.start]
             for box in hit.boxes]  # fmt: skip
    assert "".join(" ".join(shown).split()) == "".join(hit.text.split())
    found = output("hits", collection, QUESTION, hits)["hits"][hit.rank - 1]
    assert len(found["boxes"]) == len(hit.boxes)
    document = collection.document(hit.document.source)
    made = output("document", collection, document, (2,), 0)
    assert {box["page"] for line in made["lines"] for box in line["boxes"]} == {2}
    values = {"document": hit.document.source, "line": 2, "context": 0}
    done = perform(collection, "show", values, local=False)
    data = done.data
    assert "[page 2]\n" in done.text
    assert {box["page"] for line in data["lines"] for box in line["boxes"]} == {2}
