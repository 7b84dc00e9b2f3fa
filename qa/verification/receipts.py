"""The quotes of an answer, from an `Answer` or from the JSON that `qa ask --json` printed.

What is read may be from anybody: it is checked, and chooses neither an index nor a path outside of
the collection.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

from qa.datatypes import Answer
from qa.errors import UsageError
from qa.files import leads_outside

Kind = TypeVar("Kind", str, int)


@dataclass(frozen=True, slots=True)
class Quote:
    """What was quoted: stretches as (start, end, text), offsets in the document as it was then.

    `line` is that of `proof`, an offset. `file_sha256` is the hash of the file then, "" where the
    answer doesn't say.
    """

    citation: int
    source: str
    line: int | None
    proof: int
    stretches: tuple[tuple[int, int, str], ...]
    file_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """An answer as far as it can be checked. `collection` are its folders, where it names them."""

    question: str
    quotes: tuple[Quote, ...]
    collection: tuple[str, ...] = ()


def quotes_of(answer: Answer | Mapping[str, Any]) -> Quoted:
    """The quotes of an answer, of the hits of a search, or of all answers of a conversation.

    Raises UsageError for what is none of these, or holds a quote that can't be one.
    """
    if isinstance(answer, Answer):
        return _of_answer(answer)
    readers: dict[object, Callable[[Mapping[str, Any]], Quoted]] = {
        "answer": _of_json,
        "search": _of_hits,
        "conversation": _of_conversation,
    }
    reader = readers.get(answer.get("kind") if isinstance(answer, Mapping) else None)
    if reader is None:
        raise _unreadable("it is no output of 'qa ask --json' or 'qa search --json'")
    return reader(answer)


def _of_answer(answer: Answer) -> Quoted:
    sources = {each.number: each.document.source for each in answer.sources}
    receipt = answer.receipt
    hashes = {each.source: each.file_sha256 for each in receipt.files} if receipt else {}
    quotes = []
    for each in (*answer.evidence, *answer.misses):
        source = sources[each.citation]
        stretches = _cut(each.text, [(start, end) for start, end in each.stretches])
        proof = each.proof[0] if each.proof else each.start
        quotes.append(
            Quote(each.citation, source, each.line, proof, stretches, hashes.get(source, ""))
        )
    return Quoted(answer.question, tuple(quotes), receipt.collection if receipt else ())


def _of_json(plain: Mapping[str, Any]) -> Quoted:
    receipt = plain.get("receipt")
    receipt = receipt if isinstance(receipt, Mapping) else {}  # earlier versions wrote none
    files = _list(receipt, "files") if receipt else []
    hashes = {_get(each, "source", str): _get(each, "file_sha256", str) for each in files}
    sources = {
        _get(each, "number", int): _source(_object(each, "document"))
        for each in _list(plain, "sources")
    }
    quotes = []
    for each in (*_list(plain, "evidence"), *_list(plain, "misses")):
        citation = _get(each, "citation", int)
        if citation not in sources:
            raise _unreadable(f"there is no source {citation}")
        source = sources[citation]
        parts = [
            (_get(part, "start", int), _get(part, "end", int)) for part in _list(each, "parts")
        ]
        stretches = _cut(_get(each, "text", str), parts)
        proof = _get(_object(each, "proof"), "start", int)
        quotes.append(
            Quote(
                citation,
                source,
                _line(each),
                proof,
                stretches,
                hashes.get(source, ""),
            )
        )
    paths = _object(receipt, "collection").get("paths") if receipt else None
    named = [each for each in paths if isinstance(each, str)] if isinstance(paths, list) else []
    return Quoted(_get(plain, "question", str), tuple(quotes), tuple(named))


def _of_hits(plain: Mapping[str, Any]) -> Quoted:
    quotes = []
    for each in _list(plain, "hits"):
        start, end = _get(each, "start", int), _get(each, "end", int)
        stretches = _cut(_get(each, "text", str), [(start, end)])
        source = _source(_object(each, "document"))
        line = _line(each)
        quotes.append(Quote(_get(each, "rank", int), source, line, start, stretches))
    return Quoted(_get(plain, "query", str), tuple(quotes))


def _of_conversation(plain: Mapping[str, Any]) -> Quoted:
    """All that the answers of an exported conversation quote."""
    found = [
        _of_json(turn["answer"])
        for turn in _list(plain, "turns")
        if isinstance(turn.get("answer"), Mapping)
    ]
    quotes = tuple(quote for each in found for quote in each.quotes)
    folders = next((each.collection for each in found if each.collection), ())
    return Quoted("; ".join(each.question for each in found), quotes, folders)


def _cut(text: str, parts: list[tuple[int, int]]) -> tuple[tuple[int, int, str], ...]:
    """The text of a unit cut into its stretches, between which one line end stands."""
    if not parts or any(start < 0 or end <= start for start, end in parts):
        raise _unreadable("a quote has no place")
    if any(before[1] > after[0] for before, after in pairwise(parts)):
        raise _unreadable("the parts of a quote are out of order")
    if len(text) != sum(end - start for start, end in parts) + len(parts) - 1:
        raise _unreadable("a quote and its place differ")
    found = []
    at = 0
    for start, end in parts:
        found.append((start, end, text[at : at + end - start]))
        at += end - start + 1
    return tuple(found)


def _source(document: Mapping[str, Any]) -> str:
    """The source of a document: its file, and what it is inside of that."""
    part = document.get("part", "")  # earlier versions wrote none
    file = _get(document, "source", str)
    return _inside(f"{file}/{part}" if isinstance(part, str) and part else file)


def _line(plain: Mapping[str, Any]) -> int | None:
    """The line of a quote; files of pages, sheets or messages have none."""
    return None if plain.get("line", 0) is None else _get(plain, "line", int)


def _inside(source: str) -> str:
    if leads_outside(source):
        raise _unreadable("a source is outside of the collection")
    return source


def _get(plain: Mapping[str, Any], name: str, kind: type[Kind]) -> Kind:
    value = plain.get(name) if isinstance(plain, Mapping) else None
    if type(value) is not kind:
        raise _unreadable(f"'{name}' is missing or of another kind")
    return value


def _object(plain: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = plain.get(name) if isinstance(plain, Mapping) else None
    if not isinstance(value, Mapping):
        raise _unreadable(f"'{name}' is missing or of another kind")
    return value


def _list(plain: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    value = plain.get(name) if isinstance(plain, Mapping) else None
    if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
        raise _unreadable(f"'{name}' is missing or of another kind")
    return value


def _unreadable(reason: str) -> UsageError:
    return UsageError(
        f"This answer can't be checked: {reason}.", "Write one with 'qa ask --json QUESTION'."
    )
