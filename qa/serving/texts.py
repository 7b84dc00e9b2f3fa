"""Results as short texts for a model: what was found, where it stands, and how to read on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from qa.datatypes import Difference
from qa.render import phrases, similar_list
from qa.render.sanitize import visible, visible_line

if TYPE_CHECKING:
    from qa.datatypes import (
        Answer,
        CheckedDraft,
        Document,
        DocumentInfo,
        Hit,
        Occurrence,
        SimilarDocuments,
        Status,
    )
    from qa.render.excerpt import NumberedLine

_NAMED = 10  # places or files named one by one


def answer(made: Answer) -> str:
    """Return an answer: how sure, then quotes as they stand, with their sources and places."""
    sources = {source.number: source for source in made.sources}
    blocks = phrases.understood(made)
    if made.answered:
        blocks += [*map(visible_line, made.said), phrases.caveats(made)]
        blocks.append(phrases.differing(made))
    else:
        blocks += [phrases.refusal(made), *map(visible_line, made.said)]
        if made.misses:
            blocks.append("Nearest, which does not answer:")
    for quote in made.evidence or made.misses:
        source = sources[quote.citation]
        _, *about = phrases.headline(source.document)
        head = " · ".join([phrases.title_path(source.document, quote.headings), *about])
        places = [phrases.place(source.document.source, (quote.line,), (quote.place,))]
        if source.also_in:
            files = [phrases.file_name(each.source) for each in source.also_in]
            places.append(f"also in {_listed(files)}")
        where = "; ".join(places)
        blocks.append(f"[{quote.citation}] {head} ({where})\n{visible(quote.text).strip()}")
    blocks += map(visible_line, made.remarks)
    return "\n\n".join(filter(None, blocks))


def hits(found: Sequence[Hit], following: int | None) -> str:
    """Return passages; `following` is the offset of those after them, None where none are."""
    places = [phrases.place(hit.document.source, (hit.line,), (hit.place,)) for hit in found]
    blocks = [
        f"{hit.rank}. {' · '.join(phrases.hit_headline(hit))} ({place})\n"
        f"{visible(hit.text).strip()}"
        for hit, place in zip(found, places, strict=True)
    ]
    return "\n\n".join([*blocks, *_more(following)]) or phrases.NOTHING


def lines(document: Document, total: str, shown: Sequence[NumberedLine], left: str) -> str:
    """Return lines of a document; `total` says how many it has, `left` what is not shown."""
    head = " · ".join(phrases.headline(document))
    text = [f"{head} ({phrases.file_name(document.source)}, {total})"]
    for each in shown:
        if each.place:  # of a file without lines
            text.append(f"[{visible_line(each.place)}]")
        text.append(f"{each.number or '':>5}  {visible_line(each.text)}")
    return "\n".join(filter(None, [*text, left]))


def checked_quote(found: CheckedDraft) -> str:
    """Return whether a quote stands in the documents, and where, or what comes nearest."""
    (quote,) = found.sentences
    same = [each for each in quote.occurrences if not _altered(each)]
    if same:
        text = f"The quote stands word by word in {_places(same)}."
    elif quote.occurrences:
        differing = {kind.value for each in quote.occurrences for kind in _altered(each)}
        text = f"The same words stand in {_places(quote.occurrences)}, "
        text += f"written differently ({', '.join(sorted(differing))})."
    else:
        counted = phrases.counted(found.searched_documents, "document")
        text = f"The quote was not found in {counted}."
    if near := quote.nearest:
        text += f" Nearest ({near.similarity:.0%} of the words), {_places([near.occurrence])}:\n"
        text += visible(near.occurrence.text)
    return text


def documents(found: Sequence[DocumentInfo], total: int, following: int | None) -> str:
    """Return some of `total` documents as a list, with the offset of those after them."""
    listed = [
        f"{' · '.join(phrases.headline(each))} ({phrases.file_name(each.source)}, "
        f"{each.words:,} words)"
        for each in found
    ]
    start = f"{len(found):,} of {phrases.counted(total, 'document')}:"
    return "\n".join([start, *listed, *_more(following)])


def similar(found: SimilarDocuments) -> str:
    """Return documents that are like one, how much, and which passages are."""
    blocks = []
    for number, each in enumerate(found.similar, 1):
        head = [*phrases.headline(each.document), similar_list.likeness(found, each)]
        where = "; ".join([phrases.file_name(each.document.source), *similar_list.also(each)])
        passages = [f"   {similar_list.passage(pair)}" for pair in each.passages]
        blocks.append("\n".join([f"{number}. {' · '.join(head)} ({where})", *passages]))
    return "\n".join([*(blocks or [similar_list.nothing(found)]), *map(visible_line, found.notes)])


def status(state: Status) -> str:
    """Return how much is indexed, and which files are not as they were or can't be read."""
    text = [
        f"{phrases.counted(state.documents, 'document')}, "
        f"{phrases.counted(state.passages, 'passage')} indexed."
    ]
    for word, sources in (("new", state.new), ("changed", state.changed), ("gone", state.gone)):
        if sources:
            files = [phrases.file_name(each) for each in sources]
            text.append(f"{phrases.counted(len(files), 'file')} {word}: {_listed(files)}.")
    if state.skipped:
        reasons = [
            f"{phrases.file_name(each.source)} ({visible_line(each.reason).rstrip('.')})"
            for each in state.skipped
        ]
        text.append(f"{phrases.counted(len(reasons), 'file')} not read: {_listed(reasons)}.")
    return "\n".join(text)


def _altered(place: Occurrence) -> tuple[Difference, ...]:
    """In what a place differs from a quote, but for white space: it may be wrapped otherwise."""
    return tuple(each for each in place.differences if each is not Difference.SPACING)


def _places(found: Sequence[Occurrence]) -> str:
    return _listed(
        [phrases.place(each.document.source, (each.line,), (each.place,)) for each in found]
    )


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def _more(following: int | None) -> Iterable[str]:
    return [] if following is None else [f"There are more: offset {following}."]
