"""Compile a sentence-transformers model to one int8 ONNX file, and check it against the original.

Done once per model, when an index is first built. The whole pipeline is exported (transformer,
pooling, any dense layer), so nothing about a model needs to be known when it is used. Weights
become int8 per output channel; activations are quantised as they come ("dynamic").
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.embedding.compiled_files import CARD_NAME, MODEL_FILE, TOKENIZER_FILE, seal
from qa.embedding.distill import distill
from qa.embedding.model_files import FAST_MODEL, prompts_of
from qa.embedding.reference_texts import MIN_COSINE, REFERENCE_TEXTS
from qa.embedding.runtimes import OnnxEncoder, load_sentence_transformer, normalise
from qa.errors import IndexUnwritable, ModelUnfaithful
from qa.files import make_folder

if TYPE_CHECKING:
    import numpy.typing as npt


def compile_model(name: str, folder: Path, key: str, target: Path) -> None:
    """Compile the model in `folder` into the folder `target`, whole or not at all.

    Tries int8 for everything, then int8 but for the feed-forward outputs (whose activations
    have the widest range), then fp32, and takes the first whose cosine to sentence-transformers
    is at least 0.98 on every test text. The model called `fast` is distilled
    (`qa.embedding.distill`). Raises ModelUnfaithful when no form agrees with the model,
    ModelRefused when its files could run code, IndexUnwritable when the cache folder can't be
    written.
    """
    try:
        make_folder(target.parent)
        work = Path(tempfile.mkdtemp(prefix=".compiling-", dir=target.parent))
    except OSError as error:
        raise IndexUnwritable(
            f"The compiled model can't be written to {target.parent}: {error.strerror}.",
            "Free some space, or set QA_CACHE to a folder that can be written.",
        ) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if name == FAST_MODEL:
                distill(name, folder, key, work)
            else:
                _compile(name, folder, key, work)
        shutil.rmtree(target, ignore_errors=True)
        os.replace(work, target)
    except OSError as error:
        if not target.is_dir():  # else another process was first, with the same result
            raise IndexUnwritable(
                f"The compiled model can't be written to {target}: {error.strerror}.",
                "Free some space, or set QA_CACHE to a folder that can be written.",
            ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _compile(name: str, folder: Path, key: str, work: Path) -> None:
    model: Any = load_sentence_transformer(folder).eval()
    tokenizer = getattr(model.tokenizer, "backend_tokenizer", None)
    if tokenizer is None:
        raise ModelUnfaithful(f"The model {name} has no fast tokenizer and can't be compiled.")
    prompts = prompts_of(name, folder)
    texts = [prompts.passage + text for text in REFERENCE_TEXTS]
    expected = normalise(
        np.asarray(
            model.encode(texts, prompt="", batch_size=1, show_progress_bar=False), np.float32
        )
    )
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(work / TOKENIZER_FILE))
    card: dict[str, Any] = {
        "name": name,
        "key": key,
        "dimension": expected.shape[1],
        "max_tokens": int(model.max_seq_length or 512),
        "pad_id": int(model.tokenizer.pad_token_id or 0),
        "prompts": {"query": prompts.query, "passage": prompts.passage},
    }
    exported = work / "exported.onnx"
    try:
        outputs = _export(model, exported)
    except Exception as error:  # the exporter raises whatever an unusual model makes it raise
        raise ModelUnfaithful(f"The model {name} can't be exported to ONNX.") from error
    worst = _quantise_best(exported, work, card, outputs, expected)
    exported.unlink()
    if not worst >= MIN_COSINE:  # NaN included
        raise ModelUnfaithful(
            f"The compiled form of {name} disagrees with the original "
            f"(cosine {worst:.3f}, needed {MIN_COSINE})."
        )


def _quantise_best(
    exported: Path,
    work: Path,
    card: dict[str, Any],
    outputs: list[str],
    expected: npt.NDArray[np.float32],
) -> float:
    """Write the first precision that agrees with `expected`; return the last one's worst cosine."""
    worst = 0.0
    for precision, excluded in (("int8", []), ("int8-mixed", outputs), ("fp32", None)):
        quantise(exported, work / MODEL_FILE, excluded)
        card |= {"precision": precision, "onnx_bytes": (work / MODEL_FILE).stat().st_size}
        (work / CARD_NAME).write_text(json.dumps(card, indent=1), "utf-8")
        # One text at a time, as queries are: a batch shares its activation scale.
        found = np.vstack([OnnxEncoder(work).encode_passages([text]) for text in REFERENCE_TEXTS])
        worst = float((found * expected).sum(axis=1).min())
        if worst >= MIN_COSINE:
            seal(work, card | {"min_cosine": round(worst, 4)})
            break
    return worst


def _export(model: Any, path: Path) -> list[str]:
    """Write the fp32 graph; return the names of its feed-forward output multiplications."""
    import onnx
    import torch

    features = model.preprocess(["a first text of some length", "another"])
    names = [n for n in ("input_ids", "attention_mask", "token_type_ids") if n in features]

    class Pipeline(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *inputs: Any) -> Any:
            return self.model(dict(zip(names, inputs, strict=True)))["sentence_embedding"]

    torch.onnx.export(
        Pipeline().eval(),
        tuple(features[n] for n in names),
        str(path),
        dynamo=False,  # the other exporter takes four times as long for the same graph
        opset_version=17,
        input_names=names,
        output_names=["sentence_embedding"],
        dynamic_axes={n: {0: "batch", 1: "tokens"} for n in names}
        | {"sentence_embedding": {0: "batch"}},
    )
    nodes = onnx.load(str(path)).graph.node
    return [
        node.name
        for node in nodes
        if node.op_type == "MatMul" and "output" in node.name and "attention" not in node.name
    ]


def quantise(source: Path, target: Path, excluded: Sequence[str] | None) -> None:
    """Quantise (unless `excluded` is None) and save with onnxruntime's own fusions."""
    import logging

    import onnxruntime
    from onnxruntime.quantization import QuantType, quantize_dynamic

    graph = source
    if excluded is not None:
        graph = source.with_name("quantised.onnx")
        logging.disable(logging.WARNING)  # it advises a step that does nothing here
        try:
            quantize_dynamic(
                str(source),
                str(graph),
                weight_type=QuantType.QInt8,
                per_channel=True,
                nodes_to_exclude=list(excluded),
                extra_options={"MatMulConstBOnly": True},
            )
        finally:
            logging.disable(logging.NOTSET)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(target)
    onnxruntime.InferenceSession(
        str(graph),
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=["SkipLayerNormFusion"],  # fused it takes a tenth of a run longer
    )
    if graph != source:
        graph.unlink()
