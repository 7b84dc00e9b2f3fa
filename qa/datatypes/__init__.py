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
    Place,
    PlaceKind,
    Selection,
    Sentence,
    Skipped,
    document_id,
)
from qa.datatypes.reports import (
    Check,
    Checkup,
    Clusters,
    Holdings,
    NamedCollection,
    Noticed,
    Preview,
    Progress,
    Status,
    SyncReport,
    Verdict,
)

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
    "Holdings",
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
    "Timing",
    "Turn",
    "Verdict",
    "document_id",
]
