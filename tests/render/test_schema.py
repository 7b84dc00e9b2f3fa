"""Every JSON output fits the published schema and says what the values say."""

from __future__ import annotations

import dataclasses
import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from qa.datatypes import Clusters
from qa.render import Format, writer
from qa.render.json_writer import JsonWriter, checked, error
from qa.render.terminal import Look
from tests.support import fake_engine as fake

SCHEMA = json.loads((files("qa") / "schema" / "answer.schema.json").read_text("utf-8"))
DOCS = (Path(__file__).parents[2] / "docs" / "json.md").read_text("utf-8")
WRITE = writer(Format.JSON, Look(), lambda source: f"seeds/{source}")
RECEIPT = JsonWriter(lambda source: f"seeds/{source}", timed=False)
ODD = '\x1b]0;x\x07 "\\ \u202e \x7f \x9b é 北 🚀 \ud800 \U000e0041\nnext'
OUTPUTS = {
    "answer": WRITE.answer(fake.answer()),
    "refusal": WRITE.answer(fake.refusal()),
    "units": WRITE.answer(fake.unit_answer()),
    "partial refusal": WRITE.answer(fake.partial_refusal()),
    "odd units": WRITE.answer(fake.unit_answer(ODD)),
    "receipt": RECEIPT.answer(fake.answer()),
    "draft": checked(fake.checked_draft()),
    "quotes": checked(fake.checked_answer()),
    "search": WRITE.hits("why?", fake.hits()),
    "nothing": WRITE.hits("why?", ()),
    "status": WRITE.status(fake.status()),
    "large collection": WRITE.status(
        dataclasses.replace(fake.status(), clusters=Clusters(2048, 163, 1_000_000, 0.9915, 200))
    ),
    "lists not measured": WRITE.status(
        dataclasses.replace(fake.status(), clusters=Clusters(2048, 512, 1_000_000, None, 0))
    ),
    "never synced": WRITE.status(dataclasses.replace(fake.status(), last_sync=None)),
    "index": WRITE.report(fake.report()),
    "checkup": WRITE.checkup(fake.checkup()),
    "repair": WRITE.checkup(fake.checkup(ODD, repaired=True)),
    "document": WRITE.document(fake.document(), (), 5),
    "lines": WRITE.document(fake.document(), (4,), 1),
    "error": error("IndexNotFound", "There is none.", "Build one."),
    "odd answer": WRITE.answer(fake.answer(ODD)),
    "differing": WRITE.answer(fake.differing_answer()),
    "odd differing": WRITE.answer(fake.differing_answer(ODD)),
    "odd draft": checked(fake.checked_draft(ODD)),
    "odd quotes": checked(fake.checked_answer(ODD)),
    "odd search": WRITE.hits(ODD, fake.hits(ODD)),
    "odd document": WRITE.document(fake.document(ODD), (1,), 5),
}


def check(output: str) -> dict:
    value = json.loads(output)
    schema = {**SCHEMA["$defs"][value["kind"]], "$defs": SCHEMA["$defs"]}
    jsonschema.Draft202012Validator(schema).validate(value)
    jsonschema.Draft202012Validator(SCHEMA).validate(value)
    return value


def test_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", OUTPUTS)
def test_output_fits_the_schema(name):
    check(OUTPUTS[name])


@pytest.mark.parametrize("name", OUTPUTS)
def test_output_has_no_key_the_schema_does_not_know(name):
    def strict(schema):
        if isinstance(schema, dict):
            if "properties" in schema and "required" in schema and "allOf" not in schema:
                schema = {"unevaluatedProperties": False, **schema}
            return {key: strict(value) for key, value in schema.items()}
        return [strict(item) for item in schema] if isinstance(schema, list) else schema

    definitions = strict(SCHEMA["$defs"])
    # The document of `qa show` is a document_info and more, so only the parts can be closed.
    definitions["document_info"].pop("unevaluatedProperties")
    value = json.loads(OUTPUTS[name])
    schema = {**definitions[value["kind"]], "$defs": definitions}
    jsonschema.Draft202012Validator(schema).validate(value)


@pytest.mark.parametrize(
    "change",
    [{"schema": 1}, {"answered": "yes"}, {"confidence": 1.5}, {"misses": None}, {"evidence": []}],
)
def test_schema_refuses_what_is_wrong(change):
    value = json.loads(OUTPUTS["answer"]) | change
    with pytest.raises(jsonschema.ValidationError):
        check(json.dumps(value))


def test_answer_values():
    value = check(OUTPUTS["answer"])
    assert list(value) == [
        "schema",
        "kind",
        "question",
        "interpretation",
        "corrections",
        "answered",
        "refusal",
        "confidence",
        "strength",
        "evidence",
        "sources",
        "misses",
        "missing_terms",
        "differing",
        "searched",
        "stale",
        "notes",
        "index_fingerprint",
        "receipt",
        "timings_ms",
    ]
    first = value["evidence"][0]
    assert first["text"] == fake.SECOND == fake.TEXT[first["start"] : first["end"]]
    span = first["span"]
    assert (
        span["text"] == "removed Turkey\r\nfrom its F-35" == fake.TEXT[span["start"] : span["end"]]
    )
    assert (first["line"], first["citation"], first["document"]) == (4, 1, "abc123456789")
    assert value["evidence"][1]["span"] is None
    assert value["sources"][0]["path"] == "seeds/a.txt"
    assert value["sources"][0]["lines"] == [3, 4]
    assert value["searched"] == {
        "documents": 2,
        "passages": 14,
        "not_searched": 0,
        "unreadable": 0,
        "other_formats": 0,
        "restricted": False,
    }
    assert value["stale"].pop("missing") == []
    assert set(value["stale"].values()) == {0}
    assert value["timings_ms"] == {"dense": 2.25, "lexical": 0.5}


def test_a_unit_with_its_parts_and_its_proof():
    first, second = check(OUTPUTS["units"])["evidence"]
    assert first["text"] == "Ask for a refund:\nOpen your order.\nChoose Refund within 14 days."
    assert first["parts"] == [
        {"start": 100, "end": 117, "kind": "paragraph"},
        {"start": 127, "end": 143, "kind": "step"},
        {"start": 153, "end": 182, "kind": "step"},
    ]
    assert first["proof"] == {"start": 153, "end": 182, "text": "Choose Refund within 14 days."}
    assert first["span"] == {"start": 174, "end": 181, "text": "14 days"}
    assert (first["headings"], first["line"]) == (["Handbook", "Refunds"], 7)
    assert second["span"] is None
    assert second["proof"]["text"] == "Open a terminal and\nenter:"


def test_what_sources_say_that_differs():
    newer, older = check(OUTPUTS["differing"])["differing"]
    assert (newer["text"], newer["yes"], newer["citation"], newer["line"]) == ("14", None, 2, 5)
    assert newer["document"]["published"] == "2019-11-03"
    assert [each["source"] for each in newer["also_in"]] == ["c.txt"]
    assert (older["text"], older["start"], older["end"], older["line"]) == ("12", 7, 9, None)
    assert (older["citation"], older["also_in"], older["path"]) == (None, [], "seeds/a.txt")
    assert check(OUTPUTS["answer"])["differing"] == []


def test_all_of_a_unit_proves_where_no_sentence_is_told_apart():
    first = check(OUTPUTS["answer"])["evidence"][0]
    assert first["proof"] == {key: first[key] for key in ("start", "end", "text")}


def test_what_was_searched_and_understood():
    answer, refusal = check(OUTPUTS["units"]), check(OUTPUTS["partial refusal"])
    assert answer["interpretation"] == "how do I get a refund?"
    assert answer["corrections"] == [{"typed": "refnd", "searched": "refund"}]
    assert answer["notes"] == ["Answering from the index of 14:02; 3,120 files changed."]
    assert answer["refusal"] is None
    assert refusal["refusal"] == "no_clear_answer"
    searched = refusal["searched"]
    assert (searched["documents"], searched["not_searched"]) == (64, 537)


def test_search_values():
    first, second = check(OUTPUTS["search"])["hits"]
    assert (first["score"], first["dense"], first["lexical"]) == (
        0.8765,
        {"score": 0.75, "rank": 2},
        {"score": 12.5, "rank": 1},
    )
    assert second["lexical"] is None


def test_values_are_verbatim_and_output_is_printable():
    output = OUTPUTS["odd document"]
    assert json.loads(output)["document"]["text"] == ODD
    assert all(char == "\n" or char.isprintable() for char in output)
    assert "é 北 🚀" in output  # readable where it is safe


def test_lines_of_a_document():
    lines = check(OUTPUTS["lines"])["lines"]
    assert [(line["line"], line["wanted"]) for line in lines] == [(3, False), (4, True), (5, False)]


def test_not_a_number_is_null():
    answer = fake.answer()
    odd = dataclasses.replace(answer.evidence[0], score=float("nan"))
    value = check(WRITE.answer(dataclasses.replace(answer, evidence=(odd,))))
    assert value["evidence"][0]["score"] is None


def test_every_key_is_documented():
    def keys(value):
        if isinstance(value, dict):
            for key, below in value.items():
                yield key
                yield from keys(below)
        elif isinstance(value, list):
            for item in value:
                yield from keys(item)

    for output in OUTPUTS.values():
        value = json.loads(output)
        value.pop("timings_ms", None)
        for key in keys(value):
            assert f"`{key}`" in DOCS or f'"{key}"' in DOCS, key
