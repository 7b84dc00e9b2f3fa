"""Where the interface saves the user's data: conversations, history, settings, its log."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


def data_folder() -> Path:
    """Folder of conversations and history: `$QA_STATE`, else the user's data folder."""
    if chosen := os.environ.get("QA_STATE"):
        return Path(chosen).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("qa", appauthor=False))


def config_folder() -> Path:
    """Folder of the settings: `$QA_CONFIG`, else the user's configuration folder."""
    if chosen := os.environ.get("QA_CONFIG"):
        return Path(chosen).expanduser()
    import platformdirs

    return Path(platformdirs.user_config_dir("qa", appauthor=False))


def state_folder() -> Path:
    """Folder of logs: `$QA_STATE`, else the user's state folder."""
    if chosen := os.environ.get("QA_STATE"):
        return Path(chosen).expanduser()
    import platformdirs

    return Path(platformdirs.user_state_dir("qa", appauthor=False))


def make_folder(path: Path) -> None:
    """Make a folder and those it lies in, each for its user only. Raises OSError."""
    for each in (*reversed(path.parents), path):
        each.mkdir(mode=0o700, exist_ok=True)


def write_whole(path: Path, text: str) -> None:
    """Write a file atomically: it holds the old text or the new one. Raises OSError."""
    make_folder(path.parent)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def write_json(path: Path, value: Any) -> None:
    """Write `value` atomically; escaped, so that lone surrogates of file names survive."""
    write_whole(path, json.dumps(value, indent=1))


def read_json(path: Path) -> dict[str, Any] | None:
    """The JSON object in `path`, or None when there is none or it is damaged."""
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
