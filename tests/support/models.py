"""Compiled models without compiling: the default under another name."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from qa.embedding.compiled_files import seal
from qa.embedding.model_files import SHIPPED, model_key


def compiled_copy(cache: Path, source: Path) -> Path:
    """The default, compiled, in `cache` as if it had been made from the folder `source`.

    `source` is made, with files that name a model but hold none; the folder in `cache` is returned.
    """
    source.mkdir()
    (source / "config.json").write_text("{}")
    made = cache / model_key(str(source), source)
    made.mkdir(parents=True)
    for name in ("model.onnx", "tokenizer.json"):
        shutil.copyfile(SHIPPED / name, made / name)
    card = json.loads((SHIPPED / "model.json").read_text("utf-8"))
    card = {name: card[name] for name in card if name not in ("sha256", "seal")}
    seal(made, card | {"name": str(source), "key": made.name})
    return made
