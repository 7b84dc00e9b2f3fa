"""JSON bodies read strictly."""

from __future__ import annotations

import json
from typing import Any

from qa.errors import UsageError


def read_json(body: bytes) -> Any:
    """Return what a body holds. Raises UsageError when it is no JSON, or names a key twice."""
    try:
        return json.loads(
            body.decode("utf-8") or "{}",
            object_pairs_hook=_unique,
            parse_constant=_refuse,
        )
    except (ValueError, RecursionError) as error:
        why = str(error) if isinstance(error, _Refused) else "The body is no JSON."
        raise UsageError(why, "Send one JSON object.") from None


class _Refused(ValueError):
    """What JSON lets pass and no caller can mean."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise _Refused("The body names a key twice.")
    return values


def _refuse(constant: str) -> Any:
    raise _Refused(f"The body holds {constant}, which is no number of JSON.")
