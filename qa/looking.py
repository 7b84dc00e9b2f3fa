"""All files looked at, and small changes applied, before something is said of every document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.config import Locations
    from qa.indexing.freshness import Freshness
    from qa.session import Session


def looked_at(
    session: Session,
    locations: Locations,
    named: Callable[[], tuple[Path, ...] | None],
    *,
    fresh: bool,
) -> Freshness:
    """How the files differ from the index; without `fresh`, and of a shared one, not looked at."""
    from qa.indexing.freshness import Freshness, Look  # imports numpy, 54 ms

    if not fresh or session.shared:
        return Freshness()
    look = Look(locations.index, named(), locations.encoder, session.looker())
    try:
        return look.ended(session.model, None, whole=True)
    finally:
        look.stop()
