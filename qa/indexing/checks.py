"""Check an index against itself, its model and its files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from qa.datatypes import Check, Progress, Verdict
from qa.embedding.drift_check import META_KEY, SAME_MODEL, reference_cosine
from qa.errors import EncoderError, IndexNotFound, QaError, StoreError
from qa.indexing.diff import compare, root_of
from qa.search.dense_index import Dense
from qa.search.lexical_index import Lexical
from qa.store.index_settings import IndexSettings, settings_of
from qa.store.integrity import Inspector
from qa.store.store import Store
from qa.trust import model_claim, require

Report = Callable[[Progress], None]

REINSTALL = EncoderError.default_hint
REBUILD = "Rebuild the index from its files: 'qa index --rebuild'."


@dataclass(slots=True)
class Findings:
    """What was found, as far as a repair needs it."""

    checks: list[Check] = field(default_factory=list)
    broken: bool = False  # SQLite complains
    documents: list[str] = field(default_factory=list)  # whose text is not what was indexed
    passages: list[int] = field(default_factory=list)  # whose vector is wrong
    structures: bool = True  # the search structures hold what the store does
    model: bool = True  # the compiled model is what was compiled
    reference: bool = True  # the vector for the drift check is there

    def good(self, name: str, detail: str) -> None:
        """Record that nothing is wrong."""
        self.checks.append(Check(name, Verdict.GOOD, detail))

    def note(self, name: str, detail: str, items: Sequence[str] = ()) -> None:
        """Record what is worth knowing."""
        self.checks.append(Check(name, Verdict.NOTE, detail, tuple(items)))

    def wrong(self, name: str, detail: str, items: Sequence[str] = ()) -> None:
        """Record that something is wrong."""
        self.checks.append(Check(name, Verdict.WRONG, detail, tuple(items)))


def check_index(
    index: Path,
    paths: Sequence[Path] | None,
    weights: Callable[[], str],
    progress: Report | None = None,
) -> Findings:
    """Check the index in the folder `index` against itself, its model and its files.

    `weights` says what it found of the networks that read, or raises QaError. Raises IndexNotFound;
    whatever else is wrong is found.
    """
    found = Findings()
    try:
        with Store.open(index) as store:
            _check_store(store, found)
            settings = settings_of(store)
            _check_texts(store, found, progress)
            _check_vectors(store, settings, found)
            if store.commit_number() or any(store.counts()):
                _check_dense(index, store, settings, found)
                _check_lexical(index, store, found)
            else:  # the first update was interrupted: the search indexes come with its end
                found.note("search", "Nothing is indexed yet: run 'qa index'.")
            _check_model(store, settings, found)
            _check_weights(weights, found)
            _check_files(store, paths, found)
    except IndexNotFound:
        raise
    except StoreError as error:
        found.broken = True
        found.wrong("store", f"{error.message} {REBUILD}")
    return found


def _check_store(store: Store, found: Findings) -> None:
    if problems := Inspector(store).sqlite_problems():
        found.broken = True
        found.wrong("store", f"SQLite finds: {' '.join(problems[:3])} {REBUILD}")
        return
    documents, passages = store.counts()
    if problems := Inspector(store).wrong_counters():
        found.broken = True
        found.wrong("store", f"Its counters are wrong: {'; '.join(problems)}.")
    else:
        found.good(
            "store",
            f"{documents:,} documents, {passages:,} passages, commit {store.commit_number()}.",
        )


def _check_texts(store: Store, found: Findings, progress: Report | None) -> None:
    documents, passages = store.counts()

    def tick(done: int) -> None:
        if progress:
            progress(Progress("checking", done, documents, "documents"))

    tick(0)
    found.documents = Inspector(store).wrong_texts(tick)
    if found.documents:
        found.wrong(
            "texts",
            f"{len(found.documents):,} documents are not what was indexed.",
            found.documents,
        )
    else:
        found.good("texts", f"{passages:,} passages are the text that was indexed.")


def _check_vectors(store: Store, settings: IndexSettings, found: Findings) -> None:
    found.passages = Inspector(store).wrong_vectors(settings.dimension)
    if found.passages:
        found.wrong("vectors", f"{len(found.passages):,} vectors are damaged.")
    else:
        found.good("vectors", f"All have {settings.dimension} numbers and length 1.")
    if waiting := store.waiting():
        found.note("refining", f"{waiting:,} passages have no vector yet: run 'qa index'.")


def _check_dense(index: Path, store: Store, settings: IndexSettings, found: Findings) -> None:
    if found.passages:  # they would differ in any case
        found.note("dense", "Not compared: vectors of the store are wrong.")
        return
    dense = Dense.open(index, store)
    if dense is None:
        found.structures = False
        found.wrong("dense", "dense.faiss is missing, damaged or not of this store.")
        return
    for ids, vectors in store.vectors(settings.dimension):
        differs = (dense.vectors(ids) != vectors.astype(np.float32)).any(axis=1)
        found.passages += ids[differs].tolist()
    if found.passages:
        found.structures = False
        found.wrong("dense", f"{len(found.passages):,} vectors differ from the store's.")
    else:
        found.good("dense", f"{len(dense):,} vectors equal the store's.{_lists(dense)}")


def _lists(dense: Dense) -> str:
    """How many of the inverted lists are searched, where there are any."""
    if (clusters := dense.clusters) is None:
        return ""
    recall = "unknown" if clusters.recall is None else f"{clusters.recall:.3f}"
    return f" {clusters.probes:,} of {clusters.lists:,} lists are searched, recall@10 {recall}."


def _check_lexical(index: Path, store: Store, found: Findings) -> None:
    lexical = Lexical.open(index, store)
    if lexical is None:
        found.structures = False
        found.wrong("lexical", "lexical/ is missing, damaged or not at the last commit.")
        return
    if np.array_equal(lexical.ids(), store.passage_ids()):
        found.good("lexical", f"{len(lexical):,} passages are the store's.")
    else:
        found.structures = False
        found.wrong("lexical", "It holds other passages than the store.")


def _check_model(store: Store, settings: IndexSettings, found: Findings) -> None:
    from qa.embedding.encoder import damaged_file, load_encoder
    from qa.embedding.model_files import DEFAULT_KEY, model_dir, model_key

    try:
        require([model_claim(settings.encoder, settings.encoder_key)], "The index")
        key = model_key(settings.encoder, model_dir(settings.encoder))
    except QaError as error:
        found.wrong("model", f"{error.message} {error.hint}")
        return
    if key != settings.encoder_key:
        found.wrong(
            "model", f"{settings.encoder} is no longer the one that made the index. {REBUILD}"
        )
        return
    damaged = damaged_file(key)
    if damaged and key == DEFAULT_KEY:
        found.model = False
        found.wrong(
            "model", f"The default model is damaged: {damaged} is not what was shipped. {REINSTALL}"
        )
        return
    if damaged:
        found.model = False
        found.wrong(
            "model",
            f"The compiled form of {settings.encoder} is damaged: {damaged} is not what was "
            "compiled. 'qa doctor --repair' compiles it again.",
        )
        return
    found.good("model", f"{settings.encoder}, {key}.")
    stored = store.meta(META_KEY)
    if stored is None:
        found.reference = False
        found.note("drift", "None is stored; the next 'qa index' that embeds stores one.")
        return
    try:
        encoder = load_encoder(settings.encoder, key=settings.encoder_key)
        cosine = reference_cosine(encoder, stored)
    except ValueError as error:
        found.reference = False
        found.wrong("drift", f"The stored reference vector is invalid: {error}.")
    except QaError as error:
        found.wrong("drift", f"{error.message} {error.hint}")
    else:
        if cosine > SAME_MODEL:
            found.good("drift", f"Embedded again: cosine {cosine:.5f}.")
        else:
            found.wrong("drift", f"Embedded again: cosine {cosine:.5f}. {REBUILD}")


def _check_weights(weights: Callable[[], str], found: Findings) -> None:
    try:
        found.good("reader", weights())
    except QaError as error:
        found.wrong("reader", f"{error.message} {error.hint}")


def _check_files(store: Store, paths: Sequence[Path] | None, found: Findings) -> None:
    if paths is None:
        found.note("files", "The documents did not come from files that the index knows.")
        return
    try:
        diff = compare(store, paths, root_of(store, paths), verify=True, prune=True)
    except QaError as error:
        found.note("files", error.message)
        return
    lists = {
        "new": [item.source for item in diff.new],
        "moved": [item.source for item, _ in diff.moved],
        "changed": [item.source for item in diff.changed],
        "gone": list(diff.gone),
    }
    if diff.stale:
        counts = ", ".join(f"{len(sources):,} {name}" for name, sources in lists.items() if sources)
        items = [source for sources in lists.values() for source in sources]
        found.note("files", f"{counts} since the last update: run 'qa index'.", items)
    else:
        same = len(diff.unchanged) + len(diff.touched)
        found.good("files", f"{same:,} files hold what was indexed.")
