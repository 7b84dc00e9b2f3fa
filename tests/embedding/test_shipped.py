"""The default model as it is shipped: what its files are, and how it is run on which processor."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest

from qa.embedding import model_files, shipped
from qa.embedding.model_files import DEFAULT_KEY, SHIPPED
from qa.embedding.narrow_weights import narrowed
from qa.embedding.reference_texts import MIN_COSINE, REFERENCE_TEXTS
from qa.embedding.runtimes import OnnxEncoder
from qa.embedding.shipped import Form, damaged_shipped, open_shipped, processor, worst_cosine
from qa.errors import EncoderError

SENTENCE = "Washington removed Turkey from its F-35 program."


@pytest.fixture(scope="module")
def plain():
    return OnnxEncoder(SHIPPED)


@pytest.fixture(scope="module")
def expected():
    return np.load(SHIPPED / "reference.npy")


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(SHIPPED, tmp_path / "encoder")
    return tmp_path / "encoder"


def remembered(cache) -> dict:
    return json.loads((cache / f"{DEFAULT_KEY}.processor.json").read_text())


def test_the_card_names_the_original_and_its_licence():
    card = json.loads((SHIPPED / "model.json").read_text("utf-8"))
    assert (card["key"], card["dimension"], card["max_tokens"]) == (DEFAULT_KEY, 384, 256)
    assert card["source_sha256"] == model_files.DEFAULT_WEIGHTS_SHA256
    assert card["licence"] == "Apache-2.0"
    assert "Apache License" in (SHIPPED / "LICENSE").read_text("utf-8")
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) < 24_000_000
    assert damaged_shipped() is None


def test_it_agrees_with_the_original_here(plain, expected):
    assert expected.shape == (len(REFERENCE_TEXTS), 384)
    assert np.linalg.norm(expected, axis=1) == pytest.approx(1, abs=1e-5)
    assert worst_cosine(plain, expected) >= MIN_COSINE


def test_narrow_weights_agree_nearly_as_well(plain, expected):
    graph = (SHIPPED / "model.onnx").read_bytes()
    narrow = OnnxEncoder(SHIPPED, narrowed(graph))
    assert worst_cosine(narrow, expected) >= MIN_COSINE
    (one,), (other,) = (each.encode_passages([SENTENCE]) for each in (plain, narrow))
    assert 0.98 < float(one @ other) < 0.99999  # other weights, the same model


def test_narrow_weights_are_at_most_half_as_large():
    onnx = pytest.importorskip("onnx")
    graph = (SHIPPED / "model.onnx").read_bytes()
    before, after = (
        {each.name: onnx.numpy_helper.to_array(each) for each in model.graph.initializer}
        for model in (onnx.load_from_string(graph), onnx.load_from_string(narrowed(graph)))
    )
    changed = {name for name in before if not np.array_equal(before[name], after[name])}
    weights = {name for name in changed if before[name].dtype == np.int8}
    assert len(weights) == 36  # six multiplications in each of six layers
    assert changed == weights | {name.replace("_quantized", "_scale") for name in weights}
    for name in weights:
        assert np.abs(after[name].astype(int)).max() <= 64
        scale = name.replace("_quantized", "_scale")
        assert np.array_equal(after[scale], before[scale] * 2)


@pytest.mark.parametrize("data", [b"", b"\x3a\x02\x2a\x00", b"\x3a\x7f", b"\xff"])
def test_what_has_no_int8_weights_is_not_narrowed(data):
    with pytest.raises(ValueError, match=r"int8 weights|ONNX"):
        narrowed(data)


def test_the_choice_is_made_once(tmp_path, monkeypatch):
    first = open_shipped(tmp_path)
    assert remembered(tmp_path)["form"] == "int8"
    assert remembered(tmp_path)["cosine"] >= MIN_COSINE
    monkeypatch.setattr(shipped, "_choose", None)
    again = open_shipped(tmp_path)
    assert np.array_equal(again.encode_queries([SENTENCE]), first.encode_queries([SENTENCE]))


@pytest.mark.parametrize("name", ["processor", "onnxruntime"])
def test_another_processor_or_runtime_is_compared_again(tmp_path, name):
    open_shipped(tmp_path)
    stored = remembered(tmp_path)
    path = tmp_path / f"{DEFAULT_KEY}.processor.json"
    path.write_text(json.dumps(stored | {name: "another", "form": "narrow"}))
    open_shipped(tmp_path)
    assert remembered(tmp_path) == stored


def cosines(monkeypatch, *found: float) -> None:
    """Let int8, then narrow weights have these lowest cosines."""
    values = iter(found)
    monkeypatch.setattr(shipped, "worst_cosine", lambda *_: next(values))


def test_where_int8_saturates_weights_are_narrowed(tmp_path, plain, monkeypatch):
    cosines(monkeypatch, 0.7, 0.985)
    warnings: list[str] = []
    narrow = open_shipped(tmp_path, warn=warnings.append)
    assert not np.array_equal(narrow.encode_queries([SENTENCE]), plain.encode_queries([SENTENCE]))
    assert (narrow.key, narrow.name) == (plain.key, plain.name)
    again = open_shipped(tmp_path)  # remembered: there is no third cosine
    assert np.array_equal(again.encode_queries([SENTENCE]), narrow.encode_queries([SENTENCE]))
    assert warnings == []


def test_where_neither_is_exact_it_is_compiled_if_it_can_be(tmp_path, monkeypatch):
    cosines(monkeypatch, 0.7, 0.9)
    monkeypatch.setattr(shipped, "missing_packages", list)
    assert open_shipped(tmp_path) is None
    assert remembered(tmp_path)["form"] == Form.COMPILED
    assert open_shipped(tmp_path) is None


def test_where_it_can_not_be_compiled_the_better_one_is_used_and_said(tmp_path, monkeypatch):
    cosines(monkeypatch, 0.7, 0.9)
    monkeypatch.setattr(shipped, "missing_packages", lambda: ["torch"])
    warnings: list[str] = []
    assert open_shipped(tmp_path, warn=warnings.append) is not None
    assert remembered(tmp_path)["form"] == Form.NARROW
    assert len(warnings) == 1
    assert "0.900, needed 0.98" in warnings[0]
    assert 'pip install "qa[models]"' in warnings[0]
    open_shipped(tmp_path, warn=warnings.append)
    assert len(warnings) == 1
    monkeypatch.setattr(shipped, "missing_packages", list)  # they have been installed since
    cosines(monkeypatch, 0.7, 0.9)
    assert open_shipped(tmp_path) is None


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "model.json", "reference.npy"])
@pytest.mark.parametrize("damage", ["gone", "flipped"])
def test_damage_is_named(copy, tmp_path, name, damage):
    data = bytearray((copy / name).read_bytes())
    data[len(data) // 2] ^= 1
    (copy / name).unlink()
    if damage == "flipped":
        (copy / name).write_bytes(data)
    with pytest.raises(EncoderError, match="is damaged") as caught:
        open_shipped(tmp_path / "cache", copy)
    assert name in caught.value.message
    assert "Reinstall" in caught.value.hint
    assert damaged_shipped(copy) == name


def test_nothing_is_written_beside_it(copy, tmp_path):
    before = sorted(path.name for path in copy.iterdir())
    open_shipped(tmp_path / "cache", copy)
    assert sorted(path.name for path in copy.iterdir()) == before


def test_a_processor_has_one_name(monkeypatch, tmp_path):
    assert processor() == processor()
    assert len(processor()) == 16
    before = processor()
    (tmp_path / "cpuinfo").write_text("processor : 0\nmodel name : Another\nflags : sse2\n\n")
    monkeypatch.setattr(shipped, "_CPUINFO", tmp_path / "cpuinfo")
    other = processor()
    monkeypatch.setattr(shipped, "_CPUINFO", tmp_path / "missing")
    assert len({before, other, processor()}) == 3


def test_a_question_that_is_asked_again_is_not_encoded_again(monkeypatch):
    opened = OnnxEncoder(SHIPPED)
    first, other = opened.encode_queries(["Who rang?"]), opened.encode_queries(["Who sang?"])
    assert not np.array_equal(first, other)
    monkeypatch.setattr(opened, "_session", None)  # nothing can be encoded any more
    assert np.array_equal(opened.encode_queries(("Who sang?",)), other)
    with pytest.raises(AttributeError):
        opened.encode_queries(["Who rang?", "Who sang?"])
