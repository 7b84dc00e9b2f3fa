"""Check an index, and repair what can be derived again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from qa.datatypes import Checkup
from qa.embedding.drift_check import META_KEY, make_reference
from qa.embedding.encoder import load_encoder
from qa.embedding.passage_context import with_context
from qa.errors import IndexLocked, IndexUnwritable, QaError
from qa.indexing.checks import Findings, Report, check_index
from qa.indexing.derive import derive
from qa.indexing.sync import sync
from qa.store.index_settings import IndexSettings
from qa.store.integrity import Inspector
from qa.store.store import Store
from qa.store.write_lock import writing


def examine(
    index: Path,
    paths: Sequence[Path] | None,
    weights: Callable[[], str],
    *,
    repair: bool = False,
    progress: Report | None = None,
) -> Checkup:
    """Check the index in the folder `index`; with `repair`, repair what can be.

    `paths` is the collection, if it is known. `weights` says what it found of the networks that
    read, or raises QaError. Raises IndexNotFound, and when it is to be repaired IndexLocked and
    IndexUnwritable.
    """
    found = check_index(index, paths, weights, progress)
    if not repair:
        return Checkup(tuple(found.checks))
    done = _repair(index, paths, found, progress)
    if done:
        found = check_index(index, paths, weights, progress)
    return Checkup(tuple(found.checks), tuple(done))


def _repair(
    index: Path, paths: Sequence[Path] | None, found: Findings, progress: Report | None
) -> list[str]:
    """Repair what was found, and list what was done."""
    done: list[str] = []
    intact = found.structures and found.reference and found.model and not found.broken
    if intact and not found.documents and not found.passages:
        return done
    try:
        with writing(index), Store.create(index) as store:
            if found.broken:
                Inspector(store).repair()
                done.append("The indexes inside qa.sqlite were rebuilt.")
            settings = IndexSettings.from_json(store.meta("settings"))
            _compile_again(settings, found, done, progress)
            _remove(store, found, done)
            _encode_again(store, settings, found, done)
            store.checkpoint()
            if found.broken or found.documents or found.passages or not found.structures:
                derive(index, store, progress, rebuild=not found.structures or bool(found.passages))
                done.append("The search structures were brought up to date with the store.")
        if found.documents and paths:
            report = sync(index, paths, progress=progress)
            done.append(f"{report.added:,} documents were read again from their files.")
    except (IndexLocked, IndexUnwritable):
        raise
    except QaError as error:
        done.append(f"The repair stopped: {error.message} {error.hint}")
    return done


def _compile_again(
    settings: IndexSettings, found: Findings, done: list[str], progress: Report | None
) -> None:
    """Compile the model again whose files are not what was compiled."""
    if not found.model:
        load_encoder(settings.encoder, key=settings.encoder_key, progress=progress)
        done.append("The model was compiled again.")


def _remove(store: Store, found: Findings, done: list[str]) -> None:
    """Remove documents that are not what was indexed: they can't be quoted."""
    if not found.documents:
        return
    states = store.states_of(found.documents)
    files = {states[each].source if each in states else each for each in found.documents}
    with store.commit() as number:
        for source in sorted(files):  # what is inside of one is read again with it
            store.remove(source, number)
    done.append(f"{len(found.documents):,} damaged documents were removed from the store.")


def _encode_again(store: Store, settings: IndexSettings, found: Findings, done: list[str]) -> None:
    """Encode the passages again whose vectors are wrong, and the reference sentence."""
    if not found.passages and found.reference:
        return
    encoder = load_encoder(settings.encoder, key=settings.encoder_key)
    present = set(store.passage_ids().tolist())
    ids = [number for number in found.passages if number in present]
    if ids:
        contexts, texts = zip(*Inspector(store).texts_of(ids), strict=True)
        if settings.context_in_vector:
            texts = tuple(with_context(contexts, texts, encoder.count_tokens))
        Inspector(store).set_vectors(ids, encoder.encode_passages(texts).astype(np.float16))
        done.append(f"{len(ids):,} passages were embedded again.")
    if not found.reference:
        store.set_meta(META_KEY, make_reference(encoder))
        done.append("A new reference vector for the drift check was stored.")
