"""What the folder and the index here ask for, for `qa trust`: look at it, allow it, revoke it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qa.config import Locations, claims_of, locate, project_in
from qa.errors import IndexNotFound, Untrusted
from qa.trust import Claim, allow, allowed_claims, folder_claims, model_claim, revoke, untrusted

__all__ = ["Claim", "Permissions", "allow", "allowed_claims", "permissions", "revoke"]


@dataclass(frozen=True, slots=True)
class Permissions:
    """What is asked for here, and which of it was not allowed (yet)."""

    asked: tuple[Claim, ...]
    refused: tuple[Claim, ...]


def permissions(index: str | Path | None = None, here: Path | None = None) -> Permissions:
    """What the folder `here` and its index (or `index`) ask for. Nothing of it is followed.

    Raises UsageError on a bad `qa.toml`, IndexDamaged when the index is not one of ours.
    """
    here = here or Path.cwd()
    project = None if index else project_in(here)
    asked = [*claims_of(project, here)] if project else []
    try:
        place: Locations | None = locate(index, here=here)
    except Untrusted:
        place = project
    if place is not None:
        asked += _index_claims(place)
    claims = tuple(dict.fromkeys(asked))
    return Permissions(claims, untrusted(claims))


def _index_claims(place: Locations) -> list[Claim]:
    from qa.indexing.collection import Collection
    from qa.indexing.diff import stored_paths
    from qa.indexing.recognition import claims as recognition_claims
    from qa.store.index_settings import settings_of

    index = place.index
    try:
        with Collection(index, None, place.shared).store() as store:
            settings = settings_of(store)
            found = stored_paths(store)
            programs = recognition_claims(store)
    except IndexNotFound:
        return []
    paths = found[1] if found else ()
    model = model_claim(settings.encoder, settings.encoder_key)
    folders = folder_claims(index, paths, index.absolute().parent)
    return [*folders, *programs, *([model] if model else [])]
