"""Vectors: the default model as compiled, and any other model by its folder."""

from __future__ import annotations

import json
import shutil
import warnings
from pathlib import Path

import numpy as np
import pytest

from qa.config import model_cache
from qa.datatypes import Progress
from qa.embedding import model_files
from qa.embedding import onnx_export as compiling
from qa.embedding.encoder import load_encoder
from qa.embedding.runtimes import STATIC_FILE, OnnxEncoder, StaticEncoder, TorchEncoder
from qa.errors import EncoderError, IndexUnwritable, ModelNotFound, ModelUnfaithful

SENTENCE = "Washington removed Turkey from its F-35 program."
START = [0.0857, 0.0916, 0.0356, 0.0463, 0.0568, -0.0234, -0.0218, -0.1177]
FAST_START = [0.158, 0.0842, 0.3881, 0.1437, 0.1335, 0.2557, 0.1061, 0.0667]
TEXTS = (
    SENTENCE,
    "Who asked for a waiver?",
    "Rain is expected in the north tomorrow; the south stays dry with highs near 24 degrees.",
    "S-400",
    "The museum's new wing, designed by a local architect, opens to the public in March.",
)
LONG = "The official spoke of the sanctions again. " * 200
WORDS = """
    the a of to in and said was for on that with turkey russia united states missile system
    official reporters friday walk away from not is it who asked waiver security national law
    sanctions defense query passage search text rain north south dry program removed washington
"""


@pytest.fixture(scope="session")
def default():
    return load_encoder()


def cosines(one, other) -> list[float]:
    return [float(x) for x in (np.asarray(one) * np.asarray(other)).sum(axis=1)]


class TestDefault:
    def test_it_is_compiled(self, default):
        assert isinstance(default, OnnxEncoder)
        assert (default.name, default.dimension) == (model_files.DEFAULT_MODEL, 384)
        assert default.max_tokens == 256
        assert len(default.key) == 16

    def test_known_vector(self, default):
        (vector,) = default.encode_passages([SENTENCE])
        assert vector.dtype == np.float32
        assert vector[:8] == pytest.approx(START, abs=0.02)

    def test_queries_and_passages_are_alike_without_prompts(self, default):
        assert np.array_equal(default.encode_queries(TEXTS), default.encode_passages(TEXTS))

    def test_meaning(self, default):
        query = default.encode_queries(["why was Turkey removed from F-35?"])
        near, far = (default.encode_passages([text]) @ query[0] for text in (TEXTS[0], TEXTS[2]))
        assert near > 0.7
        assert far < 0.2

    def test_unit_length(self, default):
        vectors = default.encode_passages([*TEXTS, "", LONG, "\ud800"])
        assert vectors.shape == (8, 384)
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)

    def test_a_batch_changes_next_to_nothing_and_keeps_the_order(self, default):
        together = default.encode_passages([LONG, *TEXTS, ""])[1:-1]
        alone = np.vstack([default.encode_passages([text]) for text in TEXTS])
        assert min(cosines(together, alone)) > 0.97  # int8: a batch shares its activation scale
        assert np.abs(together @ alone.T - alone @ alone.T).max() < 0.05

    def test_many_texts_take_several_batches(self, default):
        vectors = default.encode_passages(["S-400", "Reuters"] * 40)
        assert vectors.shape == (80, 384)
        assert min(cosines(vectors[::2], vectors[:1])) > 0.97
        assert min(cosines(vectors[1::2], vectors[1:2])) > 0.97

    def test_nothing(self, default):
        truncated: list[int] = []
        assert default.encode_queries([]).shape == (0, 384)
        assert default.encode_passages([], truncated).shape == (0, 384)
        assert truncated == []

    def test_truncation_is_told(self, default):
        truncated = [7]  # what was there stays
        default.encode_passages(["", LONG, SENTENCE, LONG], truncated)
        assert truncated == [7, 1, 3]

    def test_the_limit_itself_is_not_too_long(self, default):
        truncated: list[int] = []
        default.encode_passages(["the " * 254, "the " * 255], truncated)  # and two marks
        assert truncated == [1]

    def test_tokens_are_counted_whole_and_without_marks(self, default):
        texts = ["the " * 254, "the " * 700, "", "S-400", "\ud800"]
        assert default.count_tokens(texts) == [254, 700, 0, 3, 1]
        assert default.count_tokens([]) == []
        truncated: list[int] = []
        default.encode_passages(["the " * 255], truncated)  # counting leaves its limit alone
        assert truncated == [0]
        assert default.count_tokens(["the " * 700] * 1030) == [700] * 1030

    @pytest.mark.parametrize("text", ["\ud800", "a \udc80 b", "\0", "🙂‮\u200b", "\n" * 50])
    def test_odd_text(self, default, text):
        vectors = default.encode_queries([text, SENTENCE])
        assert np.isfinite(vectors).all()
        assert min(cosines(vectors[1:], default.encode_queries([SENTENCE]))) > 0.97

    def test_the_originals_files_are_not_looked_at(self, default, monkeypatch):
        monkeypatch.setattr(model_files, "DEFAULT_PACKAGE", "no_such_package_here")
        assert load_encoder(key=default.key).key == default.key
        assert load_encoder().key == default.key

    def test_wrong_key(self, default, tmp_path):
        with pytest.raises(EncoderError) as caught:
            load_encoder(key="0" * 16, cache=tmp_path)
        assert "0" * 16 in caught.value.message
        assert default.key in caught.value.message
        assert "--rebuild" in caught.value.hint

    def test_no_cache_is_needed(self, default, tmp_path):
        (tmp_path / "file").write_text("not a folder")
        again = load_encoder(cache=tmp_path / "file" / "models")
        assert np.array_equal(again.encode_queries(TEXTS), default.encode_queries(TEXTS))


@pytest.fixture(scope="session")
def fast():
    return load_encoder(model_files.FAST_MODEL)


class TestFast:
    """The static model that is distilled from the default."""

    def test_it_is_static(self, fast, default):
        assert isinstance(fast, StaticEncoder)
        assert (fast.name, fast.dimension) == ("fast", 256)
        assert fast.key != default.key

    def test_known_vector(self, fast):
        (vector,) = fast.encode_passages([SENTENCE])
        assert vector.dtype == np.float32
        # Directions of principal components are known up to their sign.
        assert np.abs(vector[:8]) == pytest.approx(FAST_START, abs=0.01)

    def test_meaning(self, fast):
        query = fast.encode_queries(["why was Turkey removed from F-35?"])
        near, far = (fast.encode_passages([text]) @ query[0] for text in (TEXTS[0], TEXTS[2]))
        assert near > 0.7
        assert far < 0.4

    def test_tokens_are_counted(self, fast):
        assert fast.count_tokens(["the " * 700, "", "S-400"]) == [700, 0, 3]

    def test_unit_length(self, fast):
        vectors = fast.encode_passages([*TEXTS, "", LONG, "\ud800", "🙂‮\u200b"])
        assert vectors.shape == (9, 256)
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)

    def test_a_batch_changes_nothing(self, fast):
        texts = [LONG, *TEXTS, ""] * 40  # several batches
        alone = np.vstack([fast.encode_queries([text]) for text in texts[:7]])
        assert np.array_equal(fast.encode_passages(texts), np.tile(alone, (40, 1)))
        assert fast.encode_queries([]).shape == (0, 256)

    def test_everything_is_read(self, fast):
        truncated: list[int] = []
        once, twice = fast.encode_passages([LONG, LONG * 20], truncated)
        assert truncated == []
        assert once @ twice == pytest.approx(1, abs=1e-4)
        assert not np.array_equal(fast.encode_passages([LONG * 20 + SENTENCE])[0], twice)

    def test_the_originals_files_are_not_looked_at(self, fast, monkeypatch):
        monkeypatch.setattr(model_files, "DEFAULT_PACKAGE", "no_such_package_here")
        assert load_encoder("fast", key=fast.key).key == fast.key

    def test_wrong_weights(self, tmp_path, monkeypatch):
        monkeypatch.setattr(model_files, "DEFAULT_WEIGHTS_SHA256", "0" * 64)
        with pytest.raises(ModelNotFound, match="are not those of"):
            load_encoder("fast", cache=tmp_path)

    @pytest.mark.parametrize("damage", ["table", "shorter", "tokenizer", "card"])
    def test_a_damaged_one_is_made_again(self, fast, tmp_path, monkeypatch, damage):
        made = model_cache() / fast.key
        held = tmp_path / fast.key
        shutil.copytree(made, held)
        if damage == "table":
            (held / STATIC_FILE).unlink()
        elif damage == "shorter":
            (held / STATIC_FILE).write_bytes((held / STATIC_FILE).read_bytes()[:-512])
        elif damage == "tokenizer":
            (held / "tokenizer.json").write_text("{}")
        else:
            (held / "model.json").write_text("[]")
        asked = []

        def compile_model(name, folder, key, target):
            asked.append((name, key))
            shutil.rmtree(target)
            shutil.copytree(made, target)

        monkeypatch.setattr(compiling, "compile_model", compile_model)
        assert load_encoder("fast", cache=tmp_path).key == fast.key
        assert asked == [("fast", fast.key)]

    def test_one_that_is_unlike_the_model_is_refused(self, tmp_path, monkeypatch):
        def nonsense(model, words):
            return np.random.default_rng(0).standard_normal((len(words), 384)).astype(np.float32)

        monkeypatch.setattr("qa.embedding.distill._encoded", nonsense)
        with pytest.raises(ModelUnfaithful, match="disagrees with the model"):
            load_encoder("fast", cache=tmp_path)
        assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="session")
def tiny(tmp_path_factory) -> Path:
    """A folder with a model of two layers and random weights that has prompts of its own."""
    folder = tmp_path_factory.mktemp("models") / "tiny"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers import BertConfig, BertModel, BertTokenizerFast

    raw = folder.with_name("raw")
    raw.mkdir()
    marks = [chr(c) for c in range(33, 127) if not chr(c).isupper()]
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *marks]
    tokens += [f"##{mark}" for mark in marks] + [w for w in WORDS.split() if len(w) > 1]
    (raw / "vocab.txt").write_text("\n".join(tokens) + "\n")
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(tokens),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        BertModel(config).save_pretrained(raw)
        BertTokenizerFast(str(raw / "vocab.txt"), model_max_length=64).save_pretrained(raw)
        made = SentenceTransformer(str(raw), device="cpu")
        made.prompts = {"query": "search: ", "document": "text: "}
        made.save(str(folder))
    return folder


@pytest.fixture(scope="session")
def original(tiny):
    """The tiny model by sentence-transformers."""
    from qa.embedding.runtimes import load_sentence_transformer

    return load_sentence_transformer(tiny)


@pytest.fixture(scope="session")
def cache(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("compiled")


@pytest.fixture(scope="session")
def compiled(tiny, cache):
    steps: list[Progress] = []
    encoder = load_encoder(str(tiny), chosen=True, cache=cache, progress=steps.append)
    assert [step.stage for step in steps] == ["compiling"]
    return encoder


def plain(original, texts, prompt: str):
    return original.encode(
        [prompt + text for text in texts],
        prompt="",
        normalize_embeddings=True,
        show_progress_bar=False,
    )


class TestAnyModel:
    def test_it_is_compiled(self, compiled, tiny, cache):
        assert isinstance(compiled, OnnxEncoder)
        assert (compiled.name, compiled.dimension, compiled.max_tokens) == (str(tiny), 32, 64)
        assert compiled.key == model_files.model_key(str(tiny), tiny)
        assert [path.name for path in cache.iterdir()] == [compiled.key]
        card = json.loads((cache / compiled.key / "model.json").read_text())
        assert card["min_cosine"] >= 0.98
        names = {path.name for path in (cache / compiled.key).iterdir()}
        assert names == {"model.json", "model.onnx", "tokenizer.json", "checked.json"}

    def test_agreement_with_the_original(self, compiled, original):
        queries, passages = compiled.encode_queries(TEXTS), compiled.encode_passages(TEXTS)
        assert min(cosines(queries, plain(original, TEXTS, "search: "))) >= 0.98
        assert min(cosines(passages, plain(original, TEXTS, "text: "))) >= 0.98
        assert min(cosines(queries, passages)) < 0.99  # the prompts make a difference

    def test_unwritable_cache(self, tiny, tmp_path):
        (tmp_path / "file").write_text("not a folder")
        with pytest.raises(IndexUnwritable, match="can't be written to") as caught:
            load_encoder(str(tiny), chosen=True, cache=tmp_path / "file" / "models")
        assert "QA_CACHE" in caught.value.hint

    def test_without_what_compiling_needs(self, compiled, tiny, cache, tmp_path, monkeypatch):
        monkeypatch.setattr(model_files, "_COMPILING", ("numpy", "no_such_package_here"))
        with pytest.raises(ModelNotFound, match=r"not installed: no_such_package_here\.") as caught:
            load_encoder(str(tiny), chosen=True, cache=tmp_path)
        assert 'pip install "qa[models]"' in caught.value.hint
        assert list(tmp_path.iterdir()) == []
        again = load_encoder(str(tiny), chosen=True, cache=cache)  # compiled is compiled
        assert again.key == compiled.key

    def test_it_is_compiled_once(self, compiled, tiny, cache, monkeypatch):
        monkeypatch.setattr(compiling, "compile_model", None)
        again = load_encoder(str(tiny), chosen=True, cache=cache)
        assert np.array_equal(again.encode_queries(TEXTS), compiled.encode_queries(TEXTS))

    @pytest.mark.parametrize("name", ["model.onnx", "model.json", "tokenizer.json"])
    @pytest.mark.parametrize("damage", ["cut", "gone", "scrambled"])
    def test_damage_is_mended(self, compiled, tiny, cache, tmp_path, monkeypatch, name, damage):
        folder = tmp_path / compiled.key
        shutil.copytree(cache / compiled.key, folder)
        data = (folder / name).read_bytes()
        if damage == "gone":
            (folder / name).unlink()
        elif damage == "cut":
            (folder / name).write_bytes(data[: len(data) // 2])
        else:
            (folder / name).write_bytes(b"\xee" * len(data))
        made: list[Path] = []

        def remake(name: str, source: Path, key: str, target: Path) -> None:
            made.append(target)
            shutil.rmtree(target)
            shutil.copytree(cache / key, target)

        monkeypatch.setattr(compiling, "compile_model", remake)
        mended = load_encoder(str(tiny), chosen=True, key=compiled.key, cache=tmp_path)
        assert made == [folder]
        assert np.array_equal(mended.encode_queries(TEXTS), compiled.encode_queries(TEXTS))

    def test_compiling_replaces_what_was_damaged(self, compiled, tiny, tmp_path):
        folder = tmp_path / compiled.key
        folder.mkdir()
        (folder / "model.json").write_text("{}")
        encoder = load_encoder(str(tiny), chosen=True, cache=tmp_path)
        assert isinstance(encoder, OnnxEncoder)
        assert min(cosines(encoder.encode_queries(TEXTS), compiled.encode_queries(TEXTS))) > 0.999
        assert [path.name for path in tmp_path.iterdir()] == [compiled.key]

    def test_a_changed_file_is_another_model(self, compiled, tiny, tmp_path):
        changed = tmp_path / "tiny"
        shutil.copytree(tiny, changed)
        (changed / "config_sentence_transformers.json").write_text("{}")
        key = model_files.model_key(str(changed), changed)
        with pytest.raises(EncoderError) as caught:
            load_encoder(str(changed), chosen=True, key=compiled.key, cache=tmp_path / "cache")
        assert compiled.key in caught.value.message
        assert key in caught.value.message
        assert not (tmp_path / "cache").exists()

    def test_known_prompts_are_used(self, tiny, original, cache, tmp_path, monkeypatch):
        named = tmp_path / "e5-small"
        shutil.copytree(tiny, named)
        (named / "config_sentence_transformers.json").write_text('{"prompts": {}}')
        monkeypatch.setattr(compiling, "_export", refuse)
        encoder = load_encoder(str(named), chosen=True, cache=tmp_path / "cache")
        for found, prompt in (
            (encoder.encode_queries(TEXTS), "query: "),
            (encoder.encode_passages(TEXTS), "passage: "),
        ):
            assert min(cosines(found, plain(original, TEXTS, prompt))) > 0.9999

    def test_what_cannot_be_compiled_is_run_by_its_own_library(
        self, compiled, tiny, tmp_path, monkeypatch
    ):
        monkeypatch.setattr(compiling, "_export", refuse)
        said: list[str] = []
        encoder = load_encoder(str(tiny), chosen=True, cache=tmp_path, warn=said.append)
        assert isinstance(encoder, TorchEncoder)
        assert len(said) == 1
        assert "can't be exported" in said[0]
        assert "slower" in said[0]
        assert list(tmp_path.iterdir()) == []
        assert (encoder.name, encoder.key) == (compiled.name, compiled.key)
        assert (encoder.dimension, encoder.max_tokens) == (32, 64)
        queries, passages = encoder.encode_queries(TEXTS), encoder.encode_passages(TEXTS)
        assert queries.dtype == np.float32
        assert min(cosines(queries, compiled.encode_queries(TEXTS))) >= 0.98
        assert min(cosines(passages, compiled.encode_passages(TEXTS))) >= 0.98
        assert np.linalg.norm(queries, axis=1) == pytest.approx(1.0, abs=1e-5)
        truncated: list[int] = []
        odd = ["the " * 700, "", "S-400"]
        assert encoder.count_tokens(odd) == compiled.count_tokens(odd) == [700, 0, 5]
        odd = encoder.encode_passages(["", LONG, "a \udc80 b"], truncated)
        assert truncated == [1]
        assert np.isfinite(odd).all()
        assert encoder.encode_queries([]).shape == (0, 32)
        assert encoder.encode_passages([], truncated).shape == (0, 32)

    def test_what_disagrees_is_not_used(self, tiny, tmp_path, monkeypatch):
        monkeypatch.setattr(compiling, "MIN_COSINE", 1.1)
        said: list[str] = []
        encoder = load_encoder(str(tiny), chosen=True, cache=tmp_path, warn=said.append)
        assert isinstance(encoder, TorchEncoder)
        assert "disagrees with the original" in said[0]
        assert list(tmp_path.iterdir()) == []


def refuse(*_: object) -> list[str]:
    raise RuntimeError("an operator that ONNX doesn't have")


def test_a_text_has_the_same_vector_whatever_is_beside_it(default):
    """Bit for bit: a scale that is shared by a batch made cosines of .98 to itself."""
    texts = ["short", "the battery " * 60, "1 2 3 ! ?", "words of a middling length " * 12]
    alone = np.vstack([default.encode_passages([text]) for text in texts])
    assert np.array_equal(default.encode_passages(texts), alone)
    assert np.array_equal(default.encode_passages(texts[::-1] * 20)[:4], alone[::-1])
