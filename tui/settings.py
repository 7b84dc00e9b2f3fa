"""The settings of the interface, in a file of the user's configuration folder."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from pathlib import Path

from tui.themes import DARK, LIGHT, THEMES
from tui.user_folders import read_json, write_json

FILE_NAME = "tui.json"
_LIGHT_COLOURS = ("7", "15")  # of the 16 of a terminal: light grey, white


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the interface."""

    theme: str = DARK
    automatic_updates: bool = False  # changed files are read without F5
    write: bool = False  # a language model writes from the quotes


def _theme_of_terminal() -> str:
    """The theme that goes with the background that some terminals name (rxvt, Konsole, iTerm2)."""
    background = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT if background in _LIGHT_COLOURS else DARK


def load(folder: Path) -> Settings:
    """The settings in `folder`; missing or invalid ones have their defaults."""
    stored = read_json(folder / FILE_NAME) or {}
    theme = stored.get("theme")
    # Until version 0.1.0 the setting was called `updates_itself`.
    automatic = stored.get("automatic_updates", stored.get("updates_itself"))
    return Settings(
        theme=theme if isinstance(theme, str) and theme in THEMES else _theme_of_terminal(),
        automatic_updates=automatic is True,
        write=stored.get("write") is True,
    )


def save(folder: Path, settings: Settings) -> None:
    """Save the settings. Raises OSError."""
    write_json(folder / FILE_NAME, asdict(settings))
