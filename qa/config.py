"""Where things are and what may be set: locations, environment, qa.toml, tuned constants."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from qa.errors import UsageError
from qa.trust import Claim, folder_claims, model_claim, require

SETTINGS_FILE = "qa.toml"
SEEDS = "seeds"
_MAX_SETTINGS = 64 << 10  # bytes


@dataclass(frozen=True, slots=True)
class Locations:
    """Where the index is and which folders or files it is made from.

    `paths` is None when nothing names them: then those stored in an existing index count.
    """

    index: Path
    paths: tuple[Path, ...] | None
    encoder: str | None


def model_cache() -> Path:
    """Folder of compiled models: `$QA_CACHE/models`, else the user's cache folder."""
    if cache := os.environ.get("QA_CACHE"):
        return Path(cache).expanduser() / "models"
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
    the `qa.toml` that decides is invalid, Untrusted when the folder asks for more than folders
    below it and a known encoder.
    """
    here = here or Path.cwd()
    explicit = index or os.environ.get("QA_INDEX")
    chosen_encoder = encoder or os.environ.get("QA_MODEL") or None
    if explicit:  # the qa.toml is not read: a bad one must not stop this
        return Locations(Path(explicit).expanduser().absolute(), paths, chosen_encoder)
    if (project := project_in(here)) is not None:
        needed = replace(
            project,
            paths=() if paths else project.paths,
            encoder=None if chosen_encoder else project.encoder,
        )
        require(claims_of(needed, here), f"The folder {here}")
        return replace(
            project, paths=paths or project.paths, encoder=chosen_encoder or project.encoder
        )
    import platformdirs

    data = Path(platformdirs.user_data_dir("qa", appauthor=False))
    return Locations(data / "index", paths, chosen_encoder)


def project_in(here: Path) -> Locations | None:
    """What the folder `here` says by its `qa.toml` and its `seeds`, trusted or not.

    None when it has neither. Raises UsageError on a bad `qa.toml`.
    """
    settings = _settings(here / SETTINGS_FILE)
    if settings is None and not (here / SEEDS).is_dir():
        return None
    settings = settings or {}
    names = _strings(settings.get("paths", [SEEDS]), "paths")
    encoder = _strings([settings["encoder"]], "encoder")[0] if "encoder" in settings else None
    return Locations(
        (here / "index").absolute(), tuple((here / name).absolute() for name in names), encoder
    )


def claims_of(project: Locations, here: Path) -> tuple[Claim, ...]:
    """What a project asks for beyond folders below `here` and the encoders that are known."""
    folders = folder_claims(here, (project.index, *(project.paths or ())), here)
    model = model_claim(project.encoder, "") if project.encoder else None
    return folders if model is None else (*folders, replace(model, origin=os.path.realpath(here)))


def _settings(path: Path) -> dict[str, object] | None:
    if not path.is_file():
        return None
    import tomllib

    try:
        with path.open("rb") as file:
            data = file.read(_MAX_SETTINGS + 1)
        if len(data) > _MAX_SETTINGS:
            raise ValueError(f"it is larger than {_MAX_SETTINGS >> 10} KB")
        return tomllib.loads(data.decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise UsageError(
            f"{path} can't be read: {reason}.", "Correct or remove the file."
        ) from error


def _strings(value: object, key: str) -> list[str]:
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return value
    raise UsageError(
        f"'{key}' in {SETTINGS_FILE} is invalid.",
        'It looks like: paths = ["seeds"] or encoder = "NAME".',
    )
