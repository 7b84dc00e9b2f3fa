"""How costs grow with a collection: building, updating, asking, memory, disk.

python -m bench.suites.scale --encoder fast --sizes 1000,10000,100000,370822,1000000
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.data.datasets import data_folder
from bench.data.timing_texts import TURKEY
from bench.harness.indexes import work_folder
from bench.harness.processes import qa_command, run
from bench.harness.sized_collections import (
    REAL,
    Place,
    build_collection,
    changes,
    disk,
    drop_from_memory,
    measure_apart,
    update,
)
from bench.harness.synthetic_articles import likeness
from bench.harness.ticker import say
from bench.report import markdown
from bench.report.growth_plot import Series, growth
from qa.embedding.encoder import load_encoder
from qa.embedding.model_files import DEFAULT_MODEL, FAST_MODEL
from qa.search.hybrid import Retriever

SIZES = (1_000, 10_000, 100_000, REAL, 1_000_000)
UPDATES = (1, 10, 1_000)
STAGES = ("encode", "dense", "lexical", "fuse", "fetch", "total")
COLD_RUNS = 7
_MIB = 2**20

Found = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Build and measure what has not been yet, then print all that is known."""
    options = _options().parse_args(arguments)
    data = data_folder(options.data)
    options.work.mkdir(parents=True, exist_ok=True)
    stored = options.work / "results.json"
    results: dict[str, Found] = json.loads(stored.read_text("utf-8")) if stored.is_file() else {}
    encoder = DEFAULT_MODEL if options.encoder == "default" else options.encoder
    for size in options.sizes:
        place = Place(options.work, encoder, size)
        measured = {} if options.again else results.get(place.name, {})
        for part, measure in _parts(place, data, options).items():
            if part not in measured:
                say(f"{place.name}: {part}")
                measured[part] = measure()
                measured["environment"] = markdown.environment()
                results[place.name] = measured
                markdown.write_results(stored, results)
    print(f"# Scale\n\n{markdown.heading(markdown.environment())}\n")
    print(tables(results))
    if options.plot:
        options.plot.write_text(growth("How figures grow with the passages", panels(results)),
                                encoding="utf-8")  # fmt: skip
    if options.json:
        markdown.write_results(options.json, results)
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.suites.scale", description=__doc__)
    parser.add_argument("--sizes", type=_numbers, default=SIZES, metavar="N,N",
                        help=f"passages; more than {REAL:,} are composed")  # fmt: skip
    parser.add_argument("--encoder", default=FAST_MODEL, metavar="NAME",
                        help="fast, default, or a model (default: %(default)s)")  # fmt: skip
    parser.add_argument("--vectors", type=Path, metavar="DIR",
                        help="take the default encoder's vectors from this index")  # fmt: skip
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder of data sets")
    parser.add_argument("--work", type=Path, metavar="DIR", default=work_folder() / "scale",
                        help="for collections and results (default: %(default)s)")  # fmt: skip
    parser.add_argument("--questions", type=int, default=300, metavar="N")
    parser.add_argument("--updates", type=_numbers, default=UPDATES, metavar="N,N",
                        help="articles added at once (default: 1,10,1000)")  # fmt: skip
    parser.add_argument("--quick", action="store_true", help="fewer questions, runs and updates")
    parser.add_argument("--again", action="store_true", help="repeat measurements that are there")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw it as SVG")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there")
    return parser


def _numbers(value: str) -> tuple[int, ...]:
    return tuple(int(part) for part in value.split(","))


def _parts(place: Place, data: Path, options: argparse.Namespace) -> dict[str, Callable[[], Found]]:
    """What is measured of a collection, in this order: updates come last, they leave traces."""
    quick = options.quick
    questions = 60 if quick else options.questions
    asked, runs = (20, 3) if quick else (100, COLD_RUNS)
    numbers = [n for n in options.updates if not (quick and n > 10)]
    parts: dict[str, Callable[[], Found]] = {
        "built": lambda: build_collection(place, data, options.vectors),
        "disk": lambda: dict(disk(place.index)),
        "retrieval": lambda: measure_apart(
            place, "retrieval", data, number=questions, judged=min(questions, 200)
        ),
        "answers": lambda: measure_apart(place, "answers", data, number=asked),
        "cold": lambda: _cold(place, runs),
        "nothing": lambda: _nothing(place, runs),
        "updates": lambda: {str(number): changes(place, data, number) for number in numbers},
        "warm": lambda: measure_apart(
            place, "warm", data, docs=place.docs, number=3 if quick else 5
        ),
    }
    if place.size > REAL and place.encoder != FAST_MODEL:
        parts["likeness"] = lambda: _likeness(place)
    return parts


def _cold(place: Place, runs: int) -> Found:
    """Seconds of `qa ask` as a process: its files dropped from memory before, and not."""
    words = [*qa_command(), "ask", TURKEY, "--index", str(place.index)]
    found: dict[str, list[float]] = {"dropped": [], "again": []}
    run(words)
    for _ in range(runs):
        for name in found:
            if name == "dropped":
                drop_from_memory(place.index)
            started = time.perf_counter()
            run(words)
            found[name].append(time.perf_counter() - started)
    return {name: statistics.median(seconds) for name, seconds in found.items()}


def _nothing(place: Place, runs: int) -> Found:
    """Seconds of `qa index` as a process when nothing changed."""
    update(place)
    return {"seconds": statistics.median(update(place)[0] for _ in range(runs))}


def _likeness(place: Place) -> Found:
    """How near the averaged vectors of a composed collection come to encoded ones."""
    base = Place(place.work, place.encoder, REAL)
    retriever = Retriever.open(base.index, strict=False)
    try:
        return dict(likeness(
            retriever.store,
            load_encoder(place.encoder),
            lambda vector: retriever.dense.search(vector, 100).cosines,
        ))  # fmt: skip
    finally:
        retriever.close()


def tables(results: dict[str, Found]) -> str:
    """All that was measured, as Markdown."""
    ordered = sorted(
        results.items(), key=lambda item: (item[0].rpartition("-")[0], _passages(item[1]))
    )
    found = {name: one for name, one in ordered if "retrieval" in one}
    return "\n".join([
        "### Questions, warm, by one process: milliseconds\n",
        _table(["passages", *STAGES[:-1], "retrieval p50", "p95", "p99", "answer p50", "p95"],
               found, _question_row),
        "\n### What is found\n",
        _table(["passages", "lists", "searched", "exact ms", "recall@10", "recall@100", "recorded"],
               found, _recall_row),
        "\n### Processes: seconds\n",
        _table(["passages", "built", "passages/s", "nothing changed", *_update_names(found),
                "1 more, open", "cold ask", "again"], found,
               lambda one: _process_row(one, found)),
        "\n### Memory of an asking process and disk: MiB\n",
        _table(["passages", "own", "mapped", "SQLite", "FAISS", "tantivy"], found, _space_row),
        "\n" + _notes(found),
    ])  # fmt: skip


def _table(
    header: Sequence[str], found: dict[str, Found], row: Callable[[Found], list[str]]
) -> str:
    rows = [
        [name.rpartition("-")[0], f"{_passages(one):,}", *row(one)] for name, one in found.items()
    ]
    return markdown.table(["vectors by", *header], rows)


def _passages(one: Found) -> int:
    return int(one.get("retrieval", {}).get("passages", 0))


def _question_row(one: Found) -> list[str]:
    stages, whole = one["retrieval"]["stages"], one.get("answers", {}).get("stages", {})
    cells = [f"{stages[stage]['p50']:.1f}" for stage in STAGES[:-1]]
    cells += [f"{stages['total'][share]:.1f}" for share in ("p50", "p95", "p99")]
    total = whole.get("total")
    return cells + ([f"{total['p50']:.0f}", f"{total['p95']:.0f}"] if total else ["", ""])


def _recall_row(one: Found) -> list[str]:
    found = one["retrieval"]
    recorded = found["recall_said"]
    return [
        f"{found['lists']:,}" if found["lists"] else "none",
        f"{found['probes']:,}" if found["lists"] else "all",
        f"{found['exact_ms']:.1f}",
        f"{found['recall']:.4f}",
        f"{found['recall_100']:.4f}",
        f"{recorded:.4f}" if recorded is not None else "",
    ]


def _update_names(found: dict[str, Found]) -> list[str]:
    numbers = sorted({int(n) for one in found.values() for n in one.get("updates", {})})
    return [f"{number:,} more" for number in numbers]


def _process_row(one: Found, found: dict[str, Found]) -> list[str]:
    built, cold = one["built"], one.get("cold", {})
    seconds = built.get("seconds")
    updates = {f"{int(n):,} more": taken for n, taken in one.get("updates", {}).items()}
    warm = one.get("warm", {}).get("seconds")
    return [
        f"{seconds:.0f}" if seconds else "",
        f"{built['passages'] / seconds:,.0f}" if seconds else "",
        *(_seconds(value) for value in (
            one.get("nothing", {}).get("seconds"),
            *(updates.get(name) for name in _update_names(found)),
            statistics.median(warm) if warm else None,
            cold.get("dropped"),
            cold.get("again"),
        )),
    ]  # fmt: skip


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _space_row(one: Found) -> list[str]:
    memory = one.get("answers", {}).get("memory", {})
    cells = [f"{memory[name]:,.0f}" if name in memory else "" for name in ("own", "mapped")]
    return cells + [f"{one['disk'][part] / _MIB:,.0f}" for part in ("SQLite", "FAISS", "tantivy")]


def _notes(found: dict[str, Found]) -> str:
    """How the vectors of each collection were made."""
    lines = []
    for name, one in found.items():
        built = one["built"]
        line = f"- {name}: vectors {built['vectors']}"
        if "composed" in built:
            line += (f"; {built['composed']:,} composed articles beside the real ones, search "
                     f"structures made in {built['derive_seconds']:.0f} s")  # fmt: skip
        if known := one.get("likeness"):
            pairs = (f"{known[f'mixed@{k}']:.2f}/{known[f'encoded@{k}']:.2f}" for k in (1, 10, 100))
            line += (f"; averaged against encoded: cosine {known['cosine']:.2f}, their nearest "
                     f"1, 10, 100 at {', '.join(pairs)}")  # fmt: skip
        facts = one["environment"]
        lines.append(f"{line}. {facts['date']}, commit {facts['commit']}.")
    return "\n".join(lines) + "\n"


def panels(results: dict[str, Found]) -> dict[str, Series]:
    """What is plotted: a chart per kind of figure, a line per encoder."""
    picked: dict[str, Callable[[Found], Any]] = {
        "retrieval, warm, p95, ms": lambda one: one["retrieval"]["stages"]["total"]["p95"],
        "dense search, p50, ms": lambda one: one["retrieval"]["stages"]["dense"]["p50"],
        "cold qa ask, s": lambda one: one["cold"]["again"],
        "one article more, s": lambda one: one["updates"]["1"],
        "memory, own, MiB": lambda one: one["answers"]["memory"]["own"],
        "disk, MiB": lambda one: sum(one["disk"].values()) / _MIB,
    }
    drawn: dict[str, dict[str, list[tuple[float, float]]]] = {}
    for title, pick in picked.items():
        for name, one in results.items():
            try:
                point = float(_passages(one)), float(pick(one))
            except KeyError:  # not measured
                continue
            line = drawn.setdefault(title, {}).setdefault(name.rpartition("-")[0], [])
            line.append(point)
    return dict(drawn)


if __name__ == "__main__":
    sys.exit(main())
