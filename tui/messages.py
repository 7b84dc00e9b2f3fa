"""What workers tell. Only the handlers of these touch widgets."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from qa.datatypes import Answer, DocumentInfo, Noticed, Preview, Progress, Status, SyncReport
from tui.backend import Article
from tui.conversation_store import Entry
from tui.conversations import Conversation, Turn
from tui.failures import Failure


@dataclass
class Listed(Message):
    """The documents of the index are known."""

    documents: tuple[DocumentInfo, ...]


@dataclass
class Missing(Message):
    """There is no index, or nothing in it."""

    preview: Preview | None
    failure: Failure | None


@dataclass
class Warmed(Message):
    """The first question will not have to wait."""

    warnings: tuple[str, ...]


@dataclass
class OpenFailed(Message):
    """The collection can't be opened."""

    failure: Failure


@dataclass
class Looked(Message):
    """The files of the collection were looked at, or could not be."""

    status: Status | None


@dataclass
class Stirred(Message):
    """Something in the collection has changed."""

    noticed: Noticed


@dataclass
class Progressed(Message):
    """An update has come further."""

    progress: Progress


@dataclass
class Updated(Message):
    """An update is done (`report`), has failed (`failure`) or was stopped (neither)."""

    report: SyncReport | None = None
    failure: Failure | None = None


@dataclass
class Answered(Message):
    """A question is answered or refused."""

    turn: Turn
    answer: Answer


@dataclass
class AskFailed(Message):
    """A question could not be answered."""

    turn: Turn
    failure: Failure


@dataclass
class Fetched(Message):
    """A document is here to be read."""

    article: Article
    ticket: int  # which request it is the reply to; older ones are no longer wanted


@dataclass
class FetchFailed(Message):
    """A document can't be read."""

    failure: Failure
    ticket: int


@dataclass
class Shelved(Message):
    """The kept conversations are listed."""

    entries: tuple[Entry, ...]
    broken: int
    highlighted: str = ""  # the id of one
    said: str = ""


@dataclass
class Reopened(Message):
    """A kept conversation is here again."""

    conversation: Conversation


@dataclass
class Told(Message):
    """Something to say that needs no answer."""

    text: str
    failure: bool = False
