"""A folder that is watched: what happens there is searchable within two seconds."""

from __future__ import annotations

import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import qa
from qa.datatypes import Noticed, SyncReport
from qa.errors import QaError
from qa.indexing import network_mounts
from qa.indexing.sync import sync
from qa.indexing.watch import notice, watch
from tests.support.builders import FakeEncoder, environment, heeding_ctrl_c
from tests.support.updates import fake_encoder, write

SOON = 20.0  # seconds that a busy machine may take


@pytest.fixture
def encoder(monkeypatch) -> FakeEncoder:
    return fake_encoder(monkeypatch)


class Watch:
    """A watch in a thread, as an interface runs it."""

    def __init__(self, docs: Path, index: Path, run=None) -> None:
        self.stop = threading.Event()
        self.told: queue.Queue[SyncReport | QaError] = queue.Queue()
        run = run or (lambda: sync(index, [docs]))

        def go() -> None:
            for result in watch(run, [docs], index, self.stop):
                self.told.put(result)

        self.thread = threading.Thread(target=go)
        self.thread.start()

    def next(self, seconds: float = SOON) -> SyncReport | QaError:
        return self.told.get(timeout=seconds)

    def end(self) -> None:
        self.stop.set()
        self.thread.join(SOON)
        assert not self.thread.is_alive()


@pytest.fixture
def docs(tmp_path) -> Path:
    write(tmp_path / "docs" / "a.txt", "The minister bought radios.\n")
    write(tmp_path / "docs" / "b.txt", "The harbour was closed.\n")
    return tmp_path / "docs"


@pytest.fixture
def watched(docs, encoder) -> Iterator[Watch]:
    made = Watch(docs, docs / "index")  # inside the folder: its own writing is no change
    yield made
    made.end()


def test_what_happens_is_told(watched, docs):
    first = watched.next()
    assert isinstance(first, SyncReport)
    assert first.added == 2
    write(docs / "new.txt", "A treaty was signed.\n")
    assert watched.next().added == 1
    with qa.open(docs / "index") as engine:
        assert engine.search("treaty", top=1)[0].document.source == "new.txt"
    write(docs / "new.txt", "A treaty was broken.\n")
    assert watched.next().changed == 1
    (docs / "sub").mkdir()
    (docs / "new.txt").rename(docs / "sub" / "old.txt")
    moved = watched.next()
    assert (moved.moved, moved.added, moved.removed) == (1, 0, 0)
    write(docs / "sub" / "deep.txt", "In a folder that was not there at first.\n")
    assert watched.next().added == 1
    (docs / "a.txt").unlink()
    assert watched.next().removed == 1
    with pytest.raises(queue.Empty):  # neither the index nor an unchanged round is news
        watched.next(3)


def test_a_burst_is_one_round(docs, encoder, tmp_path):
    rounds: list[SyncReport] = []

    def run() -> SyncReport:
        rounds.append(sync(tmp_path / "index", [docs]))
        return rounds[-1]

    made = Watch(docs, tmp_path / "index", run)
    try:
        assert made.next().added == 2
        time.sleep(3)  # the round after the beginning
        before = len(rounds)
        for n in range(40):
            write(docs / f"burst{n}.txt", f"Number {n} came.\n")
        added = 0
        while added < 40:
            added += made.next().added
        assert len(rounds) - before <= 3
    finally:
        made.end()


def test_an_error_ends_its_round_only(docs, encoder, tmp_path):
    failing = threading.Event()

    def run() -> SyncReport:
        if failing.is_set():
            raise QaError("The disk is full.", "Free some space.")
        return sync(tmp_path / "index", [docs])

    made = Watch(docs, tmp_path / "index", run)
    try:
        assert made.next().added == 2
        failing.set()
        write(docs / "new.txt", "A treaty was signed.\n")
        error = made.next()
        assert isinstance(error, QaError)
        assert error.message == "The disk is full."
        with pytest.raises(queue.Empty):  # it is tried again, and told once
            made.next(5)
        failing.clear()
        assert made.next().added == 1  # without any further change
    finally:
        made.end()


def test_a_folder_that_goes_and_comes_back(docs, encoder, tmp_path):
    made = Watch(docs, tmp_path / "index")
    try:
        assert made.next().added == 2
        docs.rename(tmp_path / "away")
        gone = made.next()
        assert isinstance(gone, SyncReport)
        assert (gone.held, gone.removed) == (2, 0)
        assert gone.warnings
        (tmp_path / "away").rename(docs)
        write(docs / "new.txt", "A treaty was signed.\n")
        assert made.next().added == 1
        write(docs / "newer.txt", "A treaty was broken.\n")  # the folder is watched again
        assert made.next().added == 1
    finally:
        made.end()


def test_a_folder_that_is_not_there(tmp_path):
    engine = qa.open(tmp_path / "index", paths=[tmp_path / "none"])
    with pytest.raises(QaError, match="no file or folder"):
        engine.watch()
    assert not (tmp_path / "index").exists()


PROGRAM = """
import sys
sys.path.insert(0, sys.argv.pop(1))
from tests.support.builders import FakeEncoder
import qa.indexing.sync
qa.indexing.index_encoder.load_encoder = lambda *_, **__: FakeEncoder()
from qa.cli import run
run()
"""


def test_the_command_line_until_ctrl_c(docs, tmp_path):
    tests = Path(__file__).parents[2]
    with heeding_ctrl_c():
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(tests), "index", str(docs), "--watch",
             "--index", str(tmp_path / "index")],
            env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline().startswith("2 documents in 2 passages; 2 added")
    write(docs / "new.txt", "A treaty was signed.\n")
    assert process.stdout.readline().startswith("3 documents in 3 passages; 1 added")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=SOON)
    assert process.returncode == 0, err
    assert out == ""
    assert err.splitlines()[-1] == "qa: stopped watching"
    assert "Traceback" not in err


# Noticing without doing anything about it.


class Noticing:
    """What is noticed, gathered by a thread."""

    def __init__(self, docs: Path, index: Path) -> None:
        self.stop = threading.Event()
        self.told: queue.Queue[Noticed] = queue.Queue()

        def go() -> None:
            for each in notice([docs], index, self.stop):
                self.told.put(each)

        self.thread = threading.Thread(target=go)
        self.thread.start()

    def expect(self, *wanted: Noticed, seconds: float = SOON) -> None:
        for each in wanted:
            assert self.told.get(timeout=seconds) is each

    def end(self) -> None:
        self.stop.set()
        self.thread.join(SOON)
        assert not self.thread.is_alive()


def test_changes_are_noticed_and_reading_is_none(docs, encoder, tmp_path):
    sync(tmp_path / "index", [docs])
    made = Noticing(docs, tmp_path / "index")
    try:
        made.expect(Noticed.FILES)  # what was before is unknown
        write(docs / "new.txt", "A treaty was signed.\n")
        began = time.monotonic()
        made.expect(Noticed.FILES)
        assert time.monotonic() - began < SOON / 2
        sync(tmp_path / "index", [docs])
        made.expect(Noticed.INDEX)
        with qa.open(tmp_path / "index") as engine:
            for _ in range(2):  # opening and closing the store is no change
                engine.documents()
                engine.status()
                with pytest.raises(queue.Empty):
                    made.told.get(timeout=2.5)
    finally:
        made.end()


def test_a_missing_folder_is_waited_for(docs, tmp_path):
    away = tmp_path / "away"
    docs.rename(away)
    engine = qa.open(tmp_path / "index", paths=[docs])
    stop = threading.Event()
    told: queue.Queue[Noticed] = queue.Queue()
    thread = threading.Thread(target=lambda: [told.put(each) for each in engine.changes(stop=stop)])
    thread.start()
    try:
        with pytest.raises(queue.Empty):
            told.get(timeout=3)
        away.rename(docs)
        assert told.get(timeout=SOON) is Noticed.FILES
    finally:
        stop.set()
        thread.join(SOON)
    assert not thread.is_alive()
    with pytest.raises(QaError, match="which folder"):
        qa.open(tmp_path / "none").changes()


@pytest.mark.parametrize("broken", ["limit", "network"])
def test_where_nothing_tells_of_changes_it_is_looked_by_the_clock(
    docs, tmp_path, monkeypatch, broken
):
    from watchfiles._rust_notify import WatchfilesRustInternalError

    if broken == "limit":

        def full(*_, **__):
            raise WatchfilesRustInternalError("OS file watch limit reached.")

        monkeypatch.setattr("watchfiles.watch", full)
    else:
        monkeypatch.setattr("qa.indexing.network_mounts.notifies", lambda path: False)
    monkeypatch.setattr("qa.indexing.watch._BEAT_MS", 50)
    monkeypatch.setattr("qa.indexing.watch._POLL_SECONDS", 0.2)
    made = Noticing(docs, tmp_path / "index")
    try:
        began = time.monotonic()
        made.expect(*[Noticed.FILES] * 5)
        assert time.monotonic() - began > 0.5
    finally:
        made.end()


MOUNTS = """\
21 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 21 0:44 / /mnt/far rw - nfs4 server:/x rw
31 21 0:45 / /mnt/two\\040words rw - fuse.sshfs me@there: rw
32 21 0:46 / /mnt/far/near rw - xfs /dev/vdb rw
33 21 0:47 / /mnt/farther rw - fuseblk /dev/vdc rw
broken line
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/x", "ext4"),
        ("/mnt/far", "nfs4"),
        ("/mnt/far/a/b", "nfs4"),
        ("/mnt/far/near/b", "xfs"),
        ("/mnt/farther/b", "fuseblk"),
        ("/mnt/two words/b", "fuse.sshfs"),
    ],
)
def test_which_disk_a_path_is_on(path, kind, monkeypatch, tmp_path):
    assert network_mounts.kind_of(Path(path), MOUNTS.splitlines()) == kind
    held = tmp_path / "mountinfo"
    held.write_text(MOUNTS)
    monkeypatch.setattr(network_mounts, "_MOUNTS", held)
    assert network_mounts.notifies(Path(path)) == (kind in ("ext4", "xfs", "fuseblk"))
    monkeypatch.setattr(network_mounts, "_MOUNTS", tmp_path / "none")
    assert network_mounts.notifies(Path(path))
