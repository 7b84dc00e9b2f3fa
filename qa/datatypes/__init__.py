"""What crosses module borders: frozen values, no behaviour beyond looking at themselves.

All offsets count characters (Python `str` indices) of `Document.text`; `end` is exclusive.
All scores are floats where larger is better.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from qa.datatypes.answers import (
    Answer,
    DifferingAnswer,
    Evidence,
    Hit,
    Interpretation,
    QuotedFile,
    Receipt,
    Refusal,
    Reply,
    SideScore,
    Source,
    Staleness,
    Strength,
    Timing,
    Turn,
)
from qa.datatypes.boxes import Box
from qa.datatypes.documents import (
    Block,
    BlockKind,
    DateOrigin,
    Document,
    DocumentInfo,
    Filter,
    Passage,
    Selection,
    Sentence,
    Skipped,
    document_id,
)
from qa.datatypes.places import Place, PlaceKind
from qa.datatypes.reports import (
    Check,
    Checkup,
    Clusters,
    Extent,
    Holdings,
    NamedCollection,
    Noticed,
    Preview,
    Progress,
    Status,
    SyncReport,
    Verdict,
)
from qa.datatypes.times import TimeFocus, Timeline, TimelineEntry
from qa.datatypes.writing import Doubt, Support, Written, WrittenSentence

if TYPE_CHECKING:
    from qa.datatypes.similarity import (
        AlikePassages,
        Likeness,
        SimilarDocument,
        SimilarDocuments,
        Stretch,
    )
    from qa.datatypes.verification import (
        CheckedAnswer,
        CheckedDraft,
        CheckedQuote,
        CheckedSentence,
        CheckedStretch,
        Difference,
        DiffPart,
        Nearest,
        Occurrence,
        QuoteState,
        SentenceState,
        Side,
    )

JSON_SCHEMA_VERSION = 2

__all__ = [
    "JSON_SCHEMA_VERSION",
    "AlikePassages",
    "Answer",
    "Block",
    "BlockKind",
    "Box",
    "Check",
    "CheckedAnswer",
    "CheckedDraft",
    "CheckedQuote",
    "CheckedSentence",
    "CheckedStretch",
    "Checkup",
    "Clusters",
    "DateOrigin",
    "DiffPart",
    "Difference",
    "DifferingAnswer",
    "Document",
    "DocumentInfo",
    "Doubt",
    "Evidence",
    "Extent",
    "Filter",
    "Hit",
    "Holdings",
    "Interpretation",
    "Likeness",
    "NamedCollection",
    "Nearest",
    "Noticed",
    "Occurrence",
    "Passage",
    "Place",
    "PlaceKind",
    "Preview",
    "Progress",
    "QuoteState",
    "QuotedFile",
    "Receipt",
    "Refusal",
    "Reply",
    "Selection",
    "Sentence",
    "SentenceState",
    "Side",
    "SideScore",
    "SimilarDocument",
    "SimilarDocuments",
    "Skipped",
    "Source",
    "Staleness",
    "Status",
    "Strength",
    "Stretch",
    "Support",
    "SyncReport",
    "TimeFocus",
    "Timeline",
    "TimelineEntry",
    "Timing",
    "Turn",
    "Verdict",
    "Written",
    "WrittenSentence",
    "document_id",
]

# Imported when a name of theirs is asked for: a dataclass takes a millisecond to make, and answers
# need none of these.
_LATER = ("qa.datatypes.similarity", "qa.datatypes.verification")


def __getattr__(name: str) -> Any:
    if name in __all__:
        homes = (vars(import_module(module)) for module in _LATER)
        return next(names[name] for names in homes if name in names)
    raise AttributeError(f"module 'qa.datatypes' has no attribute '{name}'")
