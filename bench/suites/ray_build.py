"""Building with Ray: one node, two nodes, and two of which one is killed in the middle.

python -m bench.suites.ray_build FOLDER --files 300

Each node is a raylet of its own with one core, on this machine, so that two of them are two
machines as far as Ray and `qa.cluster` can tell.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from bench.data.datasets import ROOT
from bench.harness.ticker import say
from bench.report import markdown
from qa.cluster.connection import HERE
from qa.cluster.ray_executor import RayExecutor
from qa.datatypes import Progress
from qa.embedding.encoder import load_encoder
from qa.indexing.sync import sync

WAYS = ("one node", "two nodes", "two nodes, one killed")
KILL_AT = 0.3  # of the documents
_PRIVATE = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}

Found = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Build in each way, each in a process; print times and whether the rows are equal."""
    options = _options().parse_args(arguments)
    if options.way:
        print(json.dumps(_build(options.folder, options.index, options.way)))
        return 0
    with tempfile.TemporaryDirectory(prefix="qa-bench-") as work:
        folder = Path(work) / "documents"
        files = _some(options.folder, folder, options.files)
        results: dict[str, Found] = {}
        for turn in range(options.runs):
            for way in WAYS:
                say(f"{way}, run {turn + 1}")
                found = _apart(folder, Path(work) / f"index{turn}-{WAYS.index(way)}", way)
                results.setdefault(way, found | {"runs": []})["runs"].append(found["seconds"])
    print(f"# Building with Ray: {files} files\n\n{markdown.heading(markdown.environment())}\n")
    print(table(results))
    if options.json:
        markdown.write_results(options.json, results)
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.suites.ray_build", description=__doc__)
    parser.add_argument("folder", type=Path, help="documents, of which some are copied")
    parser.add_argument("--files", type=int, default=300, metavar="N")
    parser.add_argument("--runs", type=int, default=1, metavar="N", help="of each way, in turns")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--index", type=Path, help=argparse.SUPPRESS)
    return parser


def _some(source: Path, target: Path, number: int) -> int:
    """Copy files, the same ones every time: those whose names have the lowest hashes."""
    files = [path for path in source.rglob("*") if path.is_file() and path.stat().st_size < 200_000]
    key = {path: hashlib.sha256(str(path.relative_to(source)).encode()).digest() for path in files}
    chosen = sorted(files, key=key.__getitem__)[:number]
    target.mkdir()
    for at, path in enumerate(chosen):
        shutil.copyfile(path, target / f"{at:04}{path.suffix}")
    return len(chosen)


def _apart(folder: Path, index: Path, way: str) -> Found:
    command = [sys.executable, "-m", "bench.suites.ray_build", str(folder)]
    done = subprocess.run(
        [*command, "--way", way, "--index", str(index)],
        cwd=ROOT, env=os.environ | _PRIVATE, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{way} failed: {done.stderr[-2000:]}")
    found: Found = json.loads(done.stdout.splitlines()[-1])
    return found


def _build(folder: Path, index: Path, way: str) -> Found:
    """One build in this process: `seconds` from the comparison to the end, Ray's start left out.

    `driver` is the processor time of this process, which compares, commits and derives.
    """
    import ray
    from ray.cluster_utils import Cluster

    cluster = Cluster(
        initialize_head=True,
        connect=True,
        head_node_args={"num_cpus": 1, "include_dashboard": False},
    )
    other = None if way == WAYS[0] else cluster.add_node(num_cpus=1)
    cluster.wait_for_nodes()
    killed: list[int] = []

    def watch(event: Progress) -> None:
        late = event.stage == "embedding" and event.done > KILL_AT * event.total
        if way == WAYS[2] and late and not killed:
            killed.append(event.done)
            cluster.remove_node(other, allow_graceful=False)

    encoder = load_encoder()
    try:
        started, computed = time.perf_counter(), time.process_time()
        with RayExecutor(HERE) as executor:
            report = sync(index, [folder], model=encoder, progress=watch, executor=executor)
            workers = len(executor.workers())
        seconds, computed = time.perf_counter() - started, time.process_time() - computed
    finally:
        ray.shutdown()
        cluster.shutdown()
    return {
        "seconds": seconds,
        "driver": computed,
        "documents": report.documents,
        "passages": report.passages,
        "skipped": len(report.skipped),
        "workers": workers,
        "killed": killed,
        "rows": rows(index),
    }


def rows(index: Path) -> str:
    """A hash of the documents, passages and vectors of an index, in the order of their rows."""
    made = hashlib.sha256()
    with closing(sqlite3.connect(index / "qa.sqlite")) as db:
        for query in (
            "SELECT rowid, id, source, sha256, blocks, places FROM document ORDER BY 1",
            'SELECT id, document, start, "end", sha256, heading, vector FROM passage ORDER BY 1',
        ):
            for row in db.execute(query):
                made.update(repr(row).encode("utf-8", "surrogatepass"))
    return made.hexdigest()


def table(results: dict[str, Found]) -> str:
    """Times of each way, and whether its rows are those of the first."""
    first = results[WAYS[0]]
    lines = []
    for way, found in results.items():
        seconds = min(found["runs"])
        lines.append([
            way,
            " ".join(f"{each:.1f}" for each in found["runs"]),
            f"{found['passages'] / seconds:.0f}",
            f"{min(first['runs']) / seconds:.2f}",
            f"{found['driver']:.1f}",
            f"{found['documents']:,}",
            f"{found['passages']:,}",
            str(found["skipped"]),
            "the same" if found["rows"] == first["rows"] else "others",
            str(found["workers"]),
        ])  # fmt: skip
    header = ["way", "seconds", "passages/s", "ratio", "driver's CPU s", "documents", "passages",
              "skipped", "rows", "workers at the end"]  # fmt: skip
    return markdown.table(header, lines)


if __name__ == "__main__":
    sys.exit(main())
