"""The operations of a server on an engine: each gives a short text and the values for programs.

The values are those of `--json` (docs/json.md). Where `local` is false the reader is on another
machine perhaps, and paths of this one are left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from qa.datatypes import JSON_SCHEMA_VERSION, Filter
from qa.errors import DocumentNotFound, UsageError
from qa.render import json_writer, phrases
from qa.render.json_writer import JsonWriter
from qa.render.place_json import line_fields
from qa.serving import texts
from qa.serving.parameters import MOST_SHOWN, filter_of

if TYPE_CHECKING:
    from qa.datatypes import Answer
    from qa.engine import Engine
    from qa.render.excerpt import NumberedLine

_MOST_SOURCES = 50  # of an answer that lists documents
_NAMES = "Use its path or its id, as 'list_documents' lists them, or a part of its title."

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an operation: `text` for people and models, `data` as JSON has it."""

    text: str
    data: dict[str, Any]


def perform(engine: Engine, name: str, values: Values, *, local: bool) -> Outcome:
    """Do the operation `name` with the values that `Operation.read` made.

    An index that is missing is built first, as by `qa ask`. Raises QaError.
    """
    try:
        for given in (values.get("document"), *(values.get("documents") or ())):
            _check_inside(given or "")
        if engine.empty():
            engine.sync(recognise=False)
        outcome = _DOING[name](engine, values)
    except DocumentNotFound as error:
        raise DocumentNotFound(error.message, _NAMES) from None
    return outcome if local else _without_paths(engine, outcome)


def _check_inside(name: str) -> None:
    """Refuse names that lead out of the collection, so that nothing there is looked up.

    Raises DocumentNotFound as for any other name that no document has.
    """
    outside = name.startswith(("/", "~")) or "\\" in name or ":" in name.partition("/")[0]
    if outside or ".." in name.split("/"):
        raise DocumentNotFound(f"No document matches '{name}'.")


def _chosen(engine: Engine, values: Values) -> Filter | None:
    """The filter of an operation. Raises UsageError when it leaves no document, as `qa ask` does.

    A refusal would say that no document has the words of the question.
    """
    only = filter_of(values)
    if only and not (selected := engine.selection(only)).documents:
        message = f"No document matches these restrictions. {selected.note or ''}".strip()
        raise UsageError(message, "'list_documents' lists paths, publishers, authors and days.")
    return only


def _ask(engine: Engine, values: Values) -> Outcome:
    answer = engine.ask(
        values["question"],
        top=values["top"],
        only=_chosen(engine, values),
        threshold=values["threshold"],
    )
    data = _plain(JsonWriter(engine.path_of).answer(_few_sources(answer)))
    return Outcome(texts.answer(answer), data)


def _few_sources(answer: Answer) -> Answer:
    """An answer without most of the sources that nothing of it is cited from: those of a list.

    How many there are is said; `list_documents` has them all, some at a time.
    """
    cited = {quote.citation for quote in answer.evidence or answer.misses}
    first = {source.number for source in answer.sources[:_MOST_SOURCES]}
    kept = [source for source in answer.sources if source.number in cited | first]
    return replace(answer, sources=tuple(kept))


def _search(engine: Engine, values: Values) -> Outcome:
    offset, top = values["offset"], values["top"]
    found = engine.search(values["query"], top=offset + top + 1, only=_chosen(engine, values))
    hits = found[offset : offset + top]
    data = _plain(JsonWriter(engine.path_of).hits(values["query"], hits))
    more = len(found) > offset + top
    data |= {"offset": offset, "more": more}
    return Outcome(texts.hits(hits, _following(offset, len(hits), more)), data)


def _show(engine: Engine, values: Values) -> Outcome:
    from qa.render.excerpt import excerpt, last_number

    document = engine.document(values["document"])
    counted, last = last_number(document) if document.text else ("line", 1)
    wanted = min(values["line"], max(1, last))
    near = excerpt(document, [wanted], values["context"])
    shown = _fitting(near)
    data = {
        "schema": JSON_SCHEMA_VERSION,
        "kind": "excerpt",
        "document": {"id": document.id, "source": document.source, "title": document.title},
        "path": engine.path_of(document.source),
        "last_line": last,
        "cut": shown != near,
        "lines": list(map(line_fields, shown)),
    }
    total, left = phrases.counted(last, counted), ""
    if shown and (after := shown[-1].number) and after < last:
        left = f"It goes on: line {after + 1}."
    if any(each.wanted and each not in shown for each in near):
        left = "The line is cut: 'search' finds passages of it."
    return Outcome(texts.lines(document, total, shown, left), data)


def _fitting(lines: Sequence[NumberedLine]) -> list[NumberedLine]:
    """Those of some lines that fit into an answer: the wanted ones, and around them what fits.

    A wanted line that is longer by itself is cut.
    """
    middle = next((at for at, each in enumerate(lines) if each.wanted), 0)
    room = MOST_SHOWN
    kept: dict[int, NumberedLine] = {}
    for at in sorted(range(len(lines)), key=lambda at: abs(at - middle)):
        room -= len(lines[at].text)
        if room < 0 and kept:
            break
        kept[at] = lines[at]._replace(text=lines[at].text[:MOST_SHOWN])
    return [kept[at] for at in sorted(kept)]


def _verify_quote(engine: Engine, values: Values) -> Outcome:
    document = values["document"]
    only = Filter(names=(document,)) if document else None
    found = engine.verify(values["quote"], only=only, whole=True)
    return Outcome(texts.checked_quote(found), _plain(json_writer.checked(found)))


def _list_documents(engine: Engine, values: Values) -> Outcome:
    only = filter_of(values)
    found = sorted(engine.documents(only), key=lambda each: each.source)
    undated = engine.selection(only).undated if only else 0
    offset = values["offset"]
    shown = found[offset : offset + values["limit"]]
    written = json_writer.document_list(shown, engine.path_of, len(found), offset, undated)
    following = _following(offset, len(shown), len(found) > offset + len(shown))
    return Outcome(texts.documents(shown, len(found), following), _plain(written))


def _status(engine: Engine, _: Values) -> Outcome:
    state = engine.status()
    return Outcome(texts.status(state), _plain(JsonWriter(engine.path_of).status(state)))


def _following(offset: int, shown: int, more: bool) -> int | None:
    return offset + shown if more and shown else None


def _similar(engine: Engine, values: Values) -> Outcome:
    from qa.render.similar_list import as_json

    found = engine.similar(values["document"], top=values["top"], only=_chosen(engine, values))
    return Outcome(texts.similar(found), _plain(as_json(found)))


_DOING: dict[str, Callable[[Engine, Values], Outcome]] = {
    "ask": _ask,
    "search": _search,
    "show": _show,
    "verify_quote": _verify_quote,
    "list_documents": _list_documents,
    "similar": _similar,
    "status": _status,
}


def _plain(written: str) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(written)
    return plain


def _without_paths(engine: Engine, outcome: Outcome) -> Outcome:
    """What is found with `path` as in the collection, and only the names of folders."""
    if outcome.data["kind"] == "status":
        kept = {k: each for k, each in outcome.data.items() if k not in ("index", "collection")}
        return Outcome(outcome.text, kept)
    text, plain = outcome.text, _relative(outcome.data)
    if plain.get("notes"):  # they name folders that are missing
        for folder in sorted(engine.status(scan=False).collection, key=len, reverse=True):
            name = PurePath(folder).name
            text = text.replace(folder, name)
            plain["notes"] = [note.replace(folder, name) for note in plain["notes"]]
    return Outcome(text, plain)


def _relative(value: Any) -> Any:
    if isinstance(value, list):
        return [_relative(each) for each in value]
    if not isinstance(value, dict):
        return value
    plain = {key: _relative(each) for key, each in value.items()}
    if "path" in plain:
        plain["path"] = plain.get("source") or plain["document"]["source"]
    for folders in ("paths", "missing"):
        if folders in plain and isinstance(plain[folders], list):
            plain[folders] = [PurePath(each).name for each in plain[folders]]
    return plain
