"""Trained weights to the int8 ONNX files `qa` reads: `python -m training.export --data DIR`.

Several --weights are averaged first (Wortsman et al., "Model soups", 2022). With --ranker they
become ranker.onnx, which says of a text whether it answers and nothing else.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer

from qa.answering.cross_encoder import MAX_TOKENS
from qa.embedding.model_files import default_model_dir, file_sha256
from qa.embedding.onnx_export import quantise
from training.model import Reader, averaged
from training.smoothing import smooth
from training.sources import questions

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUTS = ("start", "end", "evidence", "answerable", "claimed")
_READ = 96  # texts by which int8's scales are balanced


def main() -> None:
    """Export, and write the card that `qa.answering.reader` checks the file by."""
    options = _options()
    folder = default_model_dir()
    model = Reader(options.start or folder).eval()
    # The usual attention guards against rows without any token, which costs a sixth of the time.
    model.bert.set_attn_implementation("eager")
    model.load_state_dict(averaged(options.weights))
    if not options.fp32:
        smooth(model.bert.encoder.layer, model, _some(options.data, folder))
    options.out.mkdir(parents=True, exist_ok=True)
    name = "ranker" if options.ranker else "reader"
    target = options.out / f"{name}.onnx"
    with tempfile.TemporaryDirectory(dir=options.out) as work:
        graph = Path(work) / "exported.onnx"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the tracer, about shapes that are always so
            _export(model, graph, OUTPUTS[3:4] if options.ranker else OUTPUTS)
        quantise(graph, target, None if options.fp32 else ())
    data = target.read_bytes()
    card = _card(options.out) | {
        "ranker_sha256" if options.ranker else "sha256": hashlib.sha256(data).hexdigest(),
        "tokenizer_sha256": file_sha256(folder / "tokenizer.json"),
    }
    (options.out / "reader.json").write_text(json.dumps(card, indent=1) + "\n", "utf-8")
    print(f"{target}: {len(data) / 1e6:.1f} MB")


def _card(folder: Path) -> dict[str, object]:
    """The reader.json that is there: numbers fitted to earlier weights stay until the next fit."""
    path = folder / "reader.json"
    card: dict[str, object] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return card


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--weights", type=Path, nargs="+", default=[Path("build/reader/reader.pt")])
    parser.add_argument("--data", type=Path, required=True, metavar="DIR",
                        help="data sets; some texts of train/ are read")  # fmt: skip
    parser.add_argument("--start", type=Path, metavar="DIR",
                        help="what training.reader began with (default: the encoder)")  # fmt: skip
    parser.add_argument("--out", type=Path, default=Path("qa/weights"), metavar="DIR")
    parser.add_argument("--ranker", action="store_true", help="write ranker.onnx")
    parser.add_argument("--fp32", action="store_true", help="don't quantise, to compare")
    return parser.parse_args()


def _some(data: Path, folder: Path) -> Iterator[tuple[torch.Tensor, ...]]:
    """Some training questions with their texts, one by one, as the model takes them."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS, strategy="only_second")
    for question in random.Random(1).sample(questions(data), _READ):
        encoding = tokenizer.encode(question.text, question.context)
        fields = (encoding.ids, encoding.attention_mask, encoding.type_ids)
        yield tuple(torch.tensor([field]) for field in fields)


class _Chosen(torch.nn.Module):  # type: ignore[misc]
    """Some outputs of a reader."""

    def __init__(self, model: Reader, outputs: Sequence[str]) -> None:
        super().__init__()
        self.model = model
        self.chosen = [OUTPUTS.index(name) for name in outputs]

    def forward(self, *inputs: torch.Tensor) -> tuple[torch.Tensor, ...]:
        found = self.model(*inputs)
        return tuple(found[i] for i in self.chosen)


def _export(model: Reader, path: Path, outputs: Sequence[str]) -> None:
    ids = torch.tensor([[101, 2040, 102, 7592, 2088, 102]] * 2)
    types = torch.tensor([[0, 0, 0, 1, 1, 1]] * 2)
    axes = {name: {0: "batch", 1: "tokens"} for name in (*INPUTS, *OUTPUTS[:3])}
    axes |= {name: {0: "batch"} for name in OUTPUTS[3:]}
    torch.onnx.export(
        _Chosen(model, outputs),
        (ids, torch.ones_like(ids), types),
        str(path),
        dynamo=False,  # the other exporter takes four times as long for the same graph
        opset_version=17,
        input_names=list(INPUTS),
        output_names=list(outputs),
        dynamic_axes={name: axes[name] for name in (*INPUTS, *outputs)},
    )


if __name__ == "__main__":
    main()
