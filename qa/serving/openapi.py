"""The OpenAPI document of the HTTP server, made of the operations themselves."""

from __future__ import annotations

from typing import Any

from qa import __version__
from qa.serving.parameters import OPERATIONS, Operation

_JSON = "application/json"


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
            "responses": {"200": _content("The document."), **_errors("404", "503")},
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
        "components": {"schemas": {"Error": _ERROR}},
    }
    if token:
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
            "200": _content("What was found. A refusal is a result, too."),
            **_errors("400", "404", "413", "415", "503"),
        },
    }


def _content(about: str) -> dict[str, Any]:
    return {"description": about, "content": {_JSON: {"schema": {"type": "object"}}}}


def _errors(*codes: str) -> dict[str, Any]:
    error = {"schema": {"$ref": "#/components/schemas/Error"}}
    return {code: {"description": _MEANINGS[code], "content": {_JSON: error}} for code in codes}


_MEANINGS = {
    "400": "A parameter is unknown, missing or out of range, or the body is no JSON.",
    "404": "There is no such document.",
    "413": "The body is too large.",
    "415": "The Content-Type is not application/json.",
    "503": "There is no index, or too many questions wait: ask again after Retry-After seconds.",
}
_ERROR = {
    "type": "object",
    "required": ["schema", "kind", "error"],
    "properties": {
        "schema": {"type": "integer"},
        "kind": {"const": "error"},
        "error": {
            "type": "object",
            "required": ["type", "message", "hint"],
            "properties": {name: {"type": "string"} for name in ("type", "message", "hint")},
        },
    },
}
