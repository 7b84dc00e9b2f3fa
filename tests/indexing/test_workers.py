"""One bad file stops nothing: workers that die, hang and eat memory, and what is left of them."""

import os
import subprocess
import sys
import time
from concurrent.futures import Future
from contextlib import closing

import pytest

from qa.datatypes import Skipped
from qa.documents.found_file import FoundFile
from qa.documents.passages import PassageSettings
from qa.documents.scan import scan
from qa.embedding.model_files import default_model_dir
from qa.embedding.token_counts import open_counter
from qa.errors import DocumentError
from qa.indexing import light_files, workers
from qa.indexing.cutter import Cutter
from qa.indexing.workers import cut_files

POSIX = pytest.mark.skipif(os.name == "nt", reason="limits are POSIX's")
# A worker whose loader does to files of some names what a faulty one might do to any.
HOSTILE = """
import sys, json; sys.path[:] = json.loads(sys.argv[1])
import os, signal, time
from qa.documents import cutting
from qa.indexing import worker
real = cutting.cut_file
def cut_file(path, source, settings, count, **more):
    if source == "dies.txt": os.kill(os.getpid(), signal.SIGSEGV)
    if source == "exits.txt": os._exit(7)
    if source == "loops.txt":
        while True: pass
    if source == "works.txt":
        while time.process_time() < 1: pass
    if source == "sleeps.txt": time.sleep(600)
    if source == "prints.txt": print("noise"); os.write(1, b"noise")
    if source == "babbles.txt": os.write(replies, b"noise" * 9)
    if source == "eats.txt":
        try:
            found = [bytes(64 << 20) for _ in range(1000)]
        except MemoryError as error:
            raise cutting.DocumentError("Reading it takes too much memory.") from error
    return real(path, source, settings, count, **more)
dup = os.dup
def noted(descriptor):
    global replies
    replies = dup(descriptor)
    return replies
os.dup = noted
cutting.cut_file = cut_file
worker.main()
"""


@pytest.fixture(scope="module")
def cutter():
    tokenizer = default_model_dir() / "tokenizer.json"
    return Cutter(PassageSettings(), open_counter(tokenizer), tokenizer)


@pytest.fixture
def folder(tmp_path):
    for number in range(40):
        text = f"Document {number} is here. " + "It says something about gliders. " * number
        (tmp_path / f"d{number:02}.txt").write_text(text)
    return tmp_path


def files(folder):
    return list(scan([folder], folder))


def processes():
    """The child processes of this one that are workers, ended ones that nobody waited for too."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "ppid=,pid=,args="], capture_output=True, text=True
    ).stdout
    children = [line for line in listed.splitlines() if line.split()[:1] == [str(os.getpid())]]
    return [line for line in children if "ps -A" not in line]


def cut_all(folder, cutter):
    found = files(folder)
    return [(item, result) for item, _, result in cut_files(found, cutter)]


def test_results_and_order_are_those_of_one_process(folder, cutter):
    (folder / "d05.txt").write_text(" ")
    (folder / "d07.md").write_text("# A heading\n\n- one\n- two\n\n2021-05-04\n\nÀ Ω \u00ad 中文。")
    (folder / "d09.txt").write_bytes("Der Fluß fließt über die Brücke. ".encode("cp1252") * 9)
    found = cut_all(folder, cutter)
    alone = [(item, cutter.here(item)) for item in files(folder)]
    assert [item for item, _ in found] == [item for item, _ in alone]
    for (_, result), (_, expected) in zip(found, alone, strict=True):
        if isinstance(expected, DocumentError):
            assert str(result) == str(expected)
        else:
            assert result == expected
    assert found[5][1].message == "The file holds only white space."
    assert {
        item.source: result.doubt for item, result in found if getattr(result, "doubt", "")
    } == {"d09.txt": "Windows-1252"}


@POSIX
def test_a_file_that_dies_hangs_or_eats_memory_is_skipped(folder, cutter, monkeypatch):
    monkeypatch.setattr(workers, "_PROGRAM", HOSTILE)
    monkeypatch.setattr(workers, "_SECONDS", 1)
    monkeypatch.setattr(workers, "_PATIENCE", 3)
    monkeypatch.setattr(workers, "MEMORY", 1 << 30)
    names = ("dies", "exits", "loops", "sleeps", "prints", "babbles", "eats")
    for name in names:
        (folder / f"{name}.txt").write_text(f"Words of {name}.")
    found = {item.source: result for item, result in cut_all(folder, cutter)}
    reasons = {
        source: result.message
        for source, result in found.items()
        if isinstance(result, DocumentError)
    }
    assert reasons.pop("babbles.txt").startswith("Reading it ended its process")
    assert reasons == {
        "dies.txt": "Reading it ended its process (SIGSEGV).",
        "exits.txt": "Reading it ended its process (exit code 7).",
        "loops.txt": "Reading it takes longer than 1 seconds.",
        "sleeps.txt": "Reading it takes longer than 1 seconds.",
        "eats.txt": "Reading it takes too much memory.",
    }
    assert found["prints.txt"].documents[0].document.text == "Words of prints."
    assert len(found) == 40 + len(names)
    assert processes() == []


@pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="Linux tells it")
def test_what_computes_is_not_late_for_want_of_a_core(folder, cutter, monkeypatch):
    """On a machine with much else to do the clock goes on while a file is not read."""
    monkeypatch.setattr(workers, "_PROGRAM", HOSTILE)
    monkeypatch.setattr(workers, "_PATIENCE", 0.01)  # 0.2 s on the clock for 20 s of computing
    monkeypatch.setattr(workers, "_BEAT", 0.02)
    (folder / "works.txt").write_text("It took its time.")
    (folder / "sleeps.txt").write_text("It never comes.")
    found = {item.source: result for item, result in cut_all(folder, cutter)}
    assert found["works.txt"].documents[0].document.text == "It took its time."
    assert found["sleeps.txt"].message == "Reading it takes longer than 20 seconds."


@POSIX
def test_workers_end_when_nobody_wants_the_rest(folder, cutter, monkeypatch):
    monkeypatch.setattr(workers, "_PROGRAM", HOSTILE)
    (folder / "a.txt").write_text("First.")
    for name in ("sleeps", "loops"):
        (folder / f"{name}.txt").write_text("Words.")
    found = files(folder)
    with closing(cut_files(found, cutter)) as results:
        assert next(results)[0].source == "a.txt"
        assert processes()
        began = time.monotonic()
    assert time.monotonic() - began < 2
    assert processes() == []


def test_few_small_files_need_no_worker(tmp_path, cutter, monkeypatch):
    monkeypatch.setattr(workers.subprocess, "Popen", None)  # calling it would fail
    (tmp_path / "a.txt").write_text("One sentence.")
    ((_, result),) = cut_all(tmp_path, cutter)
    assert result.documents[0].document.text == "One sentence."


@POSIX
def test_a_large_file_is_read_apart_however_few_there_are(tmp_path, cutter, monkeypatch):
    monkeypatch.setattr(workers, "_PROGRAM", HOSTILE)
    (tmp_path / "dies.txt").write_text("Many words. " * 9_000)
    ((_, result),) = cut_all(tmp_path, cutter)
    assert result.message == "Reading it ended its process (SIGSEGV)."


def test_where_no_worker_starts_files_are_read_here(folder, cutter, monkeypatch):
    monkeypatch.setattr(workers, "_PROGRAM", "raise SystemExit(1)")
    found = cut_all(folder, cutter)
    assert [result.documents[0].document.text[:11] for _, result in found[:2]] == [
        "Document 0 ",
        "Document 1 ",
    ]
    assert len(found) == 40


def test_a_loader_that_fails_makes_a_reason(tmp_path, monkeypatch):
    from qa.documents.loaders import load, plain_text

    path = tmp_path / "a.txt"
    path.write_text("Words.")
    for error, reason in (
        (RecursionError(), "Can't be read: it is nested too deeply."),
        (MemoryError(), "Reading it takes too much memory."),
        (KeyError("x"), "Can't be read: KeyError in its loader."),
    ):

        def fail(data, source, error=error):
            raise error

        monkeypatch.setattr(plain_text, "load", fail)
        with pytest.raises(DocumentError) as caught:
            load(path, "a.txt")
        assert caught.value.message == reason


def test_workers_import_nothing_heavy_and_nothing_from_the_current_folder(tmp_path):
    (tmp_path / "json.py").write_text("raise SystemExit('the folder of the documents ran code')")
    code = (
        "import sys, json; sys.path[:] = json.loads(sys.argv[1])\n"
        "import qa.indexing.worker, qa.embedding.token_counts\n"
        "from qa.documents.loaders import plain_text, markdown\n"
        "print(sorted({'numpy', 'faiss', 'onnxruntime', 'torch'} & set(sys.modules)))"
    )
    import json

    done = subprocess.run(
        [sys.executable, "-I", "-c", code, json.dumps([p for p in sys.path if p])],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "[]", done.stderr


@POSIX
def test_letters_alone_on_millions_of_lines_stay_within_bounds(tmp_path, cutter):
    """12 MB of them took gigabytes. A tenth here, measured: 30 MB more than a worker's 40, 2 s."""
    code = (
        "import sys, resource, pathlib\n"
        "from qa.documents.cutting import cut_file\n"
        "from qa.documents.passages import PassageSettings\n"
        "from qa.documents.token_estimate import estimate\n"
        "for path in map(pathlib.Path, sys.argv[1:]):\n"
        "    assert cut_file(path, path.name, PassageSettings(), estimate).documents\n"
        # Not `ru_maxrss`, which a process takes over from the one that started it.
        "status = pathlib.Path('/proc/self/status').read_text().split('VmHWM:')[1]\n"
        "usage = resource.getrusage(resource.RUSAGE_SELF)\n"
        "print(int(status.split()[0]) // 1024, usage.ru_utime)"
    )
    paths = [tmp_path / name for name in ("a.txt", "a.md")]
    for path in paths:
        path.write_text("a\n" * 600_000)
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, paths)], capture_output=True, text=True, check=True
    )
    megabytes, seconds = map(float, done.stdout.split())
    assert megabytes < 150
    assert seconds < 30


def test_skipped_files_and_the_rest_in_one_update(folder, tmp_path_factory, monkeypatch):
    """Through `sync`: the update ends, and says what it left out."""
    from qa.indexing.sync import sync
    from tests.support.builders import FakeEncoder

    monkeypatch.setattr(workers, "_PROGRAM", HOSTILE)
    (folder / "dies.txt").write_text("Words.")
    encoder = FakeEncoder()
    encoder.tokenizer_file = default_model_dir() / "tokenizer.json"
    monkeypatch.setattr("qa.indexing.index_encoder.load_encoder", lambda *_, **__: encoder)
    report = sync(tmp_path_factory.mktemp("index") / "index", [folder])
    assert report.documents == 40
    assert report.skipped == (Skipped("dies.txt", "Reading it ended its process (SIGSEGV)."),)


@pytest.mark.parametrize(
    ("source", "size", "apart"),
    [
        ("a.txt", light_files.LARGE, False),
        ("a.txt", light_files.LARGE + 1, True),
        ("A.MD", 10, False),
        ("a.pdf", 10, True),  # a format that is not plain text, whatever its size
        ("a", 10, True),
    ],
)
def test_of_few_files_only_those_that_cannot_take_long_are_read_here(source, size, apart):
    item = FoundFile(f"/docs/{source}", source, size, 0, 0, 0)
    assert light_files.quick(item) is not apart


@pytest.mark.parametrize(
    ("name", "size", "most"),
    [
        ("a.md", 10_000, 2_000),  # files that are small are many, but not all,
        ("a.md", 1 << 20, 20),  # larger ones fewer,
        ("a.zip", 10, 50),  # and few those that may unpack to anything
        ("a.zip", 32 << 20, 8),
    ],
)
def test_files_are_read_ahead_as_far_as_memory_allows(cutter, monkeypatch, name, size, most):
    class Reading(workers.Pool):
        asked = 0

        def submit(self, item):
            Reading.asked += 1
            done = Future()
            done.set_result((item, None, None))
            return done

    monkeypatch.setattr(workers, "Pool", Reading)
    monkeypatch.setattr(workers, "_MOST_WORKERS", 2)
    files = [FoundFile(f"/docs/{name}", name, size, 0, 0, 0)] * 2_500
    with closing(cut_files(files, cutter)) as cuts:
        next(cuts)
        assert most / 2 < Reading.asked <= most + 1
        asked = Reading.asked
        next(cuts)
        assert Reading.asked == asked + 1
        assert sum(1 for _ in cuts) == 2_498


def test_a_link_is_read_by_a_worker_when_its_target_is_of_another_kind():
    assert not light_files.quick(FoundFile("/docs/a.pdf", "a.txt", 10, 0, 0, 0))
    assert light_files.quick(FoundFile("/docs/a", "a.txt", 10, 0, 0, 0))
