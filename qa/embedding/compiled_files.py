"""The files of a compiled model: sealed when they are written, checked when they are opened.

`model.json` holds the SHA-256 of each file and of itself. Hashing the 23 MB of the default takes
15 to 80 ms, so the stat signatures of files that were found intact are stored in `checked.json`,
and files that look the same are hashed no more; `qa doctor` hashes them always.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import Any

from qa.embedding.model_files import file_sha256
from qa.errors import QaError
from qa.files import make_private, read_json, write_json

CARD_NAME = "model.json"
MODEL_FILE = "model.onnx"
STATIC_FILE = "tokens.npy"  # of a static model, in the place of model.onnx
TOKENIZER_FILE = "tokenizer.json"
VECTORS_FILE = "reference.npy"  # what the original makes of `reference_texts`, where it is shipped
_CHECKED_NAME = "checked.json"
_KEY = re.compile(r"[0-9a-f]{16}")


class State(Enum):
    """What a folder of the cache holds."""

    MISSING = "missing"
    UNSEALED = "unsealed"  # compiled before models were sealed
    DAMAGED = "damaged"
    INTACT = "intact"


def is_key(key: str) -> bool:
    """Whether this is the key of a model, and so the name of a folder in the cache."""
    return _KEY.fullmatch(key) is not None


def seal(folder: Path, card: dict[str, Any]) -> None:
    """Write the card of a finished model with the hashes of its files, and make all private.

    Raises OSError.
    """
    known = (MODEL_FILE, STATIC_FILE, TOKENIZER_FILE, VECTORS_FILE)
    names = [name for name in known if (folder / name).exists()]
    sealed = card | {"sha256": {name: file_sha256(folder / name) for name in names}}
    sealed["seal"] = _card_hash(sealed)
    (folder / CARD_NAME).write_text(json.dumps(sealed, indent=1), "utf-8")
    make_private(folder, *folder.iterdir())


def inspect(
    folder: Path, *, key: str = "", checked_at: Path | None = None, thorough: bool = False
) -> tuple[State, str]:
    """The state of the compiled model in `folder`, and the name of a file that is damaged.

    `key` is the model's (default: the folder's name), `checked_at` the file for the signatures of
    intact files (default: `checked.json` beside them). `thorough` hashes every file, also those
    that look as they did when they were found intact.
    """
    checked_at = checked_at or folder / _CHECKED_NAME
    if not folder.is_dir():
        return State.MISSING, ""
    card = read_json(folder / CARD_NAME)
    if card is None:
        return State.DAMAGED, CARD_NAME
    hashes = card.get("sha256")
    if hashes is None and "seal" not in card:
        return State.UNSEALED, ""
    names = {TOKENIZER_FILE, STATIC_FILE if "static_bytes" in card else MODEL_FILE}
    if card.get("seal") != _card_hash(card) or not isinstance(hashes, dict):
        return State.DAMAGED, CARD_NAME
    names |= hashes.keys() & {VECTORS_FILE}
    if hashes.keys() != names or card.get("key") != (key or folder.name):
        return State.DAMAGED, CARD_NAME
    checked = {} if thorough else (read_json(checked_at) or {})
    looks: dict[str, list[object]] = {}
    for name in sorted(names):
        try:
            looks[name] = [hashes[name], *_signature(folder / name)]
            intact = checked.get(name) == looks[name] or _is_intact(folder / name, hashes[name])
        except OSError as error:
            if error.errno == errno.ENOMEM:
                raise MemoryError(str(error)) from error
            intact = False
        if not intact:
            return State.DAMAGED, name
    if looks != checked and not thorough:
        with suppress(QaError):  # where nothing can be written, files are hashed every time
            write_json(checked_at, looks)
    return State.INTACT, ""


def _is_intact(path: Path, sha256: str) -> bool:
    if file_sha256(path) != sha256:
        return False
    from qa.embedding.onnx_check import has_external_data  # 1 ms that few questions need

    try:
        return path.name != MODEL_FILE or not has_external_data(path)
    except ValueError:
        return False


def _signature(path: Path) -> tuple[int, int, int, int]:
    """Size, mtime, inode and ctime: a write changes one of them. Raises OSError."""
    state = os.lstat(path)
    return state.st_size, state.st_mtime_ns, state.st_ino, state.st_ctime_ns


def _card_hash(card: dict[str, Any]) -> str:
    """SHA-256 of a card without its own seal, in hex."""
    plain = json.dumps({name: card[name] for name in sorted(card) if name != "seal"})
    return hashlib.sha256(plain.encode()).hexdigest()
