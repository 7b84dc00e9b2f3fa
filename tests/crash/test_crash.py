"""A short run of every family of accidents, and the proof that the harness would notice."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.support.builders import ROOT, environment


def crash(*options: str) -> str:
    """Run the harness; what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash", *options],
        cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr[-4000:]}"
    return done.stdout


@pytest.mark.parametrize(
    ("family", "count", "least"),
    [
        ("kills", 63, 63),
        ("damage", 2, 20),
        ("swaps", 1, 30),
        ("writers", 2, 1),
        ("disk", 2, 10),
        ("power", 24, 24),
    ],
)
def test_accidents(family, count, least):
    said = crash(f"--{family}", str(count))
    if skipped := re.search(rf"{family}: skipped: (.*)", said):
        pytest.skip(skipped[1])
    cases, broken = map(int, re.findall(rf"{family}: (\d+) cases, (\d+) broken", said)[0])
    assert cases >= least
    assert broken == 0


def test_the_harness_notices_every_safeguard_that_is_missing():
    said = crash("--sabotage")
    assert said.count(" cases\n") == 7
    assert "NOT NOTICED" not in said
