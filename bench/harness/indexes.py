"""The index of a collection: built once, reused while data and code are the same."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from bench.data.as_document import as_document
from bench.data.datasets import ROOT, Collection
from bench.harness.ticker import Ticker, say
from bench.report.markdown import write_results
from qa.errors import StoreError
from qa.indexing.given_documents import index_documents
from qa.search.hybrid import Retriever
from qa.store.index_settings import IndexSettings

# Packages of `qa` by what they decide. A package in neither has no effect on an index.
_CUTTING = ("documents", "embedding")
_DERIVING = ("search",)
_DERIVED = ("dense.faiss", "dense.json", "lexical")  # in the index folder


@dataclass(frozen=True, slots=True)
class Built:
    """How an index was built; stored beside it as bench.json."""

    collection: str  # fingerprint of the data it was built from
    settings: str  # fingerprint of the settings asked for
    cutting: str  # hash of the code that cuts and encodes
    deriving: str  # hash of the code that makes the search structures
    complete: bool = False
    date: str = ""
    documents: int = 0
    passages: int = 0
    seconds: float = 0.0  # of the last run, which after an interruption is not all of it


def work_folder() -> Path:
    """The folder in the user's cache where indexes and cached results stay between runs."""
    return platformdirs.user_cache_path("qa") / "bench"


def searching_code() -> str:
    """Return eight hex digits over the source that decides the candidates of a query."""
    return _hash_of_source(_CUTTING + _DERIVING)


def cutting_code() -> str:
    """Return eight hex digits over the source that decides passages and vectors."""
    return _hash_of_source(_CUTTING)


def deriving_code() -> str:
    """Return eight hex digits over the source that makes the search structures of a store."""
    return _hash_of_source(_DERIVING)


def _hash_of_source(rooms: Sequence[str]) -> str:
    package = ROOT / "qa"
    digest = hashlib.sha256()
    for path in sorted(path for room in rooms for path in (package / room).rglob("*.py")):
        name = path.relative_to(package).with_suffix("").as_posix()
        digest.update(name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:8]


def build(
    collection: Collection,
    folder: Path,
    settings: IndexSettings | None = None,
    *,
    rebuild: bool = False,
    as_it_is: bool = False,
) -> Built:
    """Make `folder`/index hold the collection; an index of the same data is left as it is.

    An interrupted build goes on where it stopped. The FAISS and tantivy indexes are rebuilt when
    their code changed, which takes seconds; passages and vectors only with `rebuild`. With
    `as_it_is` a whole index of the same data is never written to, whatever code made it.
    """
    settings = settings or IndexSettings()
    wanted = Built(collection.fingerprint(), settings.fingerprint, cutting_code(), deriving_code())
    marker, index = folder / "bench.json", folder / "index"
    before = None if rebuild else _read(marker)
    if before and (before.collection, before.settings) == (wanted.collection, wanted.settings):
        if before.cutting != wanted.cutting:
            say(f"{collection.name}: the code that cuts and encodes changed since this index was "
                 "begun; --rebuild measures today's")  # fmt: skip
            wanted = replace(wanted, cutting=before.cutting)
        if as_it_is and before.complete and _opens(index):
            return before
        if before.deriving != wanted.deriving:
            _clear(folder, _DERIVED)
        elif before.complete and _opens(index):
            return before
    else:
        _clear(folder)
    folder.mkdir(parents=True, exist_ok=True)
    write_results(marker, asdict(wanted))
    started = time.perf_counter()
    report = index_documents(
        index,
        (as_document(document) for document in collection.documents()),
        settings=settings,
        progress=Ticker(collection.name),
    )
    done = replace(
        wanted,
        complete=True,
        date=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        documents=report.documents,
        passages=report.passages,
        seconds=round(time.perf_counter() - started, 1),
    )
    write_results(marker, asdict(done))
    return done


def _clear(folder: Path, parts: tuple[str, ...] = ("",)) -> None:
    """Delete what an earlier run left of the index, and nothing that another program made."""
    if not (folder / "bench.json").is_file():
        if (folder / "index").exists():
            raise FileExistsError(f"{folder} holds an index that no benchmark made; move it away")
        return
    for part in parts:
        path = folder / "index" / part
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _read(marker: Path) -> Built | None:
    try:
        return Built(**json.loads(marker.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _opens(index: Path) -> bool:
    """Tell whether the index is whole."""
    try:
        Retriever.open(index, strict=False).close()
    except StoreError:
        return False
    return True
