"""The operations of a server on an engine: each gives a short text and the values for programs.

The values are those of `--json` (docs/json.md). Where `local` is false the reader is on another
machine perhaps, and paths of this one are left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa.datatypes import JSON_SCHEMA_VERSION, Difference, Filter
from qa.errors import UsageError
from qa.render import json_writer, phrases
from qa.render.json_writer import JsonWriter
from qa.render.place_json import line_fields
from qa.render.sanitize import visible, visible_line
from qa.serving.parameters import filter_of

if TYPE_CHECKING:
    from qa.datatypes import Answer, Occurrence
    from qa.engine import Engine

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
    for given in (values.get("document"), *(values.get("documents") or ())):
        _check_inside(given or "")
    if engine.empty():
        engine.sync(recognise=False)
    outcome = _DOING[name](engine, values)
    return outcome if local else Outcome(outcome.text, _without_paths(outcome.data))


def _check_inside(name: str) -> None:
    """Refuse names that lead out of the collection, so that nothing there is looked up.

    Raises UsageError as for any other name that no document has.
    """
    outside = name.startswith(("/", "~")) or "\\" in name or ":" in name.partition("/")[0]
    if outside or ".." in name.split("/"):
        raise UsageError(f"No document matches '{name}'.", "Use its id or its path as listed.")


def _ask(engine: Engine, values: Values) -> Outcome:
    answer = engine.ask(
        values["question"],
        top=values["top"],
        only=filter_of(values),
        threshold=values["threshold"],
    )
    return Outcome(_answer_text(answer), _plain(JsonWriter(engine.path_of).answer(answer)))


def _search(engine: Engine, values: Values) -> Outcome:
    offset, top = values["offset"], values["top"]
    found = engine.search(values["query"], top=offset + top + 1, only=filter_of(values))
    hits = found[offset : offset + top]
    data = _plain(JsonWriter(engine.path_of).hits(values["query"], hits))
    data |= {"offset": offset, "more": len(found) > offset + top}
    places = [phrases.place(hit.document.source, (hit.line,), (hit.place,)) for hit in hits]
    lines = [
        f"{hit.rank}. {' · '.join(phrases.hit_headline(hit))} ({place})\n"
        f"{visible(hit.text).strip()}"
        for hit, place in zip(hits, places, strict=True)
    ]
    return Outcome("\n\n".join(lines) or phrases.NOTHING, data)


def _show(engine: Engine, values: Values) -> Outcome:
    from qa.render.excerpt import excerpt, last_number

    document = engine.document(values["document"])
    counted, last = last_number(document) if document.text else ("line", 1)
    shown = excerpt(document, [min(values["line"], max(1, last))], values["context"])
    data = {
        "schema": JSON_SCHEMA_VERSION,
        "kind": "excerpt",
        "document": {"id": document.id, "source": document.source, "title": document.title},
        "path": engine.path_of(document.source),
        "last_line": last,
        "lines": list(map(line_fields, shown)),
    }
    head = " · ".join(phrases.headline(document))
    lines = []
    for each in shown:
        if each.place:  # of a file without lines
            lines.append(f"[{visible_line(each.place)}]")
        lines.append(f"{each.number or '':>5}  {visible_line(each.text)}")
    place = phrases.file_name(document.source)
    return Outcome("\n".join([f"{head} ({place}, {phrases.counted(last, counted)})", *lines]), data)


def _verify_quote(engine: Engine, values: Values) -> Outcome:
    document = values["document"]
    only = Filter(names=(document,)) if document else None
    found = engine.verify(values["quote"], only=only, whole=True)
    data = _plain(json_writer.checked(found))
    (quote,) = found.sentences
    same = [each for each in quote.occurrences if not _altered(each)]
    if same:
        text = f"The quote stands word by word in {_places(same)}."
    elif quote.occurrences:
        differing = {kind.value for each in quote.occurrences for kind in _altered(each)}
        text = f"The same words stand in {_places(quote.occurrences)}, "
        text += f"written differently ({', '.join(sorted(differing))})."
    else:
        counted = phrases.counted(found.searched_documents, "document")
        text = f"The quote was not found in {counted}."
    if near := quote.nearest:
        text += f" Nearest ({near.similarity:.0%} of the words), {_places([near.occurrence])}:\n"
        text += visible(near.occurrence.text)
    return Outcome(text, data)


def _altered(place: Occurrence) -> tuple[Difference, ...]:
    """In what a place differs from a quote, but for white space: it may be wrapped otherwise."""
    return tuple(each for each in place.differences if each is not Difference.SPACING)


def _places(found: Sequence[Occurrence]) -> str:
    return ", ".join(
        phrases.place(each.document.source, (each.line,), (each.place,)) for each in found
    )


def _list_documents(engine: Engine, values: Values) -> Outcome:
    only = filter_of(values)
    found = sorted(engine.documents(only), key=lambda each: each.source)
    undated = engine.selection(only).undated if only else 0
    offset = values["offset"]
    shown = found[offset : offset + values["limit"]]
    written = json_writer.document_list(shown, engine.path_of, len(found), offset, undated)
    lines = [
        f"{' · '.join(phrases.headline(each))} ({phrases.file_name(each.source)}, "
        f"{each.words:,} words)"
        for each in shown
    ]
    text = "\n".join([f"{len(shown):,} of {phrases.counted(len(found), 'document')}:", *lines])
    return Outcome(text, _plain(written))


def _status(engine: Engine, _: Values) -> Outcome:
    state = engine.status()
    text = phrases.counted(state.documents, "document") + ", "
    text += phrases.counted(state.passages, "passage") + " indexed."
    for word, sources in (("new", state.new), ("changed", state.changed), ("gone", state.gone)):
        if sources:
            text += f" {phrases.counted(len(sources), 'file')} {word}."
    if state.skipped:
        text += f" {phrases.counted(len(state.skipped), 'file')} not read."
    return Outcome(text, _plain(JsonWriter(engine.path_of).status(state)))


_DOING: dict[str, Callable[[Engine, Values], Outcome]] = {
    "ask": _ask,
    "search": _search,
    "show": _show,
    "verify_quote": _verify_quote,
    "list_documents": _list_documents,
    "status": _status,
}


def _answer_text(answer: Answer) -> str:
    """Return an answer for a model: how sure, then quotes as they stand, with their places."""
    sources = {source.number: source for source in answer.sources}
    blocks = phrases.understood(answer)
    if answer.answered:
        blocks += [*map(visible_line, answer.said), phrases.caveats(answer)]
        blocks.append(phrases.differing(answer))
    else:
        blocks += [phrases.refusal(answer), *map(visible_line, answer.said)]
        if answer.misses:
            blocks.append("Nearest, which does not answer:")
    for quote in answer.evidence or answer.misses:
        source = sources[quote.citation]
        head = phrases.title_path(source.document, quote.headings)
        place = phrases.place(source.document.source, (quote.line,), (quote.place,))
        blocks.append(f"[{quote.citation}] {head} ({place})\n{visible(quote.text).strip()}")
    blocks += map(visible_line, answer.remarks)
    return "\n\n".join(filter(None, blocks))


def _plain(written: str) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(written)
    return plain


def _without_paths(data: dict[str, Any]) -> dict[str, Any]:
    """Return values in which `path` is that in the collection, and folders are not named."""
    if data["kind"] == "status":
        return {key: each for key, each in data.items() if key not in ("index", "collection")}
    return {key: _relative(each) for key, each in data.items() if key != "path"}


def _relative(value: Any) -> Any:
    if isinstance(value, list):
        return [_relative(each) for each in value]
    if not isinstance(value, dict):
        return value
    plain = {key: _relative(each) for key, each in value.items()}
    if "path" in plain:
        plain["path"] = plain.get("source") or plain["document"]["source"]
    return plain
