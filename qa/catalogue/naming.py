"""Documents by what they are called: the one that is meant, those on a topic."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from qa.catalogue.mentions import DOCUMENT_STEMS, Mention, folded, mentions, plain_topic, together
from qa.catalogue.names import versions
from qa.catalogue.shelf import READ, Shelf
from qa.datatypes import Document, DocumentInfo
from qa.search.terms import content_stems, stems

_WORD = re.compile(r"[A-Z]?[a-z]+(?=[A-Z])|[^\W_]+")
_BEGINNING = 4  # letters of a stem that stand in its words as they are
_ENOUGH = 0.6  # share of a topic's words that a name must have where none has all
_TITLE_LINE = re.compile(r"^[ \t]*title[ \t]*:[ \t]*(?P<title>\S.*)$", re.M | re.I)
_ENDING = re.compile(r"\.[a-z]{1,5}$", re.I)
_TITLE_HEAD = 3_000  # characters in which such a line stands
_OFTEN = 2  # mentions that make a document one about a topic
_NAME = re.compile(r"\b(?:[A-Z][\w'’&.-]*|\w*\d[\w.]*)")


@dataclass(frozen=True, slots=True)
class About:
    """The documents about a topic; `exact` when titles have all its words."""

    found: tuple[Mention, ...]
    exact: bool
    complete: bool = True


def name_stems(info: DocumentInfo, aliases: Iterable[str] = ()) -> frozenset[str]:
    """The stems of a document's title, path, agency and author, and of its aliases."""
    named = (info.title, info.source, info.agency or "", info.author or "", *aliases)
    return frozenset(stem for text in named for stem in stems(words_of(text)))


@dataclass(frozen=True, slots=True)
class Named:
    """The documents that a phrase names equally well, and the share of its words in their names."""

    infos: tuple[DocumentInfo, ...]
    share: float = 1.0


def words_of(path: str) -> str:
    """The words of a path, as a phrase."""
    return " ".join((*_WORD.findall(path), path))


def may_have(wanted: Iterable[str], infos: Iterable[DocumentInfo]) -> list[DocumentInfo]:
    """Those of `infos` whose names may have one of some stems: stemming 28,000 takes a second."""
    beginnings = [stem[:_BEGINNING] for stem in wanted]
    found = []
    for info in infos:
        name = folded(f"{info.title} {info.source} {info.agency} {info.author}").lower()
        if any(beginning in name for beginning in beginnings):
            found.append(info)
    return found


def resolve(topic: str, shelf: Shelf, *, exact: bool = False) -> Named:
    """The document that a phrase names, or several with the same name; none when unsure.

    With `exact` the phrase must be the whole file name, title or alias.
    """
    infos = list(shelf.infos.values())
    plain = _plain(topic)
    for test in (_is_file, _is_title):
        if found := [info for info in infos if test(info, topic, plain)]:
            return Named(tuple(found))
    if exact:
        return Named(tuple(_aliased(plain, infos, shelf)))
    if numbers := versions(topic):
        found = [info for info in infos if numbers == versions(file_stem(info))]
        found = found or [info for info in infos if set(numbers) <= set(versions(info.title))]
        return Named(tuple(found))
    wanted = {stem for stem in content_stems(topic) if stem not in DOCUMENT_STEMS}
    if not wanted:
        return Named(tuple(infos) if len(infos) == 1 else ())
    named = _best_named(wanted, may_have(wanted, infos), lambda _: ())
    # Aliases are read only where names don't tell: that takes a look at every row.
    if named.infos and named.share == 1:
        return named
    aliases = {source: own for source, (_, own) in shelf.labels.items() if own}
    aliased = [info for info in infos if info.source in aliases]
    near = {info.source: info for info in (*may_have(wanted, infos), *aliased)}
    return _best_named(wanted, list(near.values()), lambda info: aliases.get(info.source, ()))


def _best_named(
    wanted: set[str],
    infos: Sequence[DocumentInfo],
    aliases: Callable[[DocumentInfo], Sequence[str]],
) -> Named:
    """The one document whose names have most of the words, if that is enough."""
    held = [(len(wanted & name_stems(info, aliases(info))), info) for info in infos]
    best = max((share for share, _ in held), default=0)
    found = [info for share, info in held if share == best]
    enough = best == len(wanted) or (best > 1 and best >= _ENOUGH * len(wanted))
    return Named(tuple(found), best / len(wanted)) if enough and len(found) == 1 else Named(())


def _aliased(plain: str, infos: Sequence[DocumentInfo], shelf: Shelf) -> list[DocumentInfo]:
    """Documents with an alias, or a line "Title: ...", that is the plain phrase."""
    if not plain:
        return []
    found = [info for info in infos if plain in {_plain(a) for a in _aliases(info, shelf)}]
    if found or len(infos) > READ:
        return found
    return [info for info, document in shelf.read(infos) if plain == _stated_title(document)]


def _aliases(info: DocumentInfo, shelf: Shelf) -> tuple[str, ...]:
    return shelf.labels.get(info.source, ((), ()))[1]


def file_stem(info: DocumentInfo) -> str:
    """The file name of a document without its ending."""
    return _ENDING.sub("", info.source.rpartition("/")[2])


def _plain(text: str) -> str:
    words = re.findall(r"\w+", text.lower())
    return " ".join(words[1:] if words[:1] and words[0] in ("the", "a", "an") else words)


def _stated_title(document: Document | None) -> str | None:
    """What a line "Title: ..." in the first lines of a document says."""
    stated = _TITLE_LINE.search(document.text, 0, _TITLE_HEAD) if document else None
    return _plain(stated["title"]) if stated else None


def _is_file(info: DocumentInfo, topic: str, plain: str) -> bool:
    wanted = topic.lower().strip()
    name = PurePosixPath(info.source).name.lower()
    return wanted in (info.source.lower(), name, file_stem(info).lower()) or bool(
        plain and plain == _plain(file_stem(info))
    )


def _is_title(info: DocumentInfo, _: str, plain: str) -> bool:
    title = _plain(info.title)
    # "Pride and Prejudice, by Jane Austen": what stands before the author is a title as well.
    return bool(plain) and (title == plain or _plain(re.split(r",? by ", info.title)[0]) == plain)


def about(topic: str, shelf: Shelf) -> About:
    """The documents about `topic`: named so, or mentioning it again and again."""
    mentioned = mentions(topic, shelf)
    named = [m for m in mentioned.found if m.in_title]
    others = [m for m in mentioned.found if not m.in_title and not m.only_listed]
    often = [m for m in others if len(m.places) >= (_OFTEN if m.leading else 2 * _OFTEN)]
    if named:
        return About((*named, *often), exact=True, complete=mentioned.complete)
    partly = _partly(topic, shelf)
    often = often or [m for m in others if len(m.places) >= _OFTEN]
    if partly.found or often:
        found = {m.info.source: m for m in (*often, *partly.found)}
        order = {m.info.source: 0 for m in (*partly.found, *often)}
        return About(
            tuple(found[source] for source in order),
            exact=False,
            complete=mentioned.complete and partly.complete,
        )
    if others:
        return About(tuple(others), exact=False, complete=mentioned.complete)
    beside = together(topic, shelf)
    return About(beside.found, exact=False, complete=beside.complete)


def _many(titles: int) -> float:
    """In how many titles a word may stand that still tells documents apart."""
    return max(0.2 * titles, min(10, 0.5 * titles))


def _partly(topic: str, shelf: Shelf) -> About:
    """Documents whose title has what matters most in a topic, and whose text has most of the rest.

    That are its names, or else the word that stands in the fewest titles.
    """
    plain = plain_topic(topic)
    wanted = {stem for stem in content_stems(plain) if stem not in DOCUMENT_STEMS}
    wanted = wanted or set(content_stems(plain))
    titles = {
        info.source: wanted & set(stems(f"{info.title} {file_stem(info)}"))
        for info in may_have(wanted, shelf.infos.values())
    }
    counts = Counter(stem for titled in titles.values() for stem in titled)
    names = {stem for name in _NAME.findall(plain[:1].lower() + plain[1:]) for stem in stems(name)}
    needed = names & wanted
    if not needed:
        needed = set(sorted(counts, key=lambda stem: counts[stem])[:1])
        if not needed or max(counts[stem] for stem in needed) > _many(len(shelf.infos)):
            return About((), exact=False)
    candidates = [shelf.infos[source] for source, titled in titles.items() if needed <= titled]
    found = []
    for info, document in shelf.read(candidates[:READ]):
        held = titles[info.source] | (wanted & set(stems(document.text)) if document else set())
        if 2 * len(held) >= len(wanted):
            found.append((-len(held), Mention(info, (), in_title=True)))
    found.sort(key=lambda pair: pair[0])
    return About(tuple(mention for _, mention in found), False, len(candidates) <= READ)
