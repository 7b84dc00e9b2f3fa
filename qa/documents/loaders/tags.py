"""Tags and other names that a note gives itself within its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.datatypes import Block, BlockKind

_HASHTAG = re.compile(r"(?<![\w/&#])#(?![A-Z]\])(?=[\w/-]*[^\W\d_])([\w][\w/-]{0,60})")
# A field of Dataview, as people write them in notes: "tags:: pottery, glaze".
_TAG_FIELD = re.compile(r"^[ \t]*\[?tags?::[ \t]*([^\n\]]{1,500})", re.M | re.I)
_ALIAS_FIELD = re.compile(r"^[ \t]*alias(?:es)?::[ \t]*([^\n]{1,500})", re.M | re.I)
_MOST_ALIASES = 20
_TAGGED = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.STEP, BlockKind.QUOTE})
_MAX_TAGS = 200


def fields_of_aliases(text: str, blocks: Sequence[Block]) -> list[str]:
    """The names in a field `alias:: Velo, the Velo` at the top of a note."""
    found = []
    for block in blocks[:2]:
        if block.kind is BlockKind.META:
            for field in _ALIAS_FIELD.finditer(text[block.start : block.end]):
                found += [name for each in field[1].split(",") if (name := each.strip())]
    return found[:_MOST_ALIASES]


def hashtags(text: str, blocks: Sequence[Block]) -> Iterator[str]:
    """Tags in the text of a note: `#health`, or a field `tags:: health, food`, each once."""
    seen: set[str] = set()
    if "#" not in text and "::" not in text:
        return
    for block in blocks:
        if block.kind not in _TAGGED and block.kind is not BlockKind.META:
            continue
        hashes = _HASHTAG.finditer(text, block.start, block.end) if block.kind in _TAGGED else ()
        found = [match[1] for match in hashes]
        for field in _TAG_FIELD.finditer(text[block.start : block.end]):
            found += [tag for each in field[1].split(",") if (tag := each.strip().lstrip("#"))]
        for tag in found:
            if tag not in seen and len(seen) < _MAX_TAGS:
                seen.add(tag)
                yield tag
