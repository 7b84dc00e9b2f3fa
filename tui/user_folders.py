"""Where the interface keeps what is a person's own: conversations, history, settings."""

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


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it holds the old text or the new one, never a part. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def write_json(path: Path, value: Any) -> None:
    """Write `value` whole; escaped, so that lone surrogates of file names survive."""
    write_whole(path, json.dumps(value, indent=1))


def read_json(path: Path) -> dict[str, Any] | None:
    """The JSON object in `path`, or None when there is none or it is damaged."""
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
