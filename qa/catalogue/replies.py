"""The answer to each kind of question about the collection; None where the documents don't say."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa.catalogue import pieces
from qa.catalogue.contents import described, lead_pieces
from qa.catalogue.language import GENERIC_NOUNS, PART_NOUNS, SPECIFIC_NOUNS
from qa.catalogue.mentions import Mention, Mentions, mentions, plain_topic, together
from qa.catalogue.names import versions
from qa.catalogue.naming import about, fits_modifiers, name_stems, of_kind, resolve
from qa.catalogue.pieces import Piece
from qa.catalogue.question import CatalogueQuestion, Kind, Period, Relation
from qa.catalogue.shelf import READ, Shelf, written_day
from qa.catalogue.statements import author_statement, date_statement
from qa.datatypes import Answer, DocumentInfo
from qa.search.terms import content_stems

EXACT, TITLED, JUDGED, LOOSE = 0.97, 0.92, 0.75, 0.6  # confidence by how documents were found
_MOST_TIED = 3  # documents that are all shown when they are equally new
_COMMON = 0.1  # share of the documents beyond which a topic says nothing of one among them
_PLURALS = GENERIC_NOUNS | SPECIFIC_NOUNS


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with what it is answered from."""

    text: str
    question: CatalogueQuestion
    shelf: Shelf
    path_of: Callable[[str], str]


def reply(asked: Asked) -> Answer | None:
    """The answer to any kind of question about the collection, or None."""
    match asked.question.kind:
        case Kind.SELECT:
            return _select(asked)
        case Kind.EXTREME:
            return _extreme(asked)
        case Kind.AUTHOR:
            return _author(asked)
        case Kind.DATE:
            return _date(asked)
        case Kind.CONTENT:
            return _content(asked)
        case Kind.OVERVIEW:
            return described(asked.text, asked.shelf, asked.path_of)
        case Kind.TODOS:
            return _todos(asked)


def _select(asked: Asked) -> Answer | None:
    question = asked.question
    if question.tag:
        return _tagged(asked)
    if question.author:
        return _by_author(asked)
    if question.relation is None:
        return _of_period(asked)
    return _on_topic(asked)


def _on_topic(asked: Asked) -> Answer | None:
    """The documents that mention, discuss, are about or hold the topic."""
    question, shelf = asked.question, asked.shelf
    topic = question.topic
    found, confidence = _related(question.relation, topic, shelf)
    period = question.period
    if question.inner != topic:  # "elections in 2019" may stand so, or be of that time
        if found.found and confidence == EXACT:
            period = None
        else:
            topic = question.inner
            found, confidence = _related(question.relation, topic, shelf)
    if not found.found:
        if question.relation is not Relation.MENTIONS:
            return None
        return _nothing_mentions(asked, topic)
    kept, notes = _of_time(found.found, period, shelf)
    chosen = of_kind(question, [mention.info for mention in kept], shelf)
    if question.counted and not fits_modifiers(question, list(shelf.infos.values())):
        return None
    if chosen is not None:
        sources = {info.source for info in chosen}
        kept = [mention for mention in kept if mention.info.source in sources]
    if not kept:
        return None
    parts = _in_parts(kept, question, shelf)
    shown = parts or [piece for mention in kept[: pieces.SHOWN] if (piece := _piece(mention, shelf))]
    if not shown:
        return None
    count = len(parts) if parts else len(kept)
    said = _counted(count, question, found.complete)
    verb = "mention" if confidence == EXACT and question.relation is not Relation.ABOUT else "are about"
    if count == 1:
        verb = verb.replace("are", "is") if verb != "mention" else "mentions"
    listed = f" The first {pieces.SHOWN} are shown." if count > pieces.SHOWN else ""
    notes = [f"{said} {verb} “{plain_topic(topic)}”.{listed}", *notes]
    others = [mention.info for mention in kept]
    return pieces.answer(
        asked.text, shown, asked.path_of, confidence=confidence, others=others, notes=notes
    )


def _related(relation: Relation | None, topic: str, shelf: Shelf) -> tuple[Mentions, float]:
    """The documents so related to a topic, and how sure that is."""
    if relation is Relation.ABOUT:
        found = about(topic, shelf)
        return Mentions(found.found, found.complete), TITLED if found.exact else JUDGED
    if relation is not Relation.HOLDS and (found := mentions(topic, shelf)).found:
        return found, EXACT
    if relation is Relation.DISCUSSES and (near := about(topic, shelf)).found:
        return Mentions(near.found, near.complete), JUDGED
    return together(topic, shelf), JUDGED if relation is Relation.HOLDS else LOOSE


def _nothing_mentions(asked: Asked, topic: str) -> Answer | None:
    plain = plain_topic(topic)
    # A topic of many words is a description; that no text has it word by word says little.
    if len(content_stems(plain)) > 2 and not plain[:1].isupper():
        return None
    return pieces.refusal(asked.text, plain, [f"No document mentions “{plain}”."])


def _of_time(
    found: Sequence[Mention], period: Period | None, shelf: Shelf
) -> tuple[list[Mention], list[str]]:
    """Those of a period, and a note on how many have no date."""
    if period is None:
        return list(found), []
    times = shelf.times([mention.info for mention in found])
    kept = [m for m in found if (time := times.get(m.info.source)) and _within(time, period)]
    undated = len(found) - len(times)
    return kept, [f"{undated} more have no date."] if undated and kept else []


def _within(time: Period, period: Period) -> bool:
    """Whether all of a document's time, which may be a month or a year, lies in a period."""
    return (
        time.since is not None
        and time.until is not None
        and time.since in period
        and time.until in period
    )


def _piece(mention: Mention, shelf: Shelf) -> Piece | None:
    document = shelf.document(mention.info)
    if document is None:
        return None
    if mention.places:
        return pieces.at(mention.info, document, *mention.places[0])
    return pieces.lead(mention.info, document)


def _in_parts(found: Sequence[Mention], question: CatalogueQuestion, shelf: Shelf) -> list[Piece]:
    """One piece per chapter or article where documents have such parts, else none."""
    if question.noun not in PART_NOUNS:
        return []
    is_part = re.compile(rf"\s*{question.noun}\b|\s*[IVXL]+\.\s", re.I)
    shown: dict[tuple[str, str], Piece] = {}
    for mention in found:
        document = shelf.document(mention.info)
        for place in mention.places if document else ():
            piece = pieces.at(mention.info, document, *place)  # type: ignore[arg-type]
            headings = pieces.headings_at(piece)
            part = next((h for h in reversed(headings) if is_part.match(h)), None)
            if part is None:
                return []
            shown.setdefault((mention.info.source, part), piece)
    return list(shown.values())


def _counted(count: int, question: CatalogueQuestion, complete: bool = True) -> str:
    noun = question.noun if count == 1 else _PLURALS.get(question.noun, f"{question.noun}s")
    return f"{'' if complete else 'At least '}{count:,} {noun}"


def _tagged(asked: Asked) -> Answer | None:
    shelf, tag = asked.shelf, asked.question.tag
    has = [
        shelf.infos[source]
        for source, (tags, _) in shelf.labels.items()
        if source in shelf.infos
        and any(t.lower() == tag or t.lower().startswith(f"{tag}/") for t in tags)
    ]
    if not has:
        return None
    one = len(has) == 1
    note = f"{_counted(len(has), asked.question)} {'is' if one else 'are'} tagged “{tag}”."
    return _listed(asked, has, EXACT, [note])


def _by_author(asked: Asked) -> Answer | None:
    question, shelf = asked.question, asked.shelf
    wanted = set(content_stems(question.author))
    has = [
        info
        for info in shelf.infos.values()
        if info.author and wanted and wanted <= set(content_stems(info.author))
    ]
    if not has:
        return None
    return _listed(asked, has, EXACT, [f"{_counted(len(has), question)} by {question.author}."])


def _of_period(asked: Asked) -> Answer | None:
    """How many documents there are, or those of a period."""
    question, shelf = asked.question, asked.shelf
    infos = list(shelf.infos.values())
    if not fits_modifiers(question, infos):
        return None
    chosen = of_kind(question, infos, shelf)
    if chosen is None:
        if not question.definite:  # "the books" are those that are here, whatever they are called
            return None
        chosen = infos
    if question.period is None:
        if not question.counted or not chosen:
            return None
        return _listed(asked, _newest_first(chosen), EXACT, [f"{_counted(len(chosen), question)}."])
    times = shelf.times(chosen)
    has = [i for i in chosen if (time := times.get(i.source)) and _within(time, question.period)]
    if not has:
        return None
    notes = [f"{_counted(len(has), question)}."]
    if undated := len(chosen) - len(times):
        notes.append(f"{undated:,} more have no date.")
    has.sort(key=lambda info: (times[info.source].since, info.source))
    return _listed(asked, has, EXACT if len(times) == len(chosen) else TITLED, notes)


def _newest_first(infos: Sequence[DocumentInfo]) -> list[DocumentInfo]:
    return sorted(infos, key=lambda info: (written_day(info) or _never(), info.source), reverse=True)


def _never() -> object:
    from datetime import date

    return date.min


def _listed(
    asked: Asked, infos: Sequence[DocumentInfo], confidence: float, notes: Sequence[str]
) -> Answer | None:
    """An answer that lists documents, each by the line with its date or by how it begins."""
    dated = asked.question.period is not None
    shown = [
        piece
        for info in infos[: pieces.SHOWN]
        if (piece := (_dated(info, asked.shelf) if dated else None) or _lead(info, asked.shelf))
    ]
    if not shown:
        return None
    if len(infos) > len(shown):
        notes = [*notes, f"The first {len(shown)} are shown."]
    return pieces.answer(
        asked.text, shown, asked.path_of, confidence=confidence, others=infos, notes=notes
    )


def _lead(info: DocumentInfo, shelf: Shelf) -> Piece | None:
    document = shelf.document(info)
    return pieces.lead(info, document) if document else None


def _dated(info: DocumentInfo, shelf: Shelf) -> Piece | None:
    """The line in which a document gives its date."""
    document = shelf.document(info)
    if document is None:
        return None
    day = written_day(info)
    known = Period(day, day) if day else None
    stated = date_statement(document, known)
    if stated is None:
        return None
    return pieces.line(info, document, (stated.start, stated.end), stated.span)


def _extreme(asked: Asked) -> Answer | None:
    """The newest or oldest document, by date or else by version number."""
    question, shelf = asked.question, asked.shelf
    infos = list(shelf.infos.values())
    chosen = of_kind(question, infos, shelf)
    if chosen is None or not fits_modifiers(question, infos):
        return None
    if question.topic and (narrowed := _concerned(chosen, question.topic, shelf)) is not None:
        chosen = narrowed
    elif question.topic:
        return None
    times = shelf.times(chosen)
    ends: list[DocumentInfo] = []
    pick = max if question.newest else min
    if times and 2 * len(times) >= len(chosen):
        day = pick(time.since for time in times.values() if time.since)
        ends = [info for info in chosen if info.source in times and times[info.source].since == day]
    if not ends or len(ends) > 1:
        numbered = {info.source: _number(info) for info in ends or chosen if versions(info.source)}
        if numbered:
            best = pick(numbered.values())
            ends = [i for i in ends or chosen if numbered.get(i.source) == best]
    if not ends or len(ends) > _MOST_TIED:
        return None
    notes = []
    if times and (undated := len(chosen) - len(times)):
        notes.append(f"{undated:,} of {_counted(len(chosen), question)} have no date.")
    if question.verb or asked.text.lower().startswith(("what was in", "what is in", "what's in")):
        shown = [piece for info in ends for piece in lead_pieces(info, question.verb, shelf)]
    else:
        shown = [piece for info in ends if (piece := _dated(info, shelf) or _lead(info, shelf))]
    if not shown:
        return None
    confidence = EXACT if len(ends) == 1 and not notes else TITLED
    return pieces.answer(asked.text, shown, asked.path_of, confidence=confidence, notes=notes)


def _number(info: DocumentInfo) -> tuple[int, ...]:
    numbers = versions(re.sub(r"\.[a-z]{1,5}$", "", info.source, flags=re.I).rsplit("/", 1)[-1])
    return tuple(int(part) for part in numbers[0].split(".")) if numbers else (0,)


def _concerned(
    infos: Sequence[DocumentInfo], topic: str, shelf: Shelf
) -> list[DocumentInfo] | None:
    """Those of `infos` that a topic belongs to; all where it is what the whole collection is about."""
    common = _COMMON * len(shelf.infos)
    wanted = {
        stem for stem in content_stems(topic) if len(shelf.containing([stem])) < max(2, common)
    }
    if not wanted:
        return list(infos)
    if named := [info for info in infos if wanted <= name_stems(info)]:
        return named
    sources = {info.source for info in infos}
    return [m.info for m in about(topic, shelf).found if m.info.source in sources] or None


def _author(asked: Asked) -> Answer | None:
    infos = resolve(asked.question.topic, asked.shelf)
    shown = []
    for info in infos[:_MOST_TIED]:
        document = asked.shelf.document(info)
        stated = author_statement(document) if document else None
        if document and stated:
            shown.append(pieces.line(info, document, (stated.start, stated.end), stated.span))
        elif document and document.author and (piece := pieces.lead(info, document)):
            shown.append(piece)
    return _of_one(asked, infos, shown)


def _date(asked: Asked) -> Answer | None:
    infos = resolve(asked.question.topic, asked.shelf)
    shown = []
    for info in infos[:_MOST_TIED]:
        if piece := _dated(info, asked.shelf):
            shown.append(piece)
        elif written_day(info) and (piece := _lead(info, asked.shelf)):
            shown.append(piece)
    notes = [
        f"{info.title}: {day.isoformat()}." for info in infos[:_MOST_TIED] if (day := written_day(info))
    ]
    return _of_one(asked, infos, shown, notes)


def _of_one(
    asked: Asked, infos: Sequence[DocumentInfo], shown: Sequence[Piece], notes: Sequence[str] = ()
) -> Answer | None:
    if not shown or len(infos) > _MOST_TIED:
        return None
    confidence = EXACT if len(infos) == 1 else JUDGED
    return pieces.answer(asked.text, shown, asked.path_of, confidence=confidence, notes=notes)


def _content(asked: Asked) -> Answer | None:
    """What stands in the documents of a day or a month."""
    question, shelf = asked.question, asked.shelf
    chosen = of_kind(question, list(shelf.infos.values()), shelf)
    if not chosen or question.period is None:
        return None
    times = shelf.times(chosen)
    has = [i for i in chosen if (time := times.get(i.source)) and _within(time, question.period)]
    if not has:
        return None
    has.sort(key=lambda info: (times[info.source].since, info.source))
    if len(has) > _MOST_TIED:
        listed = replace(question, period=None)
        return _listed(
            replace(asked, question=listed), has, EXACT, [f"{_counted(len(has), question)}."]
        )
    shown = [piece for info in has for piece in lead_pieces(info, question.verb, shelf)]
    if not shown:
        return None
    return pieces.answer(asked.text, shown, asked.path_of, confidence=EXACT)


_OPEN = re.compile(r"^[ \t]*(?:(?:[-*+]|\d+[.)])[ \t]+)?(?P<box>\[ \])[ \t]+(?P<item>\S.*)$", re.M)


def _todos(asked: Asked) -> Answer | None:
    """The items of check lists that are not done."""
    shown: list[Piece] = []
    infos = asked.shelf.holding("[ ]")
    count = 0
    for info in infos[:READ]:
        document = asked.shelf.document(info)
        for match in _OPEN.finditer(document.text) if document else ():
            count += 1
            if document and len(shown) < pieces.SHOWN:
                place = (match.start("box"), match.end("item"))
                shown.append(pieces.line(info, document, place, match.span("item")))
    if not shown:
        return None
    least = "At least " if len(infos) > READ else ""
    notes = [f"{least}{count:,} open {'item' if count == 1 else 'items'}."]
    if count > len(shown):
        notes.append(f"The first {len(shown)} are shown.")
    return pieces.answer(asked.text, shown, asked.path_of, confidence=EXACT, notes=notes)
