"""An index built by the workers of a Ray cluster: the same rows as by this machine alone.

One cluster of two cores is started for the module, which takes 13 seconds.
"""

from __future__ import annotations

import os
import re
import signal
import sqlite3
from contextlib import closing, suppress
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

if find_spec("ray") is None:  # not imported here: see `qa.cluster.connection`
    pytest.skip("needs the extra 'scale'", allow_module_level=True)

from qa.cli import main
from qa.cluster.connection import HERE, connected
from qa.cluster.ray_executor import RayExecutor
from qa.datatypes import Progress
from qa.embedding.encoder import load_encoder
from qa.indexing import ingest
from qa.indexing.shared_sync import sync_shared
from qa.indexing.sync import sync
from qa.library import copy

FLIGHTS = 36  # more files than are indexed without a cluster
FILES = FLIGHTS + 6  # that can be read
TIMES = {"indexed_at", "checked_ns"}  # of documents: when it was done
COMMITS = {"added"}  # of passages: the batches may differ


@pytest.fixture(scope="module")
def cluster():
    with connected(HERE, 2) as connection:
        yield connection


@pytest.fixture(scope="module")
def encoder():
    return load_encoder()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Several formats, two files with the same text, and two that can't be read."""
    folder = tmp_path_factory.mktemp("documents")
    for number in range(FLIGHTS):
        text = f"Glider {number} flew over lake {number % 7} for {number} hours. " * (
            number % 5 + 1
        )
        (folder / f"d{number:02}.txt").write_text(f"Flight {number}\n\n{text}It landed safely.")
    (folder / "copy.txt").write_bytes((folder / "d04.txt").read_bytes())
    (folder / "notes.md").write_text("# Boats\n\n## Sails\n\n- red\n- white\n\nThey sail at noon.")
    (folder / "page.html").write_text("<h1>Harbour</h1><p>The harbour opens at <b>six</b>.</p>")
    (folder / "table.csv").write_text("boat,length\nAda,12\nBea,14\n")
    (folder / "mail.eml").write_text("From: a@b.org\nSubject: Regatta\n\nThe regatta is in May.\n")
    (folder / "accents.txt").write_bytes("Der Fluß fließt über die Brücke. ".encode("cp1252") * 9)
    (folder / "empty.txt").write_text(" ")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 and nothing more")
    return folder


@pytest.fixture(scope="module")
def local(folder, encoder, tmp_path_factory):
    """The index that this machine builds."""
    index = tmp_path_factory.mktemp("local") / "index"
    sync(index, [folder], model=encoder)
    return index


def rows(index: Path) -> tuple[list[dict], list[dict], list[tuple], np.ndarray]:
    """Documents, passages, skipped files and vectors of an index, in the order of their rows."""
    with closing(sqlite3.connect(index / "qa.sqlite")) as db:
        db.row_factory = sqlite3.Row
        documents = [dict(row) for row in db.execute("SELECT * FROM document ORDER BY rowid")]
        passages = [dict(row) for row in db.execute("SELECT * FROM passage ORDER BY id")]
        skipped = [tuple(row) for row in db.execute("SELECT source, reason FROM skipped")]
    vectors = np.stack([np.frombuffer(row.pop("vector"), np.float16) for row in passages])
    without = TIMES | COMMITS | {"vector_seal"}
    plain = [
        [{name: value for name, value in row.items() if name not in without} for row in table]
        for table in (documents, passages)
    ]
    return plain[0], plain[1], sorted(skipped), vectors.astype(np.float32)


def assert_same(index: Path, expected: Path) -> None:
    found, wanted = rows(index), rows(expected)
    assert found[0] == wanted[0]
    assert found[1] == wanted[1]
    assert found[2] == wanted[2]
    cosines = (found[3] * wanted[3]).sum(axis=1)
    assert cosines.min() > 0.9999
    assert len(found[0]) == FILES
    assert dict(found[2]) == {
        "broken.pdf": "Can't be read: it is damaged, or no PDF.",
        "empty.txt": "The file holds only white space.",
    }


def test_the_same_rows_as_by_this_machine(cluster, folder, encoder, local, tmp_path):
    events: list[Progress] = []
    with RayExecutor(HERE, events.append) as executor:
        report = sync(tmp_path, [folder], model=encoder, progress=events.append, executor=executor)
        assert report.waiting == 0
        workers = executor.workers()
    assert_same(tmp_path, local)
    assert len({pid for _, pid in workers}) == len(workers) > 0
    assert os.getpid() not in {pid for _, pid in workers}
    assert {"embedding", "starting"} <= {event.stage for event in events}
    assert "reading" not in {event.stage for event in events}  # documents come with their vectors
    with RayExecutor(HERE) as executor:  # nothing is to be done, and nothing started
        report = sync(tmp_path, [folder], model=encoder, executor=executor)
        assert (report.added, report.unchanged) == (0, FILES)
        assert executor.workers() == []


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_a_worker_killed_in_the_middle(cluster, folder, encoder, local, tmp_path, monkeypatch):
    monkeypatch.setattr(ingest, "BATCH_PASSAGES", 4)
    killed = []

    def kill(event: Progress) -> None:
        if event.stage == "embedding" and event.done and not killed:
            killed.append(executor.workers()[0][1])
            os.kill(killed[0], signal.SIGKILL)

    with RayExecutor(HERE) as executor:
        sync(tmp_path, [folder], model=encoder, progress=kill, executor=executor)
        assert killed
        assert killed[0] not in {pid for _, pid in executor.workers()}
    assert_same(tmp_path, local)


def test_an_interrupted_build_goes_on(cluster, folder, encoder, local, tmp_path, monkeypatch):
    monkeypatch.setattr(ingest, "BATCH_PASSAGES", 4)
    committed = []

    def interrupt(event: Progress) -> None:
        if event.stage == "embedding" and event.done > 9:
            committed.append(event.done)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), RayExecutor(HERE) as executor:
        sync(tmp_path, [folder], model=encoder, progress=interrupt, executor=executor)
    before = rows(tmp_path)[0]
    assert len(before) == committed[0] < FLIGHTS
    with RayExecutor(HERE) as executor:
        report = sync(tmp_path, [folder], model=encoder, executor=executor)
    assert report.added == FILES - len(before)
    assert rows(tmp_path)[0][: len(before)] == before
    assert_same(tmp_path, local)


@pytest.mark.skipif(find_spec("lance") is None, reason="needs pylance, of the extra 'scale'")
def test_into_a_shared_collection(cluster, folder, encoder, local, tmp_path):
    address = f"lance:{tmp_path / 'shared'}"
    with RayExecutor(HERE) as executor:
        report = sync_shared(address, tmp_path, [folder], model=encoder, executor=executor)
        assert report.documents == FILES
        assert executor.workers()
    copy(address, tmp_path / "back")
    assert_same(tmp_path / "back", local)


def test_words_first_and_vectors_in_another_run(cluster, folder, encoder, local, tmp_path):
    with RayExecutor(HERE) as executor:
        report = sync(tmp_path, [folder], model=encoder, quick=True, executor=executor)
        assert report.waiting == report.passages
        assert executor.workers()
    events: list[Progress] = []
    with RayExecutor(HERE) as executor:  # no file is read
        report = sync(tmp_path, [folder], model=encoder, progress=events.append, executor=executor)
        assert (report.added, report.waiting) == (0, 0)
        assert executor.workers()
    assert "refining" in {event.stage for event in events}
    assert_same(tmp_path, local)


def test_from_the_command_line(cluster, folder, local, tmp_path, capsys):
    assert main(["index", str(folder), "--index", str(tmp_path / "index"), "--ray"]) == 0
    shown = capsys.readouterr()
    assert f"{FILES} documents" in shown.out
    assert "starting ray" in shown.err
    assert_same(tmp_path / "index", local)


def test_an_address_that_is_a_folder(folder, tmp_path, capsys):
    assert main(["index", "--ray", str(folder), "--index", str(tmp_path)]) == 2
    assert "is no address of a Ray cluster" in capsys.readouterr().err


def test_what_is_started_here_is_private(cluster):
    ray = cluster.ray
    assert cluster.cores == 2
    address = ray.get_runtime_context().gcs_address
    assert address.startswith("127.0.0.1:")
    assert re.fullmatch("[0-9a-f]{64}", os.environ["RAY_AUTH_TOKEN"])
    assert os.environ["RAY_AUTH_MODE"] == "token"
    from ray._private.authentication.authentication_utils import is_token_auth_enabled

    assert is_token_auth_enabled()
    (session,) = {node["NodeManagerAddress"] for node in ray.nodes()}
    assert session == "127.0.0.1"


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="needs /proc")
def test_nothing_listens_to_other_machines(cluster):
    """The ports of all processes of the cluster, by the sockets that they have open."""
    sockets = set()
    for pid in (str(os.getpid()), *_below(os.getpid())):
        with suppress(OSError):  # it has ended
            for descriptor in os.listdir(f"/proc/{pid}/fd"):
                with suppress(OSError):  # it was closed
                    target = os.readlink(f"/proc/{pid}/fd/{descriptor}")
                    if found := re.fullmatch(r"socket:\[(\d+)\]", target):
                        sockets.add(found[1])
    listening = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            _, address, _, state, *_, inode = line.split()[:10]
            if state == "0A" and inode in sockets:
                listening.add(address.rpartition(":")[0])
    assert listening
    assert listening <= {"0100007F", "0000000000000000FFFF00000100007F"}


def _below(pid: int) -> set[str]:
    """The processes that a process has started, and those that they have."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[path.parent.name] = path.read_text().rpartition(")")[2].split()[1]
        except OSError:  # it has ended
            continue
    found, new = set(), {str(pid)}
    while new:
        new = {child for child, parent in parents.items() if parent in new} - found
        found |= new
    return found
