"""Answers as plain values for JSON and back. What comes back is checked: files can be damaged."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from qa.datatypes import Answer, DocumentInfo, Evidence, Filter, Source, Strength, Timing


def answer_to_plain(answer: Answer) -> dict[str, Any]:
    """An answer as dicts, lists, strings and numbers."""
    plain: dict[str, Any] = _dates_as_text(asdict(answer))
    return plain


def answer_from_plain(plain: Any) -> Answer:
    """The answer again. Raises KeyError, TypeError or ValueError when it is none."""
    return Answer(
        question=_text(plain["question"]),
        answered=bool(plain["answered"]),
        evidence=tuple(_evidence(each) for each in plain["evidence"]),
        sources=tuple(_source(each) for each in plain["sources"]),
        misses=tuple(_evidence(each) for each in plain["misses"]),
        missing_terms=tuple(_text(each) for each in plain["missing_terms"]),
        confidence=None if plain["confidence"] is None else float(plain["confidence"]),
        strength=None if plain["strength"] is None else Strength(plain["strength"]),
        searched_documents=int(plain["searched_documents"]),
        searched_passages=int(plain["searched_passages"]),
        index_fingerprint=_text(plain["index_fingerprint"]),
        timings=tuple(
            Timing(_text(each["stage"]), float(each["milliseconds"])) for each in plain["timings"]
        ),
    )


def filter_to_plain(only: Filter) -> dict[str, Any]:
    """A filter as plain values."""
    plain: dict[str, Any] = _dates_as_text(asdict(only))
    return plain


def filter_from_plain(plain: Any) -> Filter:
    """The filter again. Raises KeyError, TypeError or ValueError when it is none."""
    return Filter(
        sources=tuple(_text(each) for each in plain["sources"]),
        since=_date(plain["since"]),
        until=_date(plain["until"]),
    )


def _evidence(plain: Any) -> Evidence:
    text, start, end = _text(plain["text"]), int(plain["start"]), int(plain["end"])
    if not 0 <= start <= end or len(text) != end - start:
        raise ValueError("a quote and its place differ")
    span = plain["span"]
    if span is not None:
        low, high = (int(each) for each in span)
        span = (low, high) if start <= low <= high <= end else None
    return Evidence(
        citation=int(plain["citation"]),
        start=start,
        end=end,
        text=text,
        line=int(plain["line"]),
        score=float(plain["score"]),
        span=span,
    )


def _source(plain: Any) -> Source:
    return Source(
        number=int(plain["number"]),
        document=_info(plain["document"]),
        path=_text(plain["path"]),
        lines=tuple(int(each) for each in plain["lines"]),
        also_in=tuple(_info(each) for each in plain["also_in"]),
    )


def _info(plain: Any) -> DocumentInfo:
    return DocumentInfo(
        id=_text(plain["id"]),
        source=_text(plain["source"]),
        title=_text(plain["title"]),
        author=_maybe(plain["author"]),
        agency=_maybe(plain["agency"]),
        published=_date(plain["published"]),
        words=int(plain["words"]),
        indexed_at=_maybe(plain.get("indexed_at")),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"not a text: {value!r}")
    return value


def _maybe(value: Any) -> str | None:
    return None if value is None else _text(value)


def _date(value: Any) -> date | None:
    return None if value is None else date.fromisoformat(_text(value))


def _dates_as_text(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _dates_as_text(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_dates_as_text(each) for each in value]
    return value
