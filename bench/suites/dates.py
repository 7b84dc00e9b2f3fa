"""Publication dates of web pages and of plain text: `python -m bench.suites.dates --data DIR`.

Pages of the evaluation sets of htmldate, readability, postlight and newspaper4k, each with a day
given by hand. Sites are parted by hash: three quarters are for `tuning`, and rules are looked at on
these only. Where htmldate is installed, both its modes (first publication) stand beside it on the
same pages.

Some days are given as moments in universal time. Those of Japanese pages are read by the clock of
Japan, as the pages are dated: midnight of 4 April there is 15:00 on 3 April. The last rows
have all days as they are given.

With `--articles` it is news articles as plain text instead: the headline, then the text. The given
day is that of the article's address. Saved by hand, under a name that says nothing, the text alone
tells it; copied with the folders of the site, so do these. `--every N` takes one article in N.
Halves are parted by hash, and mistakes are looked at in the half for tuning only.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.data import web_pages
from bench.data.datasets import MissingDataError, data_folder
from bench.data.realtimeqa import Article, articles
from bench.report.markdown import table, write_results
from qa.documents.loaders import load_bytes
from qa.documents.loaders.web.html import page_document
from qa.errors import DocumentError

Finder = Callable[[str], str | None]

PARTS = ("tuning", "report", "all", "all, as given")
_HEAD = 20_000  # characters of a page in which its script is looked for
_KANA = re.compile("[\u3040-\u30ff]")
_JAPAN = timezone(timedelta(hours=9))  # its only one, without summer time


@dataclass(frozen=True, slots=True)
class Page:
    """A page's markup and the day given for it (YYYY-MM-DD); None: it has none.

    `as_given` is that day before a moment in universal time was read by the page's own clock.
    """

    name: str
    site: str
    html: str
    given: str | None
    as_given: str | None

    @property
    def tuning(self) -> bool:
        """Whether rules may be looked at on it: so for all pages of three sites in four."""
        digests = (hashlib.sha256((salt + self.site).encode()).digest() for salt in ("", "q"))
        return any(digest[-1] % 2 for digest in digests)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found on a page, and what was given."""

    name: str
    tuning: bool
    given: str | None
    as_given: str | None
    found: str | None


def pages(data: Path) -> Iterator[Page]:
    """The pages with a verdict on their day. Raises MissingDataError without the file."""
    for row in web_pages.rows(data):
        day = row.get("date")
        if not day:
            continue
        site = (urlsplit(row["url"]).hostname or row["url"]).removeprefix("www.")
        # A page that was judged to have no day has not-a-number there.
        as_given = day[:10] if isinstance(day, str) else None
        local = _day_in_japan(row) or as_given
        yield Page(row["id"], site, row["html"], local, as_given)


def _day_in_japan(row: dict[str, Any]) -> str | None:
    """The day of a Japanese page that is given as a moment; None for any other."""
    moment = row.get("date_full")
    if not moment or not _KANA.search(f"{row.get('title')}{row['html'][:_HEAD]}"):
        return None
    return datetime.fromisoformat(moment).astimezone(_JAPAN).date().isoformat()


def ours(html: str) -> str | None:
    """The day that the loader finds."""
    try:
        day = page_document(html, "page.html").published
    except DocumentError:
        return None
    return day.isoformat() if day else None


def finders() -> dict[str, Finder]:
    """What is measured: ours, and htmldate where it is installed."""
    found: dict[str, Finder] = {"qa": ours}
    if find_spec("htmldate"):
        find_date = import_module("htmldate").find_date
        for name, extensive in (("fast", False), ("extensive", True)):
            found[f"htmldate, {name}"] = partial(
                find_date, extensive_search=extensive, original_date=True
            )
    return found


def scores(outcomes: Sequence[Outcome]) -> tuple[float, float, int, int]:
    """Precision, recall, how many days were found and how many of them are wrong."""
    found = [each for each in outcomes if each.found]
    right = sum(each.found == each.given for each in found)
    given = sum(bool(each.given) for each in outcomes)
    return right / max(1, len(found)), right / max(1, given), len(found), len(found) - right


def saved_articles(data: Path, every: int) -> Iterator[tuple[Article, bool]]:
    """One article in `every`, and whether mistakes may be looked at. Raises MissingDataError."""
    for article in articles(data):
        digest = hashlib.sha256(article.id.encode()).digest()
        if not int.from_bytes(digest[:4]) % every:
            yield article, bool(digest[-1] % 2)


def measure_articles(todo: Iterator[tuple[Article, bool]]) -> dict[str, list[Outcome]]:
    """What the loader finds in each article under each of the names."""
    found: dict[str, list[Outcome]] = {"as text": [], "in folders of the site": []}
    for article, tuning in todo:
        day = article.published.isoformat()
        names = ("article.txt", article.path)
        for outcomes, name in zip(found.values(), names, strict=True):
            read = load_bytes(article.text_file.encode(), name, ".txt").documents[0].published
            shown = read.isoformat() if read else None
            outcomes.append(Outcome(article.path, tuning, day, day, shown))
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table, with --wrong the wrong ones of the tuning part; 0 also without data."""
    parser = argparse.ArgumentParser(prog="python -m bench.suites.dates", description=__doc__)
    parser.add_argument("--data", type=Path, metavar="DIR")
    parser.add_argument("--wrong", action="store_true", help="list wrong days, tuning part only")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every outcome there")
    parser.add_argument("--articles", action="store_true", help="plain text instead of web pages")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="one article in N")
    options = parser.parse_args(arguments)
    try:
        data = data_folder(options.data)
        if options.articles:
            found = measure_articles(saved_articles(data, options.every))
        else:
            found = measure(pages(data))
    except MissingDataError as error:
        print(f"Nothing to measure: {error}. Name the folder with --data DIR or $QA_DATA.")
        return 0
    print(report(found, PARTS[:3] if options.articles else PARTS))
    for each in next(iter(found.values())) if options.wrong else ():
        if each.tuning and each.found and each.found != each.given:
            print(f"{each.name}: found {each.found}, given {each.given}")
    if options.json:
        write_results(options.json, {
            name: [[o.name, o.tuning, o.given, o.as_given, o.found] for o in outcomes]
            for name, outcomes in found.items()
        })  # fmt: skip
    return 0


def measure(todo: Iterator[Page]) -> dict[str, list[Outcome]]:
    """What each finder found on each page."""
    using = finders()
    found: dict[str, list[Outcome]] = {name: [] for name in using}
    for page in todo:
        for name, find in using.items():
            day = find(page.html)
            found[name].append(Outcome(page.name, page.tuning, page.given, page.as_given, day))
    return found


def report(found: dict[str, list[Outcome]], parts: Sequence[str]) -> str:
    """A table of both parts and of all, at last with all days as they are given."""
    rows = []
    for part in parts:
        for name, outcomes in found.items():
            mine = [o for o in outcomes if part[:3] == "all" or o.tuning == (part == "tuning")]
            if part == "all, as given":
                mine = [replace(o, given=o.as_given) for o in mine]
            precision, recall, days, wrong = scores(mine)
            numbers = (f"{precision:.3f}", f"{recall:.3f}", str(days), str(wrong))
            rows.append([f"{name}: {part}", str(len(mine)), *numbers])
    return table(["", "documents", "precision", "recall", "days", "wrong"], rows)


if __name__ == "__main__":
    sys.exit(main())
