"""Messages that workers post. Only their handlers touch widgets."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from qa.datatypes import (
    Answer,
    CheckedAnswer,
    DocumentInfo,
    Noticed,
    Preview,
    Progress,
    Reply,
    SimilarDocuments,
    Status,
    SyncReport,
    Timeline,
)
from tui.backend import Article
from tui.conversation_store import Entry, Recent
from tui.conversations import Conversation, Turn
from tui.failures import Failure


@dataclass
class Written(Message):
    """A language model has written from the evidence of an answer, or failed to."""

    turn: Turn
    answer: Answer


@dataclass
class DraftFound(Message):
    """A chat of this collection ended before its question was sent."""

    text: str


@dataclass
class DocumentsListed(Message):
    """The documents of the index are known."""

    documents: tuple[DocumentInfo, ...]


@dataclass
class IndexMissing(Message):
    """There is no index, or nothing in it."""

    preview: Preview | None
    failure: Failure | None


@dataclass
class ModelsLoaded(Message):
    """The models are loaded: the first question need not wait."""

    warnings: tuple[str, ...]


@dataclass
class OpenFailed(Message):
    """The collection can't be opened."""

    failure: Failure


@dataclass
class StatusChecked(Message):
    """The files of the collection were compared with the index, or could not be."""

    status: Status | None


@dataclass
class CollectionChanged(Message):
    """Files of the collection or its index have changed."""

    change: Noticed


@dataclass
class UpdateProgressed(Message):
    """An update made progress."""

    progress: Progress


@dataclass
class UpdateEnded(Message):
    """An update succeeded (`report`), has failed (`failure`) or was stopped (neither)."""

    report: SyncReport | None = None
    failure: Failure | None = None


@dataclass
class Answered(Message):
    """A question is answered or refused, or a line that is no question got its reply."""

    turn: Turn
    answer: Answer | Reply


@dataclass
class QuotesChecked(Message):
    """The quotes of an answer were compared with the files."""

    turn: Turn
    answer: Answer
    checked: CheckedAnswer


@dataclass
class AskFailed(Message):
    """A question could not be answered."""

    turn: Turn
    failure: Failure


@dataclass
class ArticleLoaded(Message):
    """A document was loaded for reading."""

    article: Article
    ticket: int  # the request it replies to; replies to older requests are ignored


@dataclass
class ArticleFailed(Message):
    """A document can't be read."""

    failure: Failure
    ticket: int


@dataclass
class TimelineFound(Message):
    """The dated documents on a question are known."""

    timeline: Timeline
    search: int  # which it replies to; replies to older ones are ignored


@dataclass
class TimelineFailed(Message):
    """A timeline could not be made."""

    failure: Failure
    search: int


@dataclass
class SimilarFound(Message):
    """The documents that are like one are known."""

    found: SimilarDocuments


@dataclass
class SimilarFailed(Message):
    """They could not be looked for."""

    failure: Failure


@dataclass
class ConversationsListed(Message):
    """The saved conversations are listed."""

    entries: tuple[Entry, ...]
    broken: int
    highlighted: str = ""  # the id of one
    message: str = ""


@dataclass
class StartersFound(Message):
    """Questions to begin with were found, for these documents."""

    questions: tuple[str, ...]
    documents: tuple[DocumentInfo, ...]


@dataclass
class RecentFound(Message):
    """The conversations that can be continued are known."""

    recent: tuple[Recent, ...]


@dataclass
class ConversationLoaded(Message):
    """A saved conversation was loaded."""

    conversation: Conversation


@dataclass
class Notice(Message):
    """A notification from a worker."""

    text: str
    failure: bool = False
