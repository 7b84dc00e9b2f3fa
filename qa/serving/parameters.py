"""What can be asked of a server, with which parameters: for MCP, HTTP and their descriptions.

Values from outside are read strictly: an unknown parameter, a wrong type, a number out of range and
a character that can't be stored are errors that name the parameter.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from qa.datatypes import Filter
from qa.engine import MAX_QUESTION
from qa.errors import UsageError
from qa.languages import codes

_LONGEST = 4_000  # characters of a text that has no bound of its own
_MOST_TEXTS = 50
MOST_SHOWN = 30_000  # characters of a document in one answer


class Kind(StrEnum):
    """The type of a parameter."""

    TEXT = "string"
    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "boolean"
    DAY = "day"
    TEXTS = "array"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. `least` and `most` bound numbers and the length of a text, both included."""

    name: str
    kind: Kind
    about: str
    required: bool = False
    default: Any = None
    least: float | None = None
    most: float | None = None

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of its values."""
        schema: dict[str, Any] = {"type": self.kind.value, "description": self.about}
        if self.kind is Kind.DAY:
            schema |= {"type": "string", "format": "date"}
        elif self.kind is Kind.TEXT:
            schema |= {"minLength": 1, "maxLength": self._longest}
        elif self.kind is Kind.TEXTS:
            text = {"type": "string", "minLength": 1, "maxLength": _LONGEST}
            schema |= {"items": text, "maxItems": _MOST_TEXTS}
        else:
            bounds = {"minimum": self.least, "maximum": self.most}
            schema |= {name: bound for name, bound in bounds.items() if bound is not None}
        if self.default is not None:
            schema["default"] = self.default
        return schema

    def read(self, value: Any) -> Any:
        """Return a value as the operation takes it. Raises UsageError."""
        match self.kind:
            case Kind.TEXT:
                return self._text(value)
            case Kind.TEXTS:
                if not isinstance(value, list) or len(value) > _MOST_TEXTS:
                    raise self._refused(f"is no list of at most {_MOST_TEXTS} texts")
                return tuple(self._text(each) for each in value)
            case Kind.DAY:
                try:
                    return date.fromisoformat(self._text(value))
                except ValueError:
                    raise self._refused("is no day such as 2024-05-17") from None
            case Kind.FLAG:
                if not isinstance(value, bool):
                    raise self._refused("is neither true nor false")
                return value
        return self._number(value)

    @property
    def _longest(self) -> int:
        return int(self.most) if self.kind is Kind.TEXT and self.most else _LONGEST

    def _text(self, value: Any) -> str:
        if not isinstance(value, str):
            raise self._refused("is no text")
        if not value.strip():
            raise self._refused("is empty")
        if len(value) > self._longest:
            raise self._refused(
                f"has {len(value):,} characters; at most {self._longest:,} are read"
            )
        if "\0" in value or any("\ud800" <= each <= "\udfff" for each in value):
            raise self._refused("holds characters that stand in no document")
        return value

    def _number(self, value: Any) -> float:
        whole = self.kind is Kind.INTEGER
        if whole and isinstance(value, float) and value.is_integer():
            value = int(value)  # 5.0 is an integer of JSON Schema
        if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
            raise self._refused(f"is no {'whole ' if whole else ''}number")
        if not whole and not math.isfinite(value):
            raise self._refused("is no number")
        low = self.least is not None and value < self.least
        if low or (self.most is not None and value > self.most):
            raise self._refused(f"is not between {self.least:,g} and {self.most:,.10g}")
        return value

    def _refused(self, why: str) -> UsageError:
        return UsageError(f"The parameter '{self.name}' {why}.", self.about)


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that a server can be asked to do. None of them changes a document."""

    name: str
    title: str
    about: str
    parameters: tuple[Parameter, ...]

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of its parameters."""
        return {
            "type": "object",
            "properties": {each.name: each.schema() for each in self.parameters},
            "required": [each.name for each in self.parameters if each.required],
            "additionalProperties": False,
        }

    def read(self, plain: object) -> dict[str, Any]:
        """Return a value for every parameter, defaults included. Raises UsageError."""
        if not isinstance(plain, Mapping):
            raise UsageError("The parameters are no object.", "Send a JSON object.")
        known = {each.name for each in self.parameters}
        if unknown := [str(name) for name in plain if name not in known]:
            raise UsageError(
                f"There is no parameter '{unknown[0][:60]}'.",
                f"Parameters of {self.name}: {', '.join(sorted(known)) or 'none'}.",
            )
        values: dict[str, Any] = {}
        for each in self.parameters:
            given = plain.get(each.name)
            if given is not None:
                values[each.name] = each.read(given)
            elif each.required:
                raise UsageError(f"The parameter '{each.name}' is missing.", each.about)
            else:
                values[each.name] = each.default
        return values


def filter_of(values: Mapping[str, Any]) -> Filter | None:
    """Return the filter among the values of an operation, None for one that restricts nothing.

    Raises UsageError when it ends before it begins.
    """
    since, until = values["since"], values["until"]
    if since and until and since > until:
        raise UsageError(f"{since} comes after {until}.", "Give 'since' the earlier day.")
    only = Filter(
        since=since,
        until=until,
        paths=values["in"] or (),
        names=values["documents"] or (),
        agencies=values["agencies"] or (),
        authors=values["authors"] or (),
        languages=codes(values["languages"] or ()),
    )
    return only or None


_FILTERS = (
    Parameter("in", Kind.TEXTS, "Only documents whose path matches a pattern, such as 2024/*.md."),
    Parameter("documents", Kind.TEXTS, "Only these: a path, an id, a part of a name or title."),
    Parameter("since", Kind.DAY, "Only documents from this day on, as 2024-05-17."),
    Parameter("until", Kind.DAY, "Only documents up to this day, as 2024-05-17."),
    Parameter("agencies", Kind.TEXTS, "Only of these publishers, or parts of their names."),
    Parameter("authors", Kind.TEXTS, "Only of these authors, or parts of their names."),
    Parameter("languages", Kind.TEXTS, "Only in these languages: de, or German."),
)

OPERATIONS = {
    each.name: each
    for each in (
        Operation(
            "ask",
            "Ask the documents",
            "Answer a question in verbatim passages of the user's documents, each with its source, "
            "day and place, or refuse. Use it first for any question about what the documents say; "
            "also for how many there are, the newest, who wrote one. Nothing is generated. Of "
            "answers called strong about 9 in 10 are right, likely 8, weak 5: read the "
            "quotes. A refusal means that nothing found answers, not that the opposite is true; "
            "the nearest passages below it are no answer.",
            (
                Parameter(
                    "question", Kind.TEXT, "One question, in full.", True, None, 1, MAX_QUESTION
                ),
                Parameter("top", Kind.INTEGER, "At most so many quotes.", False, 3, 1, 50),
                Parameter(
                    "threshold", Kind.NUMBER, "Refuse less probable answers.", False, None, 0, 1
                ),
                *_FILTERS,
            ),
        ),
        Operation(
            "search",
            "Search the documents",
            "List the passages nearest to a query, best first, with places. Something is always "
            "nearest: that it is listed does not mean that it answers. Use it to explore, or when "
            "'ask' refuses.",
            (
                Parameter("query", Kind.TEXT, "What to look for.", True, None, 1, MAX_QUESTION),
                Parameter("top", Kind.INTEGER, "At most so many passages.", False, 10, 1, 100),
                Parameter("offset", Kind.INTEGER, "Pass over so many.", False, 0, 0, 900),
                *_FILTERS,
            ),
        ),
        Operation(
            "show",
            "Show a document around a place",
            "Print the numbered lines of a document around the line of a citation, at most some "
            f"{MOST_SHOWN:,} characters, and where it goes on.",
            (
                Parameter(
                    "document", Kind.TEXT, "Its path, id, or a part of its title.", required=True
                ),
                Parameter("line", Kind.INTEGER, "Line of the file.", False, 1, 1, 10**8),
                Parameter("context", Kind.INTEGER, "Lines on either side.", False, 20, 0, 500),
            ),
        ),
        Operation(
            "verify_quote",
            "Check a quote",
            "Say whether a text stands in the documents word by word, and where; otherwise what "
            "comes nearest. Check every quote with it before you show it.",
            (
                Parameter("quote", Kind.TEXT, "The text to find.", required=True),
                Parameter("document", Kind.TEXT, "Only in this document."),
            ),
        ),
        Operation(
            "list_documents",
            "List the documents",
            "List documents with title, author, day and number of words.",
            (
                Parameter("limit", Kind.INTEGER, "At most so many.", False, 50, 1, 500),
                Parameter("offset", Kind.INTEGER, "Pass over so many.", False, 0, 0, 10**8),
                *_FILTERS,
            ),
        ),
        Operation(
            "similar",
            "Documents like one",
            "List the documents most like one: near copies and versions of it by their words, "
            "others by their meaning, with the passages that are most alike. Use it to find what "
            "else there is on a document's subject; it says nothing of which is right or newer.",
            (
                Parameter(
                    "document", Kind.TEXT, "Its path, id, or a part of its title.", required=True
                ),
                Parameter("top", Kind.INTEGER, "At most so many documents.", False, 10, 1, 50),
                *_FILTERS,
            ),
        ),
        Operation(
            "status",
            "State of the collection",
            "Say how many documents are indexed, which files changed since, and which can't be "
            "read.",
            (),
        ),
    )
}
