"""Documents that are like another one: by the vectors that are there, then by their words.

Passages near to some of its passages name candidates. Those are compared with it passage by
passage, both ways: how well each passage of one is matched by the best one of the other. What any
two passages of the collection have in common is taken off, so that the numbers of one encoder, or
of a collection about one thing, mean the same as those of another. Near copies are told from kin by
word shingles (`near_duplicates`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from qa.datatypes import (
    AlikePassages,
    DocumentInfo,
    Filter,
    Likeness,
    SimilarDocument,
    Stretch,
)
from qa.search.near_duplicates import RESEMBLANCE, shingles
from qa.search.restriction import what_is_left

if TYPE_CHECKING:
    import numpy.typing as npt

    from qa.search.hybrid import Retriever
    from qa.store.interface import StoreReader
    from qa.store.passages import StoredPassage

_PROBES = 16  # passages whose neighbours are looked for
_DEPTH = 40  # neighbours of each
_MOST_OWN = 1_000  # passages of the document itself that may be nearer than any other
_CANDIDATES = 60  # documents that are compared
_PASSAGES = 64  # of a document, evenly spread, that are compared
_SAMPLE = 400  # passages of the collection that say what any two have in common
_APART = 0.1  # the share of them that is about something else, also where all is about one thing
_CLOSE, _RELATED = 0.55, 0.35
_CONTAINED, _SHARED = 0.9, 0.3  # of the shorter document's shingles
_FEWEST_SHINGLES = 12  # by which a part or a version is told
_LONGEST = 100_000  # characters of a document whose words are compared
_SHOWN = 2  # pairs of passages

Number = TypeVar("Number", bound=np.generic)


class _Compared(NamedTuple):
    """A document with the cosines of its passages, shape (own passages, `ids`)."""

    source: str
    ids: npt.NDArray[np.int64]
    cosines: npt.NDArray[np.float32]

    @property
    def score(self) -> float:
        """How well each passage of one is matched by the best of the other, both ways."""
        return float(self.cosines.max(1).mean() + self.cosines.max(0).mean()) / 2


def similar_to(
    retriever: Retriever,
    source: str,
    top: int,
    *,
    only: Filter | None,
    without: Collection[str],
    path_of: Callable[[str], str],
) -> tuple[tuple[SimilarDocument, ...], int]:
    """The `top` documents most like that at `source`, and how many it was compared with.

    With `only`, of those that it leaves; those in `without` are left out.
    """
    store, dense = retriever.store, retriever.dense
    documents, allowed = what_is_left(store, only, {*without, source})
    own = _passages(retriever, source)
    if not len(own) or not len(allowed):
        return (), documents
    vectors = dense.vectors(own)
    sample = vectors @ dense.vectors(_spread(allowed, _SAMPLE)).T
    common = max(0.0, float(np.quantile(sample, _APART)))
    names = _candidates(
        retriever, source, _spread(vectors, _PROBES), allowed, every=not (only or without)
    )
    compared = [
        _Compared(name, ids, vectors @ dense.vectors(ids).T)
        for name in names
        if len(ids := _passages(retriever, name))
    ]
    found = _judged(store, source, compared, common)[:top]
    return tuple(_shown(store, own, each, path_of) for each in found), documents


class _Judged(NamedTuple):
    compared: _Compared
    likeness: Likeness
    score: float
    floor: float  # cosine from which passages are alike
    copies: tuple[DocumentInfo, ...]


def _judged(
    store: StoreReader, source: str, compared: Sequence[_Compared], common: float
) -> list[_Judged]:
    """Those that are like it, most alike first, near copies of each other as one."""
    span = max(1 - common, 0.05)
    near = [(each, max(0.0, min(1.0, (each.score - common) / span))) for each in compared]
    # What shares words is near in meaning, too: the texts of the others need not be read.
    names = [each.source for each, by_meaning in near if by_meaning >= _RELATED / 2]
    texts = store.full_documents([source, *names])
    marks = {name: shingles(each.text[:_LONGEST]) for name, each in texts.items()}
    found: list[_Judged] = []
    for each, by_meaning in near:
        likeness, by_words = _by_words(marks[source], marks.get(each.source, frozenset()))
        if likeness is None:
            if by_meaning < _RELATED:
                continue
            likeness = Likeness.CLOSE if by_meaning >= _CLOSE else Likeness.RELATED
        score = max(by_meaning, by_words)
        found.append(_Judged(each, likeness, score, common + _RELATED * span, ()))
    found.sort(key=lambda one: (-one.score, one.compared.source))
    return _folded(found, marks, {each.source: each for each in _infos(store, found)})


def _folded(
    found: Sequence[_Judged],
    marks: dict[str, frozenset[int]],
    infos: dict[str, DocumentInfo],
) -> list[_Judged]:
    kept: list[_Judged] = []
    for each in found:
        mine = marks[each.compared.source]
        for at, one in enumerate(kept):
            if _resemblance(mine, marks[one.compared.source]) >= RESEMBLANCE:
                kept[at] = one._replace(copies=(*one.copies, infos[each.compared.source]))
                break
        else:
            kept.append(each)
    return kept


def _by_words(one: frozenset[int], other: frozenset[int]) -> tuple[Likeness | None, float]:
    """How alike two texts are by their words alone, and the share that they have in common."""
    fewest = min(len(one), len(other))
    both = _resemblance(one, other)
    if both >= RESEMBLANCE:
        return Likeness.COPY, both
    if fewest < _FEWEST_SHINGLES:
        return None, 0.0
    share = len(one & other) / fewest
    if share >= _CONTAINED:
        return Likeness.PART, share * RESEMBLANCE
    return (Likeness.VERSION, both) if share >= _SHARED else (None, both)


def _resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def _candidates(
    retriever: Retriever,
    source: str,
    probes: npt.NDArray[np.float32],
    allowed: npt.NDArray[np.int64],
    *,
    every: bool,
) -> list[str]:
    """Other documents with passages near to these vectors, those near to most of them first.

    `allowed` are the passages of the others, ascending, with `every` of all of them: then a large
    collection searches some of its lists of vectors only, and the own passages are found, too.
    """
    depth = _DEPTH
    if every:
        depth += min(len(retriever.store.matching(Filter(sources=(source,)))[1]), _MOST_OWN)
    best: dict[str, float] = defaultdict(float)
    for vector in probes:
        near = retriever.dense.search(vector, depth, None if every else allowed)
        at = np.minimum(np.searchsorted(allowed, near.ids), len(allowed) - 1)
        other = allowed[at] == near.ids
        ids, cosines = near.ids[other][:_DEPTH], near.cosines[other][:_DEPTH]
        nearest: dict[str, float] = {}
        for name, cosine in zip(retriever.documents_of(ids), cosines, strict=True):
            nearest[name] = max(nearest.get(name, 0.0), float(cosine))
        for name, cosine in nearest.items():
            best[name] += cosine
    return sorted(best, key=lambda name: (-best[name], name))[:_CANDIDATES]


def _passages(retriever: Retriever, source: str) -> npt.NDArray[np.int64]:
    """The passages of a document that have a vector and are no boilerplate, evenly spread."""
    _, ids = retriever.store.matching(Filter(sources=(source,)))
    ids = ids[retriever.dense.known(ids)]
    dull = retriever.store.boilerplate(ids.tolist())
    return _spread(ids[[number not in dull for number in ids.tolist()]], _PASSAGES)


def _spread(values: npt.NDArray[Number], most: int) -> npt.NDArray[Number]:
    """At most `most` of these, evenly spread."""
    if len(values) <= most:
        return values
    return values[np.linspace(0, len(values) - 1, most).astype(np.int64)]


def _infos(store: StoreReader, found: Sequence[_Judged]) -> tuple[DocumentInfo, ...]:
    sources = tuple(each.compared.source for each in found)
    return store.select(Filter(sources=sources)) if sources else ()


def _shown(
    store: StoreReader,
    own: npt.NDArray[np.int64],
    judged: _Judged,
    path_of: Callable[[str], str],
) -> SimilarDocument:
    compared = judged.compared
    pairs = _pairs(compared.cosines, judged.floor)
    if judged.likeness is Likeness.COPY:
        pairs = []
    wanted = [int(ids) for here, there, _ in pairs for ids in (own[here], compared.ids[there])]
    stored = store.passages(wanted)
    passages = tuple(
        AlikePassages(
            _stretch(stored[int(own[here])]), _stretch(stored[int(compared.ids[there])]), cosine
        )
        for here, there, cosine in pairs
    )
    (info,) = store.select(Filter(sources=(compared.source,)))
    return SimilarDocument(
        info, path_of(info.source), judged.likeness, judged.score, passages, judged.copies
    )


def _pairs(cosines: npt.NDArray[np.float32], floor: float) -> list[tuple[int, int, float]]:
    """The pairs of passages that are most alike, each passage in one of them only."""
    left = cosines.copy()
    found: list[tuple[int, int, float]] = []
    while len(found) < _SHOWN:
        here, there = divmod(int(left.argmax()), left.shape[1])
        if left[here, there] < floor:
            break
        found.append((here, there, float(left[here, there])))
        left[here, :] = left[:, there] = -1
    return found


def _stretch(passage: StoredPassage) -> Stretch:
    span = passage.passage
    return Stretch(span.start, span.end, passage.text, passage.line, passage.place)
