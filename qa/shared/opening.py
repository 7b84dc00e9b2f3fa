"""A shared collection opened for questions."""

from __future__ import annotations

from collections.abc import Callable

from qa.embedding.encoder import Encoder, load_encoder
from qa.errors import IndexDamaged
from qa.search.hybrid import Retriever
from qa.search.lexical_index import VERSION as WORDS_VERSION
from qa.shared.dense import SharedDense
from qa.shared.lexical import SharedLexical
from qa.shared.reading import SharedReader
from qa.store.index_settings import check, recut, settings_of


def open_retriever(
    address: str,
    encoder: str | None = None,
    *,
    model: Encoder | None = None,
    warn: Callable[[str], None] | None = None,
) -> Retriever:
    """Open the last commit of a shared collection, as `Retriever.open` does an index.

    Raises IndexNotFound, IndexMismatch, IndexDamaged, Untrusted, ScaleMissing.
    """
    store = SharedReader.open(address)
    settings = settings_of(store)
    check(recut(settings), encoder)
    if store.table.head.words not in (0, WORDS_VERSION):
        raise IndexDamaged(
            f"The words of {address} were cut by another version of qa.",
            f"Build it again: 'qa index FOLDER --to ADDRESS', at another address than {address}.",
        )
    key = settings.encoder_key
    if model is None or model.key != key:
        chosen = encoder == settings.encoder  # by the user, not by the collection
        model = load_encoder(settings.encoder, key=key, chosen=chosen, warn=warn)
    dense, lexical = SharedDense(store.table, settings.dimension), SharedLexical(store.table)
    opened = Retriever(
        store, dense, lexical, model, settings.fingerprint, restricted=lexical.restricted
    )
    opened.outdated_cutting = recut(settings) != settings
    return opened
