"""`qa` as a separate process, as a person starts it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.data.datasets import ROOT


def qa_command() -> list[str]:
    """Find the console script beside this Python: what a person runs."""
    script = shutil.which("qa", path=str(Path(sys.executable).parent))
    return [script] if script else [sys.executable, "-m", "qa"]


def clean_environment() -> dict[str, str]:
    """This process's environment without its own settings of `qa`, and without a network."""
    own = ("QA_INDEX", "QA_MODEL")
    return {name: value for name, value in os.environ.items() if name not in own} | {
        "HF_HUB_OFFLINE": "1"
    }


def run(words: Sequence[str]) -> str:
    """Run a command to its end and return what it printed; a failure is an error."""
    done = subprocess.run(
        words, cwd=ROOT, env=clean_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 3):  # 3: a question that the documents don't answer
        raise RuntimeError(f"{' '.join(words[:6])} ended with {done.returncode}: "
                           f"{done.stderr[-500:]}")  # fmt: skip
    return done.stdout
