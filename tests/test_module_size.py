"""Modules are small: what grows beyond this has more than one job."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINES = 300  # a module has no more


@pytest.mark.parametrize("folder", ["qa", "bench", "training", "tui"])
def test_modules_are_small(folder):
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in (ROOT / folder).rglob("*.py")
    }
    assert lengths
    assert {name: length for name, length in lengths.items() if length > LINES} == {}
