"""The text of web pages: `python -m bench.suites.bodies --data DIR`.

Pages of the evaluation sets of scrapinghub, readability and newspaper4k, each with its article's
text as it should be read. Precision, recall and F1 count words, each as often as it stands there,
on every page; the table has their means. Ours is what a document holds but for its title, byline
and the like. Where trafilatura is installed, it stands beside it on the same pages.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from bench.data import web_pages
from bench.data.datasets import MissingDataError, data_folder
from bench.report.markdown import table
from qa.datatypes import BlockKind
from qa.documents.loaders.web.html import page_document
from qa.errors import DocumentError

Reader = Callable[[str], str]
Scores = tuple[float, float, float]  # F1, precision, recall

_AROUND = frozenset({BlockKind.META, BlockKind.BOILERPLATE})


def pages(data: Path) -> Iterator[tuple[str, str]]:
    """The markup of each page with its text. Raises MissingDataError without the file."""
    for row in web_pages.rows(data):
        if row.get("body"):
            yield row["html"], row["body"]


def ours(html: str) -> str:
    """What the loader reads of a page's body."""
    try:
        document = page_document(html, "page.html")
    except DocumentError:
        return ""
    return "\n".join(
        document.text[block.start : block.end]
        for block in document.blocks
        if block.kind not in _AROUND and not (block.kind is BlockKind.HEADING and block.level == 1)
    )


def readers() -> dict[str, Reader]:
    """What is measured: ours, and trafilatura where it is installed."""
    found: dict[str, Reader] = {"qa": ours}
    if find_spec("trafilatura"):
        extract = import_module("trafilatura").extract
        found["trafilatura"] = lambda html: extract(html) or ""
    return found


def scores(read: str, body: str) -> Scores:
    """F1, precision and recall of the words of a text; the case of letters aside."""
    mine, theirs = (Counter(re.findall(r"\w+", text.casefold())) for text in (read, body))
    common = (mine & theirs).total()
    if not common:
        return (0.0, 0.0, 0.0)
    precision, recall = common / mine.total(), common / theirs.total()
    return 2 * precision * recall / (precision + recall), precision, recall


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table; 0 also without data."""
    parser = argparse.ArgumentParser(prog="python -m bench.suites.bodies", description=__doc__)
    parser.add_argument("--data", type=Path, metavar="DIR")
    options = parser.parse_args(arguments)
    using = readers()
    found: dict[str, list[Scores]] = {name: [] for name in using}
    try:
        for html, body in pages(data_folder(options.data)):
            for name, read in using.items():
                found[name].append(scores(read(html), body))
    except MissingDataError as error:
        print(f"Nothing to measure: {error}. Name the folder with --data DIR or $QA_DATA.")
        return 0
    rows = [
        [
            name,
            str(len(each)),
            *(f"{sum(column) / len(each):.3f}" for column in zip(*each, strict=True)),
        ]
        for name, each in found.items()
        if each
    ]
    print(table(["", "pages", "F1", "precision", "recall"], rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
