"""dense.faiss and lexical/ from elsewhere: checked, and tried in another process, before use."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from qa.embedding.model_files import file_sha256
from qa.errors import IndexDamaged
from qa.indexing.derive import derive
from qa.search import dense_files, faiss_layout, probe
from qa.search.dense_index import Dense
from qa.search.guarded import guarded
from qa.search.lexical_index import Lexical
from qa.store.store import Store
from tests.support.builders import DIMENSION, put, settled, shared_attacks


@pytest.fixture(params=["flat", "lists"])
def index(request, tmp_path, monkeypatch) -> Path:
    """A copy of an index: its cards say how other files looked."""
    monkeypatch.setenv("QA_CONFIG", str(tmp_path / "config"))
    if request.param == "lists":
        monkeypatch.setattr("qa.search.dense_files.wanted_lists", lambda *_: 4)
    with settled(tmp_path / "made") as store:
        for n in range(40):
            put(store, f"{n}.txt", [f"The minister of Town{n} bought {n} radios."])
        derive(tmp_path / "made", store)
    shutil.copytree(tmp_path / "made", tmp_path / "copy")
    return tmp_path / "copy"


def dense(index: Path) -> Dense | None:
    with Store.open(index) as store:
        return Dense.open(index, store)


def lexical(index: Path) -> Lexical | None:
    with Store.open(index) as store:
        return Lexical.open(index, store)


def forged(index: Path, change) -> None:
    """Change the bytes of dense.faiss and make its card agree."""
    path = index / "dense.faiss"
    path.write_bytes(change(bytearray(path.read_bytes())))
    card = json.loads((index / "dense.json").read_text())
    card["sha256"] = file_sha256(path)
    (index / "dense.json").write_text(json.dumps(card))


def generation(index: Path) -> tuple[Path, dict]:
    card = json.loads((index / "lexical" / "current.json").read_text())
    return index / "lexical" / card["generation"], card


def described(index: Path, card: dict) -> None:
    """Make the card agree with the files."""
    folder = index / "lexical" / card["generation"]
    card["files"] = {name: [look, file_sha256(folder / name)] for name, (look, _) in
                     card["files"].items()}  # fmt: skip
    (index / "lexical" / "current.json").write_text(json.dumps(card))


def test_a_copy_is_tried_once_and_remembered_by_its_contents(index, monkeypatch):
    tried = []
    real = probe._tried
    monkeypatch.setattr(probe, "_tried", lambda *what: tried.append(what[0]) or real(*what))
    for _ in range(2):
        assert dense(index)
        assert lexical(index)
    assert tried == ["dense", "lexical"]
    shutil.copytree(index, index.with_name("again"))
    assert dense(index.with_name("again"))
    assert lexical(index.with_name("again"))
    assert tried == ["dense", "lexical"]


def test_what_was_written_here_is_not_tried(index, monkeypatch):
    monkeypatch.setattr(probe, "_tried", None)
    made = index.with_name("made")
    assert dense(made)
    assert lexical(made)


def test_one_on_which_the_process_dies_is_not_opened(index, monkeypatch):
    crash = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"
    monkeypatch.setattr(probe, "_PROGRAM", crash)
    assert dense(index) is None
    assert lexical(index) is None
    with Store.open(index) as store:  # rebuilt from the store, which needs neither
        derive(index, store)
    monkeypatch.setattr(probe, "_tried", None)
    assert len(dense(index) or ()) == 40
    assert len(lexical(index) or ()) == 40


def test_one_that_hangs_is_not_opened(index, monkeypatch):
    monkeypatch.setattr(probe, "_SECONDS", 0.3)
    monkeypatch.setattr(probe, "_PROGRAM", "import time; time.sleep(60)")
    assert dense(index) is None


@pytest.mark.parametrize("at", [4, 8, 12, 16, 24, 32, 33, 37, 41, 45, 69, 70, 74, 78, 86])
def test_no_field_of_the_header_may_be_another(index, monkeypatch, at):
    """A forged one is refused before any library sees it."""
    monkeypatch.setattr(probe, "survives", None)

    def change(data: bytearray) -> bytes:
        data[at] ^= 0x40
        return bytes(data)

    forged(index, change)
    described_by = json.loads((index / "dense.json").read_text())["clusters"]
    if at == 86 and described_by:  # nprobe by default, which is never used
        return
    if at == 78 and not described_by:  # the range of codes that have none
        return
    assert dense(index) is None


@pytest.mark.parametrize("how", ["short", "long", "count", "lists", "dimension"])
def test_lengths_must_fit_the_file_and_the_store(index, monkeypatch, how):
    monkeypatch.setattr(probe, "survives", None)
    if how == "short":
        forged(index, lambda data: bytes(data[:-8]))
    elif how == "long":
        forged(index, lambda data: bytes(data) + b"more")
    else:
        card = json.loads((index / "dense.json").read_text())
        if how == "count":
            card["passages"] = 1 << 40
        elif how == "lists":
            card["clusters"] = {"lists": 9, "probes": 1, "trained": 9, "recall": None,
                                "questions": 0}  # fmt: skip
        else:
            with Store.create(index) as store, store.transaction():
                settings = json.loads(store.meta("settings") or "")
                store.set_meta("settings", json.dumps(settings | {"dimension": 2 * DIMENSION}))
        (index / "dense.json").write_text(json.dumps(card))
    assert dense(index) is None


@pytest.mark.parametrize("number", [np.nan, np.inf, 60_000, 0.9])
def test_vectors_with_which_scores_are_no_cosines_are_not_read(index, number):
    with Store.open(index) as store:
        _, vectors = next(store.vectors(DIMENSION))
    one, odd = vectors[7].tobytes(), np.full(DIMENSION, number, np.float16).tobytes()
    assert (index / "dense.faiss").read_bytes().count(one) == 1
    forged(index, lambda data: bytes(data).replace(one, odd))
    assert dense(index) is None
    with Store.open(index) as store:
        derive(index, store)
    assert dense(index)


@pytest.mark.parametrize("how", ["another", "swapped"])
def test_vectors_must_be_those_of_the_store(index, how):
    with Store.open(index) as store:
        _, vectors = next(store.vectors(DIMENSION))
    one, two = vectors[7].tobytes(), vectors[9].tobytes()

    def change(data: bytearray) -> bytes:
        data = data.replace(one, b"?" * len(one))
        if how == "swapped":
            data = data.replace(two, one)
        return bytes(data.replace(b"?" * len(one), two))

    forged(index, change)
    assert dense(index) is None


def test_a_copy_that_is_behind_its_store_is_opened(index):
    with Store.create(index) as store:
        put(store, "new.txt", ["The minister of Ulm bought a radio."])
        with store.commit() as number:
            store.remove("3.txt", number)
    assert len(dense(index) or ()) == 40


def test_centres_that_are_no_numbers_are_not_read(index):
    card = json.loads((index / "dense.json").read_text())
    if card["clusters"] is None:
        return
    start = (index / "dense.faiss").read_bytes().index(b"IxFI") + 4 + 33 + 8
    forged(index, lambda data: bytes(data[:start] + b"\xff" * 4 + data[start + 4 :]))
    assert dense(index) is None


def test_what_passed_the_trial_of_an_earlier_version_is_tried_again(index, monkeypatch):
    assert dense(index)
    monkeypatch.setitem(probe._TRIALS, "dense", probe._TRIALS["dense"] + 1)
    tried = []
    monkeypatch.setattr(probe, "_tried", lambda *what: tried.append(what[0]) or True)
    assert dense(index)
    assert tried == ["dense"]


def test_places_in_lists_must_be_there(tmp_path):
    index = dense_files_with_lists(tmp_path / "a")
    faiss_layout.check(index, 8, 20, 4, contents=True)
    data = bytearray(index.read_bytes())
    direct = 272  # where the direct map begins, after 4 centres of 8 numbers
    for value, reason in ((7 << 32, "in no list"), (1 << 20, "beyond the end")):
        forged = bytearray(data)
        forged[direct : direct + 8] = value.to_bytes(8, "little")
        index.write_bytes(forged)
        with pytest.raises(ValueError, match=reason):
            faiss_layout.check(index, 8, 20, 4, contents=True)
    position = len(data) - 8 * 20 - 8 - 8  # the last id of the last list
    data[position : position + 8] = (99).to_bytes(8, "little")
    index.write_bytes(data)
    with pytest.raises(ValueError, match="not there"):
        faiss_layout.check(index, 8, 20, 4, contents=True)


def dense_files_with_lists(folder: Path) -> Path:
    import faiss

    from qa.search.inverted_lists import add, empty_index

    folder.mkdir()
    vectors = np.random.default_rng(0).normal(size=(20, 8)).astype(np.float32)
    inner = empty_index(vectors[:4].copy())
    outer = faiss.IndexIDMap(inner)
    add(inner, vectors, np.full(20, -1, np.int64))
    faiss.copy_array_to_vector(np.arange(20, dtype=np.int64), outer.id_map)
    outer.ntotal = 20
    faiss.write_index(outer, str(folder / "a"))
    return folder / "a"


@pytest.mark.parametrize(
    "change",
    [
        lambda meta: meta["schema"].pop(),
        lambda meta: meta["schema"][0].update(name="other"),
        lambda meta: meta["schema"][1]["options"]["indexing"].update(tokenizer="raw"),
        lambda meta: meta["index_settings"].update(docstore_blocksize=1 << 40),
        lambda meta: meta["segments"][0].update(segment_id="../../../etc/passwd"),
        lambda meta: meta["segments"][0].update(segment_id="0" * 8 + "-0000" * 3 + "-" + "0" * 12),
        lambda meta: meta["segments"][0].update(max_doc=1 << 40),
        lambda meta: meta["segments"][0].update(max_doc=41),
        lambda meta: meta["segments"][0].update(max_doc="40"),
        lambda meta: meta["segments"].append(meta["segments"][0]),
        lambda meta: meta.update(segments=None),
        lambda meta: meta.update(more=1),
    ],
)
def test_meta_json_must_be_ours(index, monkeypatch, change):
    monkeypatch.setattr(probe, "survives", None)
    folder, card = generation(index)
    meta = json.loads((folder / "meta.json").read_text())
    change(meta)
    (folder / "meta.json").write_text(json.dumps(meta))
    described(index, card)
    assert lexical(index) is None


def test_every_file_of_a_segment_has_a_hash(index, monkeypatch):
    monkeypatch.setattr(probe, "survives", None)
    _, card = generation(index)
    card["files"] = {name: each for name, each in card["files"].items() if ".idx" not in name}
    (index / "lexical" / "current.json").write_text(json.dumps(card))
    assert lexical(index) is None


# The shared module leaves its files to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_forged_files_end_well_or_are_refused(index):
    """Damage with hashes that agree, as nobody but an attacker makes it."""
    attacks = shared_attacks("corrupt_index")
    if attacks is None:
        pytest.skip("no shared attacks here")
    for name, damage in list(attacks.cases(seed=3, n_flip=6))[::9]:
        for kind in ("dense", "lexical"):
            target = index.with_name(f"{kind}-{name}")
            shutil.copytree(index, target)
            folder, card = generation(target)
            if kind == "dense":
                damage(target / "dense.faiss")
                forged(target, bytes)
            else:
                damage(next(path for path in folder.iterdir() if path.suffix == ".idx"))
                described(target, card)
            with Store.open(target) as store:
                derive(target, store)  # opens what is sound, rebuilds what isn't
                found = Dense.open(target, store)
                assert found
                assert len(found) == 40
                words = Lexical.open(target, store)
                assert words
                assert words.frequency("minist") in (0, 40)


def test_a_panic_is_damage():
    class PanicException(BaseException):
        pass

    def panics() -> None:
        raise PanicException("index out of bounds")

    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(IndexDamaged, match="word index"):
        guarded(panics)
    with pytest.raises(KeyboardInterrupt):
        guarded(interrupted)


def test_the_constants_are_those_of_faiss():
    import faiss

    assert faiss.ScalarQuantizer.QT_fp16 == faiss_layout._HALF
    assert faiss_layout._INNER_PRODUCT == faiss.METRIC_INNER_PRODUCT
    assert faiss.DirectMap.Array == faiss_layout._ARRAY
    assert dense_files.FILE_NAME == "dense.faiss"
