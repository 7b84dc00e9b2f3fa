"""Who wrote an article, when, for whom, under which headline; and which blocks are furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from qa.datatypes import Block, BlockKind
from qa.documents.loaders import boilerplate
from qa.documents.loaders.date_fields import day_met, day_of_fields
from qa.documents.loaders.dates import DateLine, Dateline, date_line, dateline, day_of_law
from qa.documents.loaders.headlines import (
    MOST_TITLE,
    STOP,
    cut,
    is_letter,
    letterhead,
    names_as_headline,
)
from qa.documents.loaders.line_rules import greeting, label
from qa.documents.loaders.metadata import Known, Metadata
from qa.documents.loaders.publication_day import publication_day
from qa.documents.loaders.titles import readable

_HEAD_BLOCKS = 12  # how far down the head of an article can reach
_TAIL_BLOCKS = 8
_BODY_LENGTH = 90  # characters from which a paragraph is running text
_DATELINE_PARAGRAPHS = 3  # a summary and a repeated lede may stand before the dateline
_MAX_TIMELINE = 40  # characters of a date that stands as a heading
_AGENCY_LEAD = re.compile(
    r"(?:[A-Z][\w.'’/ ,-]{1,60}?)?\s*\((?P<agency>[A-Za-z][\w .&-]{1,30})\)\s*(?:[-–—]{1,2}|:)\s"
)
_CNN_LEAD = re.compile(r"(?:[A-Z][\w .,'’-]{1,40}\s)?(?P<agency>CNN(?: Business)?)\s*(?:—|–|-|$)")
_COPYRIGHT = re.compile(
    r"(?i:©|\(c\)|copyright)\s*+(?:©|\(c\))?\s*+(?:(?:19|20)\d\d)?\s*+(?:by\s+)?"
    r"(?P<owner>[A-Z][\w&'’-]*(?: [A-Z][\w&'’-]*){0,4})"
)
_BEFORE_DATE = re.compile(
    r"\s*[|·•]\s|[,.;]?\s+(?:(?:last|first)\s+)?(?:published|posted|updated)\b|,?\s+\d|\d",
    re.IGNORECASE,
)
_RELEASED = re.compile(r"released\b", re.IGNORECASE)
_MOST_READ = 2_000  # characters of a block that patterns look at
_MAX_FURNITURE = 8_000  # characters; nothing longer stands around a text
_TITLING = (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM)
_NO_LINES = frozenset(
    {BlockKind.CODE, BlockKind.TABLE, BlockKind.QUESTION, BlockKind.SIGNATURE, BlockKind.CONTENTS}
)


def read_metadata(
    text: str,
    blocks: Sequence[Block],
    source: str,
    known: Known | None = None,
    articles_only: bool = False,
    entries: Set[int] = frozenset(),
) -> Metadata:
    """Read title, byline, agency and date off an article and mark what is not its text.

    With `articles_only` a first line is made a heading only where this looks like an article;
    `entries` are the places of days that head entries of a diary, and date not the whole.
    """
    return _Reading(text, list(blocks), source, known or Known()).result(articles_only, entries)


class _Reading:
    def __init__(self, text: str, blocks: list[Block], source: str, known: Known) -> None:
        self._text = text
        self._blocks = blocks
        self._source = source
        self._known = known
        self._author = known.author
        self._agency = known.agency
        self._dateline: Dateline | None = None
        self._dates: list[DateLine] = []
        self._later_dates: list[DateLine] = []
        self._last_date: DateLine | None = None  # ends the text
        self._head_end = 0
        self._title_at: int | None = None
        self._title_short = False
        self._labelled = False  # whether such a line stands at the head: "Date: ..."
        self._letter = readable(source) and is_letter(text, blocks)

    def result(self, articles_only: bool, entries: Set[int]) -> Metadata:
        self._head(entries)
        self._everywhere()
        self._tail()
        title = self._title()
        news = bool(self._dateline or self._dates) or (self._author, self._agency) != (
            self._known.author,
            self._known.agency,
        )
        headline = self._headline(articles_only and not news)
        last = self._last_date if news else None
        day, origin = publication_day(self._dates, self._later_dates, self._dateline, last)
        if self._known.published:
            day, origin = self._known.published, self._known.date_origin
        blocks = tuple(self._blocks)
        return Metadata(title, self._author, self._agency, day, blocks, news, headline, origin)

    def _headline(self, none: bool) -> int | None:
        """Make the title a heading where it is a short line; its place if it was."""
        place = self._title_at
        if none or self._letter or place is None or not self._title_short or len(self._blocks) < 2:
            return None
        if self._blocks[place].kind is not BlockKind.PARAGRAPH:
            return None
        self._blocks[place] = replace(self._blocks[place], kind=BlockKind.HEADING, level=1)
        return place

    def _of(self, index: int) -> str:
        block = self._blocks[index]
        return self._text[block.start : block.end]

    def _line(self, index: int) -> str:
        """The beginning of a block as one line with single spaces.

        The patterns read no more, and many spaces in a row would cost them time by the square.
        """
        block = self._blocks[index]
        return " ".join(self._text[block.start : min(block.end, block.start + _MOST_READ)].split())

    def _mark(self, index: int, kind: BlockKind) -> None:
        self._blocks[index] = replace(self._blocks[index], kind=kind)

    # --- the head: everything before and just into the running text

    def _head(self, entries: Set[int]) -> None:
        bodies = 0
        for index in range(min(_HEAD_BLOCKS, len(self._blocks))):
            line = self._line(index)
            row = self._blocks[index].kind is BlockKind.TABLE
            if index not in entries and (found := day_of_fields(line, row=row)):
                self._dates.append(found)
                self._head_end = index + 1
            if self._blocks[index].kind in _NO_LINES or index in entries:
                continue
            if self._lead(line):
                self._set_title(index, only_short=True)
                return
            day = (date_line(line) or day_met(line)) if bodies == 0 else None
            if bodies == 0 and self._meta_line(index, line, day):
                if not (day and day.telling):  # else it is asked for
                    self._mark(index, BlockKind.META)
                self._head_end = index + 1
                self._labelled = label(line)
                continue
            if self._labelled and self._title_at is None and label(line):  # "Attendees: ..."
                continue
            if letterhead(self._text, self._blocks, index):
                continue
            if found := day_of_law(self._of(index), below=bodies > 0):
                self._dates.append(found)
                self._head_end = index + 1
            self._set_title(index)
            if self._is_body(index, line):
                bodies += 1
                if bodies > _DATELINE_PARAGRAPHS:
                    return

    def _lead(self, line: str) -> bool:
        """Whether the paragraph begins with a dateline, whose day and agency are then kept."""
        found = dateline(line)
        agency: str | None = None
        if found:
            self._dateline = found
            agency = found.agency
        elif match := _AGENCY_LEAD.match(line):
            agency = match["agency"] if boilerplate.agency_named(match["agency"]) else None
        elif (match := _CNN_LEAD.match(line)) and len(line) > _BODY_LENGTH:
            agency = match["agency"]
        if agency:
            self._agency = self._agency or boilerplate.agency_named(agency) or agency
        return bool(found or agency)

    def _meta_line(self, index: int, line: str, found: DateLine | None) -> bool:
        if found:
            self._dates.append(found)
            self._byline(_BEFORE_DATE.split(line, maxsplit=1)[0])
            self._agency = self._agency or boilerplate.publisher_beside(line)
            heading = self._blocks[index].kind is BlockKind.HEADING
            if heading and (found.placed or found.telling):
                return False  # "Minutes, 3 June 2025"
            return not _RELEASED.match(line)  # says of a version what people ask
        if self._title_at is None and not self._known.title:
            after = range(index + 1, min(index + _HEAD_BLOCKS, len(self._blocks)))
            if names_as_headline(line, map(self._line, after)):
                return False
        if boilerplate.is_credit(line) or self._byline(line):
            return True
        if boilerplate.is_publisher(line) or (len(line) < 40 and _CNN_LEAD.fullmatch(line)):
            match = _CNN_LEAD.fullmatch(line)
            agency = boilerplate.agency_named(match["agency"] if match else line)
            below = boilerplate.publisher(line) if index > 0 else None
            self._agency = self._agency or agency or below
            # Some headlines are a paper's name; a first line with text right below is not one.
            return index > 0 or agency is not None
        if boilerplate.is_role(line):
            return True
        if boilerplate.is_names(line) and self._names_confirmed(index):
            self._author = self._author or boilerplate.people(boilerplate.bare(line))
            return True
        return self._blocks[index].kind == BlockKind.META

    def _byline(self, line: str) -> bool:
        found = boilerplate.byline(line)
        if not found:
            return False
        self._author = self._author or found[0]
        self._agency = self._agency or found[1]
        return True

    def _names_confirmed(self, index: int) -> bool:
        """Whether a role, a paper or a date follows the names at once."""
        if index + 1 >= len(self._blocks):
            return False
        line = self._line(index + 1)
        if boilerplate.is_role(line) or boilerplate.is_publisher(line):
            return True
        # Without a headline above, the "names" are the headline: "Stock Market Report".
        return self._title_at is not None and not self._letter and date_line(line) is not None

    def _is_body(self, index: int, line: str) -> bool:
        if self._blocks[index].kind in (BlockKind.HEADING, BlockKind.META):
            return False
        return index != self._title_at and (
            len(line) >= _BODY_LENGTH or line.rstrip("\"'”’)")[-1:] in ".!?"
        )

    # --- everything, then the tail

    def _everywhere(self) -> None:
        for index, block in enumerate(self._blocks):
            if block.kind in _NO_LINES or block.end - block.start > _MAX_FURNITURE:
                continue
            line = self._of(index)
            if boilerplate.is_boilerplate(line) or boilerplate.is_reporting(line):
                if index != self._title_at:
                    self._mark(index, BlockKind.BOILERPLATE)
            elif boilerplate.is_credit(line):
                self._mark(index, BlockKind.META)
            elif boilerplate.is_signature(line):
                self._mark(index, BlockKind.SIGNATURE)
            elif index >= self._head_end and len(line) <= _MAX_TIMELINE:
                day = date_line(line)
                if day and not (day.telling or day.placed):  # as below a signature
                    self._later_dates.append(day)
                    if index == len(self._blocks) - 1:
                        self._last_date = day

    def _tail(self) -> None:
        for index in range(max(0, len(self._blocks) - _TAIL_BLOCKS), len(self._blocks)):
            line = self._line(index)
            if len(line) <= 40 and index > 1 and (agency := boilerplate.agency_named(line)):
                self._mark(index, BlockKind.META)
                self._agency = self._agency or agency
            elif boilerplate.is_reporting(line):
                self._author = self._author or boilerplate.reporter(line)
            elif match := _COPYRIGHT.match(line):
                self._agency = self._agency or boilerplate.agency_named(match["owner"])

    # --- title

    def _set_title(self, index: int, only_short: bool = False) -> None:
        if self._title_at is not None or greeting(line := self._of(index)):
            return
        short = len(line) <= MOST_TITLE and line[-1] not in STOP and "\n" not in line
        if only_short and not short:
            return
        self._title_at = index
        self._title_short = short

    def _title(self) -> str:
        if self._known.title or self._letter:
            return self._known.title or ""  # an address is none, what its file is called may be
        if self._title_at is not None:
            return cut(boilerplate.bare(self._of(self._title_at)))
        for index, block in enumerate(self._blocks):
            if block.kind in _TITLING and not greeting(self._of(index)):
                return cut(boilerplate.bare(self._of(index)))
        return ""
