"""Questions for a numbered part: what does Article 20 say, chapter 5, the third amendment."""

from __future__ import annotations

import re
from functools import cache

from qa.catalogue.language import NUMBER_WORDS, NUMBERED_PARTS
from qa.catalogue.numerals import value
from qa.catalogue.question import CatalogueQuestion, Kind

_WAYS = (
    r"what (?:do|does|did) (?:the )?{named}"
    r" (?:say|state|provide|contain|require|regulate|cover|read)",
    r"what (?:is|stands|happens)(?: written| said)? in (?:the )?{named}",
    r"what (?:is|are) (?:the )?{named}(?: about)?",
    r"(?:(?:show|read|quote|give)(?: me)? )?(?:the )?{named}",
)


def parse_section(text: str) -> CatalogueQuestion | None:
    """The part that a tidy question asks for and nothing else, or None."""
    lower = text.lower()
    if not any(part in lower for part in NUMBERED_PARTS):
        return None
    for way in _compiled():
        if match := way.fullmatch(text):
            number = value(match["number"] or match["ordinal"])
            part = (match["part"] or match["ordered"]).lower()
            if number:
                whole = match["whole"] or ""
                return CatalogueQuestion(Kind.SECTION, noun=part, number=number, whole=whole)
    return None


@cache
def _compiled() -> tuple[re.Pattern[str], ...]:
    parts = "|".join(NUMBERED_PARTS)
    words = rf"(?:{'|'.join(NUMBER_WORDS)})(?:[- ](?:{'|'.join(NUMBER_WORDS)}))?"
    named = (
        rf"(?:(?P<part>{parts}) (?P<number>\d{{1,4}}(?:\.\d{{1,3}})*|[ivxlc]+|{words})"
        rf"|(?P<ordinal>\d{{1,3}}(?:st|nd|rd|th)|{words}) (?P<ordered>{parts}))"
        r"(?: (?:of|in) (?P<whole>[^,?]+?))??"
    )
    return tuple(re.compile(way.replace("{named}", named), re.I) for way in _WAYS)
