from __future__ import annotations

from datetime import date

import jsonschema
import pytest

from qa.datatypes import Filter
from qa.errors import UsageError
from qa.serving.openapi import openapi
from qa.serving.parameters import OPERATIONS, filter_of


def test_defaults_are_filled_in_and_values_are_typed():
    values = OPERATIONS["ask"].read({"question": "why?", "since": "2024-05-17", "in": ["a/*"]})
    assert (values["top"], values["threshold"], values["since"]) == (3, None, date(2024, 5, 17))
    assert filter_of(values) == Filter(since=date(2024, 5, 17), paths=("a/*",))
    assert filter_of(OPERATIONS["search"].read({"query": "x"})) is None


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "'question' is missing"),
        ({"question": None}, "'question' is missing"),
        ({"question": 3}, "is no text"),
        ({"question": "a", "k": 3}, "no parameter 'k'"),
        ({"question": "a", "top": 51}, "is not between 1 and 50"),
        ({"question": "a", "top": "3"}, "is no whole number"),
        ({"question": "a", "threshold": float("nan")}, "is no number"),
        ({"question": "a", "authors": ["x"] * 51}, "is no list"),
        ({"question": "a", "authors": [1]}, "is no text"),
        ({"question": "a" * 2001}, "2,001 characters; at most 2,000"),
        ({"question": "a", "authors": ["a" * 4001]}, "at most 4,000"),
        ([], "no object"),
    ],
)
def test_what_is_wrong_is_named(values, message):
    with pytest.raises(UsageError, match=message):
        OPERATIONS["ask"].read(values)


def test_a_whole_number_may_have_a_point_as_in_json_schema():
    schema = OPERATIONS["show"].schema()
    given = {"document": "a.md", "line": 5.0}
    jsonschema.validate(given, schema)
    assert OPERATIONS["show"].read(given)["line"] == 5
    with pytest.raises(UsageError, match=r"between 1 and 100,000,000\."):
        OPERATIONS["show"].read({"document": "a.md", "line": 0})


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=lambda each: each.name)
def test_schemas_accept_the_defaults_and_refuse_the_unknown(operation):
    schema = operation.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    required = dict.fromkeys(schema["required"], "x")
    values = {k: v for k, v in operation.read(required).items() if v is not None}
    jsonschema.validate(values, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(values | {"unknown": 1}, schema)


def test_the_openapi_document_names_every_operation():
    document = openapi(token=True)
    for name in OPERATIONS:
        assert document["paths"][f"/v1/{name}"]["post"]["operationId"] == name
    assert document["security"] == [{"token": []}]
    assert "security" not in openapi(token=False)
