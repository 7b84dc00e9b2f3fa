"""Speed on this machine: cold and warm questions, encoding, building.

python -m bench.suites.speed --parts cold,warm
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.data import timing_texts
from bench.data.as_document import as_document
from bench.data.datasets import data_folder, seed_documents
from bench.report import markdown
from bench.report.figures import spread_table
from bench.suites import building, cold_start, encoding, warm_latency
from qa.embedding.encoder import default_model_dir
from qa.indexing.given_documents import index_documents

PARTS = ("building", "cold", "encoding", "warm")
# Building first: a child forked from a process full of torch starts under memory pressure.


def main(arguments: Sequence[str] | None = None) -> int:
    """Time the chosen parts, print Markdown, write JSON."""
    options = _options().parse_args(arguments)
    facts = markdown.environment()
    data = data_folder(options.data)
    print(f"# Speed\n\n{markdown.heading(facts)}\n")
    source, _ = timing_texts.articles(data)
    if source != timing_texts.NEWS:
        print(f"No news articles under the data folder (--data DIR or $QA_DATA): "
              f"using {source}.\n")  # fmt: skip
    results: dict[str, Any] = {"environment": facts, "material": source}
    for part in PARTS:
        if part in options.parts:
            results[part] = _RUN[part](options, data)
            sys.stdout.flush()
    if options.json:
        markdown.write_results(options.json, results)
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.suites.speed", description=__doc__)
    parser.add_argument("--parts", type=_parts, default=PARTS, metavar="A,B", help=", ".join(PARTS))
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder of data sets")
    parser.add_argument("--index", type=Path, metavar="DIR", help="also ask this index when warm")
    parser.add_argument("--runs", type=int, default=30, metavar="N", help="cold processes")
    parser.add_argument("--plain", type=int, default=0, metavar="N",
                        help="also N of plain sentence-transformers, 5 s each")  # fmt: skip
    parser.add_argument("--questions", type=int, default=300, metavar="N", help="asked when warm")
    parser.add_argument("--passages", type=int, default=256, metavar="N", help="to encode")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="of encoding")
    parser.add_argument("--sizes", type=_sizes, default=(1000, 4000), metavar="N,N",
                        help="passages to build indexes of")  # fmt: skip
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there")
    return parser


def _parts(value: str) -> tuple[str, ...]:
    parts = tuple(value.split(","))
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        raise argparse.ArgumentTypeError(f"no part {unknown[0]!r}; there are {', '.join(PARTS)}")
    return parts


def _sizes(value: str) -> tuple[int, ...]:
    return tuple(int(part) for part in value.split(","))


def _cold(options: argparse.Namespace, _: Path) -> dict[str, Any]:
    spreads = cold_start.measure(
        runs=options.runs, plain_runs=options.plain, model=default_model_dir()
    )
    print(f"## Cold: the whole process over the seeds, “{timing_texts.TURKEY}”\n")
    print(spread_table("seconds", spreads, 3) + "\n")
    return {name: asdict(value) for name, value in spreads.items()}


def _warm(options: argparse.Namespace, data: Path) -> dict[str, Any]:
    results = {}
    with tempfile.TemporaryDirectory(prefix="qa-bench-") as folder:
        seeds = Path(folder) / "index"
        index_documents(seeds, [as_document(document) for document in seed_documents()])
        mixed = [timing_texts.SEED_QUESTIONS[at % len(timing_texts.SEED_QUESTIONS)]
                 for at in range(options.questions)]  # fmt: skip
        results["seeds"] = _warm_one("the seeds", seeds, "seeds", mixed)
    if options.index:
        source, questions = timing_texts.questions(data, options.questions)
        results["index"] = _warm_one(f"{options.index.name}", options.index, source, questions)
    return results


def _warm_one(name: str, index: Path, source: str, questions: list[str]) -> dict[str, Any]:
    measured = warm_latency.measure(index, questions)
    print(
        f"## Warm: {name}, {measured.passages:,} passages, {len(questions)} questions of {source}\n"
    )
    print("Candidates of both sides, fused:\n")
    print(spread_table("milliseconds", measured.retrieval, 1) + "\n")
    print("The whole answer:\n")
    print(spread_table("milliseconds", measured.ask, 1) + "\n")
    return asdict(measured)


def _encoding(options: argparse.Namespace, data: Path) -> dict[str, Any]:
    source, documents = timing_texts.articles(data)
    rates = encoding.measure(timing_texts.windows(documents, options.passages), options.rounds)
    print(f"## Encoding: {rates.passages} texts of {timing_texts.PASSAGE_WORDS} words "
          f"from {source}, median of {rates.rounds} rounds in turns\n")  # fmt: skip
    rows = [
        ["qa", f"{rates.qa:.1f}", f"{rates.ratio:.2f}"],
        ["SentenceTransformer.encode, fp32", f"{rates.plain:.1f}", "1.00"],
    ]
    print(markdown.table(["", "passages/s", "ratio"], rows))
    print(f"\nCosine between their vectors: mean {rates.cosine_mean:.4f}, "
          f"lowest {rates.cosine_min:.4f}.\n")  # fmt: skip
    return asdict(rates)


def _building(options: argparse.Namespace, data: Path) -> list[dict[str, Any]]:
    costs = building.measure(data, options.sizes)
    rows = [
        [
            f"{cost.passages:,} ({cost.documents:,} documents)",
            f"{cost.seconds:.1f}",
            f"{cost.per_thousand(cost.seconds):.2f}",
            f"{cost.per_thousand(cost.disk_bytes) / 2**20:.2f}",
            f"{cost.peak_mib:.0f}",
        ]
        for cost in costs
    ]
    print("## Building\n")
    header = ["passages", "seconds", "s per 1,000", "MiB on disk per 1,000", "peak MiB"]
    print(markdown.table(header, rows) + "\n")
    least, most = costs[0], costs[-1]
    if most.passages > least.passages:
        grown = (most.peak_mib - least.peak_mib) * 1000 / (most.passages - least.passages)
        print(f"Peak memory grows by {grown:.1f} MiB per 1,000 passages between these sizes.\n")
    return [asdict(cost) for cost in costs]


_RUN = {"building": _building, "cold": _cold, "encoding": _encoding, "warm": _warm}


if __name__ == "__main__":
    sys.exit(main())
