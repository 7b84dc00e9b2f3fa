"""Values of `qa.datatypes` as plain values for JSON, and back: the one codec for all of them.

Written here because it costs nothing: msgspec takes 10 ms to import and cattrs 29 ms, of a cold
`qa ask` of half a second; this takes under 1 ms, and 0.04 ms for an answer. A dataclass becomes a
dict with the names of its fields, a tuple a list, an enum its value, a date YYYY-MM-DD, bytes their
base64.

Reading checks everything, for files may be damaged: types by the annotations of the fields, and
quotes against their places. Keys that are not known are ignored, and fields with a default may be
missing, so that what an older or a newer version wrote can be read.
"""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache, partial
from itertools import repeat
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args, get_origin, get_type_hints

from qa.datatypes import Answer, Evidence

if TYPE_CHECKING:
    from collections.abc import Hashable

Value = TypeVar("Value")
Reader = Callable[[Any], Any]

_PLAIN = frozenset({str, int, float, bool, NoneType})


class _Misfit(ValueError):
    """A value of another kind; `place` is where it stands, innermost first."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.place: list[str] = []


def to_plain(value: Any) -> Any:
    """Return a dataclass, or what can stand in one, as dicts, lists, strings and numbers."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple or kind is list:
        return [to_plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if kind is bytes:
        return b2a_base64(value, newline=False).decode("ascii")
    if isinstance(value, str | int | float):
        return value
    return {name: to_plain(getattr(value, name)) for name in _names(cast("Hashable", kind))}


def from_plain(kind: type[Value], plain: Any) -> Value:
    """Return the value of type `kind` that `to_plain` made `plain` of.

    Raises ValueError, naming the place, when `plain` can't be one.
    """
    try:
        value: Value = _reader(cast("Hashable", kind))(plain)
    except _Misfit as error:
        raise ValueError(f"{kind.__name__}{''.join(reversed(error.place))}: {error}") from error
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


@cache
def _reader(kind: Any) -> Reader:
    """The function that reads values of type `kind`; it raises _Misfit."""
    origin = get_origin(kind)
    if origin is UnionType:
        (inner,) = (each for each in get_args(kind) if each is not NoneType)
        read = _reader(inner)
        return lambda plain: None if plain is None else read(plain)
    if origin is tuple:
        return _tuple_reader(get_args(kind))
    if is_dataclass(kind):
        return _dataclass_reader(kind)
    if issubclass(kind, Enum | date | bytes):
        return _word_reader(kind)

    def read_plain(plain: Any) -> Any:
        if type(plain) is kind:
            return plain
        if kind is float and type(plain) is int:
            return float(plain)
        raise _Misfit(f"{type(plain).__name__} instead of {kind.__name__}")

    return read_plain


def _word_reader(kind: Any) -> Reader:
    made: Reader = kind
    if issubclass(kind, date):
        made = date.fromisoformat
    elif kind is bytes:
        made = partial(a2b_base64, strict_mode=True)

    def read(plain: Any) -> Any:
        if not isinstance(plain, str):
            raise _Misfit("no text")
        try:
            return made(plain)
        except ValueError as error:
            raise _Misfit(str(error)) from error

    return read


def _tuple_reader(kinds: tuple[Any, ...]) -> Reader:
    same = _reader(kinds[0]) if kinds[-1] is Ellipsis else None
    each_own = [] if same else [_reader(kind) for kind in kinds]

    def read(plain: Any) -> Any:
        if not isinstance(plain, list | tuple):
            raise _Misfit("no list")
        readers = repeat(same, len(plain)) if same else each_own
        if not same and len(each_own) != len(plain):
            raise _Misfit(f"{len(plain)} values instead of {len(each_own)}")
        found: list[Any] = []
        try:
            for reader, each in zip(readers, plain, strict=True):
                found.append(reader(each))
        except _Misfit as error:
            error.place.append(f"[{len(found)}]")
            raise
        return tuple(found)

    return read


def _dataclass_reader(kind: Any) -> Reader:
    hints = get_type_hints(kind)
    # A reader is looked up when it is first needed: types may hold others of their own kind.
    wanted = [(each.name, hints[each.name], _required(each)) for each in fields(kind)]

    def read(plain: Any) -> Any:
        if not isinstance(plain, dict):
            raise _Misfit("no object")
        values = {}
        name = ""
        try:
            for name, hint, required in wanted:
                if name in plain:
                    values[name] = _reader(hint)(plain[name])
                elif required:
                    raise _Misfit("missing")
        except _Misfit as error:
            error.place.append(f".{name}")
            raise
        value = kind(**values)
        if isinstance(value, Evidence):
            _check(value)
        return value

    return read


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


def _required(each: Field[Any]) -> bool:
    return each.default is MISSING and each.default_factory is MISSING


def _check(evidence: Evidence) -> None:
    """Check that a quote fits its places: the text its parts, and what is marked lies in it."""
    start, end = evidence.start, evidence.end
    parts = evidence.stretches
    edges = [start, *(edge for part in parts for edge in part), end]
    if start < 0 or edges != sorted(edges) or (parts[0][0], parts[-1][1]) != (start, end):
        raise _Misfit("parts out of order")
    line_ends = len(parts) - 1
    if len(evidence.text) != sum(high - low for low, high in parts) + line_ends:
        raise _Misfit("the quote and its place differ")
    if evidence.kinds and len(evidence.kinds) != len(parts):
        raise _Misfit(f"{len(evidence.kinds)} kinds for {len(parts)} parts")
    for marked in (evidence.span, evidence.proof):
        if marked and not start <= marked[0] <= marked[1] <= end:
            raise _Misfit("marked outside of the quote")
