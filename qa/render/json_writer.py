"""JSON for programs: versioned, described in docs/json.md and qa/schema/answer.schema.json.

Values are verbatim. What can't be seen is escaped, so the output is safe on a terminal too.
"""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

from qa.datatypes import JSON_SCHEMA_VERSION
from qa.render.document_json import head, info, shown, without
from qa.render.phrases import HEADINGS_APART
from qa.render.place_json import boxes_of, line_fields, place_fields
from qa.render.units import offset_in_text
from qa.serialization import answer_to_dict, to_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa.datatypes import (
        Answer,
        Box,
        CheckedAnswer,
        CheckedDraft,
        Checkup,
        DifferingAnswer,
        Document,
        DocumentInfo,
        Evidence,
        Hit,
        NamedCollection,
        Reply,
        SideScore,
        Status,
        SyncReport,
        Timeline,
    )

_BEYOND_ASCII = re.compile(r"[^\n -~]")


class JsonWriter:
    """One JSON object per output. See `qa.render.Writer`."""

    def __init__(self, path_of: Callable[[str], str], *, timed: bool = True) -> None:
        """Without `timed` answers are without what depends on the clock."""
        self._path_of = path_of
        self._timed = timed

    def answer(self, answer: Answer) -> str:
        """Return the answer or the refusal."""
        from qa.render.receipt import receipt  # most outputs have none

        ids = {source.number: source.document.id for source in answer.sources}
        timings: dict[str, float] = {}
        for timing in answer.timings:
            spent = timings.get(timing.stage, 0.0) + timing.milliseconds
            timings[timing.stage] = round(spent, 3)
        plain = answer_to_dict(answer)
        return dump(
            "answer",
            question=answer.question,
            interpretation=answer.interpretation,
            corrections=[
                {"typed": typed, "searched": searched} for typed, searched in answer.corrections
            ],
            answered=answer.answered,
            refusal=plain["refusal"],
            confidence=None if answer.confidence is None else _number(answer.confidence),
            strength=plain["strength"],
            evidence=[_evidence(each, ids) for each in answer.evidence],
            sources=[
                shown(each_shown) | {"places": [place_fields(each) for each in source.places]}
                for each_shown, source in zip(plain["sources"], answer.sources, strict=True)
            ],
            misses=[_evidence(each, ids) for each in answer.misses],
            missing_terms=plain["missing_terms"],
            differing=[_differing(each) for each in answer.differing],
            searched={
                "documents": answer.searched_documents,
                "passages": answer.searched_passages,
                "not_searched": answer.not_searched,
                "unreadable": answer.unreadable,
                "other_formats": answer.other_formats,
                "restricted": answer.restricted,
            },
            stale=plain["stale"] if self._timed else without(plain["stale"], "unchecked"),
            notes=plain["notes"],
            index_fingerprint=answer.index_fingerprint,
            receipt=receipt(answer.receipt) if answer.receipt else None,
            **_written(answer),
            **({"timings_ms": timings} if self._timed else {}),
        )

    def reply(self, reply: Reply) -> str:
        """Return what is said to a line that is no question."""
        return dump("reply", line=reply.line, intent=reply.kind, text=reply.text)

    def hits(self, query: str, hits: Sequence[Hit], *, explain: bool = False) -> str:  # noqa: ARG002
        """Return the passages found; the scores of both sides are always there."""
        return dump("search", query=query, hits=[self._hit(hit) for hit in hits])

    def status(self, status: Status) -> str:
        """Return the state of a collection and its index."""
        return dump("status", **to_plain(status))

    def report(self, report: SyncReport) -> str:
        """Return what an update of the index changed."""
        return dump("index", **to_plain(report) | {"seconds": round(report.seconds, 3)})

    def checkup(self, checkup: Checkup) -> str:
        """Return the findings of a check, and what was repaired."""
        return dump("doctor", well=checkup.well, **to_plain(checkup))

    def document(self, document: Document, lines: Sequence[int], context: int) -> str:
        """Return the whole text, and the numbered lines asked for."""
        from qa.render.excerpt import excerpt  # not for a cold `qa ask`

        chosen = excerpt(document, lines, context) if lines else []
        return dump(
            "document",
            document={
                **head(document),
                "words": len(document.text.split()),
                "path": self._path_of(document.source),
                "sha256": document.sha256,
                "text": document.text,
            },
            lines=list(map(line_fields, chosen)),
        )

    def _hit(self, hit: Hit) -> dict[str, Any]:
        return {
            "rank": hit.rank,
            "score": _number(hit.score),
            "dense": _side(hit.dense),
            "lexical": _side(hit.lexical),
            "document": info(hit.document),
            "path": self._path_of(hit.document.source),
            "headings": hit.passage.heading.split(HEADINGS_APART) if hit.passage.heading else [],
            "line": hit.line,
            "place": place_fields(hit.place),
            "start": hit.passage.start,
            "end": hit.passage.end,
            "text": hit.text,
            "also_in": [info(each) for each in hit.also_in],
            **boxes_of(hit.boxes),
        }


def _differing(one: DifferingAnswer) -> dict[str, Any]:
    return {
        "text": one.words,
        "yes": one.yes,
        "citation": one.citation,
        "document": info(one.document),
        "path": one.path,
        "start": one.start,
        "end": one.end,
        "line": one.line,
        "place": place_fields(one.place),
        "also_in": [info(each) for each in one.also_in],
    }


def _written(answer: Answer) -> dict[str, Any]:
    """Return what a language model wrote as a field, none where none was asked."""
    if answer.written is None:
        return {}
    from qa.render.written import as_json  # few answers have it

    return {"written": as_json(answer.written)}


def error(kind: str, message: str, hint: str) -> str:
    """Return an error as JSON; `kind` is the name of the exception."""
    return dump("error", error={"type": kind, "message": message, "hint": hint})


def document_list(
    documents: Sequence[DocumentInfo],
    path_of: Callable[[str], str],
    total: int,
    offset: int,
    undated: int,
) -> str:
    """Return a part of a list of documents, how many there are, and how many have no date."""
    listed = [info(each) | {"path": path_of(each.source)} for each in documents]
    return dump("list", total=total, offset=offset, undated_left_out=undated, documents=listed)


def timeline(found: Timeline) -> str:
    """Return the evidence for a question, oldest first."""
    entries = [
        {
            "published": entry.published.isoformat(),
            "text": entry.text,
            "start": entry.start,
            "end": entry.end,
            "line": entry.line,
            "place": place_fields(entry.place),
            "confidence": None if entry.confidence is None else _number(entry.confidence),
            "document": info(entry.document),
            "path": entry.path,
            "also_in": [info(each) for each in entry.also_in],
        }
        for entry in found.entries
    ]
    return dump(
        "timeline",
        question=found.question,
        entries=entries,
        undated_left_out=found.undated,
        notes=list(found.notes),
    )


def checked(found: CheckedDraft | CheckedAnswer) -> str:
    """Return what a check of sentences or quotes found."""
    from qa.render.checked_json import checked  # not for a cold `qa ask`

    kind, fields = checked(found)
    return dump(kind, **shown(fields))


def collection_list(collections: Sequence[NamedCollection]) -> str:
    """Return the named collections."""
    return dump("collections", collections=[to_plain(each) for each in collections])


def dump(kind: str, **fields: Any) -> str:
    """Return an object of the published form."""
    whole = {"schema": JSON_SCHEMA_VERSION, "kind": kind, **fields}
    text = json.dumps(whole, ensure_ascii=False, allow_nan=False, indent=2)
    return _BEYOND_ASCII.sub(_escaped, text) + "\n"


def _escaped(match: re.Match[str]) -> str:
    """Return a character as it is when people can see it, else as JSON's backslash-u."""
    char = match[0]
    # Beyond the strings there is only ASCII, so an escape can't land outside of one.
    return char if char.isprintable() else json.dumps(char)[1:-1]


def _number(value: float) -> float | None:
    return round(value, 6) if math.isfinite(value) else None


def _side(score: SideScore | None) -> dict[str, Any] | None:
    return {"score": _number(score.score), "rank": score.rank} if score else None


def _evidence(evidence: Evidence, ids: dict[int, str]) -> dict[str, Any]:
    parts = evidence.stretches
    kinds = evidence.kinds or (None,) * len(parts)
    return {
        "citation": evidence.citation,
        "document": ids.get(evidence.citation),
        "headings": list(evidence.headings),
        "text": evidence.text,
        "start": evidence.start,
        "end": evidence.end,
        "line": evidence.line,
        "place": place_fields(evidence.place),
        "score": _number(evidence.score),
        "parts": [
            {"start": start, "end": end, "kind": kind}
            for (start, end), kind in zip(parts, kinds, strict=True)
        ],
        "proof": _marked(
            evidence, evidence.proof or (evidence.start, evidence.end), evidence.boxes
        ),
        "span": _marked(evidence, evidence.span, evidence.span_boxes) if evidence.span else None,
    }


def _marked(evidence: Evidence, place: tuple[int, int], boxes: Sequence[Box]) -> dict[str, Any]:
    low, high = (offset_in_text(evidence, offset) for offset in place)
    plain = {"start": place[0], "end": place[1], "text": evidence.text[low:high]}
    return plain | boxes_of(boxes)
