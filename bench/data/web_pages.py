"""Web pages with what should come out of them: day, title, author, body."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.data.datasets import MissingDataError


def rows(data: Path) -> Iterator[dict[str, Any]]:
    """Every page with its markup and its verdicts. Raises MissingDataError without the file."""
    path = data / "news" / "html_pages" / "pages.jsonl.xz"
    if not path.exists():
        raise MissingDataError(f"{path} is missing")
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
