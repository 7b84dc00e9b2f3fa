"""Documents with a tag, or with a value in a field of their front matter; which tags there are."""

from __future__ import annotations

import re
from collections import defaultdict

from qa.catalogue import pieces
from qa.catalogue.kinds import of_kind
from qa.catalogue.shelf import READ, Shelf
from qa.catalogue.showing import EXACT, Asked, counted, lead_piece, listed, newest_first
from qa.datatypes import Answer, BlockKind, DocumentInfo

_NAMED = 60  # tags in a note
_FIELD = r"^[\w -]{1,40}:{1,2}[ \t]*[\"'\[]?%s[\"'\]]?[ \t]*$"


def tagged(asked: Asked) -> Answer | None:
    """The documents of a kind that have a tag; None where none has.

    With a verb, "which recipes are vegan", those too that say so in a field: `diet: vegan`.
    """
    question, shelf = asked.question, asked.shelf
    sources = {source for source in shelf.labels if _has(shelf, source, question.tag)}
    if question.verb:
        sources |= {info.source for info in _with_value(question.tag, shelf)}
    has = [info for source, info in shelf.infos.items() if source in sources]
    has = of_kind(question, has, shelf) or []
    if not has:
        return None
    if question.verb:
        note = f"{counted(len(has), question)} with “{question.tag}” as tag or field."
    else:
        are = "is" if len(has) == 1 else "are"
        note = f"{counted(len(has), question)} {are} tagged “{question.tag}”."
    return listed(asked, has, EXACT, [note])


def tags(asked: Asked) -> Answer | None:
    """Which tags there are, the most used first, each shown by its newest document."""
    shelf = asked.shelf
    of: dict[str, list[DocumentInfo]] = defaultdict(list)
    for source, (each, _) in shelf.labels.items():
        if source in shelf.infos:
            for tag in dict.fromkeys(map(str.lower, each)):
                of[tag].append(shelf.infos[source])
    ordered = sorted(of, key=lambda tag: (-len(of[tag]), tag))
    newest = dict.fromkeys(newest_first(of[tag])[0] for tag in ordered[: pieces.SHOWN])
    shown = [piece for info in newest if (piece := lead_piece(info, shelf))]
    if not shown:
        return None
    named = ", ".join(f"{tag} ({len(of[tag]):,})" for tag in ordered[:_NAMED])
    more = ", ..." if len(ordered) > _NAMED else ""
    note = f"{len(ordered):,} {'tag' if len(ordered) == 1 else 'tags'}: {named}{more}."
    return pieces.answer(asked.text, shown, asked.path_of, confidence=EXACT, notes=[note])


def _has(shelf: Shelf, source: str, tag: str) -> bool:
    """Whether a document has a tag, or one below it: `food/soup` is one of `food`."""
    found = map(str.lower, shelf.labels[source][0])
    return any(each == tag or each.startswith(f"{tag}/") for each in found)


def _with_value(value: str, shelf: Shelf) -> list[DocumentInfo]:
    """Documents with a field that has this value and no other."""
    field = re.compile(_FIELD % re.escape(value), re.MULTILINE | re.IGNORECASE)
    near = {
        info.source: info
        for written in dict.fromkeys((value, value.capitalize()))
        for info in shelf.holding(f": {written}")
    }
    return [
        info
        for info, document in shelf.read(list(near.values())[:READ])
        if document
        and any(
            block.kind is BlockKind.META and field.search(document.text[block.start : block.end])
            for block in document.blocks
        )
    ]
