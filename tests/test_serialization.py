"""Values to plain ones and back, and damage that is found."""

from __future__ import annotations

import copy
import dataclasses
import json
from datetime import date

import pytest

from qa.datatypes import Answer, Document, Evidence, Filter, Status, SyncReport
from qa.serialization import answer_from_dict, answer_to_dict, from_plain, to_plain
from tests.support import fake_engine as fake

VALUES = {
    "answer": fake.answer("odd \udce9\ud800 \x1b"),
    "refusal": fake.refusal(),
    "units": fake.unit_answer(),
    "partial refusal": fake.partial_refusal(),
    "status": fake.status(),
    "report": fake.report(),
    "checkup": fake.checkup(repaired=True),
    "document": dataclasses.replace(fake.document(), lines=((0, 3), (9, 5)), tags=("a",)),
    "hits": fake.hits()[0],
    "filter": Filter(("a.txt",), date(2020, 1, 2), None),
}


@pytest.mark.parametrize("name", VALUES)
def test_a_value_comes_back_from_json(name):
    value = VALUES[name]
    again = from_plain(type(value), json.loads(json.dumps(to_plain(value))))
    assert again == value
    assert to_plain(again) == to_plain(value)


def test_plain_values_have_the_names_of_the_fields():
    plain = answer_to_dict(fake.unit_answer())
    assert plain["strength"] == "likely"
    assert plain["sources"][0]["document"]["published"] == "2019-10-25"
    assert plain["corrections"] == [["refnd", "refund"]]
    first = plain["evidence"][0]
    assert (first["proof"], first["kinds"]) == ([153, 182], ["paragraph", "step", "step"])


def test_what_an_older_version_wrote_has_the_defaults():
    plain = answer_to_dict(fake.answer())
    for key in ("refusal", "interpretation", "corrections", "notes", "not_searched"):
        del plain[key]
    for each in plain["evidence"]:
        for key in ("proof", "parts", "headings", "kinds"):
            del each[key]
    read = answer_from_dict(plain | {"from a newer version": 1})
    assert (read.question, read.notes, read.evidence[0].headings) == ("why?", (), ())


def test_whole_numbers_are_floats_where_floats_are_due():
    read = answer_from_dict(answer_to_dict(fake.answer()) | {"confidence": 1})
    assert isinstance(read.confidence, float)


DAMAGE = {
    "no object": ([], "Answer: no object"),
    "missing": ({"question": ...}, "Answer.question: missing"),
    "type": ({"answered": "yes"}, "Answer.answered: str instead of bool"),
    "number": ({"searched_documents": True}, "Answer.searched_documents: bool instead of int"),
    "none": ({"question": None}, "Answer.question: NoneType instead of str"),
    "enum": ({"strength": "odd"}, "Answer.strength: 'odd' is not a valid Strength"),
    "enum of another type": ({"strength": ["x"]}, "Answer.strength: no text"),
    "no list": ({"notes": "abc"}, "Answer.notes: no list"),
    "pair": ({"corrections": [["a"]]}, r"Answer.corrections\[0\]: 1 values instead of 2"),
    "text": ({"evidence[0].text": "other"}, r"evidence\[0\]: the quote and its place differ"),
    "order": ({"evidence[0].parts": [[127, 143], [100, 117]]}, "parts out of order"),
    "edges": ({"evidence[0].end": 500}, "parts out of order"),
    "kinds": ({"evidence[0].kinds": ["code"]}, "1 kinds for 3 parts"),
    "span": ({"evidence[0].span": [0, 5]}, "marked outside of the quote"),
    "proof": ({"evidence[0].proof": [182, 153]}, "marked outside of the quote"),
    "date": ({"sources[0].document.published": "2019-13-01"}, "published: month must be"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_named(name):
    changes, message = DAMAGE[name]
    plain = copy.deepcopy(answer_to_dict(fake.unit_answer()))
    for path, value in dict(changes).items():
        *above, last = path.replace("[0]", ".0").split(".")
        place = plain
        for key in above:
            place = place[0] if key == "0" else place[key]
        if value is ...:
            del place[last]
        else:
            place[last] = value
    with pytest.raises(ValueError, match=message):
        answer_from_dict(changes if isinstance(changes, list) else plain)


@pytest.mark.parametrize("kind", [Answer, Evidence, Document, Status, SyncReport])
@pytest.mark.parametrize("plain", [None, 1, "x", [], {}, {"text": {"text": {}}}])
def test_anything_else_is_a_value_error(kind, plain):
    with pytest.raises(ValueError, match=kind.__name__):
        from_plain(kind, plain)
