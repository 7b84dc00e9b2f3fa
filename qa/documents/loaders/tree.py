"""The tree of a document's blocks: what hangs from what, decided as the blocks come by.

Every loader names its blocks in order and says of each only what it is; headings, lead-ins,
nesting and questions find their places here, the same for all formats.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from qa.datatypes import Block, BlockKind

# A loader that meets very many tiny paragraphs (a file of one-letter lines) must not need a
# hundred bytes of block for each: beyond this many, neighbours are joined to blocks of this size.
MOST_BLOCKS = 100_000
JOINED = 500  # characters

BOLD_LEVEL = 6  # of a bold line that heads what follows
QUESTION_LEVEL = 7  # in a section, a question opens one of its own, below all headings
LEADS = frozenset(
    {
        BlockKind.PARAGRAPH,
        BlockKind.QUOTE,
        BlockKind.QUESTION,
        BlockKind.LIST_ITEM,
        BlockKind.STEP,
    }
)
_ITEMS = frozenset({BlockKind.LIST_ITEM, BlockKind.STEP, BlockKind.CONTENTS})


@dataclass(slots=True)
class _Frame:
    """A container (the document, a list item, a quotation) and the headings open in it."""

    base: int
    headings: list[tuple[int, int]] = field(default_factory=list)  # level and place of each


class Tree:
    """Blocks in order, each hung where it belongs. Places are indexes into `blocks`."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._frames = [_Frame(-1)]
        self._items: list[int] = []  # the open item of each depth
        self._list_parent = -1
        self.soft: set[int] = set()  # headings that are mere bold lines

    @property
    def depth(self) -> int:
        """How many containers are open, the document itself counted."""
        return len(self._frames)

    # --- containers

    def enter(self, base: int) -> None:
        """Open a container: what comes hangs from the block at `base`, under its own headings."""
        self._frames.append(_Frame(base))

    def close_headings(self) -> None:
        """Let what comes hang from no heading of this container."""
        self._frames[-1].headings.clear()

    def close_question(self) -> None:
        """Let what comes be no answer of the question that is open."""
        headings = self._frames[-1].headings
        while headings and headings[-1][0] > QUESTION_LEVEL:
            headings.pop()

    def rebase(self, base: int) -> None:
        """Let the open container hang from the block at `base`."""
        self._frames[-1].base = base

    def leave(self) -> None:
        """Close the container that was opened last."""
        self._frames.pop()

    def parent(self) -> int:
        """What an ordinary paragraph hangs from here."""
        frame = self._frames[-1]
        return frame.headings[-1][1] if frame.headings else frame.base

    # --- blocks

    def heading(self, start: int, end: int, level: int, kind: BlockKind = BlockKind.HEADING) -> int:
        """Add a heading (1 = highest), or with another kind what opens a section like one."""
        headings = self._frames[-1].headings
        while headings and headings[-1][0] >= level:
            headings.pop()
        place = self.add(start, end, kind, level=level if kind is BlockKind.HEADING else 0)
        headings.append((level, place))
        return place

    def item(self, start: int, end: int, depth: int, kind: BlockKind, *, lead: bool = True) -> int:
        """Add an item of a list by its depth, 0 for the outermost.

        Without `lead` the paragraph before a list does not lead in to it.
        """
        if not self._items:
            self._list_parent = self.lead() if lead else self.parent()
        del self._items[depth:]
        parent = self._items[-1] if self._items else self._list_parent
        items, list_parent = self._items, self._list_parent
        place = self.add(start, end, kind, parent, len(items))
        self._items, self._list_parent = [*items, place], list_parent
        return place

    def end_list(self) -> None:
        """Let the next item begin a list of its own."""
        self._items = []

    def open_list(self) -> tuple[list[int], int]:
        """The open items and what their list hangs from, to go on with it after an item's body."""
        return self._items, self._list_parent

    def opened(self, place: int) -> tuple[list[int], int]:
        """The open items with one more, the block at `place`, as `open_list` gives them."""
        return [*self._items, place], self._list_parent

    def resume_list(self, kept: tuple[list[int], int]) -> None:
        """Let the next item go on with the list that `open_list` gave."""
        self._items, self._list_parent = kept

    def in_item(self, start: int, end: int, kind: BlockKind, depth: int | None = None) -> int:
        """Add what goes on with the open item: its second paragraph, its code.

        With a `depth`, from 1, that is the item open in so many lists.
        """
        items = self._items[:depth]
        place = self.add(start, end, kind, items[-1] if items else None)
        self._items = items
        return place

    def add(
        self, start: int, end: int, kind: BlockKind, parent: int | None = None, level: int = 0
    ) -> int:
        """Add a block; without a `parent` it hangs from the section it stands in."""
        self._items = []
        parent = self.parent() if parent is None else parent
        blocks = self.blocks
        if len(blocks) >= MOST_BLOCKS and blocks[-1].kind is kind is BlockKind.PARAGRAPH:
            last = blocks[-1]
            if end - last.start <= JOINED and last.parent == parent:
                blocks[-1] = Block(last.start, end, kind, parent, level)
                return len(blocks) - 1
        blocks.append(Block(start, end, kind, parent, level))
        return len(blocks) - 1

    # --- what stands before

    def lead(self) -> int:
        """What a list or rows hang from: the paragraph directly before, else the section."""
        parent = self.parent()
        if self.blocks and self.blocks[-1].parent == parent:
            kind = self.blocks[-1].kind
            if kind is BlockKind.PARAGRAPH or (kind is BlockKind.QUOTE and self.depth > 1):
                return len(self.blocks) - 1
        return parent

    def before(self) -> int:
        """What code hangs from: the paragraph or item before it, or what that code hangs from."""
        if not self.blocks:
            return self.parent()
        last = self.blocks[-1]
        if last.kind in LEADS:
            return len(self.blocks) - 1
        return last.parent if last.kind is BlockKind.CODE else self.parent()


def settle(blocks: list[Block], soft: set[int]) -> list[Block]:
    """Make paragraphs of those `soft` headings (bold lines) that nothing hangs from."""
    used = {block.parent for block in blocks}
    return [
        Block(block.start, block.end, BlockKind.PARAGRAPH, block.parent)
        if place in soft and place not in used
        else block
        for place, block in enumerate(blocks)
    ]


def rehang(blocks: list[Block], title: int) -> list[Block]:
    """Hang from the title at `title`, a heading found late, whatever hung from nothing."""
    return [
        Block(block.start, block.end, block.kind, title, block.level)
        if block.parent < 0 and place > title
        else block
        for place, block in enumerate(blocks)
    ]


def is_item(kind: BlockKind) -> bool:
    """Whether the block is an item of a list."""
    return kind in _ITEMS
