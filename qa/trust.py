"""What came with somebody else's files and asks for more than they may have, and who allowed it.

A `qa.toml` may name folders below it, an index documents beside it, both one of the two encoders
that belong to this program. Anything more, such as OCR by another program, is a claim, which is
ignored or refused until the user has allowed it once (`qa trust`). What is allowed is remembered by
a hash of the claim, with the folder that makes it and every path resolved: a claim that changes in
any way is a new one.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from qa.errors import Untrusted
from qa.files import make_folder, make_private, read_json, within, write_json
from qa.objects.addresses import shown

KNOWN_ENCODERS = frozenset({"sentence-transformers/all-MiniLM-L6-v2", "fast"})

FILE_NAME = "trusted.json"


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a file asks for, or the user allows."""

    origin: str  # the folder or the file that asks
    kind: str  # "model", "folder", "program" or "writer"
    value: str  # a path with all links resolved, or a model and its key

    @property
    def shown(self) -> str:
        """The value as people see it: the address of a place in object storage."""
        return shown(self.value) if self.kind == "folder" else self.value

    @property
    def digest(self) -> str:
        """SHA-256 of the claim, in hex, by which it is remembered."""
        plain = json.dumps([self.origin, self.kind, self.value])
        return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def config_folder() -> Path:
    """Folder of the user's settings: `$QA_CONFIG`, else the user's configuration folder."""
    if chosen := os.environ.get("QA_CONFIG"):
        return Path(chosen).expanduser()
    import platformdirs

    return Path(platformdirs.user_config_dir("qa", appauthor=False))


def model_claim(name: str, key: str) -> Claim | None:
    """The claim of an index built with the encoder `name`; None for those that are known.

    A model is trusted by the hash of its files, whoever names it; a folder by its full path.
    """
    if name in KNOWN_ENCODERS:
        return None
    folder = os.path.expanduser(name)
    place = os.path.realpath(folder) if os.path.isdir(folder) else name
    return Claim("", "model", f"{place} {key}".rstrip())


def program_claim(origin: Path, name: str) -> Claim:
    """The claim of a project or an index in `origin` that has a program read documents."""
    return Claim(os.path.realpath(origin), "program", name)


def folder_claims(origin: Path, paths: Iterable[Path], inside: Path) -> tuple[Claim, ...]:
    """A claim for each path that is not in the folder `inside`, links resolved."""
    home = os.path.realpath(inside)
    places = (os.path.realpath(path) for path in paths)
    by = os.path.realpath(origin)
    return tuple(Claim(by, "folder", place) for place in places if not within(place, home))


def untrusted(claims: Iterable[Claim | None]) -> tuple[Claim, ...]:
    """Those of `claims` that were not allowed."""
    asked = [claim for claim in claims if claim]
    if not asked:
        return ()  # without reading any file
    allowed = _allowed()
    return tuple(claim for claim in asked if claim.digest not in allowed)


def require(claims: Iterable[Claim | None], what: str, kind: type[Untrusted] = Untrusted) -> None:
    """Raise `kind` when one of `claims` was not allowed; `what` begins the message."""
    if refused := untrusted(claims):
        named = " and ".join(f"the {claim.kind} {claim.shown}" for claim in refused)
        raise kind(f"{what} asks for {named}, which you have not allowed.")


def allow(claims: Iterable[Claim | None]) -> None:
    """Remember that the user allows `claims`. Raises IndexUnwritable."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    fresh = {
        claim.digest: {
            "origin": claim.origin, "kind": claim.kind, "value": claim.value, "since": now
        }
        for claim in claims
        if claim
    }  # fmt: skip
    allowed = _allowed()
    if fresh.keys() - allowed.keys():
        _write(fresh | allowed)


def revoke(claims: Iterable[Claim | None]) -> int:
    """Forget that `claims` were allowed; how many of them were. Raises IndexUnwritable."""
    allowed = _allowed()
    digests = {claim.digest for claim in claims if claim} & allowed.keys()
    if digests:
        _write({each: entry for each, entry in allowed.items() if each not in digests})
    return len(digests)


def allowed_claims() -> tuple[Claim, ...]:
    """Everything that was allowed, oldest first."""
    entries = sorted(_allowed().values(), key=lambda entry: str(entry.get("since")))
    return tuple(
        Claim(str(each.get("origin")), str(each.get("kind")), str(each.get("value")))
        for each in entries
    )


def _allowed() -> dict[str, dict[str, str]]:
    """Entries by the digest of their claim; those that are not what they say are left out."""
    stored = (read_json(config_folder() / FILE_NAME) or {}).get("trusted")
    found: dict[str, dict[str, str]] = {}
    for entry in stored if isinstance(stored, list) else ():
        if isinstance(entry, dict) and all(isinstance(each, str) for each in entry.values()):
            parts = (entry.get(name) for name in ("origin", "kind", "value"))
            found[Claim(*(part or "" for part in parts)).digest] = entry
    return found


def _write(entries: dict[str, dict[str, str]]) -> None:
    folder = config_folder()
    with suppress(OSError):  # what is wrong is raised when the file is written
        make_folder(folder)
    make_private(folder)
    write_json(folder / FILE_NAME, {"trusted": list(entries.values())})
