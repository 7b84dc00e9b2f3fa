"""After a change of how documents are cut: those of an index are cut again, the rest stays.

An index of another cutting version serves until every document was read and cut as this version
does; texts that stay the same keep their vectors. What is done is told by commits: a document
whose passages are older than the beginning is still to be done, so a killed run resumes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.embedding.passage_context import CountTokens
from qa.errors import DocumentError
from qa.indexing.file_signatures import file_state
from qa.store.index_settings import IndexSettings, recut
from qa.store.interface import StoreReader, StoreWriter

if TYPE_CHECKING:
    from qa.documents.found_file import FoundFile
    from qa.documents.loaders.ocr import Pictures
    from qa.indexing.ingest import Work

META_KEY = "recutting"


def pending(store: StoreReader, stored: IndexSettings) -> set[str]:
    """Sources of the files whose documents are still cut as an earlier version did."""
    target = recut(stored)
    if target == stored:
        return set()
    return store.sources_until(_since(store, target))


def begin(store: StoreWriter, stored: IndexSettings) -> None:
    """Store when the cutting begins, unless it goes on. The caller has a transaction open."""
    target = recut(stored)
    if target != stored:
        since = _since(store, target)
        store.set_meta(META_KEY, json.dumps([since, target.cutting]))


def end(store: StoreWriter, stored: IndexSettings) -> None:
    """Store that all documents are cut as this version does."""
    target = recut(stored)
    if target != stored:
        with store.transaction():
            store.set_meta("settings", target.to_json())
            store.set_meta(META_KEY, "")


def from_store(
    store: StoreReader, sources: Iterable[str], settings: IndexSettings, count_tokens: CountTokens
) -> Iterator[Work]:
    """Documents that are cut again from the text in the index; `sources` are those of files.

    Their files are missing, or their text was recognised, which takes long.
    """
    from qa.documents.loaders.languages import with_language
    from qa.indexing.ingest import cut  # 40 ms that no question needs

    states = store.files()
    for file in sources:
        found: list[Work] = []
        for source in store.inside(file):
            if document := store.document(source):
                document = with_language(document)
                with suppress(DocumentError):  # it holds nothing to find
                    found.append(cut(document, states[file], settings, count_tokens))
        yield from (replace(each, left=len(found) - at) for at, each in enumerate(found, 1))


def moved(
    store: StoreReader,
    files: Iterable[tuple[FoundFile, str]],
    pictures: Mapping[str, Pictures],
    settings: IndexSettings,
    count_tokens: CountTokens,
) -> Iterator[Work]:
    """Documents whose text was recognised, from the index, for files that only moved.

    Each file comes with its source before, `pictures` by that one.
    """
    from qa.documents.loaders.titles import renamed
    from qa.indexing.ingest import cut

    for item, before in files:
        if document := store.document(before):
            work = cut(renamed(document, item.source), file_state(item), settings, count_tokens)
            yield replace(work, moved_from=before, pictures=pictures[before])


def _since(store: StoreReader, target: IndexSettings) -> int:
    """The last commit before the cutting began: the last one of all if it has not."""
    try:
        since, cutting = json.loads(store.meta(META_KEY) or "")
        if cutting == target.cutting:
            return int(since)
    except (TypeError, ValueError):
        pass
    return store.commit_number()
