"""Checked sentences and quotes as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qa.datatypes import CheckedDraft, QuoteState, SentenceState
from qa.render.place_json import place_fields
from qa.serialization import to_plain

if TYPE_CHECKING:
    from qa.datatypes import CheckedAnswer, Nearest, Occurrence


def checked(found: CheckedDraft | CheckedAnswer) -> tuple[str, dict[str, Any]]:
    """Return the kind of the object and its fields."""
    if isinstance(found, CheckedDraft):
        return "draft", _draft(found)
    return "quotes", _quotes(found)


def _draft(found: CheckedDraft) -> dict[str, Any]:
    return {
        "counts": {state.value: found.count(state) for state in SentenceState},
        "sentences": [
            {
                "text": each.text,
                "start": each.start,
                "end": each.end,
                "state": each.state.value,
                "occurrences": [_occurrence(place) for place in each.occurrences],
                "more": each.more,
                "nearest": _nearest(each.nearest),
            }
            for each in found.sentences
        ],
        "searched": {
            "documents": found.searched_documents,
            "passages": found.searched_passages,
        },
        "notes": list(found.notes),
        "index_fingerprint": found.index_fingerprint,
    }


def _quotes(found: CheckedAnswer) -> dict[str, Any]:
    return {
        "question": found.question,
        "counts": {state.value: found.count(state) for state in QuoteState},
        "quotes": [
            {
                "citation": each.citation,
                "source": each.source,
                "path": each.path,
                "line": each.line,
                "state": each.state.value,
                "now_path": each.now_path,
                "now_line": each.now_line,
                "parts": [
                    {
                        "text": part.text,
                        "state": part.state.value,
                        "now": _occurrence(part.now) if part.now else None,
                        "nearest": _nearest(part.nearest),
                    }
                    for part in each.stretches
                ],
            }
            for each in found.quotes
        ],
        "changed_files": list(found.changed_files),
        "notes": list(found.notes),
    }


def _occurrence(place: Occurrence) -> dict[str, Any]:
    plain: dict[str, Any] = to_plain(place)
    return plain | {"sentence": place.sentence or None, "place": place_fields(place.place)}


def _nearest(found: Nearest | None) -> dict[str, Any] | None:
    if found is None:
        return None
    plain: dict[str, Any] = to_plain(found)
    return plain | {"occurrence": _occurrence(found.occurrence)}
