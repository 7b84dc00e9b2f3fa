"""Everything that is written belongs to its user only, whatever the umask."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.builders import environment
from tests.support.updates import write

UMASKED = "import os, sys; os.umask(0); from qa.cli import main; sys.exit(main(sys.argv[1:]))"
WRITING = """
import os, sys
os.umask(0)
from pathlib import Path
from qa.store.store import Store
with Store.create(Path(sys.argv[1])) as store:
    store.set_meta("x", "y")
    for path in sorted(Path(sys.argv[1]).iterdir()):
        print(f"{path.name}:{path.stat().st_mode & 0o777:o}")
"""


def run(code: str, *args: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, args)],
        cwd=cwd, env=environment(), capture_output=True, text=True, timeout=300,
    )  # fmt: skip


def open_to_others(folder: Path) -> list[str]:
    """Files and folders in `folder`, and itself, that others may do something with."""
    paths = [folder, *folder.rglob("*")]
    return [str(each) for each in paths if each.stat().st_mode & 0o077]


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("private")
    for n in range(3):
        write(made / "docs" / f"{n}.txt", f"The bridge number {n} was opened by Ada Brill.\n")
    done = run(UMASKED, "index", "docs", "--index", "far/index", cwd=made)
    assert done.returncode == 0, done.stderr
    return made


def test_an_index_is_private(home):
    assert open_to_others(home / "far" / "index") == []
    assert open_to_others(home / "far") == []  # which was made for it
    assert (home / "docs").stat().st_mode & 0o077  # what is not ours stays as it is
    assert run(UMASKED, "ask", "Who opened it?", "--index", "far/index", cwd=home).stdout
    assert open_to_others(home / "far" / "index") == []


def test_an_index_of_an_earlier_version_is_tightened_by_the_next_update(home):
    index = home / "far" / "index"
    for path in (index, *index.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    write(home / "docs" / "new.txt", "The barn was painted by Tom Hale.\n")
    done = run(UMASKED, "index", "docs", "--index", "far/index", cwd=home)
    assert done.returncode == 0, done.stderr
    assert open_to_others(index) == []


def test_the_log_and_the_shared_memory_of_sqlite_are_private(tmp_path):
    done = run(WRITING, tmp_path / "index", cwd=tmp_path)
    assert done.stdout.split() == [
        "qa.sqlite:600", "qa.sqlite-shm:600", "qa.sqlite-wal:600",
    ], done.stderr  # fmt: skip


def test_a_folder_that_holds_other_things_keeps_its_rights(tmp_path):
    write(tmp_path / "project" / "docs" / "a.txt", "The bridge was opened by Ada Brill.\n")
    (tmp_path / "project").chmod(0o755)
    done = run(UMASKED, "index", "docs", "--index", ".", cwd=tmp_path / "project")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "project").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "project" / "qa.sqlite").stat().st_mode & 0o777 == 0o600
    assert os.path.isdir(tmp_path / "project" / "docs")
