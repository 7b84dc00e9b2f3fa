"""A question under `ulimit -v`: an answer, or one line that says why not; never a crash."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.builders import engine_over

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits on address space")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {"well.md": "# The well\n\nThe well was dug in 1743 by Hob Marsh.\n"}
    with engine_over(tmp_path_factory.mktemp("limit"), files) as engine:
        assert engine.ask("Who dug the well?").answered
        return engine.index


def ask(index: Path, megabytes: int) -> subprocess.CompletedProcess[str]:
    limited = f'ulimit -v {megabytes * 1024}; exec "$0" -m qa ask --index "$1" "Who dug the well?"'
    return subprocess.run(
        ["bash", "-c", limited, sys.executable, str(index)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("megabytes", [480, 560, 600, 640, 680, 720])
def test_too_little_memory_is_said(index, megabytes):
    done = ask(index, megabytes)
    assert done.returncode == 1, done.stderr
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("qa: There is not enough memory.")


def test_with_enough_it_answers(index):
    done = ask(index, 2048)
    assert done.returncode == 0, done.stderr
    assert "Hob Marsh" in done.stdout
