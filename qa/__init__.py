"""Ask a folder of documents; get the exact sentences that answer.

    import qa

    with qa.open("index") as collection:
        answer = collection.ask("why was Turkey removed from F-35?")

Importing this package imports nothing else: names are looked up when they are used.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa import library as library
    from qa.async_engine import AsyncEngine, open_async
    from qa.datatypes import (
        AlikePassages,
        Answer,
        Block,
        BlockKind,
        Box,
        Check,
        CheckedAnswer,
        CheckedDraft,
        CheckedQuote,
        CheckedSentence,
        CheckedStretch,
        Checkup,
        Clusters,
        DateOrigin,
        Difference,
        DifferingAnswer,
        DiffPart,
        Document,
        DocumentInfo,
        Doubt,
        Evidence,
        Filter,
        Hit,
        Likeness,
        Nearest,
        Noticed,
        Occurrence,
        Passage,
        Place,
        PlaceKind,
        Preview,
        Progress,
        QuotedFile,
        QuoteState,
        Receipt,
        Refusal,
        Selection,
        Sentence,
        SentenceState,
        Side,
        SideScore,
        SimilarDocument,
        SimilarDocuments,
        Skipped,
        Source,
        Staleness,
        Status,
        Strength,
        Stretch,
        Support,
        SyncReport,
        Timeline,
        TimelineEntry,
        Timing,
        Verdict,
        Written,
        WrittenSentence,
    )
    from qa.engine import MAX_QUESTION, Engine, open
    from qa.errors import (
        ClusterError,
        CollectionError,
        CollectionNotFound,
        DocumentError,
        DocumentNotFound,
        EncoderError,
        FolderUntrusted,
        IndexDamaged,
        IndexLocked,
        IndexMismatch,
        IndexNotFound,
        IndexUnwritable,
        ModelNotFound,
        ModelRefused,
        ModelUnfaithful,
        NotShared,
        QaError,
        ReaderDamaged,
        ScaleMissing,
        ServerBusy,
        StorageError,
        StoreError,
        Untrusted,
        UsageError,
        VerbatimError,
        WriterError,
        WriterNotAllowed,
    )
    from qa.version import __version__ as __version__

# onnxruntime 1.29 and later report to their maker unless this is set before they are imported:
# every process writes ~/.cache/Microsoft, and one that lives for seconds looks up a host.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__all__ = [
    "MAX_QUESTION",
    "AlikePassages",
    "Answer",
    "AsyncEngine",
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
    "ClusterError",
    "Clusters",
    "CollectionError",
    "CollectionNotFound",
    "DateOrigin",
    "DiffPart",
    "Difference",
    "DifferingAnswer",
    "Document",
    "DocumentError",
    "DocumentInfo",
    "DocumentNotFound",
    "Doubt",
    "EncoderError",
    "Engine",
    "Evidence",
    "Filter",
    "FolderUntrusted",
    "Hit",
    "IndexDamaged",
    "IndexLocked",
    "IndexMismatch",
    "IndexNotFound",
    "IndexUnwritable",
    "Likeness",
    "ModelNotFound",
    "ModelRefused",
    "ModelUnfaithful",
    "Nearest",
    "NotShared",
    "Noticed",
    "Occurrence",
    "Passage",
    "Place",
    "PlaceKind",
    "Preview",
    "Progress",
    "QaError",
    "QuoteState",
    "QuotedFile",
    "ReaderDamaged",
    "Receipt",
    "Refusal",
    "ScaleMissing",
    "Selection",
    "Sentence",
    "SentenceState",
    "ServerBusy",
    "Side",
    "SideScore",
    "SimilarDocument",
    "SimilarDocuments",
    "Skipped",
    "Source",
    "Staleness",
    "Status",
    "StorageError",
    "StoreError",
    "Strength",
    "Stretch",
    "Support",
    "SyncReport",
    "Timeline",
    "TimelineEntry",
    "Timing",
    "Untrusted",
    "UsageError",
    "VerbatimError",
    "Verdict",
    "WriterError",
    "WriterNotAllowed",
    "Written",
    "WrittenSentence",
    "open",
    "open_async",
]

# Where a name is looked up when it is used; all others are in qa.datatypes.
_MODULES = {
    "qa.async_engine": ("AsyncEngine", "open_async"),
    "qa.engine": ("Engine", "MAX_QUESTION", "open"),
    "qa.version": ("__version__",),
    "qa.errors": (
        "ClusterError",
        "CollectionError",
        "CollectionNotFound",
        "DocumentError",
        "DocumentNotFound",
        "EncoderError",
        "FolderUntrusted",
        "IndexDamaged",
        "IndexLocked",
        "IndexMismatch",
        "IndexNotFound",
        "IndexUnwritable",
        "ModelNotFound",
        "ModelRefused",
        "ModelUnfaithful",
        "NotShared",
        "QaError",
        "ReaderDamaged",
        "ScaleMissing",
        "ServerBusy",
        "StorageError",
        "StoreError",
        "Untrusted",
        "UsageError",
        "VerbatimError",
        "WriterError",
        "WriterNotAllowed",
    ),
}


def __getattr__(name: str) -> Any:
    if name == "library":
        return import_module("qa.library")
    if name in __all__ or name == "__version__":
        homes = (module for module, names in _MODULES.items() if name in names)
        return getattr(import_module(next(homes, "qa.datatypes")), name)
    raise AttributeError(f"module 'qa' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
