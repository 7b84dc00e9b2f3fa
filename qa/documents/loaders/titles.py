"""Titles and days: what a document calls itself, else what its file's name says."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from qa import languages
from qa.datatypes import Block, BlockKind, DateOrigin, Document
from qa.documents.loaders.dates import front_matter_date, whole_date
from qa.documents.loaders.headlines import MOST_WORDS, running
from qa.documents.loaders.line_rules import division_title, words
from qa.documents.loaders.metadata import Known, Metadata
from qa.documents.loaders.plain_letters import letter_title

# Headings that say what stands below them and not what the whole is.
_GENERIC = frozenset(
    words(
        "summary abstract introduction intro overview notes note readme contents content index "
        "home toc changelog changes history preface foreword prologue about background general "
        "start untitled document main welcome description details synopsis purpose scope agenda "
        "minutes table.of.contents executive.summary release.notes what's.new getting.started "
        "core.update updates update new links present todo todos tl;dr faq key.points log logs "
        "space.details journal tasks text.elements daily.log daily.note today"
    )
)
# Above the parts of a manual in several languages.
_LANGUAGES = frozenset(name.casefold() for name in languages.NAMES.values()) | frozenset(
    words(
        "deutsch français español italiano nederlands português polski čeština slovenčina svenska "
        "dansk norsk suomi magyar română türkçe ελληνικά русский українська 中文 日本語"
    )
)
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*(?:[.)]\s*|\s+)")  # before a heading
_FIRST = re.compile(r"1(?:\.1)*[.)]\s*(?=[^\W\d])|1(?:\.1)+\s+(?=[^\W\d])")
_GENERIC_NAMES = frozenset({"readme", "index", "home", "main", "untitled", "summary", "toc"})
# Names that many folders have a file of; and of those the ones with an entry for each version.
_OF_ENTRIES = frozenset({"news", "changelog", "changes", "history", "releases"})
_OF_FOLDER = _OF_ENTRIES | {"copyright", "license", "licence", "copying", "todo", "thanks"}
_ANY_VERSION = re.compile(r"\d+\.\d")
_NEWS_WORDS = 16  # headlines of news are longer than other titles
_YMD = r"(?P<day>(?:19|20)\d\d(?P<mark>[-_.])[01]\d(?P=mark)[0-3]\d)"
_DAY = re.compile(rf"{_YMD}(?:[ _-]+(?P<rest>.*))?\Z", re.DOTALL)
_LAST_DAY = re.compile(rf"[^\d]*[ _-]{_YMD}\Z")
# Without marks, and with the time of day: "20240502 minutes", "202405021430 on glazes".
_STAMP = re.compile(
    r"(?P<day>(?:19|20)\d\d[01]\d[0-3]\d)(?:[T_-]?[0-2]\d[0-5]\d(?:[0-5]\d)?)?"
    r"(?:[ _-]+(?P<rest>[^\d].*))?\Z",
    re.DOTALL,
)
# Within a name: `Minutes 2024-05-02 AGM`, `agm_2024_05_02`, `Protokoll 2.5.2024`.
_INNER_DAY = re.compile(
    r"(?<![\w.-])(?:(?P<iso>(?:19|20)\d\d([-_])[01]\d\2[0-3]\d)"
    r"|(?P<dotted>[0-3]?\d\.[01]?\d\.(?:19|20)\d\d))(?![^\W_]|[-.]\w)"
    r"|(?<=[^\W\d_][_-])(?P<joined>(?:19|20)\d\d([-_])[01]\d\5[0-3]\d)(?![^\W_]|-\w)"
    # As programs name recordings: `GMT20251022-150312_Recording`, `Call-20251106_133000-Meeting`.
    r"|(?:(?<![\w-])GMT|(?<=[\w ][-_]))(?P<stamp>(?:19|20)\d\d[01]\d[0-3]\d)[-_]"
    r"[0-2]\d[0-5]\d[0-5]\d(?![^\W_])"
)
_DAY_FOLDERS = re.compile(r"(?<![^/])((?:19|20)\d\d/[01]\d/[0-3]\d)(?=/)")
_VERSION = re.compile(r"v?\d+(?:\.\d+)+(?:[-.]?(?:alpha|beta|rc|dev)[.\d]*)?\Z", re.IGNORECASE)
_RELEASED = re.compile(
    r"(?i:(?:released?|published|date)(?:\s+(?:on|date))?\s*:?\s+)(?P<day>[\w ,./-]{6,30}?)\.?\s*\Z"
)
_ID = re.compile(r"(?<=\w)[ _-][0-9a-f]{32}\Z")  # of a page exported from Notion
_SECTIONS = 2  # below the heading of a page that has a heading of all pages above it
_HEAD = 5  # blocks in which the day of a release is looked for


def finished(
    document: Document, found: Metadata, known: Known, *, guessed: bool = False
) -> Document:
    """The document with its final title, author, agency and day.

    With `guessed` its headings are lines that only look like some.
    """
    title = known.title or _title(document, found, guessed)
    day, origin = found.published, found.date_origin
    if day is None and (day := day_of_name(document.source)):
        origin = DateOrigin.FILE_NAME
    if day is None and (day := _release_day(document)):
        origin = DateOrigin.TEXT
    if day is None and (day := known.changed):
        origin = known.date_origin
    return replace(
        document,
        title=title,
        author=found.author,
        agency=found.agency,
        published=day,
        date_origin=origin,
        language=known.language or document.language,
    )


def renamed(document: Document, source: str) -> Document:
    """A document whose file has another path now: what the name said, the new one says."""
    title, day, origin = document.title, document.published, document.date_origin
    if title == from_name(document.source):
        title = from_name(source)
    if day is None or origin is DateOrigin.FILE_NAME:
        day = day_of_name(source)
        origin = DateOrigin.FILE_NAME if day else None
    return replace(document, source=source, title=title, published=day, date_origin=origin)


def _title(document: Document, found: Metadata, guessed: bool) -> str:
    name = from_name(document.source)
    subject, salutation = letter_title(document.text, document.blocks) if guessed else ("", "")
    if subject or salutation:
        return subject or (name if readable(document.source) else salutation)
    heading = _first_heading(document)
    if guessed and readable(document.source) and _none_of_whole(document, found, heading):
        return name
    own = heading and (not division_title(heading) or _same_number(name, heading))
    if heading and own and not generic(heading):
        return heading if guessed else _with_page(document, heading)
    if found.news:
        return found.title or name
    if heading and _only_numbered(name, heading):
        return heading
    if readable(document.source):
        return name
    return heading or found.title or name


def _none_of_whole(document: Document, found: Metadata, heading: str | None) -> bool:
    """Whether what would be the title is running text, or what one entry of many is called."""
    line = heading or found.title
    end = document.text.find("\n", document.blocks[0].end) if document.blocks else -1
    below = document.text[end + 1 :].split("\n", 1)[0].strip() if end >= 0 else ""
    if running(line, below, _NEWS_WORDS if found.news else MOST_WORDS):
        return True
    stem = PurePosixPath(document.source).name.split(".")[0]
    return stem.casefold() in _OF_ENTRIES and bool(_ANY_VERSION.search(line))


def _same_number(name: str, heading: str) -> bool:
    """Whether a file is numbered as its heading is: `0004-proxy.md` with "4. A proxy"."""
    numbers = [re.search(r"\d+", name), re.match(r"\d{1,4}(?=[.:)]?\s)", heading)]
    return len({int(number[0]) for number in numbers if number}) == 1 and all(numbers)


def _only_numbered(name: str, heading: str) -> bool:
    """Whether the file's name says the same as the heading, and in which place it comes."""
    words = name.casefold().split()
    wanted = heading.casefold().split()
    return words[-len(wanted) :] == wanted and all(
        any(char.isdigit() for char in word) for word in words[: -len(wanted)]
    )


def _first_heading(document: Document) -> str | None:
    """The first heading, if nothing but furniture stands above it and it heads the whole."""
    for block in document.blocks[:_HEAD]:
        if block.kind is BlockKind.HEADING:
            if block.level > 1 and not _alone(document, block):
                return None
            return " ".join(document.text[block.start : block.end].split()).strip("*_ ")
        if block.kind not in (BlockKind.META, BlockKind.BOILERPLATE):
            return None
    return None


def _with_page(document: Document, first: str) -> str:
    """A heading that many pages begin with, `Fastify`, with that of this page: `Fastify: Hooks`.

    The latter stands directly below it, and is what the file is called or heads all the rest.
    """
    name, text, blocks = _letters(from_name(document.source)), document.text, document.blocks
    place = next(i for i, block in enumerate(blocks) if block.kind is BlockKind.HEADING)
    page = blocks[place + 1] if place + 1 < len(blocks) else None
    if page is None or page.kind is not BlockKind.HEADING or _letters(first) in ("", name):
        return first
    heading = " ".join(text[page.start : page.end].split()).strip("*_ ")
    below = [block.level for block in blocks[place + 2 :] if block.kind is BlockKind.HEADING]
    heads_all = len(below) >= _SECTIONS and min(below) > page.level
    if generic(heading) or not (_letters(heading) == name or heads_all):
        return first
    return f"{first}: {heading}"


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _alone(document: Document, first: Block) -> bool:
    """Whether no other heading of its level, "Summary" and the like left out, follows it."""
    stem = PurePosixPath(document.source).stem
    if first.level > 2 or _VERSION.match(stem):
        return False
    if (match := _DAY.match(stem)) and not match["rest"]:
        return False  # a part of the notes of a day
    return all(
        block is first
        or block.kind is not BlockKind.HEADING
        or block.level > first.level
        or generic(document.text[block.start : block.end])
        for block in document.blocks
    )


def generic(heading: str) -> bool:
    """Whether a heading, its number left out, says nothing of what the document is about."""
    bare = _NUMBER.sub("", heading.strip(" :.*_").casefold(), count=1)
    return ".".join(bare.split()) in _GENERIC or bare in _LANGUAGES


def first_section(heading: str) -> bool:
    """Whether a heading has the number of the first section of several: `1. Syntax`."""
    return bool(_FIRST.match(heading.strip()))


def readable(source: str) -> bool:
    """Whether the name of a file has a word in it, a day or a version."""
    stem = PurePosixPath(source).stem
    if _DAY.match(stem) or _VERSION.match(stem):
        return True
    words = re.findall(r"[^\W\d_]{3,}", stem)
    if stem.casefold() in _GENERIC_NAMES:
        return bool(PurePosixPath(source).parent.name)  # `velo/README.md`
    if not words:
        return False
    return not re.fullmatch(r"[\d_-]*[0-9a-f]{8,}|[a-z]{0,3}\d{4,}", stem, re.IGNORECASE)


def from_name(source: str) -> str:
    """Make a file name a title: `oakley-flood-report-1997.md` reads `Oakley flood report 1997`."""
    path = PurePosixPath(source)
    stem = _ID.sub("", path.stem.removesuffix(".excalidraw"))
    if stem.casefold() in _GENERIC_NAMES and path.parent.name:
        stem = path.parent.name  # `velo/README.md` is about velo
    elif stem.split(".")[0].casefold() in _OF_FOLDER and path.parent.name:
        return f"{path.parent.name} {stem}"  # `velo/NEWS.txt`: velo NEWS
    if (match := _DAY.match(stem)) or ((match := _STAMP.match(stem)) and match["rest"]):
        stem = match["rest"] or ""
        if not stem:  # `2024.05.02` may be a version
            return match["day"] if "." in match["day"] else _iso(match["day"])
    elif _VERSION.match(stem):
        return stem
    words = re.sub(r"[_+]+|(?<=\w)-+(?=\w)", " ", stem).split() if " " not in stem else [stem]
    title = " ".join(words)
    if len(words) > 1 and title.islower():
        title = title[:1].upper() + title[1:]
    return title or path.name


def day_of_name(source: str) -> date | None:
    """The day that a file is named after: `2024-05-02-title.md`, `minutes 2024-05-02 final.md`.

    None of several. Else that of its folders, as sites and journals have them:
    `2024/05/02/title.md`. A folder `2024-05-02` is as often the day of a backup.
    """
    stem = PurePosixPath(source).stem
    if match := _DAY.match(stem) or _LAST_DAY.match(stem) or _STAMP.match(stem):
        return front_matter_date(_iso(match["day"]))
    if day := whole_date(stem):
        return day
    named = {
        match["iso"]
        or match["dotted"]
        or match["joined"]
        or (match["stamp"] and _iso(match["stamp"]))
        for match in _INNER_DAY.finditer(stem)
    }
    if named:
        return front_matter_date(named.pop().replace("_", "-")) if len(named) == 1 else None
    days = {front_matter_date(match[1]) for match in _DAY_FOLDERS.finditer(source)}
    return days.pop() if len(days) == 1 else None


def _iso(day: str) -> str:
    """A day of a file's name with the marks of ISO 8601."""
    digits = re.sub(r"\D", "", day)
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


def _release_day(document: Document) -> date | None:
    """The day on which a version came out, where the file is about that version alone."""
    stem = PurePosixPath(document.source).stem
    if not _VERSION.match(stem):
        return None
    days = set()
    for block in document.blocks[:_HEAD]:
        text = document.text[block.start : block.end]
        if len(text) <= 80 and (match := _RELEASED.match(text.strip())):
            days.add(front_matter_date(match["day"]))
    return days.pop() if len(days) == 1 else None
