"""Ids that only say where a section is: those of a manual, made from its headings.

`<section id="porting-tools"><h2>Porting tools</h2>` is no toolbar, and a section `search` of a
manual no search box. Generators of manuals (Sphinx, Pandoc, MkDocs, Asciidoctor, MediaWiki ...)
make such an id of every heading; on other pages hardly a heading has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from qa.documents.loaders.web.html_nodes import HEADINGS, INLINE, Element, Text

_LEAST = 2  # headings with an id of their own that make a page a manual's,
_SHARE = 0.5  # and how many of all its headings
_AROUND = 2  # elements around a heading of which each may be its section
_WITHIN = 20  # elements in it that are looked at
_MOST = 200  # characters of a heading that are looked at
_NOT_SLUG = re.compile(r"[\W_]+")
_NUMBERING = re.compile(r"(?:(?:chapter|section|appendix)\s+)?[\dA-Z]+(?:\.\d+)*\.?\s+", re.I)
_PREFIX = re.compile(r"(?:user-content|sec|section|ch|chapter|s|h)[-_.:](?=\w{3})")  # of an id
_COPY = re.compile(r"\d+\Z")  # of two headings with the same words the second one's id is counted
_SECTION = re.compile(r"(?:^|\s)(?:section|chapter|appendix|sect\d|level\d|refsect\d?)(?:\s|$)")


def release(root: Element) -> frozenset[int]:
    """Take from the headings and sections of a manual the ids that say no more than where they are.

    Gives the `id()` of its headings; none, and nothing is taken, of a page that is no manual.
    """
    found: list[Element] = []
    named: set[int] = set()
    headings = 0
    before = _texts_before(root)
    for heading in root.iter():
        if heading.tag not in HEADINGS or not (slugs := _slugs(heading)):
            continue
        headings += 1
        sections = list(_sections(heading, before))
        own = [each for each in (heading, *sections) if _slug(each.get("id")) in slugs]
        own += [each for each in _within(heading) if _slug(each.get("id")) in slugs | _slugs(each)]
        if own:
            named.add(id(heading))
        found += own
        found += [each for each in sections if _SECTION.search(each.get("class"))]
    if len(named) < max(_LEAST, _SHARE * headings):
        return frozenset()
    for element in found:
        element.attributes.pop("id", None)
    return frozenset(named)


def _texts_before(root: Element) -> dict[int, int]:
    """How many texts stand before each element begins, by its `id()`."""
    before: dict[int, int] = {}
    texts = 0
    waiting: list[Element | Text] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Text):
            texts += bool(node.text.strip())
        else:
            before[id(node)] = texts
            waiting.extend(reversed(node.children))
    return before


def _within(heading: Element) -> Iterator[Element]:
    """The first inline elements in a heading that have an id."""
    held = (each for each in heading.iter() if each.tag in INLINE and each.get("id"))
    return islice(held, _WITHIN)


def _sections(heading: Element, before: Mapping[int, int]) -> Iterator[Element]:
    """The elements that a heading is the first text of, innermost first."""
    for _, outer in zip(range(_AROUND), heading.ancestors(), strict=False):
        if before[id(outer)] != before[id(heading)]:
            return
        yield outer


def _slugs(heading: Element) -> frozenset[str]:
    """What an id made of a heading may be, with and without its number; empty without words."""
    text = heading.text(_MOST)
    slugs = {_slug(text), _slug(_NUMBERING.sub("", text, count=1))}
    return frozenset(slugs - {""})


def _slug(words: str) -> str:
    slug = _NOT_SLUG.sub("", _PREFIX.sub("", words)).lower()
    return _COPY.sub("", slug) or slug
