"""What a person has chosen and wants to find again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from tui.themes import DARK, THEMES
from tui.user_folders import read_json, write_json

FILE_NAME = "tui.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the interface."""

    theme: str = DARK
    updates_itself: bool = False  # changed files are read without F5


def load(folder: Path) -> Settings:
    """The settings in `folder`; what is missing or makes no sense is as it was at first."""
    held = read_json(folder / FILE_NAME) or {}
    theme = held.get("theme")
    return Settings(
        theme=theme if isinstance(theme, str) and theme in THEMES else DARK,
        updates_itself=held.get("updates_itself") is True,
    )


def save(folder: Path, settings: Settings) -> None:
    """Keep the settings. Raises OSError."""
    write_json(folder / FILE_NAME, asdict(settings))
