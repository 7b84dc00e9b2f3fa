"""Documents of a kind: by what their files are, their names and folders, and their first lines."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import PurePosixPath

from qa.catalogue import formats, periods
from qa.catalogue.language import GENERIC_NOUNS, PAPERS, SAME_NOUNS, SELF_NAMING, SINGULAR
from qa.catalogue.names import versions
from qa.catalogue.naming import file_stem, may_have, name_stems, words_of
from qa.catalogue.question import CatalogueQuestion
from qa.catalogue.self_naming import is_label, says_it_is
from qa.catalogue.shelf import READ, Shelf
from qa.datatypes import DocumentInfo
from qa.lexicon import AGENCIES
from qa.search.terms import content_stems, stems

_AGENCIES = {name.casefold(): shown for shown, names in AGENCIES.items() for name in names}
_BEGINNING = 3  # letters by which most names are told from another without stemming them
BY_DAYS = frozenset({"diary entry", "journal entry", "entry"})
_DAY = re.compile(r"\d{4}([-_])\d{2}\1\d{2}(?!\d)")


def of_kind(
    question: CatalogueQuestion, infos: Sequence[DocumentInfo], shelf: Shelf
) -> list[DocumentInfo] | None:
    """Those of `infos` that the question's noun and modifiers mean.

    None when the noun is a special one ("recipe") that nothing in the collection is called.
    """
    chosen = _of_noun(question.noun, infos, shelf)
    return chosen and _modified(question, chosen, shelf)


def _of_noun(noun: str, infos: Sequence[DocumentInfo], shelf: Shelf) -> list[DocumentInfo] | None:
    if noun in GENERIC_NOUNS:
        return list(infos)
    everything = list(shelf.infos.values())
    if formats.of_format(noun, everything):
        return formats.of_format(noun, infos)
    if noun in formats.ONLY_FORMATS:
        return None
    if found := _called(noun, infos, shelf):
        return found
    return [] if _called(noun, everything, shelf) else None


def _modified(
    question: CatalogueQuestion, infos: Sequence[DocumentInfo], shelf: Shelf
) -> list[DocumentInfo]:
    """Those in a folder, of a format, an agency or with a name that the modifiers are.

    With a topic a modifier that none of them has ("long articles about geese") says nothing; it may
    be another word for documents ("protocol documents about geese").
    """
    chosen = list(infos)
    for modifier in question.modifiers:
        if _published_by(modifier, shelf.infos.values()):
            chosen = _published_by(modifier, chosen)
            continue
        narrowed = sorted_out(modifier, chosen)
        if not narrowed and not question.topic:
            wanted = set(stems(modifier))
            chosen = [info for info in chosen if wanted <= name_stems(info)]
        else:
            noun = SINGULAR.get(modifier)
            kind = _of_noun(noun, chosen, shelf) if noun and not narrowed else None
            chosen = narrowed or kind or chosen
    return chosen


def agency_meant(name: str) -> str:
    """A name, or that of the agency for which it stands as articles are shown: AP."""
    return _AGENCIES.get(name.casefold().removeprefix("the "), name)


def _published_by(modifier: str, infos: Iterable[DocumentInfo]) -> list[DocumentInfo]:
    """Those whose agency or paper has a name of that one word: "Reuters articles"."""
    modifier = agency_meant(modifier)
    wanted, beginning = content_stems(modifier), modifier[:_BEGINNING].lower()
    return [
        info
        for info in infos
        if info.agency and beginning in info.agency.lower() and content_stems(info.agency) == wanted
    ]


def sorted_out(modifier: str, infos: Sequence[DocumentInfo]) -> list[DocumentInfo]:
    """Those that a format or a folder makes what a modifier says, not a name."""
    wanted = set(stems(modifier))
    return formats.of_modifier(modifier, infos) or [
        info for info in infos if wanted <= set(stems(_folders(info)))
    ]


def _called(noun: str, infos: Sequence[DocumentInfo], shelf: Shelf) -> list[DocumentInfo]:
    """Those that their title, path or first lines call so."""
    called = {stem for word in SAME_NOUNS.get(noun, (noun,)) for stem in stems(word)}
    found = [info for info in may_have(called, infos) if _named(info, called, paper=noun in PAPERS)]
    if noun == "paper":
        named = {info.source for info in [*found, *formats.references(infos)]}
        found = [info for info in infos if info.source in named]
    if noun in SELF_NAMING and len(infos) <= READ:
        named = {info.source for info in found}
        others = [info for info in infos if info.source not in named and not formats.is_mail(info)]
        if "minut" in called or "meet" in called:  # slides were shown at one
            slides = {info.source for info in formats.of_format("presentation", others) or ()}
            others = [info for info in others if info.source not in slides]
        named |= {i.source for i, text in shelf.read(others) if text and says_it_is(text, called)}
        found = [info for info in infos if info.source in named]
    kinds = {i.source for i in infos if called & _tags(i, shelf)}
    if kinds:
        kinds |= {info.source for info in found}
        found = [info for info in infos if info.source in kinds]
    if "releas" in called or "version" in called:
        found = found or [info for info in infos if versions(file_stem(info))]
    if noun in BY_DAYS:  # one file for each day, called by it
        found = found or [info for info in infos if is_day(file_stem(info))]
    return found


def _tags(info: DocumentInfo, shelf: Shelf) -> set[str]:
    """The stems of a document's tags that are one word: a note tagged `recipe` is one."""
    tags = shelf.labels.get(info.source, ((), ()))[0]
    found = (stems(tag) for tag in tags)
    return {each[0] for each in found if len(each) == 1}


def _named(info: DocumentInfo, called: Collection[str], *, paper: bool) -> bool:
    """Whether its title or path has such a noun.

    The title of a paper must name it so: an "Addendum to the contract" is none, nor is a mail whose
    subject speaks of one.
    """
    if not paper:
        return not name_stems(info).isdisjoint(called)
    if formats.is_mail(info):
        return not set(called).isdisjoint(stems(_folders(info)))
    return not set(called).isdisjoint(stems(words_of(info.source))) or is_label(
        info.title, called, heading=True
    )


def is_day(name: str) -> bool:
    """Whether a file name begins with a day ("2024-05-02", "2024-05-02 Thursday")."""
    found = _DAY.match(name)
    return found is not None and periods.stretch(found.group().replace("_", "-")) is not None


def fits_modifiers(question: CatalogueQuestion, infos: Sequence[DocumentInfo]) -> bool:
    """Whether each modifier ("politics articles") is a format, a folder or in some names."""
    return all(
        formats.of_modifier(modifier, infos)
        or any(wanted <= name_stems(info) for info in may_have(wanted, infos))
        or _published_by(modifier, infos)
        for modifier, wanted in ((each, set(stems(each))) for each in question.modifiers)
    )


def _folders(info: DocumentInfo) -> str:
    return words_of(str(PurePosixPath(info.source).parent))
