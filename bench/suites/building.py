"""What building an index costs: time, disk, memory, each in a separate process."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.data import timing_texts
from bench.data.as_document import as_document
from bench.data.datasets import ROOT
from qa.indexing.given_documents import index_documents


@dataclass(frozen=True, slots=True)
class Cost:
    """One build: `seconds` of the whole call, bytes on disk afterwards, peak memory in MiB."""

    documents: int
    passages: int
    seconds: float
    disk_bytes: int
    peak_mib: float

    def per_thousand(self, amount: float) -> float:
        """Return the amount per 1,000 passages."""
        return amount * 1000 / self.passages


def measure(data: Path, sizes: Sequence[int]) -> list[Cost]:
    """Build an index of about each number of passages, after a small one that warms caches."""
    _in_child(data, 50)
    return [_in_child(data, size) for size in sizes]


def _in_child(data: Path, passages: int) -> Cost:
    with tempfile.TemporaryDirectory(prefix="qa-bench-") as folder:
        command = [sys.executable, "-m", "bench.suites.building", str(data), str(passages), folder]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"building {passages} passages failed: {done.stderr[-500:]}")
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def build(data: Path, passages: int, folder: Path) -> Cost:
    """Build in this process; its peak memory is only meaningful when nothing else ran in it."""
    _, stream = timing_texts.articles(data)
    documents = [as_document(document) for document in timing_texts.about(stream, passages)]
    started = time.perf_counter()
    report = index_documents(folder / "index", documents)
    seconds = time.perf_counter() - started
    files = (path for path in (folder / "index").rglob("*") if path.is_file())
    return Cost(
        documents=report.documents,
        passages=report.passages,
        seconds=seconds,
        disk_bytes=sum(path.stat().st_size for path in files),
        peak_mib=peak_mib(),
    )


def peak_mib() -> float:
    """Return this process's peak resident memory in MiB.

    From VmHWM where there is one: Linux lets `ru_maxrss` of a child start at its parent's peak.
    """
    try:
        for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    import dataclasses

    cost = build(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
    print(json.dumps(dataclasses.asdict(cost)))
