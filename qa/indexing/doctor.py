"""An index examined, and what can be derived again made right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from qa.datatypes import Checkup
from qa.embedding.drift_check import make_probe
from qa.embedding.encoder import load_encoder
from qa.embedding.passage_context import with_context
from qa.errors import IndexLocked, IndexUnwritable, QaError
from qa.indexing.checks import Findings, Report, look_over
from qa.indexing.derive import derive
from qa.indexing.sync import sync
from qa.store.index_settings import IndexSettings
from qa.store.integrity import Inspector
from qa.store.write_lock import writing


def examine(
    index: Path,
    paths: Sequence[Path] | None,
    *,
    repair: bool = False,
    progress: Report | None = None,
) -> Checkup:
    """Check the index in the folder `index`; with `repair`, make right what can be.

    `paths` is the collection, if it is known. Raises IndexNotFound, and when it is to be repaired
    IndexLocked and IndexUnwritable.
    """
    found = look_over(index, paths, progress)
    if not repair:
        return Checkup(tuple(found.checks))
    done = _mend(index, paths, found, progress)
    if done:
        found = look_over(index, paths, progress)
    return Checkup(tuple(found.checks), tuple(done))


def _mend(
    index: Path, paths: Sequence[Path] | None, found: Findings, progress: Report | None
) -> list[str]:
    """Make right what was found, and say what was done."""
    done: list[str] = []
    sound = found.derived and found.probe and not found.broken
    if sound and not found.documents and not found.passages:
        return done
    try:
        with writing(index), Inspector.create(index) as store:
            if found.broken:
                store.mend()
                done.append("The indexes inside qa.sqlite were made anew.")
            settings = IndexSettings.from_json(store.meta("settings"))
            _take_out(store, found, done)
            _encode_again(store, settings, found, done)
            store.checkpoint()
            if found.broken or found.documents or found.passages or not found.derived:
                derive(index, store, progress, anew=not found.derived or bool(found.passages))
                done.append("The search structures were made true to the store.")
        if found.documents and paths:
            report = sync(index, paths, progress=progress)
            done.append(f"{report.added:,} documents were read again from their files.")
    except (IndexLocked, IndexUnwritable):
        raise
    except QaError as error:
        done.append(f"The repair stopped: {error.message} {error.hint}")
    return done


def _take_out(store: Inspector, found: Findings, done: list[str]) -> None:
    """Remove documents that are not what was indexed: a quote of theirs can't be believed."""
    if not found.documents:
        return
    with store.commit() as number:
        for source in found.documents:
            store.remove(source, number)
    done.append(f"{len(found.documents):,} damaged documents were taken out of the store.")


def _encode_again(
    store: Inspector, settings: IndexSettings, found: Findings, done: list[str]
) -> None:
    """Make the vectors anew that are not what the model made, and the probe."""
    if not found.passages and found.probe:
        return
    encoder = load_encoder(settings.encoder, key=settings.encoder_key)
    there = set(store.passage_ids().tolist())
    ids = [number for number in found.passages if number in there]
    if ids:
        contexts, texts = zip(*store.texts_of(ids), strict=True)
        if settings.context_in_vector:
            texts = tuple(with_context(contexts, texts, encoder.count_tokens))
        store.set_vectors(ids, encoder.encode_passages(texts).astype(np.float16))
        done.append(f"{len(ids):,} passages were embedded again.")
    if not found.probe:
        store.set_meta("probe", make_probe(encoder))
        done.append("A new probe was stored.")
