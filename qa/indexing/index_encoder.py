"""The settings of an index, and the encoder that goes with them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from qa.embedding.drift_check import META_KEY, make_reference
from qa.embedding.encoder import Encoder, load_encoder
from qa.errors import IndexUnwritable
from qa.indexing.ingest import Report, Tally
from qa.store.index_settings import IndexSettings, check
from qa.store.index_settings import recut as recut_settings
from qa.store.interface import StoreReader, StoreWriter
from qa.trust import allow, model_claim


def stored_settings(store: StoreReader, encoder: str | None) -> IndexSettings:
    """The settings of `store`, checked against those in force; new ones for a new store."""
    text = store.meta("settings")
    if text is None:
        return IndexSettings(encoder=encoder) if encoder else IndexSettings()
    stored = IndexSettings.from_json(text)
    check(recut_settings(stored), encoder)
    return stored


def open_encoder(
    store: StoreWriter,
    settings: IndexSettings,
    progress: Report | None,
    tally: Tally,
    model: Encoder | None = None,
    chosen: bool = False,
) -> tuple[Encoder, IndexSettings]:
    """The encoder of `settings`; with `chosen` it is the one that the user named.

    That one is remembered, so that the index may name it from now on.
    """
    if model is None or model.key != settings.encoder_key:
        model = load_encoder(
            settings.encoder,
            key=settings.encoder_key or None,
            chosen=chosen,
            progress=progress,
            warn=tally.warnings.append,
        )
    if chosen:
        with suppress(IndexUnwritable):  # then it has to be named again, or allowed
            allow([model_claim(settings.encoder, model.key), model_claim(settings.encoder, "")])
    settings = replace(settings, encoder_key=model.key, dimension=model.dimension)
    with store.transaction():
        store.set_meta("settings", settings.to_json())
        if store.meta(META_KEY) is None:
            store.set_meta(META_KEY, make_reference(model))
    return model, settings
