"""Ids that only say where a section is: those of a manual, made from its headings.

`<section id="porting-tools"><h2>Porting tools</h2>` is no toolbar, and a section `search` of a
manual no search box. Generators of manuals (Sphinx, Pandoc, MkDocs, Asciidoctor, MediaWiki ...)
make such an id of every heading; on other pages hardly a heading has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.documents.loaders.line_rules import words
from qa.documents.loaders.web.html_nodes import INLINE, Element, Text

_HEADINGS = frozenset(words("h1 h2 h3 h4 h5 h6"))
_LEAST = 2  # headings with an id of their own that make a page a manual's,
_SHARE = 0.5  # and how many of all its headings
_AROUND = 2  # elements around a heading of which each may be its section
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
    for heading in root.iter():
        if heading.tag not in _HEADINGS or not (slugs := _slugs(heading)):
            continue
        headings += 1
        own = [each for each in _holders(heading) if _slug(each.get("id")) in slugs]
        own += [each for each in _within(heading) if _slug(each.get("id")) in _slugs(each)]
        if own:
            named.add(id(heading))
        found += own
        found += [each for each in _sections(heading) if _SECTION.search(each.get("class"))]
    if len(named) < max(_LEAST, _SHARE * headings):
        return frozenset()
    for element in found:
        element.attributes.pop("id", None)
    return frozenset(named)


def _holders(heading: Element) -> Iterator[Element]:
    """What may carry the id of a heading: itself, what stands in it, and its sections."""
    yield heading
    yield from _within(heading)
    yield from _sections(heading)


def _within(heading: Element) -> Iterator[Element]:
    return (each for each in heading.iter() if each.tag in INLINE and each.get("id"))


def _sections(heading: Element) -> Iterator[Element]:
    """The elements that a heading is the first text of, innermost first."""
    inner = heading
    for _, outer in zip(range(_AROUND), heading.ancestors(), strict=False):
        for child in outer.children:
            if child is inner:
                break
            if child.text.strip() if isinstance(child, Text) else child.text(1):
                return
        yield outer
        inner = outer


def _slugs(heading: Element) -> frozenset[str]:
    """What an id made of a heading may be, with and without its number; empty without words."""
    text = heading.text(_MOST)
    slugs = {_slug(text), _slug(_NUMBERING.sub("", text, count=1))}
    return frozenset(slugs - {""})


def _slug(words: str) -> str:
    slug = _NOT_SLUG.sub("", _PREFIX.sub("", words)).lower()
    return _COPY.sub("", slug) or slug
