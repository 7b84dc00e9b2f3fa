"""What in the folder of a model could run code or lead elsewhere; asked before it is loaded.

sentence-transformers builds a model from Python classes that its files name (`modules.json`, and
in some of them further classes), unpickles weights, and up to version 5 imports whatever a local
folder names. Only the classes listed here pass, with weights in safetensors.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qa.errors import ModelRefused
from qa.files import leads_outside

# Modules of sentence-transformers that compute, load safetensors, and name no further classes
# but an activation function.
_MODULES = frozenset(
    {"Transformer", "Pooling", "Normalize", "Dense", "LayerNorm", "Dropout", "StaticEmbedding"}
)
_MODULE = re.compile(r"sentence_transformers(?:\.[a-z_]+)*\.([A-Za-z]+)")
_ACTIVATION = re.compile(r"torch\.nn\.modules\.(?:activation|linear)\.[A-Za-z]+")
_ACTIVATIONS = ("activation_function", "activation_fn")  # keys that name a class
_PICKLES = (".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt", ".joblib", ".npy", ".npz", ".h5")
_REFERENCES = ("adapter_config.json", "router_config.json")
_DATA = ("tokenizer.json", "vocab.json")  # name no classes; read by a library in Rust
_MAX_JSON = 4 << 20  # bytes
_MAX_DEPTH = 64


def require_harmless(folder: Path) -> None:
    """Raise ModelRefused when the model in `folder` names code, pickles or paths outside of it.

    Only the folder itself and those of its modules are looked at: nothing else is loaded.
    """
    names = [""]
    listed = folder / "modules.json"
    if listed.is_file():
        names += _module_folders(listed)
    for place in dict.fromkeys(folder / name for name in names):
        for path in sorted(place.iterdir()) if place.is_dir() else ():
            if path.name in _REFERENCES:
                raise ModelRefused(f"The model in {folder} refers to other models: {path.name}.")
            if path.suffix == ".json" and path.is_file() and path != listed:
                _check_config(path)
            elif path.suffix in _PICKLES and not _has_safetensors(place):
                raise ModelRefused(
                    f"The model in {folder} has weights in {path.name}, a format that can run "
                    "code.",
                    "Use a version of it with model.safetensors.",
                )


def _module_folders(path: Path) -> list[str]:
    """The folders of the modules that a modules.json lists, relative to the model's."""
    modules = _read(path)
    if not isinstance(modules, list):
        raise ModelRefused(f"{path} is no list of modules.")
    folders = []
    for module in modules:
        kind = module.get("type") if isinstance(module, dict) else None
        found = _MODULE.fullmatch(kind) if isinstance(kind, str) else None
        if found is None or found[1] not in _MODULES:
            raise ModelRefused(
                f"{path} names the Python class {kind!r}, which is not one of those that qa loads."
            )
        place = module.get("path", "")
        if not isinstance(place, str) or leads_outside(place):
            raise ModelRefused(f"{path} names a folder outside of the model: {place!r}.")
        folders.append(place)
    return folders


def _check_config(path: Path) -> None:
    """Refuse what makes transformers or sentence-transformers import something."""
    if path.name in _DATA:
        return
    for key, value in _items(_read(path), path):
        if key in _ACTIVATIONS and isinstance(value, str) and "." in value:
            if not _ACTIVATION.fullmatch(value):
                raise ModelRefused(f"{path} names the Python class {value!r}.")
        elif key in ("auto_map", "trust_remote_code", "custom_pipelines") and value:
            raise ModelRefused(f"{path} asks for code of the model's own ({key}).")


def _read(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_JSON + 1)
        if len(data) > _MAX_JSON:
            raise ModelRefused(f"{path} is larger than {_MAX_JSON >> 20} MB.")
        return json.loads(data)
    except (OSError, ValueError, RecursionError) as error:
        raise ModelRefused(f"{path} can't be read as JSON.") from error


def _items(value: Any, path: Path, depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Every key with its value, at whatever depth."""
    if depth > _MAX_DEPTH:
        raise ModelRefused(f"{path} is nested more than {_MAX_DEPTH} deep.")
    if isinstance(value, dict):
        for key, each in value.items():
            yield key, each
            yield from _items(each, path, depth + 1)
    elif isinstance(value, list):
        for each in value:
            yield from _items(each, path, depth + 1)


def _has_safetensors(folder: Path) -> bool:
    """Whether weights in `folder` are loaded from safetensors; others beside them are not read."""
    return any(name.endswith(".safetensors") for name in os.listdir(folder))
