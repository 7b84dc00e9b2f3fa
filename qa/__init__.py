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
    from qa.datatypes import Answer, Document, DocumentInfo, Evidence, Hit, Source, Status
    from qa.engine import Engine, open
    from qa.errors import QaError

__version__ = "0.1.0"

# onnxruntime 1.29 and later report to their maker unless this is set before they are imported:
# every process writes ~/.cache/Microsoft, and one that lives for seconds looks up a host.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__all__ = [
    "Answer",
    "Document",
    "DocumentInfo",
    "Engine",
    "Evidence",
    "Hit",
    "QaError",
    "Source",
    "Status",
    "open",
]

_HOMES = {"Engine": "qa.engine", "open": "qa.engine", "QaError": "qa.errors"}


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module(_HOMES.get(name, "qa.datatypes")), name)
    raise AttributeError(f"module 'qa' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
