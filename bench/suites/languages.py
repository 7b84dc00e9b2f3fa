"""Languages of documents: `python -m bench.suites.languages --data DIR`.

Two collections: pages of the web, whose attribute `lang` names a language that is wrong on one page
in twenty, so that disagreements are listed to be looked at (`--list`); and news articles as plain
text, which are all in English, so that every other language is wrong.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.data import web_pages
from bench.data.datasets import MissingDataError, data_folder
from bench.data.realtimeqa import articles
from bench.report.markdown import table
from qa.documents.loaders import load_bytes
from qa.documents.loaders.languages import with_language
from qa.documents.loaders.web.html import page_document
from qa.errors import DocumentError

_ARTICLES = 2_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found for a document, and what is given for it (None: nothing)."""

    name: str
    given: str | None
    found: str | None
    seconds: float


def page_outcomes(data: Path) -> Iterator[Outcome]:
    """Web pages; what is given is what the page says of itself. Raises MissingDataError."""
    for row in web_pages.rows(data):
        try:
            read = page_document(row["html"], "page.html")
        except DocumentError:
            continue
        began = time.process_time()
        found = with_language(read).language
        yield Outcome(row["id"], read.language, found, time.process_time() - began)


def article_outcomes(data: Path, most: int = _ARTICLES) -> Iterator[Outcome]:
    """News articles, given as English. Raises MissingDataError."""
    for number, article in enumerate(articles(data)):
        if number >= most:
            return
        began = time.process_time()
        found = load_bytes(article.text_file.encode(), "article.txt", ".txt").documents[0]
        yield Outcome(article.id, "en", found.language, time.process_time() - began)


def row(name: str, outcomes: Sequence[Outcome]) -> list[str]:
    """Documents, those with a language, those that say one, and how many of these disagree."""
    known = [each for each in outcomes if each.found]
    given = [each for each in known if each.given]
    other = sum(each.given != each.found for each in given)
    return [name, *(f"{each:,}" for each in (len(outcomes), len(known), len(given), other))]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table, with --list the disagreements; 0 also without data."""
    parser = argparse.ArgumentParser(prog="python -m bench.suites.languages", description=__doc__)
    parser.add_argument("--data", type=Path, metavar="DIR")
    parser.add_argument("--list", action="store_true", help="list what disagrees")
    options = parser.parse_args(arguments)
    try:
        data = data_folder(options.data)
        found = {"pages": [*page_outcomes(data)], "articles": [*article_outcomes(data)]}
    except MissingDataError as error:
        print(f"Nothing to measure: {error}. Name the folder with --data DIR or $QA_DATA.")
        return 0
    columns = ["", "documents", "with a language", "of these given one", "another"]
    print(table(columns, [row(name, outcomes) for name, outcomes in found.items()]))
    for each in [each for outcomes in found.values() for each in outcomes if options.list]:
        if each.found != each.given:
            print(f"{each.name}: found {each.found}, given {each.given}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
