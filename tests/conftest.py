"""What several test files share: one index of the seed articles, built once per session."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import qa

REPO = Path(__file__).parents[1]
SEEDS = REPO / "seeds"


@pytest.fixture(scope="session", autouse=True)
def _own_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests say themselves which index and model they mean; the model cache stays the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QA_CONFIG", str(tmp_path_factory.mktemp("config")))
        for name in ("QA_INDEX", "QA_MODEL"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def seeds_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of a copy of the two seed articles (in `../seeds` of it). Don't change it."""
    home = tmp_path_factory.mktemp("collection")
    shutil.copytree(SEEDS, home / "seeds")
    with qa.open(home / "index", paths=[home / "seeds"]) as engine:
        engine.sync()
    return home / "index"


@pytest.fixture(scope="session")
def seeds_engine(seeds_index: Path) -> Iterator[qa.Engine]:
    """The opened index of the two seed articles."""
    with qa.open(seeds_index) as engine:
        yield engine
