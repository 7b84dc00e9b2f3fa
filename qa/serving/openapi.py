"""The OpenAPI document of the HTTP server, made of the operations themselves."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from qa import __version__
from qa.serving.parameters import OPERATIONS, Operation

_JSON = "application/json"
_SCHEMAS = "#/components/schemas/"
_KINDS = {"ask": "answer", "show": "excerpt", "verify_quote": "draft", "list_documents": "list"}
_LOCAL = ("index", "collection")  # keys of a status that stay on this machine


def openapi(*, token: bool) -> dict[str, Any]:
    """Return the document; with `token` every call but that of /health needs one."""
    paths: dict[str, Any] = {f"/v1/{each.name}": {"post": _post(each)} for each in _operations()}
    paths["/v1/documents/{id}"] = {
        "get": {
            "operationId": "document",
            "summary": "A document, whole, by its id",
            "parameters": [
                {
                    "name": "id",
                    "in": "path",
                    "required": True,
                    "schema": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
                }
            ],
            "responses": {
                "200": _content("The document.", "document"),
                **_errors("403", "404", "421", "503"),
            },
        }
    }
    paths["/health"] = {
        "get": {
            "operationId": "health",
            "summary": "Whether the server takes questions",
            "security": [],
            "responses": {"200": _content("It does."), "503": _content("It is stopping.")},
        }
    }
    paths["/metrics"] = {
        "get": {
            "operationId": "metrics",
            "summary": "Counters, in the text format of Prometheus",
            "responses": {"200": {"description": "The counters.", "content": {"text/plain": {}}}},
        }
    }
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "qa",
            "version": __version__,
            "description": "Verbatim answers from a collection of documents. The objects are "
            "those of `--json`, described in docs/json.md.",
        },
        "paths": paths,
        "components": {"schemas": _schemas()},
    }
    if token:
        for path in document["paths"].values():
            for each in path.values():
                if each.get("security") != []:
                    each["responses"] |= _errors("401")
        document["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        document["security"] = [{"token": []}]
    return document


def _operations() -> list[Operation]:
    return list(OPERATIONS.values())


def _post(operation: Operation) -> dict[str, Any]:
    return {
        "operationId": operation.name,
        "summary": operation.title,
        "description": operation.about,
        "requestBody": {"required": True, "content": {_JSON: {"schema": operation.schema()}}},
        "responses": {
            "200": _content(
                "What was found. A refusal is a result, too.",
                _KINDS.get(operation.name, operation.name),
            ),
            **_errors("400", "403", "404", "408", "413", "415", "421", "503"),
        },
    }


def _content(about: str, kind: str = "") -> dict[str, Any]:
    schema = {"$ref": f"{_SCHEMAS}{kind}"} if kind else {"type": "object"}
    return {"description": about, "content": {_JSON: {"schema": schema}}}


def _schemas() -> dict[str, Any]:
    """What `--json` prints, by its kind, as servers send it: without paths of this machine."""
    text = (files("qa") / "schema" / "answer.schema.json").read_text("utf-8")
    schemas: dict[str, Any] = json.loads(text.replace("#/$defs/", _SCHEMAS))["$defs"]
    status = schemas["status"]
    status["required"] = [key for key in status["required"] if key not in _LOCAL]
    status["properties"] = {k: v for k, v in status["properties"].items() if k not in _LOCAL}
    return schemas


def _errors(*codes: str) -> dict[str, Any]:
    error = {"schema": {"$ref": f"{_SCHEMAS}error"}}
    return {code: {"description": _MEANINGS[code], "content": {_JSON: error}} for code in codes}


_MEANINGS = {
    "400": "A parameter is unknown, missing or out of range, or the body is no JSON.",
    "401": "The token is missing or wrong.",
    "403": "The request is from a page of another site.",
    "404": "There is no such document.",
    "408": "The body took too long.",
    "413": "The body is too large.",
    "415": "The Content-Type is not application/json.",
    "421": "The Host is none of this server's names.",
    "503": "There is no index, or too many questions wait: ask again after Retry-After seconds.",
}
