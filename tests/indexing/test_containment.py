"""What one document, one folder or one disk does must not stop or change the rest."""

import errno
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from qa.datatypes import Skipped
from qa.errors import IndexDamaged, IndexUnwritable, QaError, UsageError
from qa.indexing.guessed import guessed
from qa.indexing.sync import sync
from qa.indexing.vector_reuse import Vectors
from qa.store.index_settings import IndexSettings
from qa.store.store import Store
from qa.store.write_lock import writing
from tests.support.builders import FakeEncoder


class Slow(FakeEncoder):
    """Takes 20 ms for a text."""

    def encode_passages(self, texts, truncated=None):
        time.sleep(0.02 * len(texts))
        return super().encode_passages(texts, truncated)


class Long:
    """A batch of one long document: 40 s of work for `Slow`."""

    keys = tuple((str(number), "") for number in range(2_000))
    texts = tuple(f"text {number}" for number in range(2_000))


def test_ctrl_c_ends_the_encoding_of_a_long_document():
    encoder = Slow()

    def batches():
        yield Long()
        time.sleep(0.2)
        raise KeyboardInterrupt

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        list(Vectors(encoder, lambda keys: {}).of(batches()))
    assert time.monotonic() - began < 2
    assert 0 < len(encoder.read) < 200
    assert threading.active_count() < 20


def test_long_batches_are_whole_and_in_order():
    encoder = FakeEncoder()
    ((_, vectors),) = Vectors(encoder, lambda keys: {}).of([Long()])
    expected = FakeEncoder().encode_queries(Long.texts).astype(np.float16)
    assert np.array_equal(vectors, expected)


@pytest.fixture
def fake(monkeypatch):
    encoder = FakeEncoder()
    monkeypatch.setattr("qa.indexing.index_encoder.load_encoder", lambda *_, **__: encoder)
    return encoder


def test_guessed_encodings_are_remembered_until_the_file_says_it(tmp_path, fake):
    folder, index = tmp_path / "d", tmp_path / "index"
    folder.mkdir()
    text = "Die Straße führt über die Brücke nach München, sagt Müller.\n" * 4
    (folder / "a.txt").write_bytes(text.encode("cp1252"))
    (folder / "b.txt").write_text(text)
    report = sync(index, [folder])
    assert report.warnings == ("The encoding of 1 file had to be guessed; see 'qa status'.",)
    with Store.open(index) as store:
        assert guessed(store) == (
            Skipped(
                "a.txt",
                "Read as Windows-1252, which is a guess; save it as UTF-8 if it looks wrong.",
            ),
        )
    (folder / "b.txt").write_text(text + "More.")
    sync(index, [folder])
    with Store.open(index) as store:
        assert [each.source for each in guessed(store)] == ["a.txt"]
    (folder / "a.txt").write_text(text + "Now in UTF-8.")
    sync(index, [folder])
    with Store.open(index) as store:
        assert guessed(store) == ()


def test_a_lock_leaves_no_folder_where_nothing_came_of_it(tmp_path):
    with pytest.raises(QaError), writing(tmp_path / "gone" / "index"):
        raise IndexUnwritable("no room")
    assert not (tmp_path / "gone" / "index").exists()
    with writing(tmp_path / "kept"):
        (tmp_path / "kept" / "qa.sqlite").write_text("")
    assert (tmp_path / "kept" / "qa.sqlite").exists()


def test_cards_and_settings_nested_too_deep_are_damaged(tmp_path):
    from qa.config import locate
    from qa.files import read_json

    deep = "[" * 100_000
    (tmp_path / "card.json").write_text(deep)
    assert read_json(tmp_path / "card.json") is None
    with pytest.raises(IndexDamaged):
        IndexSettings.from_json(deep)
    (tmp_path / "qa.toml").write_text(f"a={deep[:10_000]}")
    with pytest.raises(UsageError, match="nested too deeply"):
        locate(here=tmp_path)


@pytest.mark.parametrize("cache", ["~nobody-of-that-name/x", __file__])
def test_a_cache_that_can_be_no_folder_is_named(monkeypatch, cache):
    from qa.config import model_cache

    monkeypatch.setenv("QA_CACHE", cache)
    with pytest.raises(UsageError, match="QA_CACHE"):
        model_cache()


def test_an_index_is_found_where_the_current_folder_is_gone(tmp_path, monkeypatch):
    from qa.config import locate

    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert locate(index=tmp_path / "index").index == tmp_path / "index"


@pytest.mark.parametrize("odd", [-1, 0, "256", 1 << 40])
def test_a_model_card_with_an_odd_length_is_invalid(tmp_path, odd):
    from qa.embedding.runtimes import OnnxEncoder

    card = {"name": "m", "key": "k", "dimension": 4, "max_tokens": odd}
    (tmp_path / "model.json").write_text(json.dumps(card))
    with pytest.raises(ValueError, match="tokens"):
        OnnxEncoder(tmp_path)


def test_no_memory_and_no_library_are_explained():
    from qa.render.failures import explain

    for error in (
        MemoryError(),
        ImportError("x.so: failed to map segment from shared object"),
        RuntimeError("can't start new thread"),
    ):
        assert explain(error, "").message == "There is not enough memory."
    assert explain(ImportError("no x"), "").message == "A library can't be loaded: no x."


def test_a_limit_on_memory_crashes_no_library():
    """OpenBLAS, which comes with FAISS, ends the process where its threads find no room."""
    code = "from qa.cli.run import _spare_memory; _spare_memory(); import faiss"
    resource = pytest.importorskip("resource")
    limit = 420 << 20
    done = subprocess.run(
        [sys.executable, "-c", code],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
        env={name: value for name, value in os.environ.items() if "_NUM_THREADS" not in name},
        capture_output=True,
        text=True,
    )
    assert done.returncode in (0, 1), done.stderr  # not by a signal


def test_a_full_log_stops_nothing():
    from qa.cli.progress import progress
    from qa.datatypes import Progress

    class Full(io.StringIO):
        def write(self, text):
            raise OSError(errno.ENOSPC, "No space left on device")

    with progress(Full()) as report:
        report(Progress("embedding", 0, 1, "documents"))


def test_ctrl_c_inside_the_import_of_a_library_is_ctrl_c(capsys):
    from qa.cli.run import _report

    error = ImportError("initialization failed")
    error.__cause__ = KeyboardInterrupt()
    assert _report(error, []) == 130
    assert capsys.readouterr().err == "qa: interrupted\n"


def test_ctrl_c_at_any_time_of_the_start_shows_no_traceback(tmp_path):
    for milliseconds in range(60, 400, 60):
        process = subprocess.Popen(
            [sys.executable, "-m", "qa", "status", "--index", str(tmp_path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        time.sleep(milliseconds / 1000)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate()
        # Before, Python itself was starting, or looking for the package to run.
        if "qa/__main__" in errors or process.returncode == 130:
            assert "Traceback" not in errors
