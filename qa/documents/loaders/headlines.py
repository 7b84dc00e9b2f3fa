"""First lines that are headlines: how long they are, and where names are one and no byline."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa.documents.loaders import boilerplate
from qa.documents.loaders.dates import date_line

MOST_TITLE = 200  # characters; a longer first line is text, and is cut for a title
STOP = ".!?…:;,"  # ends no headline
_SEVERAL = re.compile(r"\s(?:and|und|et|y|&)\s|,\s|\s[/|]\s", re.IGNORECASE)
_BY = re.compile(r"[\s*_]*(?:by|von|par|por|di|door|written by|text:)\b", re.IGNORECASE)


def names_as_headline(line: str, below: Iterable[str]) -> bool:
    """Whether a first line that is several names is the headline: of what is told of them.

    That is so without "By", where text stands `below` and no other headline.
    """
    if _BY.match(line) or not (_SEVERAL.search(line) and boilerplate.is_names(line)):
        return False
    for text in below:
        if not (date_line(text) or boilerplate.is_role(text) or boilerplate.is_publisher(text)):
            return len(text) > MOST_TITLE or text.rstrip("\"'”’)")[-1:] in STOP
    return False


def cut(title: str) -> str:
    """A title, shortened where it is a paragraph."""
    if len(title) <= MOST_TITLE:
        return title
    return title[:MOST_TITLE].rsplit(" ", 1)[0].rstrip(STOP) + "…"
