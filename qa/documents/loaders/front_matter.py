"""The YAML between two `---` lines at the top of a Markdown file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qa.datatypes import Block, BlockKind
from qa.documents.loaders import boilerplate
from qa.documents.loaders.article_metadata import Known
from qa.documents.loaders.dates import front_matter_date

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
)
_MAX_VALUE = 300  # characters of a title or a name


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the front matter says, the blocks it makes, and the offset at which the text begins."""

    known: Known
    blocks: tuple[Block, ...]
    end: int


def read_front_matter(text: str) -> FrontMatter:
    """Read the front matter; malformed front matter is kept as a block and says nothing."""
    match = _FRONT.match(text, 0, _MAX_LENGTH)
    if not match or not _KEY.search(match["body"]):
        return FrontMatter(Known(), (), 0)
    raw = match["body"]
    start = match.start("body") + len(raw) - len(raw.lstrip())
    end = start + len(raw.strip())
    fields = _parse(raw)
    known = _known(fields) if fields is not None else Known()
    return FrontMatter(known, (Block(start, end, BlockKind.META),), match.end())


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
    )


def _first(fields: Mapping[str, Any], keys: tuple[str, ...]) -> str | None:
    for key in keys:
        value = _words(fields.get(key))
        if value:
            return value
    return None


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
