"""`qa ask` as a whole process, next to a bare Python and a plain sentence-transformers."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.data.datasets import SEEDS
from bench.data.timing_texts import TURKEY
from bench.harness.processes import clean_environment, qa_command
from bench.measures.timing_spread import Spread, spread

ASK, BARE, PLAIN = "qa ask", "python -c pass", "sentence-transformers, one query"
_PLAIN_CODE = """
import sys
from sentence_transformers import SentenceTransformer
SentenceTransformer(sys.argv[1], device="cpu").encode(sys.argv[2])
"""


def measure(
    *, runs: int = 30, warmups: int = 3, plain_runs: int = 0, model: Path | None = None
) -> dict[str, Spread]:
    """Seconds from start to exit of each command, the commands taking turns.

    The question is asked of a copy of the seeds in a temporary folder; the first warm-up builds
    its index. `plain_runs` > 0 also times loading `model` and encoding one query.
    """
    with tempfile.TemporaryDirectory(prefix="qa-bench-") as folder:
        shutil.copytree(SEEDS, Path(folder) / "seeds")
        commands = {ASK: [*qa_command(), "ask", TURKEY], BARE: [sys.executable, "-c", "pass"]}
        wanted = {ASK: runs, BARE: runs}
        if plain_runs and model is not None:
            commands[PLAIN] = [sys.executable, "-c", _PLAIN_CODE, str(model), TURKEY]
            wanted[PLAIN] = plain_runs
        for name, command in commands.items():
            for _ in range(1 if name == PLAIN else warmups):
                timed(command, folder)
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for turn in range(max(wanted.values())):
            for name, command in commands.items():
                if turn < wanted[name]:
                    taken[name].append(timed(command, folder))
    return {name: spread(timings) for name, timings in taken.items()}


def timed(command: Sequence[str], folder: str) -> float:
    """Run once, output to a pipe as in a script; a failure is an error, never a fast run."""
    started = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env=clean_environment(), capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - started
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr[-500:]}")
    return seconds
