"""What the doctor notices, what it repairs, and what it leaves alone."""

from __future__ import annotations

import json
import os
import random
import sqlite3
from functools import partial
from pathlib import Path

import numpy as np
import pytest

import qa
from qa.answering.reader import WEIGHTS, checked_weights
from qa.datatypes import Verdict
from qa.errors import IndexLocked, IndexNotFound, ModelNotFound
from qa.indexing.sync import sync
from qa.store.write_lock import writing
from tests.support.builders import FakeEncoder, contents, run_qa
from tests.support.models import compiled_copy
from tests.support.updates import QUERIES, candidates, fake_encoder, write

NAMES = ["store", "texts", "vectors", "dense", "lexical", "model", "drift", "reader", "files"]


@pytest.fixture
def encoder(monkeypatch) -> FakeEncoder:
    fake = fake_encoder(monkeypatch)
    monkeypatch.setattr("qa.embedding.model_files.model_dir", lambda name: Path(name))
    monkeypatch.setattr("qa.embedding.model_files.model_key", lambda name, folder: fake.key)
    return fake


@pytest.fixture
def docs(tmp_path) -> Path:
    for n in range(9):
        write(tmp_path / "docs" / f"{n}.txt", f"Story {n}\n\nThe minister bought {n} radios.\n")
    return tmp_path / "docs"


@pytest.fixture
def index(tmp_path, docs, encoder) -> Path:
    sync(tmp_path / "index", [docs])
    return tmp_path / "index"


def verdicts(index: Path, *, repair: bool = False) -> dict[str, Verdict]:
    with qa.open(index) as engine:
        checkup = engine.doctor(repair=repair)
    assert checkup.well == (Verdict.WRONG not in {check.verdict for check in checkup.checks})
    assert all(check.detail for check in checkup.checks)
    return {check.name: check.verdict for check in checkup.checks}


def wrong(index: Path) -> list[str]:
    return [name for name, verdict in verdicts(index).items() if verdict is Verdict.WRONG]


def change(index: Path, *statements: str) -> None:
    with sqlite3.connect(index / "qa.sqlite") as db:
        for statement in statements:
            db.execute(statement)
    db.close()


def test_all_is_well(index):
    found = verdicts(index)
    assert list(found) == NAMES
    assert set(found.values()) == {Verdict.GOOD}
    with qa.open(index) as engine:
        assert engine.doctor(repair=True).repaired == ()


def test_an_index_with_changes_beside_its_base_is_well(index, docs, monkeypatch):
    monkeypatch.setattr("qa.search.dense_index.Dense.crowded", False)
    write(docs / "new.txt", "A harbour was opened.\n")
    (docs / "0.txt").unlink()
    sync(index, [docs])
    assert set(verdicts(index).values()) == {Verdict.GOOD}


def test_there_is_none(tmp_path):
    with qa.open(tmp_path / "none") as engine, pytest.raises(IndexNotFound):
        engine.doctor()
    assert not (tmp_path / "none").exists()


def test_an_interrupted_first_update_is_no_fault(tmp_path, docs, encoder, monkeypatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(FakeEncoder, "encode_passages", interrupted)
        with pytest.raises(KeyboardInterrupt):
            sync(tmp_path / "index", [docs])
    with qa.open(tmp_path / "index") as engine:
        checkup = engine.doctor()
    assert checkup.well
    (search,) = [check for check in checkup.checks if check.name == "search"]
    assert (search.verdict, search.detail) == (
        Verdict.NOTE,
        "Nothing is indexed yet: run 'qa index'.",
    )


def test_files_that_changed_are_named_and_no_fault(index, docs):
    write(docs / "0.txt", "Something else.\n")
    (docs / "1.txt").unlink()
    (docs / "2.txt").rename(docs / "z.txt")
    write(docs / "new.txt", "New.\n")
    with qa.open(index) as engine:
        checkup = engine.doctor()
    assert checkup.well
    (files,) = [check for check in checkup.checks if check.name == "files"]
    assert files.verdict is Verdict.NOTE
    assert files.items == ("new.txt", "z.txt", "0.txt", "1.txt")
    assert files.detail.startswith("1 new, 1 moved, 1 changed, 1 gone")


def test_a_folder_that_is_away_is_no_fault(index, docs):
    docs.rename(docs.with_name("away"))
    found = verdicts(index)
    assert found["files"] is Verdict.NOTE
    assert [name for name, verdict in found.items() if verdict is Verdict.WRONG] == []


def flip(path: Path, seed: int = 1) -> None:
    data = bytearray(path.read_bytes())
    data[random.Random(seed).randrange(len(data))] ^= 0x10
    path.write_bytes(data)
    os.utime(path, (1, 1))


def a_segment(index: Path) -> Path:
    return max((index / "lexical").rglob("*.term"), key=lambda path: path.stat().st_size)


VECTOR = "UPDATE passage SET vector = {} WHERE id = 3"
DAMAGE = {
    "a bit of dense.faiss": (lambda index: flip(index / "dense.faiss"), ["dense"]),
    "no dense.faiss": (lambda index: (index / "dense.faiss").unlink(), ["dense"]),
    "a bit of a segment": (lambda index: flip(a_segment(index)), ["lexical"]),
    "no lexical folder": (lambda index: (index / "lexical" / "current.json").unlink(), ["lexical"]),
    "a document's text": (
        lambda index: change(
            index, "UPDATE document SET text = replace(text, '3 radios', '4 radios')"
        ),
        ["texts"],
    ),
    "a passage's hash": (
        lambda index: change(index, "UPDATE passage SET sha256 = 'x' || sha256 WHERE id = 3"),
        ["texts"],
    ),
    "a document without passages": (
        lambda index: change(index, "DELETE FROM passage WHERE id = 3"),
        ["texts", "dense", "lexical"],
    ),
    "a vector of zeros": (
        lambda index: change(index, VECTOR.format("zeroblob(32)")),
        ["vectors"],
    ),
    "a short vector": (lambda index: change(index, VECTOR.format("x'00'")), ["vectors"]),
    "another passage's vector": (
        lambda index: change(index, VECTOR.format("(SELECT vector FROM passage WHERE id = 4)")),
        ["vectors"],
    ),
    "no probe": (lambda index: change(index, "DELETE FROM meta WHERE key = 'probe'"), []),
    "a probe of rubbish": (
        lambda index: change(index, "UPDATE meta SET value = '[]' WHERE key = 'probe'"),
        ["drift"],
    ),
    "passages of no document": (
        lambda index: change(index, "DELETE FROM document WHERE source = '3.txt'"),
        ["store"],
    ),
    "a counter set back": (
        lambda index: change(index, "UPDATE meta SET value = '0' WHERE key = 'commit'"),
        ["store", "dense", "lexical"],
    ),
}


@pytest.mark.parametrize(("damage", "named"), DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_is_named_and_repaired(index, docs, tmp_path, damage, named):
    damage(index)
    assert wrong(index) == named
    with qa.open(index) as engine:
        checkup = engine.doctor(repair=True)
        assert checkup.repaired
        assert checkup.well, checkup
    assert set(verdicts(index).values()) <= {Verdict.GOOD, Verdict.NOTE}
    sync(index, [docs])  # for what was taken out with its document
    sync(tmp_path / "clean", [docs])
    assert contents(index) == contents(tmp_path / "clean")
    for query in QUERIES:
        found, expected = candidates(index, query), candidates(tmp_path / "clean", query)
        assert found.keys() == expected.keys()
        for place, scores in found.items():
            assert scores == pytest.approx(expected[place], rel=1e-5, abs=1e-6)


def test_a_damaged_document_whose_file_is_gone_is_taken_out(index, docs):
    change(index, "UPDATE document SET text = text || '!' WHERE source = '3.txt'")
    (docs / "3.txt").unlink()
    with qa.open(index) as engine:
        checkup = engine.doctor(repair=True)
        assert checkup.well
        assert "1 damaged documents were removed from the store." in checkup.repaired
        assert engine.search("radios", top=20)
    assert sorted(contents(index)) == [f"{n}.txt" for n in range(9) if n != 3]


def test_another_model_is_named(index, encoder, monkeypatch):
    monkeypatch.setattr("qa.embedding.model_files.model_key", lambda name, folder: "another")
    assert wrong(index) == ["model"]

    def missing(name):
        raise ModelNotFound("It is not installed.")

    monkeypatch.setattr("qa.embedding.model_files.model_dir", missing)
    assert wrong(index) == ["model"]


def test_a_model_that_says_something_else_is_named(index, encoder, monkeypatch):
    def other(texts):
        return np.stack([np.eye(encoder.dimension, dtype=np.float32)[0] for _ in texts])

    monkeypatch.setattr(encoder, "encode_queries", other)
    assert wrong(index) == ["drift"]


@pytest.mark.parametrize("damage", ["rubbish", "cut", "header"])
def test_a_store_that_cannot_be_read_is_named_and_rebuilt(index, docs, damage):
    path = index / "qa.sqlite"
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    data = path.read_bytes()
    path.write_bytes(
        {"rubbish": b"x" * 9000, "cut": data[: len(data) // 2], "header": b"\0" * 64 + data[64:]}[
            damage
        ]
    )
    with qa.open(index, paths=[docs]) as engine:
        for repair in (False, True):
            checkup = engine.doctor(repair=repair)
            assert not checkup.well
            (store, *_) = [check for check in checkup.checks if check.verdict is Verdict.WRONG]
            assert store.name == "store"
            assert "'qa index --rebuild'" in store.detail
        engine.sync(rebuild=True)
        assert engine.doctor().well


def test_a_repair_waits_for_nobody(index):
    (index / "dense.faiss").unlink()
    with writing(index), qa.open(index) as engine:
        assert not engine.doctor().well
        with pytest.raises(IndexLocked):
            engine.doctor(repair=True)


def test_the_real_index_on_the_command_line(seeds_index):
    done = run_qa("doctor", "--json", "--index", seeds_index)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["kind"], said["well"], said["repaired"]) == ("doctor", True, [])
    assert [check["name"] for check in said["checks"]] == NAMES
    assert {check["verdict"] for check in said["checks"]} == {"good"}


# --- the compiled model


def test_a_damaged_compiled_model_is_named_and_compiled_again(tmp_path, monkeypatch):
    from qa.embedding import onnx_export
    from qa.embedding.compiled_files import State, inspect

    monkeypatch.setenv("QA_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("QA_CONFIG", str(tmp_path / "config"))
    copy = compiled_copy(tmp_path / "cache" / "models", tmp_path / "other")
    key = copy.name
    write(tmp_path / "docs" / "a.txt", "The Harrow bridge was opened by Ada Brill.\n")
    sync(tmp_path / "index", [tmp_path / "docs"], encoder=str(tmp_path / "other"))
    assert wrong(tmp_path / "index") == []
    whole = (copy / "model.onnx").read_bytes()
    damaged = bytearray(whole)
    for at in random.Random(8).sample(range(len(whole)), 200):
        damaged[at] ^= 1
    (copy / "model.onnx").write_bytes(damaged)
    with qa.open(tmp_path / "index") as engine:
        checks = {check.name: check for check in engine.doctor().checks}
    assert checks["model"].verdict is Verdict.WRONG
    assert "model.onnx is not what was compiled" in checks["model"].detail
    assert "qa doctor --repair" in checks["model"].detail
    assert (copy / "model.onnx").read_bytes() == damaged  # checking repairs nothing

    def again(name: str, folder: Path, made: str, target: Path) -> None:
        assert (made, target) == (key, copy)
        (target / "model.onnx").write_bytes(whole)

    monkeypatch.setattr(onnx_export, "compile_model", again)
    with qa.open(tmp_path / "index") as engine:
        checkup = engine.doctor(repair=True)
    assert checkup.well
    assert "The model was compiled again." in checkup.repaired
    assert inspect(copy, thorough=True) == (State.INTACT, "")


def test_a_damaged_default_model_is_named(seeds_index, monkeypatch):
    monkeypatch.setattr("qa.embedding.encoder.damaged_shipped", lambda: "model.onnx")
    with qa.open(seeds_index) as engine:
        checks = {check.name: check for check in engine.doctor().checks}
    assert checks["model"].verdict is Verdict.WRONG
    assert "model.onnx is not what was shipped" in checks["model"].detail
    assert "Reinstall" in checks["model"].detail


def test_a_model_that_an_index_names_is_not_looked_for(index, tmp_path):
    values = json.loads(read_meta(index, "settings"))
    change(index, f"UPDATE meta SET value = '{json.dumps(values | {'encoder': './m'})}' "
           "WHERE key = 'settings'")  # fmt: skip
    with qa.open(index) as engine:
        checks = {check.name: check for check in engine.doctor().checks}
    assert checks["model"].verdict is Verdict.WRONG
    assert "asks for the model" in checks["model"].detail
    assert "qa trust" in checks["model"].detail


def read_meta(index: Path, key: str) -> str:
    with sqlite3.connect(index / "qa.sqlite") as db:
        return db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()[0]


@pytest.mark.parametrize("damage", ["missing", "empty", "changed"])
def test_damaged_weights_of_the_ranker_are_named(index, tmp_path, monkeypatch, damage):
    weights = tmp_path / "weights"
    weights.mkdir()
    for name in ("reader.json", "reader.onnx", "ranker.onnx"):
        (weights / name).write_bytes((WEIGHTS / name).read_bytes())
    path = weights / "ranker.onnx"
    if damage == "missing":
        path.unlink()
    elif damage == "empty":
        path.write_bytes(b"")
    else:
        data = bytearray(path.read_bytes())
        data[2_000_000] ^= 1
        path.write_bytes(data)
    monkeypatch.setattr("qa.answering.reader.checked_weights", partial(checked_weights, weights))
    assert wrong(index) == ["reader"]
    with qa.open(index) as engine:
        found = next(each for each in engine.doctor().checks if each.name == "reader")
    assert "ranker.onnx" in found.detail
    assert "Install qa again" in found.detail
