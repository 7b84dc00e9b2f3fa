"""Which documents mention some words: candidates by the lexical index, verified in the text.

The words count as they stand, in this order; case, hyphens and spaces between them ("Winn-Dixie",
"Winn Dixie"), a plural or a possessive ending, and accents that were not typed make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.catalogue.language import RARE_NOUNS, SINGULAR
from qa.catalogue.shelf import READ, Shelf
from qa.datatypes import BlockKind, Document, DocumentInfo
from qa.search.terms import content_words, stems

# Words of a topic that only say that it is one; "receipt" says more.
_SAYING_NOTHING = [word for word, noun in SINGULAR.items() if noun not in RARE_NOUNS]
DOCUMENT_STEMS = frozenset(
    stems(" ".join((*_SAYING_NOTHING, "called named about regarding concerning published written")))
)
_WORD = re.compile(r"\w+")
_PARTS = re.compile(r"[A-Z]?[a-z]+(?=[A-Z])|\w+")  # of "BurpSuite"
_FEW = 5  # mentions beyond which more say nothing
_BETWEEN = r"[\s\-‐‑–—_/.,'’*`]"
_OWNER = re.compile(r"^(?P<owner>[\w.&-]+)['’]s? (?P<thing>\S.*)$")
_DESCRIBED = re.compile(
    r"^(?:(?:the|a|an|any|some|our|my) )?"
    r"(?:(?:words?|terms?|phrase|name|expression|string) )?(?:both )?"
    r"(?P<topic>\S.*)$",
    re.I,
)
_BOTH = re.compile(r"\W*both\b", re.I)
_EITHER, _EVERY = r",? or ", r"(?:, and |, | and | & )"
_CALLED = re.compile(r"^(?:an?|the) .{1,40}? (?:called|named) (?P<topic>\S.*)$", re.I)
# One character each, so that offsets stay: what a plain letter is typed for.
_PLAIN = {
    chr(code): plain[0]
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    if (plain := unicodedata.normalize("NFD", chr(code)))[0].isascii()
} | {"’": "'", "‘": "'"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A document and where it mentions the topic; no places where only its title does."""

    info: DocumentInfo
    places: tuple[tuple[int, int], ...]
    in_title: bool
    leading: bool = False  # among the places are a heading or the first paragraph
    only_listed: bool = False  # only in contents lists


@dataclass(frozen=True, slots=True)
class Mentions:
    """The documents that mention a topic, most telling first; `complete` when all were verified."""

    found: tuple[Mention, ...]
    complete: bool = True


_WITHOUT = re.compile(
    r"(?P<wanted>\S.*?),? (?:but (?:not|no|never)|and not|without|except(?: for)?|excluding)"
    r"(?: mention(?:s|ing)?| about)? (?P<other>\S.*)",
    re.I,
)


def plain_topic(topic: str) -> str:
    """A topic without its article and what only says that it is a word."""
    if called := _CALLED.match(topic):
        topic = called["topic"]
    described = _DESCRIBED.match(topic)
    return described["topic"].strip(" \"'“”") if described else topic


def pattern(topic: str) -> re.Pattern[str] | None:
    """An expression for the words of `topic` as they may be written; None when it has none."""
    words = [
        part for word in _WORD.findall(folded(topic)) for part in (_PARTS.findall(word) or [word])
    ]
    if not words:
        return None
    made = ""
    for i, word in enumerate(words):
        if i:
            digits = words[i - 1][-1].isdigit() and word[0].isdigit()
            made += rf"(?:'s?)?{_BETWEEN}{{{1 if digits else 0},3}}"
        made += _ending(word) if i == len(words) - 1 else re.escape(word)
    return re.compile(rf"(?<![^\W_]){made}(?:'s?)?(?![^\W_])", re.I)


def _ending(word: str) -> str:
    """The last word in the singular or the plural."""
    if not word.isalpha() or not word.isascii() or len(word) < 4 or word.isupper():
        return re.escape(word) + ("s?" if word.isalpha() and word.isascii() else "")
    lower = word.lower()
    if lower.endswith("ies") and len(word) > 4:
        return re.escape(word[:-3]) + "(?:y|ies)"
    if lower.endswith("y"):
        return re.escape(word[:-1]) + "(?:y|ies)"
    if lower.endswith(("ches", "shes", "xes", "sses", "zes")):
        return re.escape(word[:-2]) + "(?:es)?"
    if lower.endswith("s") and not lower.endswith(("ss", "us", "is")):
        return re.escape(word[:-1]) + "s?"
    return re.escape(word) + "(?:s|es)?"


def folded(text: str) -> str:
    """A text with plain letters for accented ones, each in its place."""
    if text.isascii():
        return text
    # A few letters, each replaced in the whole text: three times as fast as `str.translate`.
    for letter in set(text) & _PLAIN.keys():
        text = text.replace(letter, _PLAIN[letter])
    return text


def places(document: Document, expression: re.Pattern[str]) -> tuple[tuple[int, int], ...]:
    """Where a document's text matches an expression."""
    return tuple(match.span() for match in expression.finditer(folded(document.text)))


def mentions(topic: str, shelf: Shelf) -> Mentions:
    """The documents that mention `topic`: its words in order, or all or one of several topics."""
    both = bool(_BOTH.match(topic))
    topic = plain_topic(topic)
    owned = _OWNER.match(topic)
    # "Apple's Lockdown Mode" is also the Lockdown Mode that a text about Apple has.
    if owned and (owner := pattern(owned["owner"])):
        things = _phrase(owned["thing"], shelf)
        of_owner = tuple(m for m in things.found if _speaks_of(m, owner, shelf))
        if of_owner:
            return Mentions(of_owner, things.complete)
    found = _phrase(topic, shelf)
    if found.found and not both and not _of_names(found.found[0], shelf):
        return found
    if parted := _WITHOUT.fullmatch(topic):
        wanted, others = (mentions(parted[name], shelf) for name in ("wanted", "other"))
        without = {each.info.source for each in wanted.found} - {
            each.info.source for each in others.found
        }
        left = tuple(each for each in wanted.found if each.info.source in without)
        return Mentions(left, wanted.complete and others.complete)
    for separator, every in ((_EITHER, False), (_EVERY, True)):
        topics = re.split(separator, topic)
        if len(topics) > 1:
            each = [_phrase(plain_topic(one), shelf) for one in topics]
            combined = _combined(each, every=every)
            # "Trinidad and Tobago" is one name, and seldom are its parts anywhere else.
            one_name = not both and 2 * len(found.found) > len(combined.found)
            return found if one_name else combined
    return found


def topics_of(topic: str) -> list[str]:
    """The topics in "tennis and rugby", at least one."""
    return [plain_topic(each) for each in re.split(_EVERY, plain_topic(topic))]


def _of_names(mention: Mention, shelf: Shelf) -> bool:
    """Whether what stands there are names that a text has side by side: "Microsoft and Google"."""
    document = shelf.document(mention.info)
    if document is None or not mention.places:
        return False
    written = re.split(rf"{_EVERY}|{_EITHER}", document.text[slice(*mention.places[0])])
    return len(written) > 1 and all(each[:1].isupper() for each in written)


def _phrase(topic: str, shelf: Shelf) -> Mentions:
    expression = pattern(topic)
    if expression is None:
        return Mentions(())
    words = _WORD.findall(topic)
    split = " ".join(part for word in words for part in _PARTS.findall(word))
    spellings = dict.fromkeys(
        (" ".join(words), split, "".join(words) if len(words) == 2 else split)
    )
    candidates = shelf.containing(spellings)
    titled = [info for info in shelf.infos.values() if expression.search(folded(info.title))]
    candidates = list({info.source: info for info in (*titled[:READ], *candidates)}.values())
    known = {info.source for info in titled}
    found = []
    for info, document in shelf.read(candidates[:READ]):
        where = places(document, expression) if document else ()
        if where or info.source in known:
            found.append(_mention(info, document, where, titled=info.source in known))
    found.sort(
        key=lambda m: (m.only_listed, not m.in_title, -min(len(m.places), _FEW), m.info.source)
    )
    return Mentions(tuple(found), len(candidates) <= READ)


def _mention(
    info: DocumentInfo,
    document: Document | None,
    where: tuple[tuple[int, int], ...],
    *,
    titled: bool,
) -> Mention:
    if document is None or not where:
        return Mention(info, where, titled)
    kinds = set()
    starts = [start for start, _ in where]
    first = next((b for b in document.blocks if b.kind is BlockKind.PARAGRAPH), None)
    for block in document.blocks:
        at = bisect_left(starts, block.start)
        if at < len(starts) and starts[at] < block.end:
            kinds.add("first" if block is first else block.kind)
    return Mention(
        info,
        where,
        titled,
        leading=bool(kinds & {BlockKind.HEADING, "first"}),
        only_listed=bool(kinds) and kinds <= {BlockKind.CONTENTS, BlockKind.BOILERPLATE},
    )


def _merged(one: Mention, other: Mention) -> Mention:
    """The mentions of two topics in one document."""
    return Mention(
        one.info,
        tuple(sorted({*one.places, *other.places})),
        one.in_title or other.in_title,
        one.leading or other.leading,
        one.only_listed and other.only_listed,
    )


def _speaks_of(mention: Mention, expression: re.Pattern[str], shelf: Shelf) -> bool:
    document = shelf.document(mention.info)
    return document is not None and bool(expression.search(folded(document.text)))


def _combined(each: Sequence[Mentions], *, every: bool) -> Mentions:
    complete = all(one.complete for one in each)
    held = [{mention.info.source for mention in one.found} for one in each]
    sources = set.intersection(*held) if every else set.union(*held)
    found: dict[str, Mention] = {}
    for one in each:
        for mention in one.found:
            source = mention.info.source
            if source in sources:
                found[source] = _merged(found[source], mention) if source in found else mention
    return Mentions(tuple(found.values()), complete)


def together(topic: str, shelf: Shelf) -> Mentions:
    """The documents in which one paragraph, item or row holds all the words that carry meaning."""
    words = content_words(plain_topic(topic))
    wanted = {stem for stem in words if stem not in DOCUMENT_STEMS}
    if len(wanted) < 2 or _WITHOUT.fullmatch(plain_topic(topic)):
        return Mentions(())
    candidates = shelf.containing([" ".join(words[stem] for stem in wanted)])
    found = []
    for info, document in shelf.read(candidates[:READ]):
        if document and (where := tuple(_units(document, wanted))):
            found.append(Mention(info, where, in_title=False))
    return Mentions(tuple(found), len(candidates) <= READ)


def _units(document: Document, wanted: set[str]) -> Iterator[tuple[int, int]]:
    for block in document.blocks:
        if block.kind is BlockKind.BOILERPLATE or block.end - block.start > 2_000:
            continue
        if wanted <= set(stems(document.text[block.start : block.end])):
            yield block.start, block.end
