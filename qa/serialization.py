"""Values of `qa.datatypes` as plain values for JSON, and back: the one codec for all of them.

Written here because it costs nothing: msgspec takes 10 ms to import and cattrs 29 ms, of a cold
`qa ask` of half a second; this takes under 1 ms, and 0.04 ms for an answer. A dataclass becomes a
dict with the names of its fields, a tuple a list, an enum its value, a date YYYY-MM-DD.

Reading checks everything, for files may be damaged: types by the annotations of the fields, and
quotes against their places. Keys that are not known are ignored, and fields with a default may be
missing, so that what an older or a newer version wrote can be read.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from qa.datatypes import Answer, Evidence

Value = TypeVar("Value")


def to_plain(value: Any) -> Any:
    """Return a dataclass, or what can stand in one, as dicts, lists, strings and numbers."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [to_plain(each) for each in value]
    return {each.name: to_plain(getattr(value, each.name)) for each in fields(value)}


def from_plain(kind: type[Value], plain: Any) -> Value:
    """Return the value of type `kind` that `to_plain` made `plain` of.

    Raises ValueError, naming the place, when `plain` can't be one.
    """
    value: Value = _read(kind, plain, kind.__name__)
    return value


def answer_to_dict(answer: Answer) -> dict[str, Any]:
    """Return an answer as plain values: the form in which conversations are stored.

    `qa.render.json_writer` makes the published form (docs/json.md) of it.
    """
    plain: dict[str, Any] = to_plain(answer)
    return plain


def answer_from_dict(plain: Any) -> Answer:
    """Return the answer again. Raises ValueError when it is none or a quote misses its place."""
    return from_plain(Answer, plain)


def _read(kind: Any, plain: Any, place: str) -> Any:
    origin = get_origin(kind)
    if origin is UnionType:
        (inner,) = (each for each in get_args(kind) if each is not NoneType)
        return None if plain is None else _read(inner, plain, place)
    if origin is tuple:
        return _read_tuple(get_args(kind), plain, place)
    if is_dataclass(kind):
        return _read_dataclass(kind, plain, place)
    if issubclass(kind, Enum | date):
        if not isinstance(plain, str):
            raise ValueError(f"{place}: no text")
        try:
            return date.fromisoformat(plain) if issubclass(kind, date) else kind(plain)
        except ValueError as error:
            raise ValueError(f"{place}: {error}") from error
    if kind is float and type(plain) is int:
        return float(plain)
    if type(plain) is not kind:
        raise ValueError(f"{place}: {type(plain).__name__} instead of {kind.__name__}")
    return plain


def _read_tuple(kinds: tuple[Any, ...], plain: Any, place: str) -> tuple[Any, ...]:
    if not isinstance(plain, list | tuple):
        raise ValueError(f"{place}: no list")
    if kinds[-1] is Ellipsis:
        kinds = kinds[:1] * len(plain)
    if len(kinds) != len(plain):
        raise ValueError(f"{place}: {len(plain)} values instead of {len(kinds)}")
    return tuple(
        _read(kind, each, f"{place}[{number}]")
        for number, (kind, each) in enumerate(zip(kinds, plain, strict=True))
    )


def _read_dataclass(kind: Any, plain: Any, place: str) -> Any:
    if not isinstance(plain, dict):
        raise ValueError(f"{place}: no object")
    values = {}
    hints = _hints(kind)
    for each in fields(kind):
        if each.name in plain:
            values[each.name] = _read(hints[each.name], plain[each.name], f"{place}.{each.name}")
        elif _required(each):
            raise ValueError(f"{place}.{each.name}: missing")
    value = kind(**values)
    if isinstance(value, Evidence):
        _check(value, place)
    return value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _required(each: Field[Any]) -> bool:
    return each.default is MISSING and each.default_factory is MISSING


def _check(evidence: Evidence, place: str) -> None:
    """Check that a quote fits its places: the text its parts, and what is marked lies in it."""
    start, end = evidence.start, evidence.end
    parts = evidence.stretches
    edges = [start, *(edge for part in parts for edge in part), end]
    if start < 0 or edges != sorted(edges) or (parts[0][0], parts[-1][1]) != (start, end):
        raise ValueError(f"{place}: parts out of order")
    line_ends = len(parts) - 1
    if len(evidence.text) != sum(high - low for low, high in parts) + line_ends:
        raise ValueError(f"{place}: the quote and its place differ")
    if evidence.kinds and len(evidence.kinds) != len(parts):
        raise ValueError(f"{place}: {len(evidence.kinds)} kinds for {len(parts)} parts")
    for marked in (evidence.span, evidence.proof):
        if marked and not start <= marked[0] <= marked[1] <= end:
            raise ValueError(f"{place}: marked outside of the quote")
