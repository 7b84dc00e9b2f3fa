"""Retrieval quality on public collections: dense, BM25 and hybrid from the same candidates.

python -m bench.suites.quality --sets xquad_en,cisi
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.data.datasets import SETS, TUNING_SETS, MissingDataError, Query, data_folder, load
from bench.harness.candidates import CandidateTable, candidates
from bench.harness.indexes import Built, build, work_folder
from bench.measures.metrics import NAMES, Comparison, Estimate
from bench.report import markdown
from bench.report.figures import difference, figure
from bench.suites import fusion_sweep
from qa.documents.passages import PassageSettings
from qa.search.fusion import DENSE_WEIGHT
from qa.search.hybrid import TITLE_BOOST
from qa.store.index_settings import IndexSettings


@dataclass(frozen=True, slots=True)
class Outcome:
    """One collection asked and judged."""

    name: str
    queries: tuple[Query, ...]
    built: Built
    found: CandidateTable
    comparison: Comparison


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the chosen sets, print Markdown, write JSON; 0 also when there is no data."""
    options = _options().parse_args(arguments)
    facts = markdown.environment()
    print(f"# Retrieval quality\n\n{markdown.heading(facts)}\n")
    weight: float = options.weight
    data, outcomes, missing = data_folder(options.data), [], {}
    for name in options.sets:
        try:
            outcome = measure(name, data, weight, options)
        except MissingDataError as error:
            missing[name] = str(error)
            print(f"{name}: skipped, {error}", file=sys.stderr)
            continue
        outcomes.append(outcome)
        print(section(outcome, weight), flush=True)
    if missing:
        print(f"Skipped, no data: {', '.join(missing)}.\n")
    if not outcomes:
        print("Nothing to measure. Name the folder of data sets with --data DIR or $QA_DATA;\n"
              "bench/README.md says which files belong in it.")  # fmt: skip
        return 0
    results: dict[str, Any] = {
        "environment": facts,
        "weight": weight,
        "title_boost": options.title_boost,
        "settings": asdict(_settings(options)),
        "missing": missing,
        "sets": {outcome.name: as_json(outcome) for outcome in outcomes},
    }
    if options.weights:
        tuned = fusion_sweep.run(
            {outcome.name: (outcome.queries, outcome.found) for outcome in outcomes},
            options.weights,
        )
        print(fusion_sweep.section(tuned))
        results["sweep"] = asdict(tuned)
    if options.json:
        markdown.write_results(options.json, results)
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.suites.quality", description=__doc__)
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder of data sets")
    parser.add_argument("--sets", type=_names, default=SETS, metavar="A,B", help=", ".join(SETS))
    parser.add_argument("--work", type=Path, metavar="DIR", default=work_folder(),
                        help="for indexes and candidates (default: %(default)s)")  # fmt: skip
    usual = IndexSettings()
    parser.add_argument("--encoder", metavar="NAME", default=usual.encoder,
                        help="a sentence-transformers model (default: %(default)s)")  # fmt: skip
    parser.add_argument("--tokens", type=int, metavar="N", default=usual.passages.tokens,
                        help="length of passages in tokens (default: %(default)s)")  # fmt: skip
    parser.add_argument("--overlap", type=int, metavar="N", default=usual.passages.overlap,
                        help="sentences shared by passages (default: %(default)s)")  # fmt: skip
    parser.add_argument("--context-in-vector", action=argparse.BooleanOptionalAction,
                        default=usual.context_in_vector,
                        help="encode titles, headings too (default: %(default)s)")  # fmt: skip
    parser.add_argument("--weight", type=float, metavar="W", default=DENSE_WEIGHT,
                        help="the cosine's share in hybrid (default: %(default)s)")  # fmt: skip
    parser.add_argument("--weights", type=_weights, default=(), metavar="W,W",
                        help="also sweep these, tuned on half of the questions")  # fmt: skip
    parser.add_argument("--title-boost", type=float, metavar="B", default=TITLE_BOOST,
                        help="weight of title words in BM25 (default: %(default)s)")  # fmt: skip
    parser.add_argument("--limit", type=int, default=0, metavar="N", help="questions per set")
    parser.add_argument("--rebuild", action="store_true", help="rebuild the indexes")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there")
    return parser


def _names(value: str) -> tuple[str, ...]:
    names = tuple(value.split(","))
    unknown = [name for name in names if name not in SETS + TUNING_SETS]
    if unknown:
        raise argparse.ArgumentTypeError(f"no set {unknown[0]!r}; there are {', '.join(SETS)}")
    return names


def _weights(value: str) -> tuple[float, ...]:
    weights = tuple(float(part) for part in value.split(","))
    if not all(0 <= weight <= 1 for weight in weights):
        raise argparse.ArgumentTypeError("weights lie between 0 and 1")
    return weights


def sample(queries: Sequence[Query], limit: int) -> tuple[Query, ...]:
    """`limit` queries (0 = all) spread over the set, always the same ones, in its order."""
    if not limit or limit >= len(queries):
        return tuple(queries)
    drawn = sorted(queries, key=lambda query: hashlib.sha256(query.id.encode()).digest())[:limit]
    chosen = {query.id for query in drawn}
    return tuple(query for query in queries if query.id in chosen)


def measure(name: str, data: Path, weight: float, options: argparse.Namespace) -> Outcome:
    """Build or reuse the set's index, ask its questions, judge all three systems."""
    collection = load(name, data)
    settings = _settings(options)
    folder = options.work / _label(name, options)
    built = build(collection, folder, settings, rebuild=options.rebuild)
    queries = sample(collection.queries, options.limit)
    found = candidates(name, queries, folder, built, title_boost=options.title_boost)
    comparison = fusion_sweep.judge(found, weight, queries)
    return Outcome(name, queries, built, found, comparison)


def _settings(options: argparse.Namespace) -> IndexSettings:
    return IndexSettings(
        encoder=options.encoder,
        passages=PassageSettings(options.tokens, overlap=options.overlap),
        context_in_vector=options.context_in_vector,
    )


def _label(name: str, options: argparse.Namespace) -> str:
    """Name the folder of a set's index: each variant has its own."""
    settings, usual = _settings(options), IndexSettings()
    parts = [name]
    if settings.encoder != usual.encoder:
        parts.append(hashlib.sha256(settings.encoder.encode()).hexdigest()[:8])
    if settings.passages != usual.passages:
        parts.append(f"t{options.tokens}o{options.overlap}")
    if settings.context_in_vector != usual.context_in_vector:
        parts.append("context" if options.context_in_vector else "no-context")
    return "-".join(parts)


def section(outcome: Outcome, weight: float) -> str:
    """Render one set as Markdown: a figure and its 95% interval per system and measure."""
    judged, built = outcome.comparison, outcome.built
    rows = [
        ["dense", *map(figure, judged.dense)],
        ["BM25", *map(figure, judged.lexical)],
        [f"hybrid {weight:g}", *map(figure, judged.hybrid)],
        ["hybrid − better half", *map(difference, judged.difference)],
    ]
    return (
        f"## {outcome.name}\n\n{judged.queries:,} questions, {built.documents:,} documents, "
        f"{built.passages:,} passages. Brackets: 95% bootstrap interval; "
        f"* the difference's interval excludes zero.\n\n"
        f"{markdown.table(['', *NAMES], rows)}\n"
    )


def as_json(outcome: Outcome) -> dict[str, Any]:
    """Return the numbers of one set, unrounded."""
    judged = outcome.comparison

    def named(estimates: Sequence[Estimate]) -> Mapping[str, Any]:
        return {name: asdict(value) for name, value in zip(NAMES, estimates, strict=True)}

    return {
        "questions": judged.queries,
        "index": asdict(outcome.built),
        "dense": named(judged.dense),
        "bm25": named(judged.lexical),
        "hybrid": named(judged.hybrid),
        "difference": named(judged.difference),
    }


if __name__ == "__main__":
    sys.exit(main())
