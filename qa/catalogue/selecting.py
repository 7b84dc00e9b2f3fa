"""Documents selected by topic or tag: which, how many; by author or time, see there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from qa.catalogue import pieces
from qa.catalogue.by_author import by_author, with_author
from qa.catalogue.by_tag import tagged
from qa.catalogue.by_time import of_time
from qa.catalogue.contents import PRESENT
from qa.catalogue.kinds import fits_modifiers, of_kind
from qa.catalogue.language import ONLY_PARTS, PAPERS, PART_NOUNS
from qa.catalogue.mentions import Mention, mentions, plain_topic, together, topics_of
from qa.catalogue.naming import about
from qa.catalogue.pieces import Piece
from qa.catalogue.question import CatalogueQuestion, Period, Relation
from qa.catalogue.quoted import quoted
from qa.catalogue.releases import NOUNS, in_releases, otherwise
from qa.catalogue.shelf import Shelf
from qa.catalogue.showing import (
    EXACT,
    JUDGED,
    LOOSE,
    TITLED,
    Asked,
    counted,
    cut_notes,
    undated_note,
    unless_called,
    within,
)
from qa.datatypes import Answer
from qa.search.terms import content_words

_NEW = re.compile(r"\b(?:new|add(?:ed|s)?|introduc\w+|now|first)\b", re.I)
_ATTENDING = frozenset({"attend", "take part in", "join", "present", "in attendance"})


def select(asked: Asked) -> Answer | None:
    """The documents that a question selects, or None."""
    question = asked.question
    if question.tag:
        return tagged(asked)
    question = with_author(question, asked.shelf)
    if question.author:
        return by_author(replace(asked, question=question))
    if question.relation is None:
        return of_time(asked)
    return _on_topic(asked)


def _on_topic(asked: Asked) -> Answer | None:
    """The documents that mention, discuss, are about or hold the topic."""
    question, shelf = asked.question, asked.shelf
    topic, period = question.topic, question.period
    called = question if of_kind(question, [], shelf) is not None else unless_called(question)
    if called is None:
        return None
    found = _related(question.relation, topic, shelf)
    if question.inner != topic:  # "elections in 2019" may stand so, or be of that time
        if found.found and found.relation is Relation.MENTIONS:
            period = None
        else:
            topic = question.inner
            found = _related(question.relation, topic, shelf)
    if not found.found and question.verb:  # "which version fixed the crash": one word will do
        found = replace(_related(Relation.MENTIONS, topic, shelf), confidence=JUDGED)
    if not found.found:
        if question.relation is Relation.QUOTES:
            return pieces.refusal(asked.text, (), [f"No document quotes “{plain_topic(topic)}”."])
        return _nothing_mentions(asked, topic) if question.relation is Relation.MENTIONS else None
    # "rsync delete files on the receiver" asks for no documents.
    strict = question.counted or question.bare
    if strict and not fits_modifiers(question, list(shelf.infos.values())):
        return None
    mentioned, notes, confidence = _of_time(found.found, period, shelf, found.confidence)
    chosen = of_kind(question, [mention.info for mention in mentioned], shelf)
    if chosen == [] and question.noun not in NOUNS:
        # There are letters, but none of them is one; any document may be part of a book.
        loose = None if question.noun in PAPERS else unless_called(question)
        if loose is None:
            return None
        called = loose
    if chosen:
        sources = {info.source for info in chosen}
        mentioned = [mention for mention in mentioned if mention.info.source in sources]
    if question.verb in _ATTENDING:
        mentioned = [m for mention in mentioned if (m := _attended(mention, shelf))]
    if question.oldest_first:
        mentioned, confidence = _by_time(mentioned, shelf), min(confidence, JUDGED)
    parts = _in_parts(mentioned, question, shelf)
    if not parts and (question.noun in ONLY_PARTS or otherwise(mentioned, question, shelf)):
        return None
    shown = parts or [p for m in mentioned[: pieces.SHOWN] if (p := _piece(m, shelf))]
    if not shown:
        return None
    return pieces.answer(
        asked.text,
        shown,
        asked.path_of,
        confidence=confidence,
        others=[] if parts else [mention.info for mention in mentioned],
        notes=[
            _summary(found, topic, question if parts else called, mentioned, len(parts)),
            *notes,
        ],
    )


def _attended(mention: Mention, shelf: Shelf) -> Mention | None:
    """A mention without the places that are not in a list of those present; None without any."""
    document = shelf.document(mention.info)
    if document is None:
        return None
    listed_in = tuple(
        place
        for place in mention.places
        if any(PRESENT.search(heading) for heading in pieces.headings_at(document, place[0]))
    )
    return replace(mention, places=listed_in) if listed_in else None


def _by_time(found: Sequence[Mention], shelf: Shelf) -> list[Mention]:
    """The earliest first, those without a date last; before all those that call it new."""
    times = shelf.times([mention.info for mention in found])
    days = {source: time.since for source, time in times.items() if time.since}

    def order(mention: Mention) -> tuple[bool, date, str]:
        document = shelf.document(mention.info)
        new = document is not None and any(
            _NEW.search(pieces.block_text(document, start)) for start, _ in mention.places
        )
        return not new, days.get(mention.info.source, date.max), mention.info.source

    return sorted(found, key=order)


@dataclass(frozen=True, slots=True)
class _Related:
    """Documents related to a topic, how they are, and how sure that is."""

    found: tuple[Mention, ...]
    relation: Relation
    confidence: float
    complete: bool = True
    any_of: tuple[str, ...] = ()  # the topics of which they are about one


def _related(relation: Relation | None, topic: str, shelf: Shelf) -> _Related:
    if relation is Relation.ABOUT:
        on = about(topic, shelf)
        if not any(mention.places for mention in on.found) and (found := _about_any(topic, shelf)):
            return found
        return _Related(on.found, relation, TITLED if on.exact else JUDGED, on.complete)
    if relation is Relation.QUOTES:
        named = mentions(topic, shelf)
        saying = tuple(m for each in named.found if (m := quoted(each, plain_topic(topic), shelf)))
        return _Related(saying, relation, TITLED, named.complete)
    if relation is not Relation.HOLDS:
        phrase = mentions(topic, shelf)
        if phrase.found:
            return _Related(phrase.found, Relation.MENTIONS, EXACT, phrase.complete)
    if relation is Relation.DISCUSSES and (on := about(topic, shelf)).found:
        return _Related(on.found, Relation.ABOUT, JUDGED, on.complete)
    beside = together(topic, shelf)
    confidence = JUDGED if relation is Relation.HOLDS else LOOSE
    return _Related(beside.found, Relation.HOLDS, confidence, beside.complete)


def _about_any(topic: str, shelf: Shelf) -> _Related | None:
    """The documents about one of several topics ("tennis and rugby"); None where there is one.

    Those of which no document has a word are left out.
    """
    topics = topics_of(topic)
    every = {each: on for each in topics if (on := about(each, shelf)).found}
    strange = [each for each in topics if each not in every and not shelf.containing([each])]
    if len(topics) == 1 or not every or len(every) + len(strange) < len(topics):
        return None
    found = {m.info.source: m for on in reversed(every.values()) for m in on.found}
    complete = all(on.complete for on in every.values())
    return _Related(tuple(found.values()), Relation.ABOUT, JUDGED, complete, tuple(every))


_SAYS = {
    Relation.MENTIONS: ("mentions", "mention"),
    Relation.ABOUT: ("is about", "are about"),
    Relation.QUOTES: ("quotes", "quote"),
    Relation.HOLDS: ("has all the words of", "have all the words of"),
}


def _summary(
    found: _Related,
    topic: str,
    question: CatalogueQuestion,
    mentioned: Sequence[Mention],
    parts: int,
) -> str:
    """How many documents, or parts of them, there are; how often, when that was asked."""
    count = parts or len(mentioned)
    verb = _SAYS[found.relation][count != 1]
    times = ""
    if question.counted and found.relation is Relation.MENTIONS:
        often = sum(len(mention.places) for mention in mentioned)
        times = f", {often:,} {'time' if often == 1 else 'times'} in all" if often else ""
    how_many = counted(count, question, found.complete)
    topics = "” or “".join(found.any_of or (plain_topic(topic),))
    return " ".join([f"{how_many} {verb} “{topics}”{times}.", *cut_notes(count)])


def _nothing_mentions(asked: Asked, topic: str) -> Answer | None:
    plain = plain_topic(topic)
    words = content_words(plain)
    # A topic of many words is a description; that no text has it word by word says little.
    if asked.question.whole or (len(words) > 2 and not plain[:1].isupper()):
        return None
    missing = [word for word in words.values() if not asked.shelf.containing([word])]
    return pieces.refusal(asked.text, missing, [f"No document mentions “{plain}”."])


def _of_time(
    found: Sequence[Mention], period: Period | None, shelf: Shelf, confidence: float
) -> tuple[list[Mention], list[str], float]:
    """Those of a period, a note on those that have no date, and how sure it still is."""
    if period is None:
        return list(found), [], confidence
    times = shelf.times([mention.info for mention in found])
    if not times:
        return list(found), ["None of them has a date."], min(confidence, LOOSE)
    chosen = [m for m in found if (time := times.get(m.info.source)) and within(time, period)]
    undated = len(found) - len(times)
    return chosen, [undated_note(undated)] if undated and chosen else [], confidence


def _piece(mention: Mention, shelf: Shelf) -> Piece | None:
    document = shelf.document(mention.info)
    if document is None:
        return None
    for place in mention.places:
        if pieces.says(document, place[0]):
            return pieces.at(mention.info, document, *place)
    if mention.places and not mention.in_title:
        return pieces.at(mention.info, document, *mention.places[0])
    return pieces.lead(mention.info, document)


def _in_parts(found: Sequence[Mention], question: CatalogueQuestion, shelf: Shelf) -> list[Piece]:
    """One piece per chapter, article or release of documents that have such parts, else none."""
    if question.noun in NOUNS:
        return in_releases(found, question.verb, shelf)
    if question.noun not in PART_NOUNS:
        return []
    is_part = re.compile(rf"\s*{question.noun}\b|\s*[IVXL]+\.(?:\s|$)", re.I)
    shown: dict[tuple[str, str], Piece] = {}
    for mention in found:
        document = shelf.document(mention.info)
        for start, end in mention.places if document else ():
            if document is None or not pieces.says(document, start):
                continue
            headings = pieces.headings_at(document, start)
            part = next((h for h in reversed(headings) if is_part.match(h)), None)
            if part is not None and (mention.info.source, part) not in shown:
                shown[mention.info.source, part] = pieces.at(mention.info, document, start, end)
    return list(shown.values())
