"""Whether a document has the words of somebody that it mentions: said, wrote, told."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.catalogue.mentions import Mention
from qa.catalogue.shelf import Shelf
from qa.datatypes import BlockKind, Document
from qa.lexicon import SAYING, alternatives

_QUOTATION = re.compile(r"[“\"„«][^“”\"„«»\n]{8,}[”\"“»]")
_SAID = rf"(?:{alternatives(SAYING)}|wrote|writes|tweeted)"
_BETWEEN = r"(?:,[^,“”\"\n]{1,80},)?(?: (?:also|later|then|has|had|who|\w{1,20}ly)){0,2}"


def quoted(mention: Mention, topic: str, shelf: Shelf) -> Mention | None:
    """A mention with the places where the words of who is mentioned stand; None without any.

    By the last word of the name, as reports call people after the first time.
    """
    document = shelf.document(mention.info)
    names = re.findall(r"[^\W\d_][\w'’-]*", topic)
    if document is None or not names:
        return None
    name = re.escape(names[-1])
    says = re.compile(
        rf"(?<!\w)(?P<after>{name}){_BETWEEN} {_SAID}\b"
        rf"|\b{_SAID}\b(?! (?:that|of|to|about|he|she|they|it)\b)"
        rf"[^“”\".\n]{{0,80}}?(?<!\w)(?P<before>{name})(?!\w)",
        re.IGNORECASE,
    )
    places = tuple(
        match.span("after") if match["after"] else match.span("before")
        for start, end in _with_quotations(document)
        for match in says.finditer(document.text, start, end)
    )
    return replace(mention, places=places) if places else None


def _with_quotations(document: Document) -> list[tuple[int, int]]:
    return [
        (block.start, block.end)
        for block in document.blocks
        if block.kind is not BlockKind.HEADING
        and _QUOTATION.search(document.text, block.start, block.end)
    ]
