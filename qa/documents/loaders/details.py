"""What is folded away in Markdown and on pages: a summary heads its details, and them only."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.datatypes import BlockKind
from qa.documents.loaders.builder import Builder, Piece, plain
from qa.documents.loaders.tree import BOLD_LEVEL

_MOST_SUMMARY = 200  # characters; more is no heading
# What a button says, not what is behind it.
_BUTTON = re.compile(
    r"\W*(?:(?:click|tap|press)(?: here| me)?|(?:click|tap)(?: here| me)? (?:to|for) .{1,40}"
    r"|(?:(?:click|tap) to )?(?:un)?(?:expand|fold|collapse|toggle|show|reveal|open|view|see|read)"
    r"(?: (?:me|this|all|more|less|details|section|the rest|full list|everything))?"
    r"|(?:more )?details|more|spoiler)\W*",
    re.IGNORECASE,
)


class Details:
    """The details that are open, outermost first.

    Only those outside of lists and quotations, which have an order of their own.
    """

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._opened = 0

    def open(self) -> None:
        """What comes belongs to details."""
        tree = self._builder.tree
        if tree.depth == 1 + self._opened:
            tree.enter(tree.parent())
            self._opened += 1

    def close(self) -> None:
        """What comes stands behind them again."""
        tree = self._builder.tree
        if self._opened and tree.depth == 1 + self._opened:
            tree.leave()
            self._opened -= 1

    def summary(self, pieces: Sequence[Piece]) -> bool:
        """Add the summary of the open details as what heads them; False where it can't be one."""
        builder, text = self._builder, " ".join(plain(pieces).split())
        if builder.tree.depth != 1 + self._opened or len(text) > _MOST_SUMMARY:
            return False
        if _BUTTON.fullmatch(text):
            return True
        kind = BlockKind.QUESTION if text.endswith("?") else BlockKind.HEADING
        place = builder.heading(pieces, BOLD_LEVEL, kind, soft=kind is BlockKind.HEADING)
        if self._opened and place >= 0:
            builder.tree.close_headings()
            builder.tree.rebase(place)  # headings among the details are below it
        return True
