"""One document: the newest or oldest, who wrote it, when, what stands in that of a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from qa.catalogue import pieces
from qa.catalogue.by_author import meant, written_by
from qa.catalogue.contents import lead_pieces
from qa.catalogue.kinds import BY_DAYS, fits_modifiers, is_day, of_kind, sorted_out
from qa.catalogue.names import versions
from qa.catalogue.naming import Named, about, file_stem, name_stems, resolve
from qa.catalogue.pieces import Piece
from qa.catalogue.question import CatalogueQuestion, Period
from qa.catalogue.release_answers import extreme_release, named_releases, of_version, released
from qa.catalogue.releases import NOUNS, files_of_releases, number_of
from qa.catalogue.shelf import Shelf, written_day
from qa.catalogue.showing import (
    EXACT,
    JUDGED,
    LOOSE,
    TITLED,
    Asked,
    changed_piece,
    counted,
    dated_lead_piece,
    dated_piece,
    lead_piece,
    listed,
    signed_piece,
    still_to_come,
    within,
)
from qa.catalogue.statements import lines
from qa.datatypes import Answer, DocumentInfo
from qa.search.terms import content_stems

_MOST_TIED = 3  # documents that are all shown when they are equally new
_LIKELY = 0.5  # how far one named by its kind and topic is the one that is meant
_COMMON = 0.1  # share of the documents beyond which a word in its name tells none from others
_MOST = 0.5  # and beyond which one that has the words of a topic is about it


def extreme(asked: Asked) -> Answer | None:
    """The newest or oldest document, by date or else by version number.

    One of a day to come, such as an agenda, is the newest only where all are.
    """
    question, shelf = asked.question, asked.shelf
    infos = list(shelf.infos.values())
    if not fits_modifiers(question, infos):
        return None
    if question.noun in NOUNS and (question.topic or not files_of_releases(shelf)):
        found = extreme_release(asked)
        if found or not files_of_releases(shelf):
            return found
    chosen = of_kind(question, infos, shelf)
    if chosen is None:
        return None
    if question.noun in BY_DAYS and not all(is_day(file_stem(info)) for info in chosen):
        return None  # a file may hold many of them
    if question.author:
        chosen = written_by(question.author, chosen, shelf)
        if not chosen:
            return None
    if question.topic and (narrowed := _concerned(chosen, question, shelf)) is not None:
        chosen = narrowed
    elif question.topic:
        return None
    times = shelf.times(chosen)
    ahead = still_to_come(times) if question.newest else set()
    if ahead:
        chosen = [info for info in chosen if info.source not in ahead]
        times = {source: time for source, time in times.items() if source not in ahead}
    ends: list[DocumentInfo] = []
    pick = max if question.newest else min
    if times and 2 * len(times) >= len(chosen):
        day = pick(time.since for time in times.values() if time.since)
        ends = [info for info in chosen if info.source in times and times[info.source].since == day]
    if not ends or len(ends) > 1:
        numbered = {i.source: number for i in ends or chosen if (number := number_of(i))}
        if numbered:
            best = pick(numbered.values())
            ends = [i for i in ends or chosen if numbered.get(i.source) == best]
    if not ends or (len(ends) > _MOST_TIED and (question.inside or not times)):
        return None if question.topic or question.inside else _undated(asked, chosen, len(times))
    notes = [] if len(ends) == 1 else [f"{counted(len(ends), question)} of the same day or number."]
    if times and (undated := len(chosen) - len(times)):
        verb = "has" if undated == 1 else "have"
        notes.append(f"{undated:,} of {counted(len(chosen), question)} {verb} no date.")
    said = [f"{counted(len(ahead), question)} of a later day than today left out."] if ahead else []
    confidence = EXACT if len(ends) == 1 and not notes else TITLED
    if question.modifiers and _only_named(question, chosen, shelf):
        confidence = min(confidence, JUDGED)
    if vague := _as_new(ends, chosen, times, newest=question.newest):
        notes.append(f"Of {vague:,} more only a month or year is known.")
        confidence = JUDGED
    if question.inside:
        leads = [lead_pieces(info, question.verb, shelf) for info in ends]
        shown = [piece for lead in leads for piece in lead.shown]
        confidence = min(confidence, *(EXACT if lead.fits else LOOSE for lead in leads))
    else:
        shown = [piece for info in ends[: pieces.SHOWN] if (piece := dated_lead_piece(info, shelf))]
    if not shown:
        return None
    return pieces.answer(
        asked.text, shown, asked.path_of, confidence=confidence, others=ends, notes=[*notes, *said]
    )


def _only_named(question: CatalogueQuestion, chosen: Sequence[DocumentInfo], shelf: Shelf) -> bool:
    """Whether names alone chose some: "committee meetings" may be those without that name, too."""
    everything = of_kind(replace(question, modifiers=()), list(shelf.infos.values()), shelf) or []
    return len(chosen) < len(everything) and not all(
        sorted_out(modifier, everything) for modifier in question.modifiers
    )


def _as_new(
    ends: Sequence[DocumentInfo],
    chosen: Sequence[DocumentInfo],
    times: Mapping[str, Period],
    *,
    newest: bool,
) -> int:
    """How many others may be as new, or old: their month or year has days beyond the best one."""
    best = times.get(ends[0].source)
    if best is None or best.since is None:
        return 0
    others = [times[i.source] for i in chosen if i not in ends and i.source in times]
    if newest:
        return sum(time.until is not None and time.until > best.since for time in others)
    last = best.until or best.since
    return sum(time.since is not None and time.since <= last for time in others)


def _undated(asked: Asked, chosen: Sequence[DocumentInfo], dated: int) -> Answer | None:
    """Which is the newest is unknown where most documents have no date: say that."""
    if 2 * dated >= len(chosen):
        return None
    whole = counted(len(chosen), asked.question)
    verb = "has" if dated <= 1 else "have"
    note = f"{f'Only {dated:,}' if dated else 'None'} of {whole} {verb} a date."
    return pieces.refusal(asked.text, [], [note])


def _concerned(
    infos: Sequence[DocumentInfo], question: CatalogueQuestion, shelf: Shelf
) -> list[DocumentInfo] | None:
    """Those of `infos` that the topic belongs to: by its words alone if most documents have them.

    Versions of what most documents speak of are its versions, whether they name it or not.
    """
    topic = question.topic
    held = {s: {info.source for info in shelf.containing([s])} for s in content_stems(topic)}
    whole = len(shelf.infos)
    if all(len(sources) > _MOST * whole for sources in held.values()):
        if question.noun in NOUNS:
            named = [i for i in infos if number_of(i) and held.keys() <= name_stems(i)]
            return named or list(infos)
        return [info for info in infos if all(info.source in each for each in held.values())]
    wanted = {stem for stem, sources in held.items() if len(sources) < max(2, _COMMON * whole)}
    if wanted and (named := [info for info in infos if wanted <= name_stems(info)]):
        return named
    sources = {info.source for info in infos}
    return [m.info for m in about(topic, shelf).found if m.info.source in sources] or None


def author(asked: Asked) -> Answer | None:
    """Who wrote the document that the topic names."""
    question, shelf = asked.question, asked.shelf
    named = resolve(question.topic, shelf, exact=question.exact_name)
    if not named.infos and not question.exact_name:
        named = Named(meant(question.topic, shelf), _LIKELY)
    shown = [
        piece
        for info in named.infos
        if (
            piece := signed_piece(info, shelf) or (lead_piece(info, shelf) if info.author else None)
        )
    ]
    # Said in front matter or the like, it stands in no line of the text.
    unsigned = [i for i in named.infos if i.author and not signed_piece(i, shelf)]
    notes = [f"{info.title.rstrip('.')}: by {info.author}." for info in unsigned]
    return _of_one(asked, named, shown, notes)


def date(asked: Asked) -> Answer | None:
    """When the document that the topic names was published, or its author wrote it."""
    question, shelf = asked.question, asked.shelf
    named = resolve(question.topic, shelf, exact=question.exact_name)
    if not named.infos and not question.exact_name:
        named = Named(meant(question.topic, shelf), _LIKELY)
    if question.author:
        named = Named(tuple(written_by(question.author, named.infos, shelf)), named.share)
    if question.changed:
        changes = [p for info in named.infos if (p := changed_piece(info, shelf))]
        return _of_one(asked, named, changes)
    shown = [
        piece
        for info in named.infos
        if (
            piece := dated_piece(info, shelf)
            or (lead_piece(info, shelf) if written_day(info) else None)
        )
    ]
    notes = [
        f"{info.title.rstrip('.')}: {day.isoformat()}."
        for info in named.infos
        if (day := written_day(info))
    ]
    if not named.infos and versions(question.topic):
        shown = [r.headed() for r in named_releases(question.topic, shelf) if r.dated]
        return _of_one(asked, Named(tuple({piece.info for piece in shown})), shown)
    return _of_one(asked, named, shown, notes)


def _of_one(
    asked: Asked, named: Named, shown: Sequence[Piece], notes: Sequence[str] = ()
) -> Answer | None:
    if not shown or len(named.infos) > _MOST_TIED:
        return None
    confidence = {1.0: EXACT if len(shown) == 1 else TITLED}.get(named.share, JUDGED)
    return pieces.answer(asked.text, shown, asked.path_of, confidence=confidence, notes=notes)


def content(asked: Asked) -> Answer | None:
    """What stands in the documents of a day or a month."""
    question, shelf = asked.question, asked.shelf
    if question.topic:
        named = _led(asked, resolve(question.topic, shelf).infos)
        return named or of_version(asked)
    if question.noun in NOUNS and question.period is not None and not files_of_releases(shelf):
        return released(asked, question.period)
    chosen = of_kind(question, list(shelf.infos.values()), shelf)
    if not chosen or question.period is None:
        return None
    times = shelf.times(chosen)
    has = [i for i in chosen if (time := times.get(i.source)) and within(time, question.period)]
    if not has:
        return None
    has.sort(key=lambda info: (times[info.source].since, info.source))
    if len(has) > _MOST_TIED:
        undated = replace(asked, question=replace(question, period=None))
        return listed(undated, has, EXACT, [f"{counted(len(has), question)}."])
    return _led(asked, has)


def _led(asked: Asked, infos: Sequence[DocumentInfo]) -> Answer | None:
    """What a few documents mainly say."""
    if len(infos) > _MOST_TIED:
        return None
    leads = [lead_pieces(info, asked.question.verb, asked.shelf) for info in infos]
    shown = [piece for lead in leads for piece in lead.shown]
    if not shown:
        return None
    confidence = EXACT if all(lead.fits for lead in leads) else LOOSE
    if asked.question.noun == "diary entry" and asked.question.verb:
        # It is of this day; what was "bought" may not stand in it.
        confidence = min(confidence, JUDGED)
    return pieces.answer(asked.text, shown, asked.path_of, confidence=confidence)


def title(asked: Asked) -> Answer | None:
    """What the file is called that the topic names."""
    named = resolve(asked.question.topic, asked.shelf, exact=True)
    shown = [piece for info in named.infos if (piece := _titled(info, asked.shelf))]
    return _of_one(asked, named, shown, [f"{info.title}." for info in named.infos])


def _titled(info: DocumentInfo, shelf: Shelf) -> Piece | None:
    """The first line that is a document's title, else how it begins."""
    document = shelf.document(info)
    if document is None:
        return None
    for start, end in lines(document):
        if info.title.lower() in document.text[start:end].lower():
            return pieces.line(info, document, (start, end), (start, end))
    return lead_piece(info, shelf)
