"""The YAML between two `---` lines at the top of a Markdown file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qa.documents.loaders import boilerplate
from qa.documents.loaders.dates import front_matter_date
from qa.documents.loaders.metadata import Known
from qa.languages import code

_MAX_LENGTH = 32 << 10  # characters
_FRONT = re.compile(
    r"---[ \t]*(?:\r\n|\n|\r)(?P<body>.*?)(?:^|(?<=[\r\n]))(?:---|\.\.\.)[ \t]*(?=[\r\n]|$)",
    re.DOTALL,
)
_KEY = re.compile(r"^[\w-]{1,40}\s*:", re.MULTILINE)
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
)
_LANGUAGE = ("language", "lang", "locale")
_TAGS = ("tags", "tag", "keywords", "categories", "category")
_ALIASES = ("aliases", "alias", "also_known_as")
_MOST_VALUES = 100  # of a list of tags
_MAX_VALUE = 300  # characters of a title or a name


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the front matter says, and the offset at which the text begins."""

    known: Known
    end: int
    span: tuple[int, int] = (0, 0)  # of its own text, without the marks around it
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


def read_front_matter(text: str) -> FrontMatter:
    """Read the front matter; malformed front matter says nothing."""
    match = _FRONT.match(text, 0, _MAX_LENGTH)
    if not match or not _KEY.search(match["body"]):
        return FrontMatter(Known(), 0)
    fields = _parse(match["body"])
    if fields is None:
        return FrontMatter(Known(), match.end(), match.span("body"))
    return FrontMatter(
        _known(fields),
        match.end(),
        match.span("body"),
        _list(fields, _TAGS, "#"),
        _list(fields, _ALIASES, ""),
    )


def _parse(raw: str) -> Mapping[str, Any] | None:
    """Read the fields: strings, lists, mappings. None if this is no YAML that is accepted."""
    # 18 ms, and only for files with front matter
    import yaml

    class Plain(yaml.BaseLoader):
        """Strings only: no dates, no numbers, no tags; and no aliases, which can explode."""

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                raise yaml.YAMLError("aliases are not accepted")
            return super().compose_node(parent, index)

    try:
        found = yaml.load(raw, Loader=Plain)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    return {str(key).strip().casefold(): value for key, value in found.items()}


def _known(fields: Mapping[str, Any]) -> Known:
    date = _first(fields, _DATE)
    agency = _first(fields, _AGENCY)
    if agency and "://" in agency:  # a `source` is often an address
        agency = None
    return Known(
        title=_first(fields, _TITLE),
        author=_first(fields, _AUTHOR),
        agency=boilerplate.agency_named(agency) or agency if agency else None,
        published=front_matter_date(date) if date else None,
        language=code(_first(fields, _LANGUAGE) or ""),
    )


def _first(fields: Mapping[str, Any], keys: tuple[str, ...]) -> str | None:
    for key in keys:
        value = _words(fields.get(key))
        if value:
            return value
    return None


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
        parts = [part for part in map(_words, value[:20]) if part]
        value = (
            " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
        )
    if not isinstance(value, str):
        return None
    value = " ".join(value.split())
    return value[:_MAX_VALUE] or None
