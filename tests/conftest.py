"""What several test files share: one index of the seed articles, built once per session."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import qa

REPO = Path(__file__).parents[1]
SEEDS = REPO / "seeds"

MARKED_FOLDERS = ("crash", "tui")  # their tests get the mark of that name
# Tests that get the mark `slow`, by how their ids begin, and what takes the time.
SLOW = {
    "answering/test_differing.py": "a hundred questions over 200 documents",
    "answering/test_faults.py": "some forty indexes are built",
    "bench/": "whole benchmarks on small data",
    "cli/test_conversation_script.py": "an index is opened for each of forty lines",
    "cli/test_process.py": "processes",
    "cli/test_verify.py::test_the_same_question": "processes",
    "embedding/test_encoder.py": "models are compiled",
    "end_to_end/": "processes, a real model",
    "indexing/test_doctor.py": "damage of every kind, one after the other",
    "indexing/test_sync.py::test_full_disk": "processes",
    "indexing/test_sync.py::test_killed": "processes",
    "indexing/test_updates.py": "many updates, compared with clean builds",
    "indexing/test_watch.py": "waiting for changes to be noticed",
    "scale/test_ray_build.py": "a Ray cluster is started",
    "search/test_dense_index.py": "files damaged in every way, full disks",
    "search/test_inverted_lists.py": "lists are trained",
    "search/test_lexical_index.py": "files damaged in every way, full disks",
    "serving/test_http_attacks.py": "processes, slow clients",
    "serving/test_load.py": "processes, many clients",
    "serving/test_mcp.py": "processes",
    "serving/test_page.py": "processes, a browser",
    "test_imports.py": "every module, every command in a process",
    "training/": "torch",
    "verification/test_quotes.py": "an index is built for each test",
}
# What needs POSIX, and why; not collected on Windows.
POSIX_ONLY = {
    "crash": "forks, sends SIGKILL, limits the size of files",
    "cli/test_process.py": "pseudo-terminals, signals, /dev/full",
    "documents/test_loaders.py": "named pipes, symbolic links",
    "documents/test_scan.py": "named pipes, symbolic links, file modes",
    "end_to_end/test_safety.py": "pseudo-terminals, symbolic links",
    "indexing/test_sync.py": "SIGKILL, limits on the size of files",
    "indexing/test_updates.py": "SIGKILL",
    "indexing/test_watch.py": "SIGINT",
    "search/test_dense_index.py": "limits on the size of files",
    "search/test_lexical_index.py": "limits on the size of files",
    "serving/test_http_attacks.py": "SIGTERM",
    "serving/test_load.py": "SIGTERM, /proc",
    "serving/test_mcp.py": "SIGTERM",
    "serving/test_page.py": "SIGTERM",
    "store/test_find_document.py": "symbolic links",
    "store/test_store.py": "file modes",
}
collect_ignore = [*POSIX_ONLY] if os.name == "nt" else []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Add the marks that whole folders have, and `slow`."""
    here = Path(__file__).parent
    for item in items:
        path = item.path.relative_to(here)
        if path.parts[0] in MARKED_FOLDERS:
            item.add_marker(path.parts[0])
        if f"{path.as_posix()}::{item.name}".startswith(tuple(SLOW)):
            item.add_marker("slow")


@pytest.fixture(scope="session", autouse=True)
def _own_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests say themselves which index and model they mean; the model cache stays the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QA_CONFIG", str(tmp_path_factory.mktemp("config")))
        for name in ("QA_INDEX", "QA_MODEL", "QA_OCR"):
            patch.delenv(name, raising=False)
        patch.setenv("QA_HISTORY", "0")  # no test writes to the history of whoever runs it
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
