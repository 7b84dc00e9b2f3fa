"""Answers: reading, evidence, open domain, refusal and latency, with the reader and without it.

python -m bench.suites.answers --parts evidence,refusal
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.data.datasets import data_folder
from bench.harness.cache import Cache, CachedReader
from bench.harness.indexes import work_folder
from bench.harness.session import WITH, Section, Session
from bench.report import markdown, reliability_plot
from bench.suites import evidence, latency, open_domain, reading, refusal
from qa.answering.reader import WEIGHTS, Reader
from qa.errors import ReaderDamaged

PARTS: dict[str, str] = {
    "reading": "Reading: each question with its own paragraph",
    "evidence": "Evidence: given the right document",
    "open": "Open domain: a question over a whole collection",
    "refusal": "Refusal: with the article and without it",
    "latency": "Latency, warm, by stage",
}
CACHE_FILE = "answers.sqlite"  # in the work folder


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the chosen parts, print Markdown, write JSON; 0 also when there is no data."""
    options = _options().parse_args(arguments)
    facts = markdown.environment()
    print(f"# Answers\n\n{markdown.heading(facts)}\n")
    reader = open_reader(options.reader)
    cache = Cache(options.work / CACHE_FILE)
    try:
        session = Session(
            data=data_folder(options.data),
            work=options.work,
            cache=cache,
            reader=CachedReader(reader, cache, fitted(options.fitted)) if reader else None,
            half=options.half,
            limit=options.limit,
        )
        print(_subtitle(session) + "\n")
        results: dict[str, Any] = {
            "environment": facts,
            "reader": reader.key if reader else None,
            "half": options.half,
        }
        for name in options.parts:
            started = time.perf_counter()
            part = _RUN[name](session)
            results[name] = part.figures
            print(f"## {PARTS[name]}\n\n{part.text or 'No data.'}\n", flush=True)
            print(f"{name}: {time.perf_counter() - started:.0f} s", file=sys.stderr)
    finally:
        cache.close()
    if options.plot and "refusal" in results:
        bins = refusal.series(results["refusal"], WITH if reader else "without reader")
        options.plot.write_text(
            reliability_plot.reliability("Confidence of answers", bins), encoding="utf-8"
        )
    if options.json:
        markdown.write_results(options.json, finite(results))
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.suites.answers", description=__doc__)
    parser.add_argument("--parts", type=_parts, default=tuple(PARTS), metavar="A,B",
                        help=", ".join(PARTS))  # fmt: skip
    parser.add_argument("--limit", type=int, metavar="N",
                        help="questions per set, 0 = all (default: each part's)")  # fmt: skip
    parser.add_argument("--half", choices=("test", "tuning", "all"), default="test",
                        help="of the articles (default: %(default)s)")  # fmt: skip
    parser.add_argument("--plot", type=Path, metavar="FILE",
                        help="draw how reliable confidence is, as SVG")  # fmt: skip
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there")
    parser.add_argument("--fitted", type=Path, metavar="FILE",
                        help="numbers of bench.suites.fit instead of the reader's")  # fmt: skip
    add_common(parser)
    return parser


def add_common(parser: argparse.ArgumentParser) -> None:
    """Add the options that `bench.suites.fit` has too."""
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder of data sets")
    parser.add_argument("--work", type=Path, metavar="DIR", default=work_folder(),
                        help="for indexes and cached readings (default: %(default)s)")  # fmt: skip
    parser.add_argument("--reader", type=Path, metavar="DIR", default=WEIGHTS,
                        help="the reader's weights (default: %(default)s)")  # fmt: skip


def _parts(value: str) -> tuple[str, ...]:
    names = tuple(value.split(","))
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        raise argparse.ArgumentTypeError(f"no part {unknown[0]!r}; there are {', '.join(PARTS)}")
    return names


def open_reader(folder: Path) -> Reader | None:
    """The reader in `folder`, or None with a message on stderr when it can't be opened."""
    try:
        return Reader(folder)
    except ReaderDamaged as error:
        print(f"Without a reader: {error}", file=sys.stderr)
        return None


def fitted(file: Path | None) -> dict[str, dict[str, float]] | None:
    """The numbers that `bench.suites.fit` wrote, if a file is named."""
    if file is None:
        return None
    numbers: dict[str, dict[str, float]] = json.loads(file.read_text(encoding="utf-8"))
    return numbers


def finite(value: Any) -> Any:
    """The same figures with None for those that have no value, which JSON can't name."""
    if isinstance(value, dict):
        return {key: finite(one) for key, one in value.items()}
    if isinstance(value, list):
        return [finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _subtitle(session: Session) -> str:
    reader = f"Reader {session.reader.key[:12]}" if session.reader else "No reader"
    articles = {"all": "all articles", "test": "the half of the articles that nothing is tuned on",
                "tuning": "the tuning half of the articles (development figures)"}  # fmt: skip
    return (
        f"{reader}; {articles[session.half]}. Brackets: 95% bootstrap interval, articles drawn "
        "whole; * a paired difference's interval excludes zero."
    )


_RUN: dict[str, Callable[[Session], Section]] = {
    "reading": reading.run,
    "evidence": evidence.run,
    "open": open_domain.run,
    "refusal": refusal.run,
    "latency": latency.run,
}


if __name__ == "__main__":
    sys.exit(main())
