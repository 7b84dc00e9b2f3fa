"""Documents in object storage, indexed: the rows of a folder with the same files, by object."""

from __future__ import annotations

import io
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest

import qa
from qa.cli import main
from qa.datatypes import Filter
from qa.documents.loaders.safe_read import MAX_BYTES
from qa.errors import (
    CollectionNotFound,
    FolderUntrusted,
    NotShared,
    ScaleMissing,
    StorageError,
    UsageError,
)
from qa.library import collections
from qa.objects import client, copies
from tests.support.builders import ROOT, run_qa

ADDRESS = "s3://papers/news"


def archive() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        made.writestr("inner/one.txt", "The first letter was posted in Rome.")
        made.writestr("two.md", "# Second\n\nThe second letter was never posted.")
    return data.getvalue()


FILES: dict[str, str | bytes] = {
    "pump.txt": "The pump failed on Monday because the valve cracked.\n\nAnna repaired the pump.\n",
    # Three that a storage lists in another order than folders have.
    "a.txt": "The alpha report is about gliders.",
    "a/x.txt": "The beta report is about balloons.",
    "a-b/y.md": "# Kites\n\nThe gamma report is about kites.\n\n- red\n- white\n",
    "the page é.html": "<h1>Harbour</h1><p>The harbour opens at <b>six</b>.</p>",
    "deep/er/table.csv": "boat,length\nAda,12\nBea,14\n",
    "letters.zip": archive(),
    "accents.txt": "Der Fluß fließt über die Brücke. ".encode("cp1252") * 9,
    "empty.txt": " ",
    "broken.pdf": b"%PDF-1.4 and nothing more",
    "program.bin": b"\x00\x01",
    "README": "A file without a suffix, which is plain text all the same.",
}


@pytest.fixture
def news(storage):
    for name, content in FILES.items():
        storage.put(f"news/{name}", content)
    storage.put("newspaper/other.txt", "It lies beside, not below.")
    return storage


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "news"
    for name, content in FILES.items():
        place = made / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
    return made


@pytest.fixture
def fetched(monkeypatch):
    """The keys of the objects whose bytes were asked for by this process."""
    keys = []
    real = copies._transferred

    def transferred(place, *rest):
        keys.append(place.removeprefix("/s3:/papers/news/"))
        return real(place, *rest)

    monkeypatch.setattr(copies, "_transferred", transferred)
    return keys


def index(place, *paths, model="fast", **how):
    with qa.open(place, paths=paths or [ADDRESS], encoder=model) as engine:
        return engine.sync(**how)


def rows(index: Path) -> dict[str, list[tuple]]:
    """What an index holds, without where and when its files were read."""
    with closing(sqlite3.connect(index / "qa.sqlite")) as db:
        db.row_factory = sqlite3.Row
        found = {}
        for table in ("document", "container", "passage", "skipped"):
            listed = [dict(each) for each in db.execute(f"SELECT * FROM {table}")]
            for row in listed:
                for name in ("mtime_ns", "ctime_ns", "inode", "checked_ns", "indexed_at", "stamp"):
                    row.pop(name, None)
            found[table] = sorted(map(repr, listed)) if table == "skipped" else listed
    return found


def test_the_rows_are_those_of_the_same_files_in_a_folder(news, folder, tmp_path):
    here = index(tmp_path / "here", folder, model=None)
    there = index(tmp_path / "there", model=None)
    assert there.documents == here.documents == 10
    assert {each.source: each.reason for each in there.skipped} == {
        each.source: each.reason for each in here.skipped
    }
    assert rows(tmp_path / "there") == rows(tmp_path / "here")


def test_only_what_changed_is_fetched(news, fetched, tmp_path):
    first = index(tmp_path / "index")
    # What can't be read by its name is not asked for, anything else once.
    assert sorted(fetched) == sorted(set(FILES) - {"program.bin"})
    assert first.added == 9
    fetched.clear()
    again = index(tmp_path / "index")
    assert (fetched, again.unchanged, again.documents) == ([], 9, 10)

    news.put("news/pump.txt", "The pump was replaced.")
    news.put("news/a.txt", FILES["a.txt"])  # written again, the same
    news.remove("news/a/x.txt")
    news.client.copy_object(
        Bucket="papers", CopySource="papers/news/a-b/y.md", Key="news/moved/kites.md"
    )
    news.remove("news/a-b/y.md")
    done = index(tmp_path / "index")
    assert (done.changed, done.removed, done.moved, done.unchanged) == (1, 1, 1, 6)
    assert sorted(fetched) == ["moved/kites.md", "pump.txt"]
    with qa.open(tmp_path / "index") as engine:
        assert engine.document("pump").text == "The pump was replaced."
        assert "moved/kites.md" in {each.source for each in engine.documents()}
        with pytest.raises(UsageError):
            engine.document("a/x.txt")


def test_with_verify_everything_is_read(news, fetched, tmp_path):
    index(tmp_path / "index")
    fetched.clear()
    assert index(tmp_path / "index", verify=True).unchanged == 9
    assert len(fetched) == 9


def test_answers_cite_the_address(news, tmp_path, capsys):
    place = str(tmp_path / "index")
    index(place)
    with qa.open(place) as engine:
        found = engine.ask("who repaired the pump?")
        assert found.sources[0].path == f"{ADDRESS}/pump.txt"
        checked = engine.verify(found)
        assert (checked.changed_files, checked.notes) == ((), ())
        assert engine.document(f"{ADDRESS}/pump.txt").source == "pump.txt"
        only = Filter(paths=(f"{ADDRESS}/a*/*",))
        assert {each.source for each in engine.documents(only)} == {"a/x.txt", "a-b/y.md"}
        status = engine.status()
        assert (status.collection, status.files) == ((ADDRESS,), None)
    for command in (
        ["list"],
        ["show", f"{ADDRESS}/a/x.txt"],
        ["search", "balloons"],
        ["ask", "who repaired the pump?"],
    ):
        assert main([*command, "--index", place, "--color", "always"]) == 0
        out = capsys.readouterr().out
        assert f"{ADDRESS}/" in out
        assert "file:" not in out


def test_nothing_is_asked_of_the_storage_when_a_question_is(news, tmp_path):
    place = tmp_path / "index"
    index(place)
    news.stop()
    with qa.open(place) as engine:
        found = engine.ask("who repaired the pump?")
        assert found.answered
        assert found.notes == ()
        assert not engine.ask("who invented the bicycle?").answered
        assert not engine.stale()
        assert engine.status().documents == 10


def test_odd_keys_are_skipped_by_name_and_the_others_go_on(news, tmp_path, fetched):
    odd = [
        "news/../up.txt",
        "news/./dot.txt",
        "news/a//b.txt",
        "news/\x1b[31mred.txt",
        "news//abs.txt",
    ]
    for key in odd:
        news.put(key, "Odd.")
    news.put("news/", b"")  # what a console writes to have a folder
    news.put("news/sub/", b"")
    news.put("news/pump.txt/below.txt", "Below an object.")
    done = index(tmp_path / "index")
    reasons = {each.source: each.reason for each in done.skipped}
    assert reasons["..%2Fup.txt"] == "Its key has a part that is a dot or two."
    assert reasons[".%2Fdot.txt"] == "Its key has a part that is a dot or two."
    assert reasons["a%2F%2Fb.txt"] == reasons["%2Fabs.txt"] == "Its key has an empty part."
    assert reasons["%1B%5B31mred.txt"] == "Its key has control characters."
    assert reasons["pump.txt/below.txt"] == "Lies below another object, as if that were a folder."
    assert done.documents == 10
    assert not any("\x1b" in each for each in fetched)


def test_what_folders_leave_out_is_left_out(news, tmp_path, fetched):
    news.put("news/.hidden.txt", "Hidden.")
    news.put("news/node_modules/x.txt", "A package.")
    news.put("news/old/qa.sqlite", "An index.")
    news.put("news/old/x.txt", "In a folder that is an index.")
    news.put("news/shared/qa.lance/data.txt", "In a shared collection.")
    news.put("news/.qaignore", "deep/\n*.md\n")
    news.put("news/a-b/.qaignore", "!y.md\n")
    index(tmp_path / "index")
    with qa.open(tmp_path / "index") as engine:
        sources = {each.source for each in engine.documents()}
    assert "a-b/y.md" in sources
    assert not any(each.startswith(("deep", ".", "node", "old", "shared")) for each in sources)
    news.put("news/.qaignore", "a.txt\n")
    done = index(tmp_path / "index")  # what is left out now is removed, however much is left
    assert (done.removed, done.added, done.held) == (1, 1, 0)


def test_what_is_too_large_is_not_fetched(news, tmp_path, fetched, monkeypatch):
    news.put("news/large.txt", b"x" * 100_000)
    monkeypatch.setattr("qa.documents.found_file.MAX_BYTES", 50_000)
    monkeypatch.setattr("qa.documents.found_file.most_bytes", lambda _: 50_000)
    reasons = {each.source: each.reason for each in index(tmp_path / "index").skipped}
    assert reasons["large.txt"].startswith("Too large: ")
    assert "large.txt" not in fetched


def test_a_copy_is_private_limited_and_goes(news, monkeypatch):
    place = "/s3:/papers/news/pump.txt"
    with copies.copied(place, MAX_BYTES) as copy:
        state = os.stat(copy.path)
        assert state.st_mode & 0o777 == 0o600
        assert os.stat(Path(copy.path).parent).st_mode & 0o777 == 0o700
        assert Path(copy.path).read_bytes() == FILES["pump.txt"].encode()
        assert (copy.size, copy.etag < 0) == (len(FILES["pump.txt"]), True)
    assert not os.path.exists(copy.path)
    with pytest.raises(qa.errors.DocumentError, match="grown"), copies.copied(place, 10):
        pass
    with (
        pytest.raises(qa.errors.DocumentError, match="no longer there"),
        copies.copied(place + "x", 10),
    ):
        pass
    assert os.listdir(Path(copy.path).parent) == ["lock"]


def test_a_storage_that_fails_loses_nothing(news, tmp_path, monkeypatch):
    place = tmp_path / "index"
    index(place)
    before = rows(place)
    real = copies._transferred

    def broken(place, *rest):
        if "a-b" in place:
            raise StorageError("The line is cut.")
        return real(place, *rest)

    news.put("news/pump.txt", "The pump was replaced.")
    news.put("news/a-b/y.md", "# Kites\n\nChanged.")
    monkeypatch.setattr(copies, "_transferred", broken)
    with pytest.raises(StorageError, match="The line is cut"):
        index(place)
    with qa.open(place) as engine:
        assert engine.document("a-b/y.md").text.startswith("Kites\n\nThe gamma")
    monkeypatch.setattr(copies, "_transferred", real)
    assert index(place).changed >= 1

    before = rows(place)
    news.client.delete_bucket_policy(Bucket="papers")
    news.stop()
    with pytest.raises(StorageError, match="s3://papers/news can't be reached"):
        index(place)
    with pytest.raises(StorageError):
        index(place, rebuild=True)
    assert rows(place) == before


def test_a_bucket_that_is_not_there(news, tmp_path):
    with pytest.raises(CollectionNotFound, match="There is no bucket at s3://nobucket/x"):
        index(tmp_path / "index", "s3://nobucket/x")
    with pytest.raises(CollectionNotFound, match="nothing to index in s3://papers/nothing"):
        index(tmp_path / "index", "s3://papers/nothing")
    ran = run_qa("index", "s3://nobucket/x")
    assert (ran.returncode, "no bucket" in ran.stderr) == (1, True)
    assert collections() == ()


def test_objects_that_are_all_gone_stay_until_prune(news, tmp_path):
    place = tmp_path / "index"
    index(place)
    for name in FILES:
        news.remove(f"news/{name}")
    done = index(place)
    assert (done.documents, done.held) == (10, 9)
    assert "no longer in their folder" in done.warnings[0]
    news.put("news/last.txt", "The last one.")
    assert index(place, prune=True).documents == 1


def test_a_folder_and_a_bucket_in_one_index(news, tmp_path):
    place, notes = tmp_path / "index", tmp_path / "notes"
    notes.mkdir()
    (notes / "lunch.md").write_text("# Lunch\n\nLunch is at noon in the canteen.")
    index(place)
    with pytest.raises(UsageError, match="is the index of s3://papers/news"):
        index(place, notes)
    done = index(place, notes, add=True)
    assert (done.documents, done.added) == (11, 1)
    with qa.open(place) as engine:
        assert engine.ask("when is lunch?").sources[0].path == str(notes / "lunch.md")
        assert engine.ask("who repaired the pump?").sources[0].path == f"{ADDRESS}/pump.txt"
    news.remove("news/pump.txt")
    (notes / "lunch.md").write_text("# Lunch\n\nLunch is at one.")
    with qa.open(place) as engine:
        done = engine.sync()
    assert (done.changed, done.removed, done.documents) == (1, 1, 10)


def test_watching_is_refused_before_anything_is_indexed(news, tmp_path):
    ran = run_qa("index", ADDRESS, "--watch", "--index", str(tmp_path / "index"))
    assert ran.returncode == 2
    assert "Watching is for folders of this machine, not for s3://papers/news" in ran.stderr
    assert not (tmp_path / "index" / "qa.sqlite").exists()
    with qa.open(tmp_path / "index", paths=[ADDRESS]) as engine, pytest.raises(NotShared):
        engine.watch()


def test_without_the_extra_an_error_names_it(tmp_path, monkeypatch):
    client._client.cache_clear()
    monkeypatch.setitem(sys.modules, "botocore", None)
    with pytest.raises(ScaleMissing, match=r"pip install 'qa\[scale\]'"):
        index(tmp_path / "index")


def test_a_stranger_s_index_names_no_bucket_unasked(news, tmp_path, monkeypatch):
    index(tmp_path / "index")
    monkeypatch.setenv("QA_CONFIG", str(tmp_path / "other"))  # somebody who allowed nothing
    with qa.open(tmp_path / "index") as engine, pytest.raises(FolderUntrusted, match=ADDRESS):
        engine.sync()
    with qa.open(tmp_path / "index") as engine:  # it is read, and says where it is from
        assert engine.ask("who repaired the pump?", fresh=False).sources[0].path.startswith(ADDRESS)


@pytest.mark.skipif(find_spec("lance") is None, reason="needs the extra: pip install 'qa[scale]'")
@pytest.mark.slow
def test_into_a_shared_collection(news, folder, tmp_path, fetched):
    address = "s3://papers/news/shared"  # in the midst of its documents
    assert index(address).documents == 10
    fetched.clear()
    again = index(address)
    assert (again.unchanged, again.documents, fetched) == (9, 10, [])
    with qa.open(address) as engine:
        found = engine.ask("who repaired the pump?")
        assert found.sources[0].path == f"{ADDRESS}/pump.txt"
        texts = {each.source: engine.document(each.id).text for each in engine.documents()}
    index(tmp_path / "here", folder)
    with qa.open(tmp_path / "here") as engine:
        assert texts == {each.source: engine.document(each.id).text for each in engine.documents()}


# `qa` as it is, but that it commits after a few documents, says so, and waits.
SLOWLY = r"""
import os, sys, time
from qa.cli import main
from qa.indexing import ingest
ingest.BATCH_PASSAGES = 4
real = ingest._commit
def commit(store, encoded, tick):
    def slow(done):
        tick(done)
        os.write(1, b"%d\n" % done)
        time.sleep(0.5)
    real(store, encoded, slow)
ingest._commit = commit
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_a_killed_update_goes_on_where_it_was(storage, tmp_path, monkeypatch, fetched):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(copies, "_locks", {})
    for number in range(40):
        storage.put(f"news/d{number:02}.txt", f"Document {number} is about lamp {number}.")
    place = tmp_path / "index"
    command = [sys.executable, "-c", SLOWLY, "index", ADDRESS, "--model", "fast"]
    command += ["--index", str(place)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout
        for _ in range(3):
            done = int(process.stdout.readline())
        os.killpg(process.pid, signal.SIGKILL)
    (left,) = temporary.glob("qa-objects-*")
    report = index(place)
    assert not left.exists()  # what the killed one had copied
    assert (report.documents, report.added + report.unchanged) == (40, 40)
    assert done <= report.unchanged < 40
    assert len(fetched) == report.added
    storage_index = tmp_path / "clean"
    index(storage_index)
    with qa.open(place) as one, qa.open(storage_index) as other:
        assert [each.source for each in one.documents()] == [
            each.source for each in other.documents()
        ]


# `qa` as it is, but that this process fetches nothing.
DRIVER = """
import sys
from qa.cli import main
from qa.objects import copies
copies._transferred = None
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(find_spec("ray") is None, reason="needs the extra 'scale'")
@pytest.mark.slow
def test_the_workers_of_a_cluster_fetch_themselves(news, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for number in range(30):  # more than are read without a cluster
        news.put(f"news/d{number:02}.txt", f"Document {number} is about lamp {number}.")
    command = [sys.executable, "-c", DRIVER, "index", ADDRESS, "--model", "fast"]
    subprocess.run([*command, "--index", str(tmp_path / "ray"), "--ray"], check=True, timeout=300)
    index(tmp_path / "here")
    there, here = rows(tmp_path / "ray"), rows(tmp_path / "here")
    assert len(here["document"]) == 40
    for table, expected in here.items():
        assert without_commits(there[table]) == without_commits(expected)


def without_commits(rows):
    """Batches may differ, and with them the numbers of commits."""
    if rows and isinstance(rows[0], str):
        return rows
    return [
        {name: value for name, value in row.items() if name not in ("added", "done")}
        for row in rows
    ]
