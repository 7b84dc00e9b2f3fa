"""What a document, or all of them, is about: how it begins, what is new, the names that recur."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from qa.catalogue import pieces
from qa.catalogue.language import NO_NAMES
from qa.catalogue.pieces import Piece
from qa.catalogue.shelf import Shelf, written_day
from qa.datatypes import Answer, BlockKind, Document, DocumentInfo
from qa.search.terms import STOPWORDS

_PRESENT_WORDS = 140  # of a list of those present
_SUBJECTS = 4  # subsections shown of minutes, each with its first lines
_SAMPLE = 200  # documents read for the names in a collection
_SHOWN = 3  # documents by which a collection is introduced, and pieces by which a document is
_NAMES, _FOLDERS = 8, 5
_OVERVIEW = 0.8  # confidence that the beginning of some documents says what all are about
# What an asker calls it, and what such a heading or item begins with.
VERBS = {
    "fixed": r"fix|no longer broken|bug|resolv|repair|correct",
    "added": r"add|new|introduc|feature|shiny|support",
    "new": r"add|new|introduc|feature|shiny|support",
    "introduced": r"add|new|introduc|feature|shiny|support",
    "changed": r"chang|improv|updat|renam|mov|enhanc",
    "improved": r"improv|enhanc|better|fast",
    "removed": r"remov|delet|drop|deprecat|no longer (?!broken)",
    "deprecated": r"deprecat|remov",
    "decided": r"deci|agree|approv|resol|vot|consensus",
    "announced": r"announc",
}
for _stem, _full in (
    ("change", "changed"),
    ("add", "added"),
    ("fix", "fixed"),
    ("remove", "removed"),
    ("improve", "improved"),
    ("introduce", "introduced"),
    ("decide", "decided"),
    ("agree", "decided"),
):
    VERBS[_stem] = VERBS[_full]
_TAKING_PART = frozenset({"present", "there", "attended", "took part", "participated"})
_WHOLE = frozenset(
    {"discussed", "decided", "announced", "discuss", "agree", "bring"}
)  # what a whole document is about
_MAIN = re.compile(
    r"\b(?:agenda|minutes|discussion|summary|highlights?|decisions?|what'?s new|changes|overview"
    r"|abstract|introduction|notes)\b",
    re.I,
)
PRESENT = re.compile(r"\b(?:present|attend\w*|participants?)\b", re.I)
# A line or a field that names them: "Attendees: Ada, Tom", in YAML also one below another.
_PRESENT_LINE = re.compile(
    r"^[ \t*_]{0,8}(?:attend\w{0,8}|participants?|present|in attendance|anwesend\w{0,4})"
    r"[*_]{0,2}[ \t]*:{1,2}[*_]{0,2}[ \t]*(?P<who>[^\s][^\n]*|(?:\n[ \t]*-[^\n]*)+)",
    re.MULTILINE | re.IGNORECASE,
)
_HEAD = 8  # blocks in which it stands
_ASIDE = re.compile(
    r"\b(?:links?|present|attend\w*|participants?|recordings?|contents|references|licen[cs]e"
    r"|announcements?|reminders?)\b",
    re.I,
)
_FIRST = re.compile(
    r"^(?:readme|index|home|introduction|overview|about|summary|welcome|start here)", re.I
)
_NAME = re.compile(
    r"(?<![.!?:\"“•] )(?<![\"“‘'(])(?<!^)\b[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,3}", re.M
)


@dataclass(frozen=True, slots=True)
class Lead:
    """What a document says first; `fits` unless a verb was asked for that nothing in it has."""

    shown: tuple[Piece, ...]
    fits: bool = True


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading with the numbers of the blocks below it; what comes first has none."""

    number: int | None
    heading: str
    level: int
    body: tuple[int, ...]


def lead_pieces(info: DocumentInfo, verb: str, shelf: Shelf) -> Lead:
    """What a document mainly says, or what it says was `verb` ("fixed")."""
    document = shelf.document(info)
    if document is None:
        return Lead(())
    sections = _sections(document)
    if verb in _TAKING_PART:
        return _present(info, document)
    if verb in VERBS and (found := _matching(info, document, sections, VERBS[verb])):
        return Lead(tuple(found))
    fits = verb not in VERBS or verb in _WHOLE
    for at, section in enumerate(sections):
        if section.heading and _MAIN.search(section.heading):
            inner = list(_below(sections, at))
            # Minutes: what was on the agenda, each with its first lines.
            subjects = [s for s in inner if s.body and s.number is not None and not _aside(s)]
            if subjects:
                numbers = [s.number for s in subjects if s.number is not None]
                return Lead(
                    tuple(pieces.section(info, document, n) for n in numbers[:_SUBJECTS]), fits
                )
    body = next((s.body for s in sections if s.body and not _aside(s)), ())
    shown = tuple(pieces.block(info, document, number) for number in body[:_SHOWN])
    if not shown and (first := pieces.lead(info, document)):
        shown = (first,)
    return Lead(shown, fits)


def _present(info: DocumentInfo, document: Document) -> Lead:
    """Who was there: the whole list, of a document that has one."""
    for number, block in enumerate(document.blocks):
        heading = document.text[block.start : block.end]
        if block.kind is BlockKind.HEADING and PRESENT.search(heading):
            piece = pieces.whole_section(info, document, number, _PRESENT_WORDS)
            if len(piece.parts) > 1:
                return Lead((piece,))
    for block in document.blocks[:_HEAD]:
        if match := _PRESENT_LINE.search(document.text[block.start : block.end]):
            start, end = (block.start + each for each in match.span())
            span = (block.start + match.start("who"), end)
            return Lead((pieces.line(info, document, (start, end), span),))
    return Lead(())


def _aside(section: _Section) -> bool:
    return bool(_ASIDE.search(section.heading))


def _below(sections: Sequence[_Section], at: int) -> Iterator[_Section]:
    """The section itself when it has a text of its own, and its subsections."""
    if sections[at].body:
        yield sections[at]
    for section in sections[at + 1 :]:
        if section.level and sections[at].level and section.level <= sections[at].level:
            return
        yield section


def _matching(
    info: DocumentInfo, document: Document, sections: Sequence[_Section], pattern: str
) -> list[Piece]:
    """Items under a heading that speaks of it, or that begin with it."""
    speaks = re.compile(rf"\b(?:{pattern})", re.I)
    for section in sections:
        if section.body and speaks.search(section.heading):
            return [pieces.block(info, document, number) for number in section.body[:_SHOWN]]
    begins = re.compile(rf"\W*(?:{pattern})", re.I)
    found = [
        number
        for number, block in enumerate(document.blocks)
        if block.kind is not BlockKind.HEADING and begins.match(document.text, block.start)
    ]
    return [pieces.block(info, document, number) for number in found[:_SHOWN]]


def _sections(document: Document) -> list[_Section]:
    found: list[tuple[int | None, str, int, list[int]]] = [(None, "", 0, [])]
    for number, block in enumerate(document.blocks):
        if block.kind is BlockKind.HEADING:
            found.append((number, document.text[block.start : block.end], block.level, []))
        elif block.kind not in (BlockKind.META, BlockKind.BOILERPLATE, BlockKind.CONTENTS):
            found[-1][3].append(number)
    return [_Section(number, heading, level, tuple(b)) for number, heading, level, b in found]


def described(question: str, shelf: Shelf, path_of: Callable[[str], str]) -> Answer | None:
    """What a collection is about: how its first documents begin, folders, dates and names."""
    infos = list(shelf.infos.values())
    if not infos:
        return None
    order = sorted(infos, key=lambda i: (not _FIRST.match(PurePosixPath(i.source).stem), -i.words))
    shown: list[Piece] = []
    for info in order[: 2 * _SHOWN]:
        document = shelf.document(info)
        if document and (piece := pieces.lead(info, document)) and len(shown) < _SHOWN:
            shown.append(piece)
    if not shown:
        return None
    notes = [_titles(infos), _folders(infos), _dates(infos), _names(infos, shelf)]
    return pieces.answer(
        question, shown, path_of, confidence=_OVERVIEW, notes=[note for note in notes if note]
    )


def _titles(infos: Sequence[DocumentInfo]) -> str:
    titles = [info.title for info in infos[:: max(1, len(infos) // _FOLDERS)]][:_FOLDERS]
    return f"{len(infos):,} documents, among them: " + "; ".join(titles) + "."


def _folders(infos: Sequence[DocumentInfo]) -> str:
    folders = Counter(str(PurePosixPath(info.source).parent) for info in infos)
    del folders["."]
    if not folders:
        return ""
    return (
        "Folders: "
        + ", ".join(f"{name} ({n:,})" for name, n in folders.most_common(_FOLDERS))
        + "."
    )


def _dates(infos: Sequence[DocumentInfo]) -> str:
    days = [day for info in infos if (day := written_day(info))]
    if not days:
        return ""
    if len(days) == 1:
        return f"1 has a date: {days[0].isoformat()}."
    return f"{len(days):,} have dates, from {min(days).isoformat()} to {max(days).isoformat()}."


def _names(infos: Sequence[DocumentInfo], shelf: Shelf) -> str:
    """The names that stand in most documents, of a sample spread over the collection."""
    counted: Counter[str] = Counter()
    for info in infos[:: max(1, len(infos) // _SAMPLE)][:_SAMPLE]:
        document = shelf.document(info)
        if document:
            names = {m.group() for m in _NAME.finditer(document.text[:20_000])}
            counted.update(name for name in names if name.lower() not in NO_NAMES | STOPWORDS)
    frequent = [name for name, n in counted.most_common(_NAMES) if n > 1 or len(infos) == 1]
    return "Most frequent names: " + ", ".join(frequent) + "." if frequent else ""
