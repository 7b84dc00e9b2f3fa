"""Documents by who wrote or sent them, of a time and on a topic where these are asked for too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

from qa.catalogue import pieces
from qa.catalogue.formats import MAILS
from qa.catalogue.kinds import agency_meant, of_kind
from qa.catalogue.language import ABOUT, PAPERS, SINGULAR
from qa.catalogue.naming import about
from qa.catalogue.question import CatalogueQuestion, Kind, Relation
from qa.catalogue.shelf import READ, Shelf
from qa.catalogue.showing import (
    EXACT,
    JUDGED,
    Asked,
    counted,
    lead_piece,
    newest_first,
    signed_piece,
    undated_note,
    unless_called,
    within,
)
from qa.catalogue.statements import author_statement
from qa.datatypes import Answer, Document, DocumentInfo
from qa.search.terms import content_stems

_AUTHORED = re.compile(r"(?P<topic>\S.*) (?:by|from) (?P<author>\S+(?: \S+){0,2})")
_REPLY = re.compile(r"\s*(?:re|aw|fwd?|wg|sv|vs|antw|tr|rv|rif)(?:\[\d+\]|\(\d+\))?\s*:", re.I)


def by_author(asked: Asked) -> Answer | None:
    """The documents of an author; None where nothing here is by such a one."""
    question, shelf = asked.question, asked.shelf
    has = written_by(question.author, list(shelf.infos.values()), shelf)
    chosen = of_kind(question, has, shelf)
    called = question if chosen is not None else unless_called(question)
    has = has if chosen is None else chosen
    if not has or called is None:
        return None
    notes, confidence, whose = [], EXACT, f"by {question.author}"
    if question.topic:
        sources = {info.source for info in has}
        on = about(question.topic, shelf)
        has = [m.info for m in on.found if m.info.source in sources]
        confidence = EXACT if on.exact else JUDGED
        whose += f" about “{question.topic}”"
    if question.period is not None:
        times = shelf.times(has)
        if undated := len(has) - len(times):
            notes.append(undated_note(undated))
        has = [i for i in has if (t := times.get(i.source)) and within(t, question.period)]
        if not has:
            none = f"No {called.noun} {whose} is known to be of that time."
            return pieces.refusal(asked.text, [], [none, *notes])
    shown = [
        p
        for info in newest_first(has)[: pieces.SHOWN]
        if (p := signed_piece(info, shelf) or lead_piece(info, shelf))
    ]
    if not shown:
        return None
    summary = f"{counted(len(has), called)} {whose}."
    return pieces.answer(
        asked.text,
        shown,
        asked.path_of,
        confidence=confidence,
        others=has,
        notes=[summary, *notes],
    )


def with_author(question: CatalogueQuestion, shelf: Shelf) -> CatalogueQuestion:
    """A question whose topic ends with an author of the collection ("compost by Ada") by that."""
    match = _AUTHORED.fullmatch(question.inner)
    if match is None or question.relation is not Relation.ABOUT:
        return question
    wanted = set(content_stems(agency_meant(match["author"])))
    if not wanted or not any(_is_by(info, wanted) for info in shelf.infos.values()):
        return question
    return replace(
        question,
        topic=match["topic"],
        inner=match["topic"],
        author=match["author"],
        relation=None,
    )


def written_by(author: str, infos: Sequence[DocumentInfo], shelf: Shelf) -> list[DocumentInfo]:
    """Those of `infos` that say that somebody, or an agency or a paper, of this name wrote them."""
    wanted = set(content_stems(agency_meant(author)))
    if not wanted:
        return []
    has = [info for info in infos if _is_by(info, wanted)]
    if not has and len(infos) <= READ:
        has = [info for info, text in shelf.read(infos) if wanted <= _stated_author(text)]
    return has


def meant(topic: str, shelf: Shelf) -> tuple[DocumentInfo, ...]:
    """The mails or papers that "the letter about the roof" may mean: not the replies to one."""
    match = _described().fullmatch(topic)
    noun = SINGULAR[match["noun"].lower()] if match else ""
    if match is None or noun not in MAILS | PAPERS:
        return ()
    found = [mention.info for mention in about(match["topic"], shelf).found]
    chosen = of_kind(CatalogueQuestion(Kind.AUTHOR, noun=noun), found, shelf) or []
    return tuple([info for info in chosen if not _REPLY.match(info.title)] or chosen)


@cache
def _described() -> re.Pattern[str]:
    nouns = "|".join(sorted(map(re.escape, SINGULAR), key=len, reverse=True))
    return re.compile(
        rf"(?:the|my|our|this|that) (?P<noun>{nouns}) (?:{ABOUT}|on) (?P<topic>\S.*)", re.I
    )


def _is_by(info: DocumentInfo, wanted: set[str]) -> bool:
    return any(wanted <= _name(maker) for maker in (info.author, info.agency) if maker)


@lru_cache(1024)
def _name(maker: str) -> frozenset[str]:
    """The stems of a name, which many documents have."""
    return frozenset(content_stems(maker))


def _stated_author(document: Document | None) -> set[str]:
    stated = author_statement(document) if document else None
    return set(content_stems(document.text[slice(*stated.span)])) if document and stated else set()
