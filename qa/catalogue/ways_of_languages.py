"""How people ask for the documents in a language."""

from __future__ import annotations

from qa import languages
from qa.catalogue.patterns import Pattern
from qa.catalogue.phrases import BE, LIST, LISTS, THAT, THERE, WH, W
from qa.catalogue.question import Kind

_S = Kind.SELECT
_LANGUAGE = "|".join(languages.NAMES.values()).lower()

LANGUAGES = (
    Pattern(
        rf"(?:{W}|{LIST}(?: of)?|how many(?P<counted>)) {{d}}(?:{THAT} {BE}| {THERE})?"
        rf"(?: written)? in (?P<language>{_LANGUAGE})",
        _S,
        first=f"{WH} {LISTS} how",
        cues=" in ",
    ),
    Pattern(
        rf"(?:any |all )?{{d}}(?: that are)?(?: written)? in (?P<language>{_LANGUAGE})",
        _S,
        needs="many",
        cues=" in ",
    ),
    Pattern(
        rf"how many(?P<counted>) (?P<language>{_LANGUAGE})[- ]language {{d}}(?: {THERE})?",
        _S,
        first="how",
        cues="language",
    ),
)
