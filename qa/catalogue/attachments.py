"""Mails by what is attached to them: which have files, which came with a certain one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.catalogue import pieces
from qa.catalogue.formats import is_mail
from qa.catalogue.naming import words_of
from qa.catalogue.pieces import Piece
from qa.catalogue.shelf import READ, Shelf
from qa.catalogue.showing import EXACT, JUDGED, TITLED, Asked, cut_notes, listed, newest_first
from qa.datatypes import Answer, BlockKind, Document, DocumentInfo
from qa.search.terms import content_stems, stems
from qa.wording import counted

_MARK = "Attachment: "
_LINE = re.compile(rf"{_MARK}(?P<name>[^\n]+)")
_MAILS = frozenset(stems("mail email e-mail message"))  # "attached to the mail about the roof"
_SHOWN = 6  # attachments of one mail


@dataclass(frozen=True, slots=True)
class _Mail:
    """A mail with the lines that name what is attached to it."""

    info: DocumentInfo
    document: Document
    lines: tuple[tuple[int, int], ...]

    def names(self) -> list[str]:
        return [self.document.text[start + len(_MARK) : end] for start, end in self.lines]


def attachments(asked: Asked) -> Answer | None:
    """The mails with attachments, without any, or with one of a name; None where none is."""
    question, shelf = asked.question, asked.shelf
    mails = [info for info in shelf.infos.values() if is_mail(info)]
    author = set(content_stems(question.author))
    if author:
        mails = [info for info in mails if author <= set(content_stems(info.author or ""))]
    holding = {info.source for info in shelf.holding(_MARK)}
    has = [info for info in mails if info.source in holding]
    found = [
        _Mail(info, document, lines)
        for info, document in shelf.read(newest_first(has))
        if document and (lines := _lines(document))
    ]
    least = "At least " if len(holding) > READ else ""
    if question.undated:
        sources = {each.info.source for each in found}
        without = [info for info in mails if info.source not in sources]
        count = f"{counted(len(without), 'mail')} without attachments."
        return listed(asked, without, EXACT, [count]) if without and not least else None
    confidence = EXACT
    if question.topic:
        confidence, found = _with(question.topic, found, shelf, of_mail=question.inside)
    if not found:
        return None
    files = sum(len(each.lines) for each in found)
    note = f"{least}{counted(len(found), 'mail')} with {counted(files, 'attachment')}."
    notes = [note, *cut_notes(len(found))]
    return pieces.answer(
        asked.text,
        [_piece(each) for each in found[: pieces.SHOWN]],
        asked.path_of,
        confidence=confidence,
        others=[each.info for each in found],
        notes=notes,
    )


def _lines(document: Document) -> tuple[tuple[int, int], ...]:
    return tuple(
        (block.start, block.end)
        for block in document.blocks
        if block.kind is BlockKind.META and _LINE.fullmatch(document.text, block.start, block.end)
    )


def _with(
    topic: str, found: Sequence[_Mail], shelf: Shelf, *, of_mail: bool
) -> tuple[float, list[_Mail]]:
    """Mails with an attachment of a name, else those that speak of it; or mails of a subject."""
    wanted = set(content_stems(topic))
    if of_mail:
        wanted = wanted - _MAILS or wanted
        return TITLED, [each for each in found if wanted <= set(stems(each.info.title))]
    titles: dict[str, list[str]] = {}  # of what is attached, as it calls itself
    for info in shelf.infos.values():
        folder = info.source.rpartition("/")[0]
        titles.setdefault(folder, []).append(info.title)
    named: list[_Mail] = []
    for each in found:
        lines = zip(each.lines, each.names(), strict=True)
        own = tuple(line for line, name in lines if wanted <= set(stems(words_of(name))))
        called = any(wanted <= set(stems(t)) for t in titles.get(each.info.source, ()))
        if own or called:
            named.append(_Mail(each.info, each.document, own or each.lines))
    if named:
        return TITLED, named
    return JUDGED, [each for each in found if wanted <= set(stems(each.document.text))]


def _piece(each: _Mail) -> Piece:
    """The lines that name what is attached, below the subject."""
    lines = each.lines[:_SHOWN]
    first = each.document.blocks[0]
    head = ((first.start, first.end),) if first.kind is BlockKind.HEADING else ()
    return Piece(each.info, each.document, (*head, *lines), (lines[0][0], lines[-1][1]))
