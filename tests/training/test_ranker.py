"""A quantised cross-encoder made floating again, and layers that don't learn."""

from __future__ import annotations

import hashlib
import json
import sys
import warnings
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from training import ranker  # noqa: E402
from training.blend import blended  # noqa: E402
from training.model import Reader  # noqa: E402


def tiny(folder: Path):
    """A cross-encoder of two layers and its quantised file."""
    from onnxruntime.quantization import quantize_dynamic
    from transformers import BertConfig, BertForSequenceClassification

    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=60, hidden_size=64, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=96, max_position_embeddings=32, num_labels=1,
    )  # fmt: skip
    model = BertForSequenceClassification(config).eval()
    model.bert.set_attn_implementation("eager")
    for name, each in model.named_parameters():
        if name.endswith("bias"):
            torch.nn.init.normal_(each, std=0.1)
    ids = torch.tensor([[1, 7, 2, 9, 4, 2]])
    inputs = (ids, torch.ones_like(ids), torch.tensor([[0, 0, 0, 1, 1, 1]]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model, inputs, str(folder / "plain.onnx"), dynamo=False, opset_version=17,
            input_names=["input_ids", "attention_mask", "token_type_ids"],
        )  # fmt: skip
    quantize_dynamic(str(folder / "plain.onnx"), str(folder / "model.onnx"))
    return model, inputs


def test_weights_come_back_by_their_names(tmp_path, monkeypatch):
    model, inputs = tiny(tmp_path)
    path = tmp_path / "model.onnx"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    given = ["ranker", str(path), "--sha256", digest, "--out", str(tmp_path / "start")]
    monkeypatch.setattr(sys, "argv", given)
    ranker.main()
    card = json.loads((tmp_path / "start" / "config.json").read_text())
    assert (card["num_hidden_layers"], card["hidden_size"], card["vocab_size"]) == (2, 64, 60)
    reader = Reader(tmp_path / "start").eval()
    mine = dict(reader.bert.named_parameters())
    for name, each in model.bert.named_parameters():
        if not name.startswith("pooler"):
            assert (mine[name] - each).abs().max() <= each.abs().max() / 120, name
    with torch.no_grad():
        wanted = model(*inputs).logits[0, 0]
        found = reader.read(*inputs).answerable[0]
    assert abs(float(found - wanted)) < 0.02


def test_another_file_is_refused(tmp_path, monkeypatch, capsys):
    tiny(tmp_path)
    given = ["ranker", str(tmp_path / "model.onnx"), "--sha256", "0" * 64, "--out", str(tmp_path)]
    monkeypatch.setattr(sys, "argv", given)
    with pytest.raises(SystemExit):
        ranker.main()
    assert "another file" in capsys.readouterr().err


def test_frozen_layers_stay_and_read_the_same(tmp_path):
    model, inputs = tiny(tmp_path)
    model.save_pretrained(tmp_path / "start")
    whole, partly = (Reader(tmp_path / "start", frozen=n).eval() for n in (0, 1))
    torch.manual_seed(1)
    for each in (whole, partly):
        torch.nn.init.constant_(each.span.weight, 0.1)
    before = [each.clone() for each in partly.bert.encoder.layer[0].parameters()]
    with torch.no_grad():
        a, b = whole.read(*inputs), partly.read(*inputs)
    assert (a.answerable - b.answerable).abs().max() < 0.02  # bfloat16 below
    partly.train()
    found = partly.read(*inputs)
    (found.start.sum() + found.answerable.sum()).backward()
    optimizer = torch.optim.SGD([p for p in partly.parameters() if p.grad is not None], lr=1.0)
    optimizer.step()
    after = list(partly.bert.encoder.layer[0].parameters())
    assert all(
        torch.equal(x.float(), y.bfloat16().float()) for x, y in zip(after, before, strict=True)
    )
    assert partly.bert.encoder.layer[1].output.dense.weight.grad is not None


def test_a_rankers_own_heads_learn_no_faster_than_its_layers(tmp_path):
    model, _ = tiny(tmp_path)
    model.save_pretrained(tmp_path / "start")
    reader = Reader(tmp_path / "start")
    assert reader.fresh() == [reader.span, reader.evidence, reader.claimed]
    model.bert.save_pretrained(tmp_path / "plain")
    plain = Reader(tmp_path / "plain")
    assert plain.fresh() == plain.heads()


def test_blended_weights_lie_between_but_for_heads_that_are_new(tmp_path):
    model, _ = tiny(tmp_path)
    model.save_pretrained(tmp_path / "start")
    start, trained = (Reader(tmp_path / "start") for _ in range(2))
    with torch.no_grad():
        for each in trained.parameters():
            each += 1.0
    before, after = start.state_dict(), trained.state_dict()
    found = blended(start, after, 0.7)
    for name in ("bert.encoder.layer.1.output.dense.weight", "pool.weight", "answerable.bias"):
        assert torch.allclose(found[name], before[name] + 0.7, atol=1e-6), name
    for name in ("span.weight", "evidence.bias", "claimed.weight"):
        assert torch.equal(found[name], after[name]), name
    assert found.keys() == after.keys()
