"""What dated documents say to a question, oldest first: one sentence of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa.answering.linear_model import logistic
from qa.answering.query_weights import Weights
from qa.answering.reader import Reader
from qa.answering.rerank import ReadHit, clipped, parts, rerank
from qa.datatypes import BlockKind, Document, DocumentInfo, Hit, Timeline, TimelineEntry
from qa.errors import VerbatimError
from qa.search.hybrid import Retriever
from qa.search.near_duplicates import contained, shingles

DEPTH = 60  # passages that are read: a timeline wants many documents
GAP = 5.0  # logits that a document may be less likely than the best to answer
_LEAST = -2.5  # logit below which a passage has nothing to do with the question
_COVERED = 4.0  # logits for a sentence that holds all words of the question
_WEAK = {BlockKind.HEADING: 1.0, BlockKind.META: 5.0, BlockKind.BOILERPLATE: 5.0}
_SILENT = frozenset({BlockKind.META, BlockKind.BOILERPLATE})
_FRAGMENT = 5  # words: fewer say too little
_UNREAD_GAP = 0.25  # of the fused score, without a reader


@dataclass(frozen=True, slots=True)
class _Found:
    """The best hit of a document, and its sentence."""

    read: ReadHit
    place: tuple[int, int]  # in the document's text
    text: str
    also_in: tuple[DocumentInfo, ...]


def timeline(
    question: str,
    hits: Sequence[Hit],
    retriever: Retriever,
    reader: Reader | None,
    path_of: Callable[[str], str],
    top: int,
) -> Timeline:
    """The best sentence of each of the `top` likeliest documents in `hits`, in order of date.

    What another one says in nearly the same words is named there. Documents without a date are
    counted. `hits` are those of the last search of `retriever`. Raises VerbatimError when a
    sentence is not the text at its place.
    """
    weights = Weights(question, retriever.words)
    found: list[_Found] = []
    undated: set[str] = set()
    documents: set[str] = set()
    reads = rerank(question, hits, reader)
    for read in reads:
        info = read.hit.document
        if info.id in documents or not _near(read, reads[0]):
            continue
        at = _sentence(read, weights)
        if read.hit.passage.sentences[at].kind in _SILENT:
            continue  # a byline or credit alone; the document may say more further down
        documents.add(info.id)
        if info.published is None:
            undated.add(info.id)
            continue
        place, text = _placed(read, at)
        copied = _copied(found, text)
        if copied is not None:
            others = (*found[copied].also_in, info, *read.hit.also_in)
            found[copied] = replace(found[copied], also_in=_once(others, found[copied]))
        else:
            found.append(_Found(read, place, text, read.hit.also_in))
    entries = [_entry(each, reader, retriever.document_of, path_of) for each in found[:top]]
    entries.sort(key=lambda entry: entry.published)
    return Timeline(question, tuple(entries), len(undated))


def _near(read: ReadHit, best: ReadHit) -> bool:
    """Whether a hit is about the question nearly as much as the best one."""
    if read.reading is None:
        return read.score >= best.score - _UNREAD_GAP
    return read.score >= best.score - GAP and read.answerable >= _LEAST


def _sentence(read: ReadHit, weights: Weights) -> int:
    """The sentence of a hit that answers best, by its place among them."""
    hit = read.hit
    places = parts(hit)
    texts = [hit.text[start:end] for start, end in places]
    covered = [weights.coverage(text) for text in texts]

    def fit(at: int) -> float:
        span = read.reading.by_part[at] if read.reading else None
        answers = clipped(span.score - read.reading.null) if span and read.reading else 0.0
        weak = _WEAK.get(hit.passage.sentences[at].kind, 0.0)
        fragment = len(texts[at].split()) < _FRAGMENT or texts[at].rstrip().endswith("?")
        return answers + _COVERED * covered[at] - weak - 2.0 * fragment

    return max(range(len(places)), key=fit)


def _placed(read: ReadHit, at: int) -> tuple[tuple[int, int], str]:
    """A sentence of a hit: its place in the document, and its text."""
    start, end = parts(read.hit)[at]
    offset = read.hit.passage.start
    return (start + offset, end + offset), read.hit.text[start:end]


def _copied(found: Sequence[_Found], text: str) -> int | None:
    """The number of the entry that says the same."""
    marks = shingles(text)
    return next(
        (at for at, each in enumerate(found) if contained(shingles(each.text), marks)), None
    )


def _once(documents: Sequence[DocumentInfo], entry: _Found) -> tuple[DocumentInfo, ...]:
    own = entry.read.hit.document.id
    return tuple({info.id: info for info in documents if info.id != own}.values())


def _entry(
    found: _Found,
    reader: Reader | None,
    document_of: Callable[[DocumentInfo], Document],
    path_of: Callable[[str], str],
) -> TimelineEntry:
    info = found.read.hit.document
    document = document_of(info)
    start, end = found.place
    if document.text[start:end] != found.text:
        raise VerbatimError(f"A quote from {info.source} is not the text at its place.")
    assert info.published  # those without a date were left out
    return TimelineEntry(
        published=info.published,
        text=found.text,
        start=start,
        end=end,
        line=document.line(start),
        place=document.place_at(start),
        document=info,
        path=path_of(info.source),
        confidence=logistic(found.read.answerable) if reader else None,
        also_in=found.also_in,
    )
