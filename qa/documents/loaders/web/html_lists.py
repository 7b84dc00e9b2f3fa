"""The lists of a page as they open and close: items with their marks, terms with what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.datatypes import BlockKind
from qa.documents.loaders.builder import Builder, Piece
from qa.documents.loaders.web.html_nodes import HEADINGS, Element, Text

LISTS = frozenset({"ul", "ol", "menu", "dir"})
_DEEPEST = 50  # containers within containers that hang from each other
_MOST_INDENTS = 20
_MOST_NAME = 300  # characters of an item that only names a place in the page


_LETTERS = 26
_MOST_ROMAN = 40
_TENS = ("", "x", "xx", "xxx")
_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")


@dataclass(slots=True)
class _List:
    """A list that is open."""

    ordered: bool
    parent: int  # what its items hang from
    depth: int = 0
    number: int = 0  # of its last item
    last: int = -1  # its last item
    kind: str = "1"  # of its numbers: "a", "A", "i", "I"


@dataclass(slots=True)
class _Item:
    """An item that is open; `lists` are then open, `depth` is that of the tree within it."""

    mark: str
    contents: bool  # it only names a place in the page
    lists: int
    depth: int  # 0 if it is no container of its own
    waits: bool  # for its first text


@dataclass(slots=True)
class _Terms:
    """A list of terms that is open."""

    lead: int | None  # the line that leads in to it
    last: int = -1  # its last term
    meanings: int = 0  # that are open


class Lists:
    """Keeps what is open, and hangs what stands in an item or beside a term from it."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._tree = builder.tree
        self._lists: list[_List] = []
        self._loose = _List(False, -1)  # of items that stand in no list
        self._items: list[_Item] = []
        self._terms: list[_Terms] = []
        self._entered: list[bool] = []  # whether each open meaning is a container

    # --- lists and their items

    def begin(self, node: Element) -> None:
        """A list opens."""
        depth = 0
        if self._items and self._items[-1].lists == len(self._lists):
            item = self._items[-1]
            parent = self._tree.parent() if item.waits else self._tree.lead()
            item.waits = False
        elif self._lists:  # a list directly in a list belongs to the item before it
            outer = self._lists[-1]
            parent = outer.last if outer.last >= 0 else outer.parent
        else:
            parent = self._tree.lead()
        if self._lists:
            depth = self._lists[-1].depth + (self._lists[-1].last >= 0)
        number = _number(node.get("start"), 1) - 1
        kind = node.get("type") or "1"
        self._lists.append(_List(node.tag == "ol", parent, depth, number, kind=kind))

    def end(self) -> None:
        """The list that was opened last closes."""
        if self._lists:
            self._lists.pop()

    def begin_item(self, node: Element) -> None:
        """An item opens: until it closes, all hangs from it."""
        here = self._here
        if here is self._loose and here.last != len(self._tree.blocks) - 1:
            here.parent = self._tree.lead()
        mark = ""
        if here.ordered:
            here.number = _number(node.get("value"), here.number + 1)
            mark = f"{_shown(here.number, here.kind)}. "
        heading = _only_heading(node)  # it may be that of what follows the list
        depth = 0
        if not heading and self._tree.depth < _DEEPEST:
            self._tree.enter(here.parent)
            depth = self._tree.depth
        item = _Item(mark, _is_contents(node), len(self._lists), depth, not heading)
        self._items.append(item)

    def end_item(self) -> None:
        """The item that was opened last closes."""
        if not self._items:
            return
        if self._items.pop().depth:
            self._tree.leave()
        else:
            self._here.parent = self._tree.parent()

    @property
    def waits(self) -> bool:
        """Whether an item is open that has no text yet."""
        return bool(self._items) and self._items[-1].waits

    def add_item(self, pieces: list[Piece]) -> None:
        """Add the first text of the open item."""
        item, here, tree = self._items[-1], self._here, self._tree
        item.waits = False
        kind = BlockKind.STEP if item.mark else BlockKind.LIST_ITEM
        if item.contents:
            kind = BlockKind.CONTENTS
        elif item.mark:
            pieces = [Piece(item.mark, pieces[0].line), *pieces]
        below = bool(tree.blocks) and tree.blocks[-1].kind is kind
        gap = ("\n" if below else "\n\n") + "  " * min(here.depth, _MOST_INDENTS)
        parent = tree.parent() if item.depth else here.parent
        place = self._builder.add(kind, pieces, parent, here.depth, gap)
        here.last = place
        if item.depth == tree.depth:
            tree.rebase(place)

    @property
    def within(self) -> bool:
        """Whether a list is open."""
        return bool(self._lists)

    def beside(self) -> int | None:
        """What text hangs from that stands in a list but in no item; else None."""
        if self._items and self._items[-1].lists == len(self._lists):
            return None
        return self._here.last if self._lists and self._here.last >= 0 else None

    @property
    def _here(self) -> _List:
        return self._lists[-1] if self._lists else self._loose

    # --- terms and what they mean

    def begin_terms(self) -> None:
        """A list of terms opens."""
        lead = self._tree.lead()
        led = lead != self._tree.parent() and self._builder.ends_with(lead, ":")
        self._terms.append(_Terms(lead if led else None))

    def end_terms(self) -> None:
        """The list of terms that was opened last closes."""
        if self._terms:
            self._terms.pop()

    def begin_meaning(self) -> None:
        """What the last term means begins, and hangs from it."""
        term = self._terms[-1].last if self._terms else -1
        enters = term >= 0 and self._tree.depth < _DEEPEST
        self._entered.append(enters)
        if self._terms:
            self._terms[-1].meanings += 1
        if enters:
            self._tree.enter(term)

    def end_meaning(self) -> None:
        """What was begun last ends."""
        if self._terms:
            self._terms[-1].meanings -= 1
        if self._entered and self._entered.pop():
            self._tree.leave()

    @property
    def in_term(self) -> bool:
        """Whether what comes is a term."""
        return bool(self._terms) and not self._terms[-1].meanings

    def add_term(self, kind: BlockKind, pieces: list[Piece]) -> None:
        """Add a term."""
        here = self._terms[-1]
        here.last = self._builder.add(kind, pieces, here.lead)


def _only_heading(item: Element) -> bool:
    """Whether an item holds a heading and nothing else."""
    found = [c for c in item.children if isinstance(c, Element) or c.text.strip()]
    return len(found) == 1 and isinstance(found[0], Element) and found[0].tag in HEADINGS


def _is_contents(item: Element) -> bool:
    """Whether an item only names a place in the page."""
    first = next((child for child in item.children if isinstance(child, Element)), None)
    return (
        first is not None
        and first.tag == "a"
        and _leads_within(first)
        and first.text(_MOST_NAME) == _own(item.children)
    )


def _leads_within(link: Element) -> bool:
    """Whether a link leads to another place of the same page or book."""
    target = link.get("href")
    if target.startswith("#"):
        return True
    nav = any(above.tag == "nav" for _, above in zip(range(12), link.ancestors(), strict=False))
    return nav and bool(target) and "://" not in target


def _own(children: Sequence[Element | Text]) -> str:
    """The text of an item without the lists in it."""
    parts = [
        child.text if isinstance(child, Text) else child.text(_MOST_NAME)
        for child in children
        if isinstance(child, Text) or child.tag not in LISTS
    ]
    return " ".join("".join(parts).split())


def _shown(number: int, kind: str) -> str:
    """A number as a list of a kind shows it: "b", "ii"."""
    if kind in ("a", "A") and 0 < number <= _LETTERS:
        return chr(ord(kind) + number - 1)
    if kind in ("i", "I") and 0 < number < _MOST_ROMAN:
        shown = _TENS[number // 10] + _ONES[number % 10]
        return shown if kind == "i" else shown.upper()
    return str(number)


def _number(value: str, otherwise: int) -> int:
    return int(value) if value.isdecimal() and len(value) < 7 else otherwise
