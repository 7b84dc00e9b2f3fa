"""Passages that are nearly the same in an old and a valid document, told by the valid one.

Search folds them into one, that of whichever document fits best: its title, its date and its
figures would be those of a document that is no longer in force.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from qa.answering.editions import newer_edition
from qa.answering.superseded import replaced_by, superseded
from qa.datatypes import Document, DocumentInfo, Hit, Passage, Sentence

_LOOKED_AT = 6  # hits; documents are read from the store
_COPIES = 4  # of one passage
_ANCHOR = 5  # words by which a passage is found in a copy


def by_valid_copies(
    question: str, hits: Sequence[Hit], document_of: Callable[[DocumentInfo], Document]
) -> list[Hit]:
    """The hits, where those of a document that is over stand for their copy in a valid one.

    A newer edition of the same name counts as the valid one, unless the question names another.
    """
    found = list(hits)
    for at, hit in enumerate(hits[:_LOOKED_AT]):
        if hit.also_in:
            found[at] = _valid(question, hit, document_of) or hit
    return found


def _valid(question: str, hit: Hit, document_of: Callable[[DocumentInfo], Document]) -> Hit | None:
    over = bool(superseded(document_of(hit.document).text))
    for info in hit.also_in[:_COPIES]:
        newer = newer_edition(question, info, hit.document)
        if not over and not newer and info.title == hit.document.title:
            continue  # a copy, not another document
        copy = document_of(info)
        if superseded(copy.text):
            continue
        if over or newer or replaced_by(hit.document, info, copy.text):
            passage = _passage(hit, copy)
            if passage is not None:
                others = tuple(each for each in hit.also_in if each.id != info.id)
                return replace(
                    hit,
                    document=info,
                    passage=passage,
                    text=copy.text[passage.start : passage.end],
                    line=copy.line(passage.start),
                    place=copy.place_at(passage.start),
                    boxes=(),
                    also_in=(hit.document, *others),
                )
    return None


def _passage(hit: Hit, copy: Document) -> Passage | None:
    """Where a copy has the passage: from its first to its last sentence that both have."""
    from qa.documents.sentences import split_text  # 40 ms, and few passages have copies

    own = hit.passage
    texts = [hit.text[s.start - own.start : s.end - own.start] for s in own.sentences]
    places = [
        (at, at + len(text))
        for text in texts
        if len(text.split()) >= _ANCHOR and (at := copy.text.find(text)) >= 0
    ]
    if not places:
        return None
    start, end = min(places)[0], max(end for _, end in places)
    if end - start > 2 * len(hit.text):
        return None
    sentences = [
        Sentence(low, high, block.kind)
        for block in copy.blocks
        if block.start < end and block.end > start
        for low, high in split_text(copy.text, max(start, block.start), min(end, block.end))
    ]
    return replace(own, start=start, end=end, sentences=tuple(sentences)) if sentences else None
