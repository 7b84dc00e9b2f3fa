"""How people ask for the release that brought something, the meeting that dealt with it."""

from __future__ import annotations

from qa.catalogue.patterns import Pattern
from qa.catalogue.phrases import BE, WH, W
from qa.catalogue.question import Kind, Relation

_S, _R = Kind.SELECT, Relation

RELEASES_AND_MEETINGS = (
    # Releases that brought something, the earliest first; meetings that somebody attended.
    Pattern(
        rf"(?:in |since |with |as of )?{W} {{d}} (?:{BE}|did|does|has) {{x}}"
        r" (?:first |been |be )?(?:introduced|added|supported?|appear(?:ed)?|arrived?|available)",
        _S,
        _R.MENTIONS,
        needs="release_noun",
        oldest_first=True,
        first="in since with as which what",
        cues="introduced|added|support|appear|arrive|available",
    ),
    Pattern(
        rf"{W} {{d}} (?:first )?(?P<verb>introduced|added|brought|first (?:had|supported))"
        r" {x}",
        _S,
        _R.MENTIONS,
        needs="release_noun",
        oldest_first=True,
        first=WH,
        cues="introduced|added|brought|first",
    ),
    Pattern(
        rf"{W} {{d}} (?P<verb>fixed|changed|removed|improved|deprecated) {{x}}",
        _S,
        _R.HOLDS,
        needs="release_noun",
        first=WH,
        cues="fixed|changed|removed|improved|deprecated",
    ),
    Pattern(
        rf"{W} {{d}} (?:discussed|debated|considered|addressed|dealt with|decided on|touched on"
        r"|covered) {x}",
        _S,
        _R.DISCUSSES,
        needs="meeting",
        first=WH,
        cues="discussed|debated|considered|addressed|dealt|decided|touched|covered",
    ),
    Pattern(
        rf"(?:at |in )?{W} {{d}}(?: {{when}})? did {{x}}"
        r" (?P<verb>attend|take part in|join)",
        _S,
        _R.MENTIONS,
        needs="attended",
        first="at in which what",
        cues="attend|take part|join|present",
    ),
    Pattern(
        rf"(?:at |in )?{W} {{d}}(?: {{when}})? {BE} {{x}}"
        r" (?P<verb>present|in attendance)(?: at)?",
        _S,
        _R.MENTIONS,
        needs="attended",
        first="at in which what",
        cues="present|attendance",
    ),
)
