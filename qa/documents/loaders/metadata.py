"""What is known of a document besides its text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from qa.datatypes import Block, DateOrigin

_ADDRESS = re.compile(r"(?:[a-z]+:)?//|www\.", re.IGNORECASE)


def is_address(name: str) -> bool:
    """Whether what stands for the name of a publisher is where its pages are."""
    return bool(_ADDRESS.match(name.strip()))


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the reading of an article found; `blocks` are those given, some of another kind."""

    title: str
    author: str | None
    agency: str | None
    published: date | None
    blocks: tuple[Block, ...]
    news: bool = False  # the text has a byline, an agency or a date where articles have them
    headline: int | None = None  # the block that was made a heading because it is the title
    date_origin: DateOrigin | None = None  # where `published` was found


@dataclass(frozen=True, slots=True)
class Known:
    """What the file itself says outright (front matter), which beats anything read from text."""

    title: str | None = None
    author: str | None = None
    agency: str | None = None
    published: date | None = None
    date_origin: DateOrigin = DateOrigin.FRONT_MATTER  # where it was found, if it was
    language: str | None = None  # as in `Document`; checked against the text later
    changed: date | None = None  # when it was changed, which dates what has no other day
