"""Which documents link to one, what it links to, and which nothing links to.

Texts in the index have no links any more, so files are read as they are now; those inside of
others are not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from qa.catalogue import pieces
from qa.catalogue.link_targets import Link, Targets, links, may_have_links
from qa.catalogue.naming import resolve
from qa.catalogue.pieces import Piece
from qa.catalogue.showing import EXACT, TITLED, Asked, counted, cut_notes, lead_piece, listed
from qa.datatypes import Answer, BlockKind, Document, DocumentInfo
from qa.documents.loaders.encoding_detection import decode
from qa.documents.loaders.safe_read import read_regular
from qa.errors import DocumentError

_MOST_FILES = 5_000
_MOST_BYTES = 1 << 20  # of a file
_Links = Mapping[str, Sequence[tuple[Link, str | None]]]  # by source, each with where it leads


def linked(asked: Asked) -> Answer | None:
    """The documents that a question about links means; None where nothing is said of links."""
    question, shelf = asked.question, asked.shelf
    infos = [i for i in shelf.infos.values() if not i.container and may_have_links(i.source)]
    if not infos or len(infos) > _MOST_FILES:
        return None
    aliases = {source: own for source, (_, own) in shelf.labels.items()}
    targets = Targets(shelf.infos.values(), aliases)
    found = {info.source: _links(info, asked, targets) for info in infos}
    if not any(found.values()):
        return None
    if question.undated:
        return _orphans(asked, infos, found)
    named = resolve(question.topic, shelf)
    if len(named.infos) != 1:
        return None if question.inside else _to_nothing(asked, found)
    confidence = EXACT if named.share == 1 else TITLED
    if question.inside:
        return _from(asked, named.infos[0], found, confidence)
    return _to(asked, named.infos[0], found, confidence)


def _links(info: DocumentInfo, asked: Asked, targets: Targets) -> list[tuple[Link, str | None]]:
    try:
        text = decode(read_regular(Path(asked.path_of(info.source)), _MOST_BYTES))
    except DocumentError:
        return []
    found = ((link, targets.of(link, info.source)) for link in links(text, info.source))
    return [(link, to) for link, to in found if to != info.source]


def _to(asked: Asked, info: DocumentInfo, found: _Links, confidence: float) -> Answer | None:
    """Those that link to a document, each with the line that does."""
    lines = {
        source: [link for link, to in each if to == info.source] for source, each in found.items()
    }
    return _shown(asked, lines, f"to {info.title}", confidence)


def _to_nothing(asked: Asked, found: _Links) -> Answer | None:
    """Those that link to a note that there isn't."""
    wanted = _plain(asked.question.topic)
    lines = {
        source: [link for link, to in each if to is None and _plain(link.target) == wanted]
        for source, each in found.items()
    }
    if not any(lines.values()):
        return None
    return _shown(asked, lines, f"to {asked.question.topic}, which is no document here", EXACT)


def _shown(
    asked: Asked, lines: Mapping[str, Sequence[Link]], what: str, confidence: float
) -> Answer | None:
    sources = [source for source, each in lines.items() if each]
    verb = "links" if len(sources) == 1 else "link"
    if not sources:
        return pieces.refusal(asked.text, (), [f"No {asked.question.noun} links {what}."])
    infos = [asked.shelf.infos[source] for source in sources]
    shown = [_at(info, document, lines[info.source][0]) for info, document in _read(asked, infos)]
    return pieces.answer(
        asked.text,
        shown,
        asked.path_of,
        confidence=confidence,
        others=infos,
        notes=[
            f"{counted(len(sources), asked.question)} {verb} {what}.",
            *cut_notes(len(sources)),
        ],
    )


def _from(asked: Asked, info: DocumentInfo, found: _Links, confidence: float) -> Answer | None:
    """What a document links to, with the lines that do."""
    if info.source not in found:
        return None
    first: dict[str, Link] = {}
    missing: dict[str, None] = {}
    for link, to in found[info.source]:
        if to is not None:
            first.setdefault(to, link)
        elif link.wiki:
            missing.setdefault(link.target)
    number = counted(len(first), asked.question)
    notes = [f"{info.title} links to {number}.", *cut_notes(len(first))]
    if missing:
        notes.append(f"Linked, and no document here: {', '.join(list(missing)[: pieces.SHOWN])}.")
    if not first:
        return pieces.refusal(asked.text, (), notes)
    document = asked.shelf.document(info)
    others = [asked.shelf.infos[source] for source in first]
    notes.insert(1, f"They are: {', '.join(each.title for each in others[: pieces.SHOWN])}.")
    shown = [_at(info, document, link) for link in first.values()] if document else []
    unique = list({piece.parts: piece for piece in shown}.values())
    return pieces.answer(
        asked.text, unique, asked.path_of, confidence=confidence, others=others, notes=notes
    )


def _orphans(asked: Asked, infos: Iterable[DocumentInfo], found: _Links) -> Answer | None:
    """Those to which nothing links, or those that link to nothing."""
    known: dict[str, int] = defaultdict(int)
    for source, each in found.items():
        for _, to in each:
            if to is not None:
                known[source if asked.question.inside else to] += 1
    alone = [info for info in infos if info.source not in known]
    what = "link to no other" if asked.question.inside else "have no link to them"
    note = f"{counted(len(alone), asked.question)} {what}."
    if not alone or not any(lead_piece(info, asked.shelf) for info in alone[: pieces.SHOWN]):
        return pieces.refusal(asked.text, (), [note])
    return listed(asked, alone, EXACT, [note])


def _read(asked: Asked, infos: Sequence[DocumentInfo]) -> list[tuple[DocumentInfo, Document]]:
    read = asked.shelf.read(infos[: pieces.SHOWN])
    return [(info, document) for info, document in read if document]


def _at(info: DocumentInfo, document: Document, link: Link) -> Piece:
    """What stands in the line of a link with its words, else how the document begins."""
    near: list[int] = []
    for number, block in enumerate(document.blocks):
        first, last = document.line(block.start), document.line(max(block.start, block.end - 1))
        if first is None or last is None or first > link.line:
            break
        if last >= link.line:
            near.append(number)
    texts = [
        document.text[document.blocks[each].start : document.blocks[each].end] for each in near
    ]
    having = [each for each, text in zip(near, texts, strict=True) if link.shown in text]
    below = [n for n in having or near if document.blocks[n].kind is not BlockKind.HEADING]
    return pieces.block(info, document, next(iter([*below, *near]), 0))


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))
