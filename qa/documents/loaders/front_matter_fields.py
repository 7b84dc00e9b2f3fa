"""The fields of front matter: as YAML, or line by line where its author wrote what YAML is not."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_ENTRY = re.compile(
    r"^(?P<quote>[\"']?)(?P<key>\w[\w -]{0,39})(?P=quote)[ \t]*:(?!//)", re.MULTILINE
)
_TOML_ENTRY = re.compile(
    r"^(?P<quote>[\"']?)(?P<key>[\w-]{1,40})(?P=quote)[ \t]*=|^(?P<table>\[)", re.MULTILINE
)
# A link to a note as it stands in a field: "[[Ada Brill|Ada]]".
_WIKI_LINK = re.compile(r"([\"']?)\[\[([^\[\]|\n]{1,200})(?:\|([^\[\]\n]{1,200}))?\]\]\1")
_COMMENT = re.compile(r"\s#(?:\s.*)?\Z")
_FOLDED = re.compile(r"[>|][+-]?\d?[+-]?\Z")


@dataclass(frozen=True, slots=True)
class Entry:
    """A field at the left margin: its key in lower case, and where all its lines stand."""

    key: str
    start: int
    value: int  # where that begins
    end: int


def entries_of(body: str, mark: str = ":") -> tuple[Entry, ...]:
    """The fields of some front matter in order; the first begins where that does.

    `mark` stands between a key and its value: "=" in TOML, where a table belongs to no field.
    """
    found = list((_ENTRY if mark == ":" else _TOML_ENTRY).finditer(body))
    tables = (place for place, match in enumerate(found) if mark == "=" and match["table"])
    if (table := next(tables, None)) is not None:
        found = found[: table + 1]
    starts = [0, *(match.start() for match in found[1:])]
    ends = [*starts[1:], len(body)]
    return tuple(
        Entry((match["key"] or "").strip().casefold(), start, match.end(), end)
        for match, start, end in zip(found, starts, ends, strict=False)
    )


def parsed(
    body: str, entries: Sequence[Entry], wanted: Collection[str], several: Collection[str]
) -> Mapping[str, Any]:
    """The fields of some front matter: strings, lists, mappings.

    Where all of it is no YAML that is accepted, the `wanted` fields are read each by itself;
    those of `several` may be lists.
    """
    whole = _yaml(body)
    if whole is not None:
        return whole
    found: dict[str, Any] = {}
    for entry in {entry.key: entry for entry in entries if entry.key in wanted}.values():
        alone = _yaml(body[entry.start : entry.end])
        value = alone.get(entry.key) if alone else None
        if value is None:
            value = _written(body[entry.value : entry.end], entry.key in several)
        found[entry.key] = value
    return found


def parsed_toml(body: str) -> Mapping[str, Any]:
    """The fields of TOML at its top level, as those of YAML are given; none where it is no TOML."""
    import tomllib  # only for files with such front matter

    try:
        found = tomllib.loads(body)
    except (ValueError, RecursionError):
        return {}
    taxonomies = found.get("taxonomies")  # of Zola
    if isinstance(taxonomies, dict):
        found = {**taxonomies, **found}
    return {key.casefold(): _as_written(value) for key, value in found.items()}


def _as_written(value: Any) -> Any:
    if isinstance(value, list):
        return [_as_written(each) for each in value]
    if isinstance(value, dict):
        return {key: _as_written(each) for key, each in value.items()}
    return value if isinstance(value, str) else str(value)


def readable(fields: str) -> str:
    """Lines of front matter as people read them: links to notes by what they show."""
    return _WIKI_LINK.sub(lambda link: (link[3] or link[2]).strip(), fields)


def _yaml(raw: str) -> Mapping[str, Any] | None:
    """Fields as YAML has them. None if this is no YAML that is accepted."""
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


def _written(raw: str, several: bool) -> str | list[str]:
    """A value as it was written: a string, or a list where there may be `several`."""
    lines = [_COMMENT.sub("", line.strip()).strip() for line in raw.splitlines()]
    first, *below = lines or [""]
    if several and not first and all(line.startswith("-") for line in below if line):
        return [_unquoted(item) for line in below if (item := line[1:].strip())]
    if _FOLDED.match(first):
        first = ""
    value = " ".join(line for line in (first, *below) if line)
    if several and value.startswith("["):
        parts = value.strip("[]").split(",")
        return [_unquoted(part) for each in parts if (part := each.strip())]
    return _unquoted(value) if any(map(str.isalnum, value)) else ""


def _unquoted(value: str) -> str:
    """A value without the quotes around all of it; those around some of its words stay."""
    mark = value[:1]
    if mark not in ("'", '"'):
        return value
    inner = value[1:].removesuffix(mark)
    open_inside = 0
    for quote in re.finditer(rf"(?<!\w){mark}|{mark}(?!\w)", inner):
        open_inside += (
            1 if inner[max(0, quote.start() - 1) : quote.start()].strip(" (") == "" else -1
        )
        if open_inside < 0:  # the first is closed before the end
            return value
    return inner
