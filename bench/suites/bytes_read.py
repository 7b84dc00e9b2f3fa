"""Bytes that questions read from the disk, the index's files not in memory before. Linux only.

python -m bench.suites.bytes_read INDEX ... --questions 20

INDEX is the folder of an index, or a shared one on this machine, `lance:PATH`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.data.datasets import ROOT
from bench.harness.processes import clean_environment
from bench.harness.sized_collections import drop_from_memory
from bench.report import markdown
from qa.engine import Engine
from qa.engine import open as open_engine
from qa.search.dense_index import FILE_NAME as DENSE_NAME

_MIB = 2**20


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask each index in a process of its own, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.suites.bytes_read", description=__doc__)
    parser.add_argument("indexes", nargs="+", metavar="INDEX")
    parser.add_argument("--questions", type=int, default=20, metavar="N")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.here:
        print(json.dumps(_ask(options.indexes[0], options.questions)))
        return 0
    rows = []
    for index in options.indexes:
        found = _apart(index, options.questions)
        first, *others = found["read"]
        rows.append([
            f"{found['passages']:,}",
            f"{found['disk'] / _MIB:,.0f}",
            f"{found['dense'] / _MIB:,.0f}" if found["dense"] else "-",
            f"{first / _MIB:.1f}",
            f"{sum(others) / len(others) / _MIB:.2f}",
            f"{others[-1] / _MIB:.2f}",
        ])  # fmt: skip
    print(f"# Bytes read\n\n{markdown.heading(markdown.environment())}\n")
    header = ["passages", "index MiB", "FAISS MiB", "first question", "each other", "the last"]
    print(markdown.table(header, rows))
    return 0


def _apart(index: str, questions: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.suites.bytes_read", index, "--here",
         "--questions", str(questions)],
        cwd=ROOT, env=clean_environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _ask(index: str, questions: int) -> dict[str, Any]:
    """Questions made of the titles of documents, and what this process read for each."""
    folder = Path(index.removeprefix("lance:"))
    with open_engine(index) as engine:
        asked = _titles(engine, questions)
        passages = engine.status(scan=False).passages
    drop_from_memory(folder)
    with open_engine(index) as engine:
        read = []
        for question in asked:
            before = _read()
            engine.ask(question, fresh=False)
            read.append(_read() - before)
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    dense_file = folder / DENSE_NAME
    dense = dense_file.stat().st_size if dense_file.exists() else 0
    return {"passages": passages, "disk": disk, "dense": dense, "read": read}


def _titles(engine: Engine, number: int) -> list[str]:
    """Titles of at least three words, from documents that lie far apart."""
    titles = [each.title for each in engine.documents() if len(each.title.split()) > 2]
    return titles[:: max(1, len(titles) // number)][:number]


def _read() -> int:
    """Bytes that this process made the disk read, mapped files included."""
    for line in Path("/proc/self/io").read_text(encoding="ascii").splitlines():
        name, _, value = line.partition(":")
        if name == "read_bytes":
            return int(value)
    raise RuntimeError("/proc/self/io has no read_bytes")


if __name__ == "__main__":
    sys.exit(main())
