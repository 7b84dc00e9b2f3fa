"""A note as Joplin keeps it in a folder: its title in the first line, fields behind the text."""

from __future__ import annotations

import re

from qa.documents.loaders.dates import front_matter_date
from qa.documents.loaders.front_matter import FrontMatter, read_front_matter
from qa.documents.loaders.metadata import Known

_FIELDS = re.compile(
    r"(?:\A|\n)id: [0-9a-f]{32}\n(?P<fields>(?:\w{1,60}:[^\n]*\n){3,80})type_: \d{1,2}\s*\Z"
)
_FIELD = re.compile(r"^(\w+): (\S[^\n]*)$", re.MULTILINE)
_LONGEST = 20_000  # characters of all fields
_LONGEST_TITLE = 300


def read_fields(text: str) -> tuple[str, FrontMatter]:
    """What a Markdown file says of itself, at its top or as Joplin does; and its text.

    The lines of the text stay where they are.
    """
    tail = text.rfind("\nid: ", max(0, len(text) - _LONGEST)) if "\ntype_: " in text else -1
    match = _FIELDS.match(text, tail) if tail >= 0 else None
    if match is None:
        return text, read_front_matter(text)
    fields = dict(_FIELD.findall(match["fields"]))
    title, _, body = text[: match.start()].partition("\n")
    title = title.strip()
    known = Known(
        title=title[:_LONGEST_TITLE] or None,
        author=fields.get("author"),
        published=front_matter_date(
            fields.get("user_created_time") or fields.get("created_time") or ""
        ),
    )
    head = f"# {title}" if title else ""
    return f"{head}\n{body.rstrip()}\n", FrontMatter(known, 0)
