"""Items of check lists: open ones, done ones, those that are due, about something, or tagged."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from qa.catalogue import pieces
from qa.catalogue.naming import name_stems
from qa.catalogue.pieces import Piece
from qa.catalogue.question import CatalogueQuestion
from qa.catalogue.shelf import READ, Shelf
from qa.catalogue.showing import EXACT, JUDGED, Asked, cut_notes
from qa.catalogue.tasks import DONE_MARKS, OPEN_MARKS, Task, tasks
from qa.datatypes import Answer, BlockKind, Document, DocumentInfo
from qa.search.terms import content_stems, stems

_NOUNS = frozenset(stems("note file document page list project"))  # "in the kiln note"
_ITEMS = frozenset({BlockKind.LIST_ITEM, BlockKind.STEP})


@dataclass(frozen=True, slots=True)
class _Found:
    """An item and where it stands."""

    info: DocumentInfo
    document: Document
    task: Task


def todos(asked: Asked) -> Answer | None:
    """The items of check lists that a question selects; None where there are none such."""
    question, shelf = asked.question, asked.shelf
    marks = DONE_MARKS if question.done else OPEN_MARKS
    sources = {info.source: info for mark in marks for info in shelf.holding(mark)}
    infos = [sources[source] for source in sorted(sources)]
    found = [
        _Found(info, document, task)
        for info, document in shelf.read(infos[:READ])
        if document
        for task in tasks(document)
        if task.done == question.done
    ]
    dated = sum(_day(each, question) is not None for each in found)
    chosen = _chosen(found, question, shelf)
    if not chosen:
        if question.timed and dated and not question.inside:
            other = f"{dated:,} {'has' if dated == 1 else 'have'} another day."
            return pieces.refusal(asked.text, (), [_count(0, question), other])
        return None
    if question.timed and question.period:
        chosen.sort(key=lambda each: _day(each, question) or date.max)
    least = "At least " if len(infos) > READ else ""
    notes = [f"{least}{_count(len(chosen), question)}"]
    notes += cut_notes(len(chosen))
    shown = list(_shown(chosen[: pieces.SHOWN]))
    confidence = JUDGED if question.topic else EXACT
    return pieces.answer(asked.text, shown, asked.path_of, confidence=confidence, notes=notes)


def _count(number: int, question: CatalogueQuestion) -> str:
    items = "item" if number == 1 else "items"
    count = f"{number:,}" if number else "No"
    return f"{count} {'done' if question.done else 'open'} {items}{_time(question)}."


def _time(question: CatalogueQuestion) -> str:
    if question.undated:
        return " without a date"
    if not question.timed or question.period is None:
        return ""
    since, until = question.period.since, question.period.until
    if since and since == until:
        days = f"on {since}"
    elif since and until:
        days = f"from {since} to {until}"
    elif since:
        days = f"from {since} on"
    else:
        days = f"up to {until}" if until else "in that month"
    return f" {days}" if question.done else f" due {days}"


def _day(each: _Found, question: CatalogueQuestion) -> date | None:
    return each.task.finished if question.done else each.task.due


def _chosen(found: Iterable[_Found], question: CatalogueQuestion, shelf: Shelf) -> list[_Found]:
    """The items that are due, about and tagged as a question wants them."""
    chosen = list(found)
    if question.undated:
        chosen = [each for each in chosen if _day(each, question) is None]
    if question.timed:
        period = question.period
        days = ((each, _day(each, question)) for each in chosen)
        chosen = [each for each, day in days if day and (period is None or day in period)]
    if question.tag:
        chosen = _tagged(chosen, question.tag, shelf)
    if question.topic:
        wanted = set(content_stems(question.topic))
        less = wanted - _NOUNS
        chosen = _about(chosen, wanted, shelf) or _about(chosen, less, shelf)
    return chosen


def _tagged(found: Sequence[_Found], tag: str, shelf: Shelf) -> list[_Found]:
    """Items with a tag; where a document's tag stands at none of its items, all of these."""
    own = [each for each in found if tag in each.task.tags]
    sources = {each.info.source for each in own}
    for each in found:
        tags = shelf.labels.get(each.info.source, ((), ()))[0]
        if each.info.source not in sources and tag in map(str.casefold, tags):
            own.append(each)
    return own


def _about(found: Sequence[_Found], wanted: set[str], shelf: Shelf) -> list[_Found]:
    """Items that have the words, else those below a heading with them, else of such a document."""
    ways: tuple[Callable[[_Found], set[str]], ...] = (
        lambda each: _words(each, _ITEMS),
        lambda each: _words(each),
        lambda each: _words(each) | _names(each, shelf),
    )
    for words in ways if wanted else ():
        if chosen := [each for each in found if wanted <= words(each)]:
            return chosen
    return []


def _words(each: _Found, above: Collection[BlockKind] = tuple(BlockKind)) -> set[str]:
    """Words of an item, and of what it stands under, if that is of these kinds."""
    text, task = each.document.text, each.task
    found = set(stems(text[task.start : task.end]))
    for number in task.parents:
        if (block := each.document.blocks[number]).kind in above:
            found.update(stems(text[block.start : block.end]))
    return found


def _names(each: _Found, shelf: Shelf) -> frozenset[str]:
    return name_stems(each.info, shelf.labels.get(each.info.source, ((), ()))[1])


def _shown(found: Iterable[_Found]) -> Iterable[Piece]:
    """Each item, below the item that it belongs to where that was not shown just before."""
    above: tuple[str, int] | None = None
    for each in found:
        place, span = (each.task.start, each.task.end), (each.task.item, each.task.end)
        piece = pieces.line(each.info, each.document, place, span)
        outer = _outer(each)
        if outer and (each.info.source, outer[0]) != above:
            piece = Piece(each.info, each.document, (outer, place), place, span)
        above = (each.info.source, outer[0] if outer else each.task.start)
        yield piece


def _outer(each: _Found) -> tuple[int, int] | None:
    """The first line of the item that an item belongs to."""
    for number in each.task.parents[:1]:
        block = each.document.blocks[number]
        if block.kind in _ITEMS:
            end = each.document.text.find("\n", block.start, block.end)
            return block.start, block.end if end < 0 else end
    return None
