"""Is a question about the collection itself? A cheap test first; None when in doubt."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from qa.catalogue.language import NUMBER_WORDS, NUMBERED_PARTS, SINGULAR, TODO
from qa.catalogue.question import CatalogueQuestion

_LONGEST = 300  # characters; nobody asks for a list of documents at more length
_SPACE = re.compile(r"[\x00-\x1f\x7f\s]+")
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "‑": "-"})


def recognise(question: str, today: date | None = None) -> CatalogueQuestion | None:
    """What `question` asks of the collection, or None when it asks for something else.

    `today` is what "last month" counts from, by default the present day.
    """
    text = _SPACE.sub(" ", question.translate(_STRAIGHT)).strip()
    if len(text) > _LONGEST or not _hint().search(text):
        return None
    from qa.catalogue.parse import parse  # 30 ms with what it compiles first; few questions need it

    return parse(text, today)


@cache
def _hint() -> re.Pattern[str]:
    """Nothing without one of these words can be about documents; 10 microseconds a question."""
    nouns = "|".join(sorted(map(re.escape, SINGULAR), key=len, reverse=True))
    words = (
        rf"{nouns}|wrote|written|authors?|authored|published|posted|sent|released|come out|dated"
        r"|mentioned|referred|brought up|everything|anything|collection|folder|vault|library"
        r"|archive|topics|subjects|date of|agenda|discuss(?:ed)?|decided?|here"
        r"|all this|how often|how many times"
        r"|\w\.(?:md|txt|pdf|docx|html?|rst)"
        r"|what (?:do|have) (?:i|we|you)|v?\d+\.\d+[a-z]?|[a-z]+[-_]?\d\d+"
        r"|did \S+(?: \S+){0,3} (?:write|author|send|publish)"
        r"|(?:back)?link(?:s|ed)?|attach(?:ed|ments?)?|birthdays?|born|calendar|scheduled|planned|happening"
        r"|going on|coming up|next|upcoming"
        r"|(?:what|anything) (?:is |was )?(?:there )?on|what's on"
        rf"|did (?:i|we)|(?:i|we) doing|to do|{TODO}|overdue|due|tags"
        rf"|(?:{'|'.join(NUMBERED_PARTS)}) (?:\d+|[ivxlc]+|{'|'.join(NUMBER_WORDS)})"
        r"|\w+(?:th|st|nd|rd) amendment"
    )
    return re.compile(rf"\b(?:{words})\b", re.I)
