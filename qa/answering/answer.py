"""Hits to an answer or a refusal, every quote checked against the document it claims to be from."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from qa.answering import confidence, evidence
from qa.answering.evidence import Candidate, Weights
from qa.answering.highlight import marked
from qa.answering.reader import Reader
from qa.answering.rerank import rerank
from qa.datatypes import Answer, DocumentInfo, Evidence, Hit, Source, Timing
from qa.embedding.encoder import Encoder
from qa.errors import VerbatimError
from qa.search.lexical_index import Lexical

MISSES = 3  # nearest misses under a refusal


def answer(
    question: str,
    hits: Sequence[Hit],
    *,
    encoder: Encoder,
    lexical: Lexical,
    reader: Reader | None,
    text_of: Callable[[DocumentInfo], str],
    path_of: Callable[[str], str],
    top: int,
    threshold: float | None = None,
) -> Answer:
    """Choose the evidence in `hits`, or refuse.

    `text_of` gives a document's text, against which every quote is checked, and `path_of` its
    path as a person would open it. Raises VerbatimError when a quote is not verbatim.
    """
    started = time.perf_counter()
    reads = rerank(question, hits, reader)
    read = Timing("read", 1000 * (time.perf_counter() - started))
    weights = Weights(question, lexical)
    fitted = reader.fitted if reader else {}
    candidates = evidence.score(question, reads, encoder, weights, fitted.get("sentence"))
    if not candidates:
        return Answer(question, False, (), (), missing_terms=weights.missing, timings=(read,))
    measured = confidence.features(candidates[0], reads, weights)
    likely = confidence.probability(measured, weights.passages, fitted.get("refusal"))
    if threshold is None:
        threshold = confidence.THRESHOLD if reader else confidence.UNREAD_THRESHOLD
    answered = likely >= threshold
    shares = evidence.READ_SHARES if reader else evidence.UNREAD_SHARES
    chosen = evidence.choose(question, candidates, top if answered else MISSES, shares)
    sources = _sources(chosen, path_of)
    quotes = tuple(
        _quote(candidate, span, sources, text_of)
        for candidate, span in zip(chosen, marked(question, chosen), strict=True)
    )
    return Answer(
        question=question,
        answered=answered,
        evidence=quotes if answered else (),
        misses=() if answered else quotes,
        sources=sources,
        missing_terms=weights.missing,
        confidence=likely,
        # Without a reader the number is too rough for a word.
        strength=confidence.strength(likely) if reader else None,
        timings=(read,),
    )


def _sources(chosen: Sequence[Candidate], path_of: Callable[[str], str]) -> tuple[Source, ...]:
    """The documents of the chosen sentences, numbered in the order they are cited in."""
    cited: dict[str, list[Candidate]] = {}
    for candidate in chosen:
        cited.setdefault(candidate.hit.document.id, []).append(candidate)
    return tuple(
        Source(
            number=number,
            document=group[0].hit.document,
            path=path_of(group[0].hit.document.source),
            lines=tuple(sorted({_line(candidate) for candidate in group})),
            also_in=tuple(dict.fromkeys(d for c in group for d in c.hit.also_in)),
        )
        for number, group in enumerate(cited.values(), 1)
    )


def _quote(
    candidate: Candidate,
    span: tuple[int, int] | None,
    sources: Sequence[Source],
    text_of: Callable[[DocumentInfo], str],
) -> Evidence:
    document = candidate.hit.document
    sentence = candidate.sentence
    if text_of(document)[sentence.start : sentence.end] != candidate.text:
        raise VerbatimError(f"A quote from {document.source} is not the text at its place.")
    number = next(s.number for s in sources if s.document.id == document.id)
    return Evidence(
        citation=number,
        start=sentence.start,
        end=sentence.end,
        text=candidate.text,
        line=_line(candidate),
        score=candidate.score,
        span=(sentence.start + span[0], sentence.start + span[1]) if span else None,
    )


def _line(candidate: Candidate) -> int:
    hit = candidate.hit
    return hit.line + hit.text.count("\n", 0, candidate.sentence.start - hit.passage.start)
