"""What crosses module borders: frozen values, no behaviour beyond looking at themselves.

All offsets count characters (Python `str` indices) of `Document.text`; `end` is exclusive.
All scores are floats where larger is better.
"""

from qa.datatypes.answers import (
    Answer,
    Evidence,
    Hit,
    Interpretation,
    Refusal,
    Reply,
    SideScore,
    Source,
    Staleness,
    Strength,
    Timing,
    Turn,
)
from qa.datatypes.documents import (
    Block,
    BlockKind,
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
    NamedCollection,
    Noticed,
    Preview,
    Progress,
    Status,
    SyncReport,
    Verdict,
)
from qa.datatypes.times import TimeFocus, Timeline, TimelineEntry

JSON_SCHEMA_VERSION = 2

__all__ = [
    "JSON_SCHEMA_VERSION",
    "Answer",
    "Block",
    "BlockKind",
    "Check",
    "Checkup",
    "Clusters",
    "Document",
    "DocumentInfo",
    "Evidence",
    "Filter",
    "Hit",
    "Interpretation",
    "NamedCollection",
    "Noticed",
    "Passage",
    "Place",
    "PlaceKind",
    "Preview",
    "Progress",
    "Refusal",
    "Reply",
    "Selection",
    "Sentence",
    "SideScore",
    "Skipped",
    "Source",
    "Staleness",
    "Status",
    "Strength",
    "SyncReport",
    "TimeFocus",
    "Timeline",
    "TimelineEntry",
    "Timing",
    "Turn",
    "Verdict",
    "document_id",
]
