"""The block tree of one document, as evidence needs it: what hangs from what, what stands where."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

from qa.datatypes import Block, BlockKind, Document

ITEMS = frozenset({BlockKind.LIST_ITEM, BlockKind.STEP})
# Never evidence by themselves: they name or announce what stands elsewhere.
SILENT = frozenset({BlockKind.HEADING, BlockKind.CONTENTS, BlockKind.QUESTION})
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")
_PROPERTY = re.compile(r"[\w .-]{1,30}: \S")  # "Default: 100", "Type: boolean"
_PROPERTIES = 4  # at most, of one subject
_PROPERTY_WORDS = 30  # of all of them

Stretch = tuple[int, int]  # [start, end) in characters of the document


class Outline:
    """A document with its blocks by place and by parent."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.blocks = document.blocks
        self._starts = [block.start for block in document.blocks]

    def at(self, offset: int) -> int:
        """The place in `blocks` of the block that `offset` stands in or after; -1 before all."""
        return bisect_right(self._starts, offset) - 1

    @cached_property
    def children(self) -> dict[int, list[int]]:
        """The blocks that hang from each block, in order; -1 has those that hang from none.

        Tables of contents are left out: nothing is led in by them, and nothing leads in to them.
        """
        found: dict[int, list[int]] = {}
        for i, block in enumerate(self.blocks):
            if block.kind is not BlockKind.CONTENTS:
                found.setdefault(block.parent, []).append(i)
        return found

    def below(self, i: int) -> Iterator[int]:
        """All that hangs from a block, directly or not, in the order of the document."""
        for child in self.children.get(i, ()):
            yield child
            yield from self.below(child)

    def words(self, *blocks: int) -> int:
        """How many words these blocks have."""
        return sum(len(self.block_text(i).split()) for i in blocks)

    def block_text(self, i: int) -> str:
        """The verbatim text of a block."""
        return self.text[self.blocks[i].start : self.blocks[i].end]

    def stretch(self, i: int) -> Stretch:
        """Where a block stands."""
        return self.blocks[i].start, self.blocks[i].end

    def kinds(self, stretches: Iterable[Stretch]) -> tuple[BlockKind, ...]:
        """The kind of the block that each stretch begins in."""
        return tuple(self.blocks[self.at(start)].kind for start, _ in stretches)

    def siblings(self, i: int) -> list[int]:
        """The run of blocks of the same kind and parent around an item or a row, in order.

        Blocks that hang from them may stand in between, anything else ends the run.
        """
        block = self.blocks[i]
        run: list[int] = []
        for other in self.children.get(block.parent, ()):
            if self.blocks[other].kind is block.kind:
                run.append(other)
            elif i in run:
                break
            else:
                run = []
        return run

    def properties(self, i: int) -> list[int]:
        """The few short items beside a paragraph that are properties: "Default: 100".

        A reference puts them next to what an option does; neither says it all without the other.
        """
        for side in self._sides(i):
            found: list[int] = []
            for j in side:
                if self.blocks[j].kind not in ITEMS:
                    break
                found.append(j)
            if found and all(_PROPERTY.match(self.block_text(j)) for j in found):
                few = len(found) <= _PROPERTIES and self.words(*found) <= _PROPERTY_WORDS
                return sorted(found) if few else []
        return []

    def described(self, i: int, most: int) -> list[Stretch]:
        """The paragraph an item gives a property for; of more than `most` words the first sentence.

        Empty for every other item.
        """
        before, after = self._sides(i)
        for j in (*after, *before):  # what follows rather than what stands before
            if self.blocks[j].kind is BlockKind.PARAGRAPH and i in self.properties(j):
                return [self.stretch(j) if self.words(j) <= most else self.first_sentence(j)]
        return []

    def announced(self, i: int) -> tuple[int, int] | None:
        """A paragraph that ends in ":" and the paragraph it announces, where `i` is one of them.

        What a page sets as a list is often a mere paragraph to its markup.
        """
        run = self.children.get(self.blocks[i].parent, [])
        at = bisect_left(run, i)
        for first, second in ((at, at + 1), (at - 1, at)):
            pair = run[max(first, 0) : second + 1]
            if len(pair) < 2 or not self._announces(pair[0]) or self.leads_in(pair[1]):
                continue
            if self.blocks[pair[1]].kind is BlockKind.PARAGRAPH:
                return pair[0], pair[1]
        return None

    def _announces(self, i: int) -> bool:
        """Whether it is a paragraph that ends in ":" and has nothing of its own below it."""
        block = self.blocks[i]
        if block.kind is not BlockKind.PARAGRAPH or self.leads_in(i):
            return False
        return self.text[max(block.start, block.end - 2) : block.end].rstrip().endswith(":")

    def _sides(self, i: int) -> tuple[list[int], list[int]]:
        """The blocks before and after one, of the same parent, the nearest first."""
        run = self.children.get(self.blocks[i].parent, [])
        at = bisect_left(run, i)
        room = _PROPERTIES + 1
        return run[max(0, at - room) : at][::-1], run[at + 1 : at + 1 + room]

    def heads(self, i: int) -> tuple[str, ...]:
        """The headings above a block, outermost first."""
        return self.document.headings(i)

    def leads_in(self, i: int) -> bool:
        """Whether a block announces what hangs from it."""
        below = self.children.get(i)
        return bool(below) and self.blocks[i].kind not in (BlockKind.HEADING, BlockKind.QUESTION)

    def opens(self, i: int) -> bool:
        """Whether a block is not to be shown without what comes after it."""
        return self.leads_in(i) or self._announces(i)

    def heading_over(self, i: int) -> int:
        """The heading that a block is or stands below; -1 for none."""
        while i >= 0 and self.blocks[i].kind is not BlockKind.HEADING:
            i = self.blocks[i].parent
        return i

    def any_code(self, i: int) -> bool:
        """Whether code hangs from a block."""
        return any(self.blocks[j].kind is BlockKind.CODE for j in self.below(i))

    def last_sentence(self, i: int) -> Stretch:
        """The last sentence of a block, which leads in to what follows."""
        block = self.blocks[i]
        ends = [match.end() for match in _SENTENCE_END.finditer(self.text, block.start, block.end)]
        return (ends[-1] if ends else block.start), block.end

    def sentence_end(self, start: int, end: int) -> int:
        """Where the last sentence ends that ends in `text[start:end]`; `end` where none does."""
        ends = [match.end() for match in _SENTENCE_END.finditer(self.text, start, end)]
        return start + len(self.text[start : ends[-1]].rstrip()) if ends else end

    def first_sentence(self, i: int) -> Stretch:
        """The first sentence of a block."""
        block = self.blocks[i]
        found = _SENTENCE_END.search(self.text, block.start, block.end)
        end = found.end() if found else block.end
        return block.start, block.start + len(self.text[block.start : end].rstrip())

    def next_content(self, i: int) -> int:
        """The first block under a heading or question that says something, -1 for none."""
        return next((j for j in self.below(i) if self._speaks(self.blocks[j])), -1)

    @staticmethod
    def _speaks(block: Block) -> bool:
        return block.kind not in SILENT and block.kind is not BlockKind.META
