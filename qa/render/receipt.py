"""The receipt of an answer as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from qa.serialization import to_plain

if TYPE_CHECKING:
    from qa.datatypes import Receipt


def receipt(made: Receipt) -> dict[str, Any]:
    """Return a receipt: the collection, the state of its index, the settings, the files."""
    return {
        "version": made.version,
        "collection": {"name": made.name, "paths": list(made.collection)},
        "index_state": made.index_state,
        "settings": {
            "index": json.loads(made.index_settings),
            "reader": made.reader or None,
            "ranker": made.ranker or None,
            "top": made.top,
            "threshold": made.threshold,
            "restrictions": to_plain(made.only),
        },
        "files": to_plain(made.files),
    }
