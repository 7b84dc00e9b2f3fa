"""Where things are and what may be set: locations, environment, qa.toml, tuned constants."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from qa.errors import UsageError

SETTINGS_FILE = "qa.toml"
SEEDS = "seeds"
_NAME_ONE = "Name a folder that exists or can be made."


@dataclass(frozen=True, slots=True)
class Locations:
    """Where the index is and which folders or files it is made from.

    `paths` is None when nothing names them: then those stored in an existing index count.
    """

    index: Path
    paths: tuple[Path, ...] | None
    encoder: str | None


def model_cache() -> Path:
    """Folder of compiled models: `$QA_CACHE/models`, else the user's cache folder.

    Raises UsageError when `$QA_CACHE` can be no folder.
    """
    if cache := os.environ.get("QA_CACHE"):
        return _expanded(cache, "QA_CACHE") / "models"
    import platformdirs

    return Path(platformdirs.user_cache_dir("qa", appauthor=False)) / "models"


def locate(
    index: str | Path | None = None,
    paths: tuple[Path, ...] | None = None,
    encoder: str | None = None,
    here: Path | None = None,
) -> Locations:
    """Resolve the locations: arguments first, then the environment, `qa.toml`, and this folder.

    The index is `index`, else `$QA_INDEX`, else `./index` where there is a `seeds/` or a
    `qa.toml`, else a folder in the user's data directory. Raises UsageError when
    the `qa.toml` that decides is invalid.
    """
    explicit = index or os.environ.get("QA_INDEX")
    chosen_encoder = encoder or os.environ.get("QA_MODEL") or None
    if explicit:  # the qa.toml is not read: a bad one must not stop this
        name = "--index" if index else "QA_INDEX"
        return Locations(_expanded(explicit, name).absolute(), paths, chosen_encoder)
    here = here or Path.cwd()
    settings = _settings(here / SETTINGS_FILE)
    if settings is not None or (here / SEEDS).is_dir():
        settings = settings or {}
        names = _strings(settings.get("paths", [SEEDS]), "paths")
        named = _strings([settings["encoder"]], "encoder")[0] if "encoder" in settings else None
        return Locations(
            (here / "index").absolute(),
            paths or tuple((here / name).absolute() for name in names),
            chosen_encoder or named,
        )
    import platformdirs

    data = Path(platformdirs.user_data_dir("qa", appauthor=False))
    return Locations(data / "index", paths, chosen_encoder)


def _expanded(path: str | Path, name: str) -> Path:
    """A folder that somebody named, `~` expanded. Raises UsageError when it can be none."""
    try:
        found = Path(path).expanduser()
    except RuntimeError as error:  # the home of somebody unknown
        raise UsageError(f"{name} is {path}, and there is no such home.", _NAME_ONE) from error
    if found.exists() and not found.is_dir():
        raise UsageError(f"{name} is {path}, which is no folder.", _NAME_ONE)
    return found


def _settings(path: Path) -> dict[str, object] | None:
    if not path.is_file():
        return None
    import tomllib

    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        why = "it is nested too deeply" if isinstance(error, RecursionError) else error
        raise UsageError(f"{path} can't be read: {why}.", "Correct or remove the file.") from error


def _strings(value: object, key: str) -> list[str]:
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return value
    raise UsageError(
        f"'{key}' in {SETTINGS_FILE} is invalid.",
        'It looks like: paths = ["seeds"] or encoder = "NAME".',
    )
