"""A ranker of which only the int8 file is left, as a start: `python -m training.ranker FILE`.

FILE is a BERT cross-encoder as an ONNX file with dynamically quantised weights, such as
ms-marco-MiniLM-L12-v2 (Apache-2.0), which learned from 500,000 questions to a search engine which
passage answers. Its weights are made floating again, and DIR is what transformers opens.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.embedding.model_files import file_sha256

_HEADS = 32  # channels of an attention head of MiniLM


def main() -> None:
    """Write config.json and model.safetensors."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--sha256", required=True, help="what FILE must have")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    options = parser.parse_args()
    if file_sha256(options.file) != options.sha256:
        parser.error(f"{options.file} is another file than the one named by its hash.")
    import onnx
    import torch
    from safetensors.torch import save_file

    found = weights(onnx.load(options.file))
    options.out.mkdir(parents=True, exist_ok=True)
    tensors = {name: torch.from_numpy(np.array(each, order="C")) for name, each in found.items()}
    save_file(tensors, options.out / "model.safetensors", {"format": "pt"})
    words, width = found["bert.embeddings.word_embeddings.weight"].shape
    card = {
        "architectures": ["BertForSequenceClassification"],
        "model_type": "bert",
        "vocab_size": words,
        "hidden_size": width,
        "intermediate_size": len(found["bert.encoder.layer.0.intermediate.dense.bias"]),
        "num_attention_heads": width // _HEADS,
        "num_hidden_layers": sum(name.endswith("intermediate.dense.bias") for name in found),
        "max_position_embeddings": len(found["bert.embeddings.position_embeddings.weight"]),
        "num_labels": 1,
    }
    (options.out / "config.json").write_text(json.dumps(card, indent=1) + "\n", "utf-8")


def weights(model: Any) -> dict[str, NDArray[np.float32]]:
    """The weights by the names that BERT gives them, out of a quantised onnx.ModelProto.

    A matrix has lost its name, but what is added to its product is the bias beside it.
    """
    from onnx import numpy_helper

    held = {each.name: numpy_helper.to_array(each) for each in model.graph.initializer}
    readers: dict[str, list[Any]] = {}
    for node in model.graph.node:
        for name in node.input:
            readers.setdefault(name, []).append(node)
    found = {name: each for name, each in held.items() if each.dtype == np.float32 and "." in name}
    found = {name: each for name, each in found.items() if not name.endswith("_scale")}
    for name in held:
        if name.endswith("weight_quantized"):
            plain = _floating(held, name)
            found[name.removesuffix("_quantized")] = plain if "embeddings" in name else plain.T
    for node in model.graph.node:
        if node.op_type == "MatMulInteger":
            bias = _bias(node, readers, held)
            found[bias.removesuffix("bias") + "weight"] = _floating(held, node.input[1]).T
    return found


def _floating(held: dict[str, NDArray[Any]], name: str) -> NDArray[np.float32]:
    whole = name.removesuffix("_quantized")
    scale, zero = held[f"{whole}_scale"], held[f"{whole}_zero_point"]
    plain: NDArray[np.float32] = (held[name].astype(np.float32) - zero.astype(np.float32)) * scale
    return plain


def _bias(node: Any, readers: dict[str, list[Any]], held: dict[str, NDArray[Any]]) -> str:
    while True:
        for name in node.input:
            if name in held and name.endswith(".bias"):
                return str(name)
        (node,) = readers[node.output[0]]


if __name__ == "__main__":
    main()
