"""Documents that are no longer in force, by what they or others say.

"Replaced in 2023." below the title of a policy, or "This policy replaces the Travel Policy 2019."
in another one: the one in force answers first where it answers about as well, and of the old one
people are told what says so. What another document names must be this one and nothing else: its
title, with the year if one is named, or its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from qa.answering.leading import led_by
from qa.answering.news_versions import revises
from qa.answering.piece import Piece
from qa.datatypes import DocumentInfo
from qa.patterns import lazy_pattern

_HEAD = 1_000  # characters of a document in which it speaks of itself
_MOST_WORDS = 18  # of a line that does
_BY = (
    r"(?=\W*$|[.!]\s|\W+(?:by|in|on|from|since|as of|with effect|effective|through|under|and|durch"
    r"|am|zum|seit|mit)\b)"
)
_OVER = (
    r"(?:(?:superseded|replaced|withdrawn|repealed|revoked|rescinded|cancelled|ersetzt|aufgehoben)"
    rf"{_BY}|(?:obsolete|outdated|deprecated|out of date|out-of-date)\b"
    r"(?=\W*$|[.!]\s|\W+(?:by|since|as of|please|see|use|in favou?r)\b)"
    r"|no longer (?:valid|in force|in effect|current|applicable|applies|maintained)\b"
    r"|(?:außer kraft|nicht mehr gültig)\b)"
)
_KINDS = (
    r"(?:policy|document|page|article|version"
    r"|edition|guide|guideline|note|rule|regulation|directive|act|standard|specification"
    r"|procedure|handbook|manual|chapter|section|tariff|plan|decision|record|proposal|order|notice|list|file|text"
    r"|command|api|format|repository|project|package|regel|richtlinie|ordnung|fassung|satzung)"
)
_THIS = rf"(?:this|the present|diese[sr]?) (?:[\w-]+ )?{_KINDS}"
_THESE = (
    r"(?:these|diese) (?:[\w-]+ )?"
    r"(?:terms|rules|conditions|regulations|guidelines|regeln|bedingungen)"
)
_IS = r"(?:is|was|has been|have been|had been|ist|wurde)"
_ITSELF = rf"(?:{_THIS} {_IS} )"
_STATEMENT = lazy_pattern(
    r"\W*(?P<subject>(?:(?:status|state|note|notice|important|warning|caution|attention)\W+){0,2}"
    rf"{_ITSELF}?)(?:now |currently |since )?{_OVER}",
    re.IGNORECASE,
)
# At the end of a heading of what is kept for the record: "Prices 2024 (old)".
_OLD = lazy_pattern(
    r"[(\[](?P<mark>old|former|outdated|obsolete|deprecated|superseded|replaced|withdrawn|retired"
    r"|archived?|expired|cancelled|veraltet|alt|ungültig)[)\]]\W*\Z",
    re.IGNORECASE,
)
_MOST_ABOVE = 3  # lines above one without a subject: it stands right below the title


# What a document says of another one, which it names.
_BEGIN = r"(?:\A|(?<=[.!?]\s)|(?<=\n))[ \t>*_#-]{0,20}+"
_REPLACES = lazy_pattern(
    rf"{_BEGIN}(?P<subject>[^\n.!?]{{0,80}}?)[ \t*_:]{{0,4}}\b(?:hereby |fully )?"
    r"(?:replaces?|supersedes?|obsoletes|repeals?|revokes?|withdraws|rescinds|cancels"
    r"|takes the place of|ersetzt|ersetzen)"
    r"\b:?[ \t*_]{1,4}(?P<other>[^\n]{3,160})",
    re.IGNORECASE,
)
_REPLACED = lazy_pattern(
    rf"{_BEGIN}(?P<other>[^\n.!?]{{3,100}}?) {_IS} (?:hereby |now |since |thereby )*{_OVER}",
    re.IGNORECASE,
)
_SUBJECT = lazy_pattern(rf"(?:{_THIS}|{_THESE}|status|note|notice)?", re.IGNORECASE)
# An earlier one of the same name, by its day: "those of May 25, 2018", "the version of 3 May 2019".
_EARLIER = lazy_pattern(
    r"(?:those|that|the (?:version|edition|issue|terms|rules|policy|one)|die fassung)"
    r"(?: (?:of|from|dated|vom|published on|effective)){0,2} (?P<day>\S.{5,25})"
)
_OBSOLETES = lazy_pattern(  # the head of an RFC
    r"^[ \t]{0,8}Obsoletes:[ \t]{0,4}(?:RFCs?[ \t])?(\d{1,5}(?:,[ \t]?\d{1,5}){0,9})(?=\s|\Z)",
    re.MULTILINE,
)
# The same by its number: "version 2.4", "v1.2 of 3 May 2019".
_NUMBERED_EARLIER = lazy_pattern(
    r"(?:(?:version|edition|issue|rev(?:ision)?\.?|fassung) )?v?(?P<number>\d+(?:\.\d+)*)"
    r"(?: \(?(?:of|from|dated|vom) \S.{5,25})?"
)
_NUMBER = lazy_pattern(r"(?<![^\W_])v(?:ersion )?(\d+(?:[.\s]\d+)*)(?![^\W_])", re.IGNORECASE)
# Where its name ends: never before a year, an edition or a version, which may tell it from others.
_NAME_ENDS = lazy_pattern(
    r"[.!?](?=\s|\W*\Z)|[;:,](?!\s*(?:\w+\s+){0,2}(?:\W?\d|edition|version|revision|ausgabe|fassung))"
    r"|\s(?:as of|with (?:immediate )?effect|effective|since|which|that|in full|in its entirety"
    r"|entirely|completely|by|on(?=\s\d)|mit wirkung)\b|\Z",
    re.IGNORECASE,
)
_WORD = lazy_pattern(r"[^\W_]+")
_NUMBERED = lazy_pattern(r"(?P<kind>[a-z]{2,})[\s-]*(?:no\.?\s*|nr\.?\s*)?(?P<number>\d+)")
YEAR = lazy_pattern(r"(?:19|20)\d\d")
_ARTICLES = frozenset({"the", "a", "an", "our", "of", "for", "dated", "from"})
_ARTICLES |= {"die", "der", "das", "den", "dem", "des", "von", "vom", "für"}
_ENDS = 2_000  # characters at either end of a document in which it speaks of others


def superseded(text: str) -> str:
    """The line in which a document says that it is no longer in force; empty without one."""
    for above, line in enumerate(filter(str.strip, text[:_HEAD].splitlines())):
        line = line.strip()
        said = _STATEMENT.match(line) if len(line.split()) <= _MOST_WORDS else None
        item = line.startswith(("-", "*", "+")) and not line.startswith("**")
        if said and (said["subject"] or (above < _MOST_ABOVE and not item)):
            return line
    return ""


def in_force_first(found: Sequence[Piece], gap: float, question: str = "") -> list[Piece]:
    """Units, best first, where one in force within `gap` logits goes before a superseded best.

    A part that is marked so, "Prices 2024 (old)", is none that is asked for by that word.
    """
    if not found:
        return []
    best = found[0]
    part = _old_part(best)
    if part and part.casefold() in _WORD.findall(question.casefold()):
        return list(found)
    if not part and not _line(best, found):
        return list(found)
    for piece in found:
        if piece.score < best.score - gap:
            break
        other = part or piece.info.id != best.info.id
        if other and not _old_part(piece) and not _line(piece, found):
            return led_by(piece, found)
    return list(found)


def _old_part(piece: Piece) -> str:
    """The word by which a heading above a unit says that what is below is over; or empty."""
    marks = (_OLD.search(heading) for heading in piece.headings)
    return next((match["mark"] for match in marks if match), "")


def superseded_notes(chosen: Sequence[Piece], found: Sequence[Piece]) -> tuple[str, ...]:
    """For people: what the documents of the shown units say of themselves, or one found of them."""
    documents = {piece.info.id: piece for piece in chosen}.values()
    return tuple(note for piece in documents if (note := _line(piece, found)))


def _line(piece: Piece, found: Sequence[Piece]) -> str:
    """Why the document of a unit is not in force, for people; empty where nothing says so."""
    if line := superseded(piece.document.text):
        return f'{piece.info.title} says of itself: "{line}"'
    others = {each.info.id: each for each in found if each.info.id != piece.info.id}
    for other in others.values():
        line = replaced_by(piece.info, other.info, other.document.text)
        if line and not replaced_by(other.info, piece.info, piece.document.text):
            names = other.info.title, piece.info.title
            if names[0] == names[1]:
                names = PurePosixPath(other.info.source).name, PurePosixPath(piece.info.source).name
            return f'{names[0]} says of {names[1]}: "{line}"'
    return ""


def replaced_by(old: DocumentInfo, new: DocumentInfo, text: str) -> str:
    """The sentence in which `new`, whose text is `text`, says that `old` is no longer in force.

    Empty where there is none, where its words may mean another document, or `new` is the older one.
    """
    before, after = years_of(old), years_of(new)
    later = old.published and new.published and new.published < old.published
    if later or (before and after and max(after) < max(before)):
        return ""
    if line := revises(new, old, text):
        return line
    for sentence, name in _named(text, new):
        if (_means(name, old) or _earlier(name, old, new)) and not _means(name, new):
            return sentence
    return ""


def _named(text: str, own: DocumentInfo) -> Iterator[tuple[str, str]]:
    """What a document says is no longer in force: sentences with the name, as long as it may be."""
    ends = (text,) if len(text) <= 2 * _ENDS else (text[:_ENDS], text[-_ENDS:])
    for part in ends:
        for match in _REPLACED.finditer(part):
            yield _sentence(part, match.start("other"), match.end()), match["other"].casefold()
        for match in _OBSOLETES.finditer(part):
            for number in match[1].split(","):
                yield " ".join(match[0].split()), f"rfc {number.strip()}"
        for match in _REPLACES.finditer(part):
            subject = match["subject"].strip(" *_:")
            if not (_SUBJECT.fullmatch(subject) or _means(subject.casefold(), own)):
                continue
            sentence = _sentence(part, match.start("subject"), match.start("other"))
            end = _NAME_ENDS.search(match["other"])
            other = match["other"][: end.start() if end else None].casefold()
            yield sentence, other
            dated = bool(YEAR.search(other))
            for each in re.split(r"\s(?:and|und)\s", other):
                if bool(YEAR.search(each)) == dated:  # else the year may be that of all
                    yield sentence, each


def _earlier(name: str, old: DocumentInfo, new: DocumentInfo) -> bool:
    """Whether a name is that of an earlier document of the same title, by its day or number."""
    if found := _NUMBERED_EARLIER.fullmatch(name.strip()):
        number = found["number"]
        return titled(old) == titled(new) and version_of(old) == number != version_of(new)
    match = _EARLIER.fullmatch(name.strip()) if old.published else None
    if not match or old.title.casefold() != new.title.casefold():
        return False
    from qa.documents.loaders.dates import date_line  # 40 ms, and few terms name the day of others

    day = date_line(match["day"].strip(" .").title())
    return day is not None and day.published == old.published


def titled(info: DocumentInfo) -> str:
    """The title of a document without the number of its version."""
    return " ".join(_NUMBER.sub(" ", info.title.casefold()).strip(" ()[]-").split())


def version_of(info: DocumentInfo) -> str:
    """The version that a document's title or file name says it is: "2.4"; empty without one."""
    names = (info.title, PurePosixPath(info.source).stem)
    found = next((match for name in names if (match := _NUMBER.search(name))), None)
    return ".".join(found[1].replace(".", " ").split()) if found else ""


def _sentence(text: str, start: int, behind: int) -> str:
    """The sentence that begins at `start` and ends after `behind`, in its line."""
    line = text[start:].partition("\n")[0]
    end = re.compile(r"[.!?](?=\s+[\"'“‘(]?[A-Z]|\s*\Z)").search(line, behind - start)
    return line[: end.end() if end else None].strip(" *_")


def _means(name: str, info: DocumentInfo) -> bool:
    """Whether a name, in lower case, is that of a document: its title or its number."""
    wanted, years = words_of(name)
    stem = PurePosixPath(info.source).stem
    if years <= years_of(info):
        for each in (info.title, stem):
            title, _ = words_of(each.casefold())
            if title and title == wanted and len(title) + len(years) > 1:
                return True
    numbered = _NUMBERED.fullmatch(" ".join(name.split()).removeprefix("the ").strip("\"'“”`*_ "))
    return numbered is not None and any(
        _has_number(numbered["kind"], int(numbered["number"]), each, info.source)
        for each in (info.title.casefold(), stem.casefold())
    )


def words_of(text: str) -> tuple[set[str], set[int]]:
    """The words of a name that tell it from others, and its years."""
    words = set(_WORD.findall(text)) - _ARTICLES
    years = {word for word in words if YEAR.fullmatch(word)}
    return words - years, set(map(int, years))


def years_of(info: DocumentInfo) -> set[int]:
    """The years in the name of a document, else that of its day."""
    _, years = words_of(f"{info.title} {PurePosixPath(info.source).stem}")
    return years or ({info.published.year} if info.published else set())


def _has_number(kind: str, number: int, name: str, source: str) -> bool:
    """Whether a name begins with a number of a kind: "ADR-0007 ...", or "0007-..." in `adr/`."""
    begin = _NUMBERED.match(name)
    if begin:
        return begin["kind"] == kind and int(begin["number"]) == number
    plain = re.match(r"\d+(?!\d)", name)
    folders = PurePosixPath(source.casefold()).parent.parts
    inside = any(folder in (kind, f"{kind}s") for folder in folders)
    return plain is not None and inside and int(plain.group()) == number
