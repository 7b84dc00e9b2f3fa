"""What an answer says of how much was searched, beside its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.wording import counted

if TYPE_CHECKING:
    from qa.datatypes import Answer, Filter
    from qa.indexing.freshness import Freshness
    from qa.search.hybrid import Retriever

_OLD_CUTTING = (
    "The index was made by an earlier version of qa: answering from it; 'qa index' updates it."
)


def with_claims(
    made: Answer, only: Filter | None, state: Freshness, retriever: Retriever
) -> Answer:
    """The answer with what was searched of how much, under the filter `only`."""
    from qa.indexing.freshness import as_indexed  # imports numpy, 54 ms

    store = retriever.store
    documents, passages = retriever.restricted_to or store.counts()
    stale = state.stale
    looked = state.root and not stale.missing
    not_searched = len(_asked(state.new, only)) if looked else as_indexed(store)
    unreadable = len(_asked(store.unreadable(), only))
    notes = list(made.notes)
    if retriever.outdated_cutting and not stale.outdated:
        notes.append(_OLD_CUTTING)
    if waiting := retriever.waiting:
        total = store.counts()[1]
        notes.append(
            f"{waiting:,} of {counted(total, 'passage')} are found by their words alone until "
            "'qa index' has refined them."
        )
    if only and (only.since or only.until) and (note := store.count(only).note):
        notes.append(note)
    if not made.answered and unreadable:
        files = counted(unreadable, "file")
        notes.append(f"{files} can't be read, so not searched; 'qa status' lists them.")
    return replace(
        made,
        searched_documents=documents,
        searched_passages=passages,
        index_fingerprint=retriever.fingerprint,
        not_searched=not_searched,
        unreadable=unreadable,
        other_formats=store.other_format_count(),
        restricted=bool(only),
        notes=tuple(notes),
    )


def _asked(sources: Sequence[str], only: Filter | None) -> Sequence[str]:
    """Those of some files that are, or may hold, documents which the paths in a filter leave."""
    if only is None or not (only.paths or only.sources):
        return sources
    from qa.documents.loaders import SEVERAL
    from qa.documents.loaders.parts import suffix_of
    from qa.store.path_patterns import compiled, leads_into

    named = set(only.sources)
    matches = compiled(only.paths) if only.paths else named.__contains__

    def holds(source: str) -> bool:
        if suffix_of(source) not in SEVERAL:
            return False
        return any(name.startswith(f"{source}/") for name in named) or any(
            leads_into(pattern, source) for pattern in only.paths
        )

    return [source for source in sources if matches(source) or holds(source)]
