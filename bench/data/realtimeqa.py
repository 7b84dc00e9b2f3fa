"""News articles as people save them: plain text with the headline above it."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from bench.data.datasets import MissingDataError


@dataclass(frozen=True, slots=True)
class Article:
    """An article; `published` is the day in its address, or what the site says where it has none.

    `text_file` is what is saved: the headline, a blank line, the text. `path` is that of the
    address, as programs that copy whole sites name the file.
    """

    id: str
    path: str
    text_file: str
    published: date


def articles(data: Path) -> Iterator[Article]:
    """Every article, in the order of the file. Raises MissingDataError without it."""
    path = data / "news" / "realtimeqa" / "articles.jsonl.xz"
    if not path.exists():
        raise MissingDataError(f"{path} is missing")
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            address = urlsplit(row["url"]).path.strip("/").removesuffix(".html")
            text = f"{row['title']}\n\n{row['text']}\n"
            day = datetime.strptime(row["date"], "%Y/%m/%d").date()  # noqa: DTZ007
            yield Article(row["id"], f"{address or row['id']}.txt", text, day)
