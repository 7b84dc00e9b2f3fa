"""Models whose large tensors stay in their file: the same results, less memory, no other files."""

from __future__ import annotations

import os
import random
import shutil
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from qa.answering.reader import WEIGHTS
from qa.embedding.mapped_weights import without_weights
from qa.embedding.model_files import SHIPPED
from qa.embedding.onnx_check import has_external_data
from qa.embedding.runtimes import open_session

MODELS = [WEIGHTS / "reader.onnx", WEIGHTS / "ranker.onnx", SHIPPED / "model.onnx"]


def run(session):
    ids = np.random.default_rng(7).integers(1000, 20_000, (1, 90)).astype(np.int64)
    feed = {
        each.name: ids if each.name == "input_ids" else ids * 0 + 1 for each in session.get_inputs()
    }
    return session.run(None, feed)


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_mapped_and_copied_weights_give_the_same_to_the_bit(path):
    mapped, copied = run(open_session(path)), run(open_session(path.read_bytes()))
    assert len(mapped) == len(copied) > 0
    for one, other in zip(mapped, copied, strict=True):
        assert np.array_equal(one, other)


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_what_is_left_is_small_and_names_its_own_file_only(path):
    onnx = pytest.importorskip("onnx")
    left = without_weights(path)
    assert len(left) < path.stat().st_size / 50
    model = onnx.load_from_string(left)
    places = [
        {each.key: each.value for each in tensor.external_data}
        for tensor in model.graph.initializer
        if tensor.data_location == onnx.TensorProto.EXTERNAL
    ]
    assert {place["location"] for place in places} == {path.name}
    assert sum(int(place["length"]) for place in places) > 0.98 * path.stat().st_size - 200_000
    assert not has_external_data(path)  # the file itself still has none


@pytest.mark.skipif(sys.platform != "linux", reason="looks at this process's maps")
def test_weights_are_mapped_not_copied():
    session = open_session(MODELS[1])
    assert str(MODELS[1]) in Path("/proc/self/maps").read_text("utf-8")
    del session


def test_a_file_that_is_replaced_stays_as_it_was_opened(tmp_path):
    path = Path(shutil.copy(MODELS[0], tmp_path / "reader.onnx"))
    session = open_session(path)
    before = run(session)
    other = tmp_path / "other"
    other.write_bytes(b"something else")
    if sys.platform != "win32":  # which keeps a file that is mapped
        os.replace(other, path)
    for one, again in zip(before, run(session), strict=True):
        assert np.array_equal(one, again)


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes")
def test_a_folder_whose_name_is_no_text_is_read_whole(tmp_path):
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    folder.mkdir()
    path = Path(shutil.copy(MODELS[0], folder / "reader.onnx"))
    assert len(run(open_session(path))) == len(run(open_session(MODELS[0])))


def test_damaged_files_are_refused_and_crash_nothing(tmp_path):
    whole = MODELS[0].read_bytes()
    path = tmp_path / "model.onnx"
    for damaged in (b"\x00", b"no model at all", whole[: len(whole) // 2], whole[1000:]):
        path.write_bytes(damaged)
        with pytest.raises(ValueError, match="ONNX model"):
            without_weights(path)
        with pytest.raises(Exception, match=r"(?i)protobuf|model|parse|load"):
            open_session(path)


def test_changed_bytes_are_read_or_refused(tmp_path):
    start = MODELS[0].read_bytes()[:20_000]
    path = tmp_path / "model.onnx"
    for seed in range(300):
        rng = random.Random(seed)
        data = bytearray(start[: rng.randrange(1, len(start))])
        for _ in range(rng.randrange(1, 6)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        path.write_bytes(data)
        try:
            left = without_weights(path)
        except ValueError:
            continue
        assert len(left) <= 2 * len(data) + 1000


@pytest.mark.skipif(sys.platform != "linux", reason="looks at this process's maps")
def test_a_link_to_the_file_is_followed(tmp_path):
    real = Path(shutil.copy(MODELS[0], tmp_path / "elsewhere.onnx"))
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "reader.onnx").symlink_to(real)
    session = open_session(folder / "reader.onnx")
    assert str(real) in Path("/proc/self/maps").read_text("utf-8")
    assert len(run(session)) == len(run(open_session(MODELS[0])))


@pytest.mark.parametrize("filling", [b"\x00", b"\x08\x00"], ids=["zeros", "tiny fields"])
def test_a_file_of_nothing_is_refused_soon(tmp_path, filling):
    path = tmp_path / "model.onnx"
    path.write_bytes(filling * 4_000_000)
    started = time.process_time()
    with pytest.raises(ValueError, match="ONNX model"):
        without_weights(path)
    assert time.process_time() - started < 10
