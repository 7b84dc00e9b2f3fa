"""The YAML between two `---` lines, or TOML between two `+++`, at the top of a Markdown file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qa.documents.loaders import boilerplate
from qa.documents.loaders.dates import front_matter_date
from qa.documents.loaders.front_matter_fields import (
    Entry,
    entries_of,
    parsed,
    parsed_toml,
    readable,
)
from qa.documents.loaders.metadata import Known, is_address
from qa.languages import code

_MAX_LENGTH = 32 << 10  # characters
_FRONT = re.compile(
    r"---[ \t]*(?:\r\n|\n|\r)(?P<body>.*?)(?:^|(?<=[\r\n]))(?:---|\.\.\.)[ \t]*(?=[\r\n]|$)",
    re.DOTALL,
)
_TOML = re.compile(r"\+\+\+[ \t]*\n(?P<body>.*?)(?:^|(?<=\n))\+\+\+[ \t]*(?=\n|$)", re.DOTALL)
_KEY = re.compile(r"^[\w-]{1,40}\s*:", re.MULTILINE)
# A field that a template has and nobody filled in.
_EMPTY = re.compile(r"\s*(?:\"\"|''|\[\s*\]|\{\s*\}|null|~)?\s*")
_TITLE = ("title", "headline")
_AUTHOR = ("author", "authors", "byline", "by", "creator")
_AGENCY = ("agency", "source", "publisher", "publication", "site", "outlet")
_DATE = (
    "published",
    "date",
    "pubdate",
    "publish_date",
    "published_at",
    "date_published",
    "publication_date",
    "datepublished",
    "created",
    "created_at",
    "date_created",
    "date created",
    "creation date",
    "creation_date",
)
# When it was changed, which dates what says nothing else.
_CHANGED = (
    "updated",
    "updated_at",
    "modified",
    "lastmod",
    "last_modified",
    "last modified",
    "date modified",
    "date updated",
    "last_updated",
    "last updated",
)
_LANGUAGE = ("language", "lang", "locale")
_TAGS = ("tags", "tag", "keywords", "categories", "category")
_ALIASES = ("aliases", "alias", "also_known_as")
_MOST_VALUES = 100  # of a list of tags
_MOST_NAMES = 20
_MAX_VALUE = 300  # characters of a title or a name


_READ = frozenset((*_TITLE, *_AUTHOR, *_AGENCY, *_DATE, *_LANGUAGE, *_TAGS, *_ALIASES))
_SEVERAL = frozenset((*_AUTHOR, *_TAGS, *_ALIASES))


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the front matter says, and the offset at which the text begins."""

    known: Known
    end: int
    spans: tuple[tuple[int, int], ...] = ()  # of its lines that say more than is known by them
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    def shown(self, text: str) -> Iterator[tuple[str, int]]:
        """Lines that say more than is known by them, as people read them, and where they stand."""
        for start, end in self.spans:
            yield readable(text[start:end]), 1 + text.count("\n", 0, start)


def read_front_matter(text: str) -> FrontMatter:
    """Read the front matter, as far as it can be read."""
    if toml := _TOML.match(text, 0, _MAX_LENGTH):
        match, entries = toml, entries_of(toml["body"], "=")
        told = parsed_toml(toml["body"])
        if not told:
            return FrontMatter(Known(), 0)
        fields = told
    else:
        yaml = _FRONT.match(text, 0, _MAX_LENGTH)
        if not yaml or not _KEY.search(yaml["body"]):
            return FrontMatter(Known(), 0)
        match, entries = yaml, entries_of(yaml["body"])
        fields = parsed(yaml["body"], entries, _READ, _SEVERAL)
    known, used = _known(fields)
    tags, aliases = _list(fields, _TAGS, "#"), _list(fields, _ALIASES, "")
    used |= {key for key in (*_TAGS, *_ALIASES) if fields.get(key)}
    empty = {
        entry.key for entry in entries if _EMPTY.fullmatch(match["body"][entry.value : entry.end])
    }
    shown = empty | {key for key in used if _whole(fields[key])}
    spans = _others(entries, shown, *match.span("body"))
    return FrontMatter(known, match.end(), tuple(spans), tags, aliases)


def _others(
    entries: Iterable[Entry], told: set[str], base: int, stop: int
) -> Iterator[tuple[int, int]]:
    """Where the lines stand whose fields are not `told` by what is known of the document."""
    last = {entry.key: entry for entry in entries}  # of a key that stands twice the last one counts
    start = base
    for entry in entries:
        if entry.key in told and last[entry.key] is entry and entry.end - entry.start <= _MAX_VALUE:
            if start < base + entry.start:
                yield start, base + entry.start
            start = base + entry.end
    if start < stop:
        yield start, stop


def _whole(value: Any) -> bool:
    """Whether all that a field says is taken: strings, names, not too many of them."""
    if isinstance(value, list):
        return len(value) <= _MOST_NAMES and all(map(_whole, value))
    return isinstance(value, str) or (isinstance(value, dict) and set(value) == {"name"})


def _known(fields: Mapping[str, Any]) -> tuple[Known, set[str]]:
    """What the fields say of the document, and the keys of those that say it."""
    title, author, agency, day, language = (
        _first(fields, keys) for keys in (_TITLE, _AUTHOR, _AGENCY, _DATE, _LANGUAGE)
    )
    changed = _first(fields, _CHANGED)
    known = Known(
        title=title[1],
        author=author[1],
        agency=boilerplate.agency_named(agency[1] or "") or agency[1],
        published=front_matter_date(day[1]) if day[1] else None,
        language=code(language[1] or ""),
        changed=front_matter_date(changed[1]) if changed[1] else None,
    )
    return known, {key for key, value in (title, author, agency, day, language) if value}


def _first(fields: Mapping[str, Any], keys: tuple[str, ...]) -> tuple[str, str | None]:
    """The first field with a value that can be meant, and its value."""
    for key in keys:
        value = _words(fields.get(key))
        if value and _can_be(value, keys):
            return key, value
    return "", None


def _can_be(value: str, keys: tuple[str, ...]) -> bool:
    if keys in (_DATE, _CHANGED):  # `published: true` says something else
        return front_matter_date(value) is not None
    if keys is _LANGUAGE:
        return bool(code(value))
    return keys is not _AGENCY or not is_address(value)  # as a `source` often is


def _list(fields: Mapping[str, Any], keys: tuple[str, ...], marks: str) -> tuple[str, ...]:
    """All values of some fields, each once: of lists the items, of a string its parts."""
    found: list[str] = []
    for key in keys:
        value = fields.get(key)
        if isinstance(value, str):
            # Tags are words, parted by commas or spaces; an alias may have spaces in it.
            value = re.split(r"[,\s]+" if marks and "," not in value else r"\s*,\s*", value)
        for part in value[:_MOST_VALUES] if isinstance(value, list) else ():
            words = (_words(part) or "").lstrip(marks)
            if words and words not in found:
                found.append(words)
    return tuple(found)


def _words(value: Any) -> str | None:
    """Make a field one line: lists are joined, of mappings the name is taken."""
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        parts = [part for part in map(_words, value[:_MOST_NAMES]) if part]
        value = (
            " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
        )
    if not isinstance(value, str):
        return None
    value = " ".join(value.split())
    return value[:_MAX_VALUE] or None
