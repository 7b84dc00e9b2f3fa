"""`qa serve` under load: many clients at once against one, questions new and repeated.

    python -m bench.suites.serving --data DIR --requests 1000 --clients 32

The collection is the 240 paragraphs of xquad_en, each a file. New questions are each asked once, so
that nothing can be answered from memory; of the repeated ones there are 20. Some of the answers
given under load are compared with those of an engine that nobody else asks.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import qa
from bench.data.datasets import ROOT, data_folder, load
from bench.measures.timing_spread import spread
from bench.report.markdown import table

ALONE = 40  # questions of one client
COMPARED = 40  # answers that are compared
REPEATED = 20  # questions that are asked again and again


def main() -> None:
    """Build the collection, serve it, ask, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--data", type=Path, metavar="DIR")
    parser.add_argument("--requests", type=int, default=1_000)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    collection = load("xquad_en", data_folder(options.data))
    questions = list(dict.fromkeys(each.text for each in collection.queries))
    random.Random(0).shuffle(questions)
    alone, new = questions[:ALONE], questions[ALONE : ALONE + options.requests]
    again = random.Random(1).choices(questions[-REPEATED:], k=options.requests)
    with tempfile.TemporaryDirectory() as folder:
        index = _indexed(Path(folder), [each.text for each in collection.documents()])
        with _served(index, options.workers) as (port, process):
            rows = []
            for name, asked, clients in (
                ("new questions, one client", alone, 1),
                (f"new questions, {options.clients} clients", new, options.clients),
                ("repeated questions, one client", again[:200], 1),
                (f"repeated questions, {options.clients} clients", again, options.clients),
            ):
                row, found = _load(port, asked, clients)
                rows.append([name, *row, _memory(process)])
                if asked is new:
                    under_load = found
        wrong = _wrong(index, under_load)
    print(table(["", "requests", "a second", "p50 ms", "p95 ms", "not 200", "peak MiB"], rows))
    print(f"\n{wrong} of {COMPARED} answers under load differ from those of an engine alone.")


def _indexed(folder: Path, texts: Sequence[str]) -> Path:
    (folder / "texts").mkdir()
    for number, text in enumerate(texts):
        (folder / "texts" / f"{number:03}.txt").write_text(text, "utf-8")
    with qa.open(folder / "index", paths=[folder / "texts"]) as engine:
        engine.sync()
    return folder / "index"


@contextmanager
def _served(index: Path, workers: int) -> Iterator[tuple[int, int]]:
    """The port and the process of a server that is ready."""
    process = subprocess.Popen(
        [sys.executable, "-m", "qa", "serve", "--index", str(index), "--port", "0",
         "--workers", str(workers)],
        stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    try:
        assert process.stderr
        line = process.stderr.readline()
        port = int(line.rstrip().rstrip("/").rpartition(":")[2])
        _asked(port, "what happened?")  # loads the models
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(30)


def _load(port: int, questions: Sequence[str], clients: int) -> tuple[list[str], list[Any]]:
    """A row of the table, and the answers."""

    def timed(question: str) -> tuple[float, int, Any]:
        started = time.perf_counter()
        status, found = _asked(port, question)
        return 1000 * (time.perf_counter() - started), status, found

    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        done = list(pool.map(timed, questions))
    whole = time.perf_counter() - started
    taken = spread([milliseconds for milliseconds, _, _ in done])
    refused = sum(status != 200 for _, status, _ in done)
    row = [str(len(done)), f"{len(done) / whole:.1f}", f"{taken.p50:.0f}", f"{taken.p95:.0f}",
           str(refused)]  # fmt: skip
    return row, [found for _, status, found in done if status == 200]


def _asked(port: int, question: str) -> tuple[int, Any]:
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        body = json.dumps({"question": question})
        connection.request("POST", "/v1/ask", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


def _wrong(index: Path, answers: Sequence[Any]) -> int:
    """How many of some answers are not what an engine gives that nobody else asks."""
    wrong = 0
    with qa.open(index) as engine:
        for found in answers[:COMPARED]:
            right = engine.ask(found["question"])
            texts = [each.text for each in right.evidence]
            wrong += [each["text"] for each in found["evidence"]] != texts
    return wrong


def _memory(process: int) -> str:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return ""
    peak = next(line for line in lines if line.startswith("VmHWM"))
    return str(int(peak.split()[1]) >> 10)


if __name__ == "__main__":
    main()
