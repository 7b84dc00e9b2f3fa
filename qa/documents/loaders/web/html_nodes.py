"""Elements of a page and the texts in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from qa.documents.loaders.line_rules import words

INLINE = frozenset(
    words(
        "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark math "
        "nobr "
        "o:p output q ruby rt rp rb s samp small span strike strong sub sup time tt u var wbr img "
        "input button br meter progress picture source map object audio video canvas"
    )
)
HEADINGS = frozenset(words("h1 h2 h3 h4 h5 h6"))


@dataclass(slots=True, eq=False)
class Text:
    """A run of text as it stands in the file but for entities; `line` is where it begins."""

    text: str
    line: int


@dataclass(slots=True, eq=False)
class Element:
    """An element with its attributes (names in lower case) and what stands in it, in order."""

    tag: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | Text] = field(default_factory=list)
    parent: Element | None = field(default=None, repr=False)

    def get(self, name: str) -> str:
        """An attribute, "" if it has none."""
        return self.attributes.get(name, "")

    def iter(self) -> Iterator[Element]:
        """This element and all below it, in order of the file."""
        waiting: list[Element] = [self]
        while waiting:
            element = waiting.pop()
            yield element
            if element.children:  # a list: pages of many elements are gone through often
                waiting += [each for each in element.children[::-1] if isinstance(each, Element)]

    def ancestors(self) -> Iterator[Element]:
        """What it stands in, innermost first."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    def text(self, most: int = 1 << 30) -> str:
        """All text in it with single spaces; stops after `most` characters, blanks not counted."""
        found: list[str] = []
        length = 0
        waiting: list[Element | Text] = [self]
        steps = 50 * most  # a page of tags without text must not be gone through from each of them
        while waiting and length < most and steps > 0:
            node = waiting.pop()
            steps -= 1
            if isinstance(node, Text):
                found.append(node.text)
                # Of a long run its beginning is enough; counting less only stops later.
                length += sum(map(len, node.text[: 2 * most].split()))
            else:
                if node.tag not in INLINE or node.tag == "br":
                    found.append(" ")
                waiting.extend(reversed(node.children))
        return " ".join("".join(found).split())


def shift(root: Element, lines: int) -> None:
    """Count the lines of a tree from a later one on."""
    for element in root.iter():
        element.line += lines
        for child in element.children:
            if isinstance(child, Text):
                child.line += lines
