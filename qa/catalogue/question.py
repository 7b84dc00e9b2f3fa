"""What a question about the collection asks for, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """What is asked of the documents."""

    SELECT = "select"  # those that mention, are about, are of a time, of an author, have a tag
    EXTREME = "extreme"  # the newest or the oldest of them
    AUTHOR = "author"  # who wrote one
    DATE = "date"  # when one was published
    CONTENT = "content"  # what stands in the one of a day
    TITLE = "title"  # what a file is called
    SECTION = "section"  # a part by its number: Article 20
    OVERVIEW = "overview"  # what all of them are about
    TODOS = "todos"  # items of check lists
    TAGS = "tags"  # which there are
    ATTACHMENTS = "attachments"  # mails by what is attached to them
    LINKS = "links"  # documents that link to each other
    AGENDA = "agenda"  # events of calendars
    BIRTHDAYS = "birthdays"  # of cards


class Relation(StrEnum):
    """How a selected document is related to the topic."""

    MENTIONS = "mentions"  # the words as they stand
    DISCUSSES = "discusses"  # the same, or else what the document is about
    ABOUT = "about"  # title, or mentioned again and again
    QUOTES = "quotes"  # has the words of somebody
    HOLDS = "holds"  # all the words of the topic in one paragraph, item or row


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, both days included; `month` alone is that month of any year."""

    since: date | None = None
    until: date | None = None
    month: int | None = None

    def __contains__(self, day: date) -> bool:
        """Whether `day` lies in it."""
        return (
            (self.since is None or day >= self.since)
            and (self.until is None or day <= self.until)
            and (self.month is None or day.month == self.month)
        )

    @property
    def day(self) -> date | None:
        """The one day that it is, if it is only one."""
        return self.since if self.since == self.until else None

    @property
    def short(self) -> bool:
        """Whether it is no longer than a month."""
        if self.since is None or self.until is None:
            return False
        return self.until - self.since < timedelta(days=31)


@dataclass(frozen=True, slots=True)
class CatalogueQuestion:
    """A question about documents, taken apart.

    `topic` is what they mention or are about, or the name of the one that is meant, as typed.
    `topic` without a time at its end ("elections in 2019") is `inner`, and the time `period`;
    they are the same where nothing was cut off. `noun` is the word for documents in the singular
    ("chapter") and `modifiers` the words before it ("handbook").
    """

    kind: Kind
    topic: str = ""
    inner: str = ""
    relation: Relation | None = None
    noun: str = "document"
    modifiers: tuple[str, ...] = ()
    number: str = ""  # of SECTION: "20", "8.6"; of AGENDA the day of a month without its year
    whole: str = ""  # the document whose parts are asked for: "article of the GDPR"
    period: Period | None = None
    author: str = ""
    tag: str = ""
    language: str = ""  # its code
    newest: bool = True  # of EXTREME: newest or oldest; of AGENDA without it the next one
    counted: bool = False  # how many
    bare: bool = False  # without a verb or a question word: "pdf files on taxes"
    undated: bool = False  # those that have no date; of ATTACHMENTS and LINKS without
    changed: bool = False  # of DATE: when it was changed last
    timed: bool = False  # of TODOS: those that are due, or were done, at the time
    done: bool = False  # of TODOS: those that are done
    oldest_first: bool = False
    exact_name: bool = False  # the topic is a document's only where one has exactly this name
    inside: bool = False  # what stands in the document is asked for; the links of it
    verb: str = ""  # what is asked of the one found: "fixed", "added"
    otherwise: CatalogueQuestion | None = None  # of AGENDA: what it asks for where that has nothing
