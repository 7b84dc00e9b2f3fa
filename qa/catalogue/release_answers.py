"""Questions about releases that are sections of changelogs: the newest, those of a time, one."""

from __future__ import annotations

import re

from qa.catalogue import pieces
from qa.catalogue.contents import VERBS
from qa.catalogue.names import versions
from qa.catalogue.naming import file_stem, name_stems
from qa.catalogue.question import Period
from qa.catalogue.releases import Release, newest, numbered, releases
from qa.catalogue.shelf import Shelf
from qa.catalogue.showing import EXACT, JUDGED, LOOSE, TITLED, Asked, counted, cut_notes, within
from qa.datatypes import Answer
from qa.search.terms import content_stems

_MOST = 3  # releases that are shown with what they brought
_ALL = frozenset({"", "new", "changed", "change", "bring"})  # asks for no single kind of change


def extreme_release(asked: Asked) -> Answer | None:
    """The highest or lowest release of a changelog, with what is new in it.

    With a topic of the one changelog that is called so, where not all documents are about that.
    """
    shelf = asked.shelf
    found = _of_program(asked.question.topic, shelf)
    best = newest(found, first=not asked.question.newest)
    if best is None or len({release.info.source for release in found}) > 1:
        return None  # of several programs none is the newest
    confidence = JUDGED if asked.question.inside else EXACT  # all of it, not what was "fixed"
    return pieces.answer(asked.text, [best.whole()], asked.path_of, confidence=confidence)


def released(asked: Asked, period: Period) -> Answer | None:
    """The releases of a period that are sections of changelogs, as they stand there."""
    found = [r for r in releases(asked.shelf) if r.period and within(r.period, period)]
    if not found:
        return None
    few = len(found) <= _MOST
    shown = [release.whole() if few else release.headed() for release in found]
    notes = [" ".join([f"{counted(len(found), asked.question)}.", *cut_notes(len(found))])]
    return pieces.answer(asked.text, shown, asked.path_of, confidence=EXACT, notes=notes)


def of_version(asked: Asked) -> Answer | None:
    """What changelogs say of the release that a topic names: "2.4", "velo 2.9.1"."""
    found = named_releases(asked.question.topic, asked.shelf)
    if not 0 < len(found) <= _MOST:
        return None
    verb = asked.question.verb
    below = [r.below(VERBS[verb]) if verb in VERBS and verb not in _ALL else None for r in found]
    shown = [part or release.whole() for part, release in zip(below, found, strict=True)]
    confidence = EXACT if len(found) == 1 else TITLED
    if verb not in _ALL and not all(below):
        confidence = LOOSE  # nothing says that it is what was "fixed"
    return pieces.answer(asked.text, shown, asked.path_of, confidence=confidence)


def named_releases(topic: str, shelf: Shelf) -> list[Release]:
    """The releases that a topic names by number; those of 2.4 where no other is called just so."""
    numbers = versions(topic)
    if len(numbers) != 1:
        return []
    wanted = numbered(numbers[0])
    program = re.sub(rf"\bv?{re.escape(numbers[0])}(?!\w)", " ", topic, flags=re.IGNORECASE)
    found = _of_program(program, shelf)
    exactly = [r for r in found if _short(r.version) == _short(wanted)]
    return exactly or [r for r in found if r.version[: len(wanted)] == wanted]


def _short(version: tuple[int, ...]) -> tuple[int, ...]:
    """A version without zeros at its end: 2.4.0 is 2.4."""
    return version if not version or version[-1] else _short(version[:-1])


def _of_program(topic: str, shelf: Shelf) -> list[Release]:
    """The releases of the program that a topic names, by what its changelog is called.

    One that is named after no program is that of the README beside it. A name that most documents
    hold is that of the whole collection, and so of every changelog but those in folders that have
    another name, where one is called so.
    """
    found = releases(shelf)
    beside = {
        _folder(info.source): frozenset(content_stems(info.title))
        for info in shelf.infos.values()
        if file_stem(info).casefold() == "readme"
    }
    called = {
        info.source: name_stems(info) | beside.get(_folder(info.source), frozenset())
        for info in {release.info.source: release.info for release in found}.values()
    }
    wanted = set(content_stems(re.sub(r"\b(?:releases?|versions?)\b", " ", topic)))
    common = {stem for stem in wanted if 2 * len(shelf.containing([stem])) > len(shelf.infos)}
    told_apart = common & frozenset().union(*called.values())

    def asked(source: str) -> bool:
        lacking = wanted - called[source]
        return lacking <= common and (not lacking & told_apart or not _folder(source))

    return [release for release in found if asked(release.info.source)]


def _folder(source: str) -> str:
    return source.rpartition("/")[0]
