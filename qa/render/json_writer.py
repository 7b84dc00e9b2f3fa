"""JSON for programs: versioned, described in docs/json.md and qa/schema/answer.schema.json.

Values are verbatim. What can't be seen is escaped, so the output is safe on a terminal too.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from qa.datatypes import JSON_SCHEMA_VERSION
from qa.render import phrases

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa.datatypes import (
        Answer,
        Checkup,
        Document,
        DocumentInfo,
        Evidence,
        Hit,
        SideScore,
        Skipped,
        Source,
        Status,
        SyncReport,
    )

_BEYOND_ASCII = re.compile(r"[^\n -~]")


class JsonWriter:
    """One JSON object per output. See `qa.render.Writer`."""

    def __init__(self, path_of: Callable[[str], str]) -> None:
        self._path_of = path_of

    def answer(self, answer: Answer) -> str:
        """Return the answer or the refusal."""
        ids = {source.number: source.document.id for source in answer.sources}
        timings: dict[str, float] = {}
        for timing in answer.timings:
            spent = timings.get(timing.stage, 0.0) + timing.milliseconds
            timings[timing.stage] = round(spent, 3)
        return _dump(
            "answer",
            question=answer.question,
            answered=answer.answered,
            confidence=None if answer.confidence is None else _number(answer.confidence),
            strength=answer.strength,
            evidence=[_evidence(each, ids) for each in answer.evidence],
            sources=[self._source(source) for source in answer.sources],
            misses=[_evidence(each, ids) for each in answer.misses],
            missing_terms=list(answer.missing_terms),
            searched={
                "documents": answer.searched_documents,
                "passages": answer.searched_passages,
            },
            index_fingerprint=answer.index_fingerprint,
            timings_ms=timings,
        )

    def hits(self, query: str, hits: Sequence[Hit], *, explain: bool = False) -> str:  # noqa: ARG002
        """Return the passages found; the scores of both sides are always there."""
        return _dump("search", query=query, hits=[self._hit(hit) for hit in hits])

    def status(self, status: Status) -> str:
        """Return the state of a collection and its index."""
        return _dump(
            "status",
            index=status.index,
            collection=list(status.collection),
            documents=status.documents,
            passages=status.passages,
            skipped=_skipped(status.skipped),
            bytes=status.bytes,
            encoder=status.encoder,
            fingerprint=status.fingerprint,
            last_sync=status.last_sync,
            new=list(status.new),
            changed=list(status.changed),
            gone=list(status.gone),
            held=list(status.held),
            files=status.files,
            clusters=asdict(status.clusters) if status.clusters else None,
        )

    def report(self, report: SyncReport) -> str:
        """Return what making the index equal to the folder changed."""
        return _dump(
            "index",
            added=report.added,
            changed=report.changed,
            removed=report.removed,
            unchanged=report.unchanged,
            skipped=_skipped(report.skipped),
            documents=report.documents,
            passages=report.passages,
            seconds=round(report.seconds, 3),
            warnings=list(report.warnings),
            moved=report.moved,
            held=report.held,
        )

    def checkup(self, checkup: Checkup) -> str:
        """Return what was checked and found, and what was repaired."""
        return _dump(
            "doctor",
            well=checkup.well,
            checks=[
                {
                    "name": check.name,
                    "verdict": check.verdict,
                    "detail": check.detail,
                    "items": list(check.items),
                }
                for check in checkup.checks
            ],
            repaired=list(checkup.repaired),
        )

    def document(self, document: Document, lines: Sequence[int], context: int) -> str:
        """Return the whole text, and the numbered lines asked for."""
        chosen = phrases.excerpt(document, lines, context) if lines else []
        return _dump(
            "document",
            document={
                **_head(document),
                "words": len(document.text.split()),
                "path": self._path_of(document.source),
                "sha256": document.sha256,
                "text": document.text,
            },
            lines=[
                {"line": number, "text": text, "wanted": number in lines} for number, text in chosen
            ],
        )

    def _source(self, source: Source) -> dict[str, Any]:
        return {
            "number": source.number,
            "document": _info(source.document),
            "path": source.path,
            "lines": list(source.lines),
            "also_in": [_info(each) for each in source.also_in],
        }

    def _hit(self, hit: Hit) -> dict[str, Any]:
        return {
            "rank": hit.rank,
            "score": _number(hit.score),
            "dense": _side(hit.dense),
            "lexical": _side(hit.lexical),
            "document": _info(hit.document),
            "path": self._path_of(hit.document.source),
            "line": hit.line,
            "start": hit.passage.start,
            "end": hit.passage.end,
            "text": hit.text,
            "also_in": [_info(each) for each in hit.also_in],
        }


def error(kind: str, message: str, hint: str) -> str:
    """Return an error as JSON; `kind` is the name of the exception."""
    return _dump("error", error={"type": kind, "message": message, "hint": hint})


def _dump(kind: str, **fields: Any) -> str:
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


def _skipped(skipped: Sequence[Skipped]) -> list[dict[str, str]]:
    return [{"source": each.source, "reason": each.reason} for each in skipped]


def _head(document: DocumentInfo | Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "source": document.source,
        "title": document.title,
        "author": document.author,
        "agency": document.agency,
        "published": document.published.isoformat() if document.published else None,
    }


def _info(document: DocumentInfo) -> dict[str, Any]:
    return {**_head(document), "words": document.words}


def _evidence(evidence: Evidence, ids: dict[int, str]) -> dict[str, Any]:
    span = None
    if evidence.span is not None:
        low, high = evidence.span
        text = evidence.text[low - evidence.start : high - evidence.start]
        span = {"start": low, "end": high, "text": text}
    return {
        "citation": evidence.citation,
        "document": ids.get(evidence.citation),
        "text": evidence.text,
        "start": evidence.start,
        "end": evidence.end,
        "line": evidence.line,
        "score": _number(evidence.score),
        "span": span,
    }
