"""Models that could run code, unpickle or read other files are not loaded."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest

from qa.embedding.compiled_files import State, inspect, seal
from qa.embedding.encoder import damaged_file, load_encoder
from qa.embedding.model_files import default_model_dir
from qa.embedding.model_safety import require_harmless
from qa.embedding.onnx_check import has_external_data
from qa.errors import EncoderError, ModelRefused
from tests.support.builders import python
from tests.support.models import compiled_copy

EVIL = """
from pathlib import Path
Path({marker!r}).write_text("run")
class Evil:
    @classmethod
    def load(cls, *args, **kwargs):
        return cls()
"""


@pytest.fixture
def folder(tmp_path) -> Path:
    """The files of a harmless model, without its weights."""
    made = tmp_path / "m"
    (made / "1_Pooling").mkdir(parents=True)
    for name in ("modules.json", "config.json", "1_Pooling/config.json", "tokenizer.json"):
        shutil.copyfile(default_model_dir() / name, made / name)
    (made / "model.safetensors").write_bytes(b"weights")
    return made


def modules(folder: Path, kind: object, path: str = "") -> None:
    listed = [{"idx": 0, "name": "0", "path": path, "type": kind}]
    (folder / "modules.json").write_text(json.dumps(listed))


def test_ordinary_models_pass(folder):
    require_harmless(folder)
    require_harmless(default_model_dir())
    (folder / "pytorch_model.bin").write_bytes(b"beside safetensors it is not read")
    (folder / "openvino").mkdir()
    (folder / "openvino" / "openvino_model.bin").write_bytes(b"nor is what is in other folders")
    modules(folder, "sentence_transformers.sentence_transformer.modules.transformer.Transformer")
    require_harmless(folder)


@pytest.mark.parametrize(
    "kind",
    [
        "evil.Evil", "os.abort", "sentence_transformers.models.Asym", "Transformer",
        "sentence_transformers.util.import_from_string", "sentence_transformers..Pooling",
        "sentence_transformers.models.Transformer\n", "torch.nn.Identity", 5, None, ["a"],
    ],
)  # fmt: skip
def test_modules_are_known_classes(folder, kind):
    modules(folder, kind)
    with pytest.raises(ModelRefused, match="names the Python class"):
        require_harmless(folder)


@pytest.mark.parametrize("path", ["..", "../other", "/etc", "a/../../b"])
def test_modules_lie_in_the_folder(folder, path):
    modules(folder, "sentence_transformers.models.Pooling", path)
    with pytest.raises(ModelRefused, match="outside of the model"):
        require_harmless(folder)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("config.json", {"auto_map": {"AutoModel": "evil.Evil"}}),
        ("tokenizer_config.json", {"auto_map": {"AutoTokenizer": ["evil.Evil", None]}}),
        ("sentence_bert_config.json", {"model_args": {"trust_remote_code": True}}),
        ("1_Pooling/config.json", {"activation_function": "evil.Evil"}),
        ("1_Pooling/config.json", {"a": [{"activation_function": "os.abort"}]}),
        ("adapter_config.json", {"base_model_name_or_path": "../other"}),
        ("router_config.json", {"types": {"x": "evil.Evil"}}),
    ],
)
def test_configurations_name_no_code(folder, name, value):
    (folder / name).write_text(json.dumps(value))
    with pytest.raises(ModelRefused):
        require_harmless(folder)


def test_an_activation_of_torch_passes(folder):
    (folder / "1_Pooling" / "config.json").write_text(
        '{"activation_function": "torch.nn.modules.activation.Tanh", "hidden_act": "gelu"}'
    )
    require_harmless(folder)


@pytest.mark.parametrize(
    "text", ["[" * 100_000 + "]" * 100_000, '{"a":' * 70 + "1" + "}" * 70, "{", "x" * (5 << 20)]
)
@pytest.mark.parametrize("name", ["modules.json", "config.json"])
def test_json_is_bounded(folder, name, text):
    (folder / name).write_text(text)
    with pytest.raises(ModelRefused):
        require_harmless(folder)


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.pt", "model.pkl", "a.ckpt"])
def test_pickles_are_refused(folder, name):
    (folder / "1_Pooling" / name).write_bytes(b"pickle")
    with pytest.raises(ModelRefused, match="a format that can run code"):
        require_harmless(folder)
    (folder / "1_Pooling" / name).unlink()
    (folder / "model.safetensors").rename(folder / name)
    with pytest.raises(ModelRefused, match=r"has weights in .*safetensors"):
        require_harmless(folder)


def test_a_class_of_the_folder_is_never_imported(folder, tmp_path):
    """Asked of the real loader, with the class on the path, as in the current folder."""
    marker = tmp_path / "ran"
    (tmp_path / "evil.py").write_text(EVIL.format(marker=str(marker)))
    (folder / "evil.py").write_text(EVIL.format(marker=str(marker)))
    modules(folder, "evil.Evil")
    code = """
import sys
from pathlib import Path
from qa.embedding.encoder import load_encoder
sys.path.insert(0, sys.argv[2])
load_encoder(sys.argv[1], chosen=True, cache=Path(sys.argv[2], "cache"))
"""
    done = python(code, folder, tmp_path, cwd=tmp_path)
    assert "ModelRefused" in done.stderr
    assert not marker.exists()


# --- ONNX


def graph(path: Path, *, external: str = "") -> Path:
    import onnx
    from onnx import TensorProto, helper

    tensor = helper.make_tensor("w", TensorProto.FLOAT, [4], [1.0, 2.0, 3.0, 4.0])
    inner = helper.make_graph(
        [helper.make_node("Constant", [], ["c"], value=tensor)], "inner", [], []
    )
    outer = helper.make_graph(
        [helper.make_node("Constant", [], ["d"], value=tensor),
         helper.make_node("If", ["x"], ["y"], then_branch=inner, else_branch=inner)],
        "outer", [], [], initializer=[tensor],
    )  # fmt: skip
    model = helper.make_model(outer)
    for place, each in {
        "initializer": model.graph.initializer[0],
        "constant": model.graph.node[0].attribute[0].t,
        "subgraph": model.graph.node[1].attribute[0].g.node[0].attribute[0].t,
    }.items():
        if place == external:
            each.data_location = TensorProto.EXTERNAL
            each.external_data.add(key="location", value="../../secret")
            each.ClearField("float_data")
    path.write_bytes(model.SerializeToString())
    onnx.load_model(str(path), load_external_data=False)
    return path


@pytest.mark.parametrize("place", ["initializer", "constant", "subgraph"])
def test_external_data_is_found(tmp_path, place):
    assert has_external_data(graph(tmp_path / "model.onnx", external=place))


def test_a_whole_model_has_none(tmp_path):
    path = graph(tmp_path / "model.onnx")
    assert not has_external_data(path)
    data = path.read_bytes()
    path.write_bytes(data[:-3])
    with pytest.raises(ValueError, match="ONNX"):
        has_external_data(path)


def test_a_compiled_model_with_external_data_is_not_opened(tmp_path):
    made = tmp_path / ("0" * 16)
    made.mkdir()
    graph(made / "model.onnx", external="initializer")
    (made / "tokenizer.json").write_text("{}")
    seal(made, {"key": "0" * 16})
    assert inspect(made) == (State.DAMAGED, "model.onnx")
    graph(made / "model.onnx")
    seal(made, {"key": "0" * 16})
    assert inspect(made) == (State.INTACT, "")


# --- a compiled model


@pytest.fixture
def copy(tmp_path, monkeypatch) -> Path:
    """A cache of its own with a compiled model called "other"; its folder."""
    monkeypatch.setenv("QA_CACHE", str(tmp_path))
    return compiled_copy(tmp_path / "models", tmp_path / "other")


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "model.json"])
def test_every_flipped_bit_is_noticed(copy, name):
    assert inspect(copy) == (State.INTACT, "")
    data = bytearray((copy / name).read_bytes())
    chance = random.Random(14)
    for _ in range(3 if name == "model.onnx" else 67):
        at, bit = chance.randrange(len(data)), 1 << chance.randrange(8)
        data[at] ^= bit
        (copy / name).write_bytes(data)
        assert inspect(copy) == (State.DAMAGED, name)
        assert damaged_file(copy.name) == name
        data[at] ^= bit
    (copy / name).write_bytes(data)
    assert inspect(copy) == (State.INTACT, "")


def test_200_flipped_bits_are_noticed_when_the_engine_opens(copy, tmp_path, monkeypatch):
    from qa.embedding import onnx_export

    data = bytearray((copy / "model.onnx").read_bytes())
    chance = random.Random(15)
    for _ in range(200):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    whole = (copy / "model.onnx").read_bytes()
    (copy / "model.onnx").write_bytes(data)

    def again(name: str, folder: Path, key: str, target: Path) -> None:
        (target / "model.onnx").write_bytes(whole)

    def opened() -> str:
        name = str(tmp_path / "other")
        return load_encoder(name, key=copy.name, chosen=True, warn=warnings.append).key

    monkeypatch.setattr(onnx_export, "compile_model", again)
    warnings: list[str] = []
    assert opened() == copy.name
    assert len(warnings) == 1
    assert "was damaged" in warnings[0]
    assert "model.onnx" in warnings[0]
    assert opened()
    assert len(warnings) == 1


def test_files_that_look_the_same_are_hashed_once(copy, tmp_path, monkeypatch):
    name = str(tmp_path / "other")
    assert load_encoder(name, key=copy.name, chosen=True)
    hashed: list[Path] = []
    monkeypatch.setattr("qa.embedding.compiled_files.file_sha256", lambda path: hashed.append(path))
    assert load_encoder(name, key=copy.name, chosen=True)
    assert hashed == []
    assert damaged_file(copy.name) is not None  # which hashes always
    assert len(hashed) == 1


def test_a_model_compiled_before_models_were_sealed_is_compiled_again(copy):
    card = json.loads((copy / "model.json").read_text())
    del card["sha256"], card["seal"]
    (copy / "model.json").write_text(json.dumps(card))
    assert inspect(copy) == (State.UNSEALED, "")


def test_a_key_is_no_path(tmp_path):
    (tmp_path / "evil").mkdir()
    with pytest.raises(EncoderError, match="There is no model with the key"):
        load_encoder(key="../evil", cache=tmp_path / "models")
