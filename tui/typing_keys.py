"""Which keys are typing and which are commands, so that no screen loses what is typed."""

from __future__ import annotations

from typing import Any, cast

from textual.events import Key
from textual.screen import Screen

ALT_DIGITS = frozenset(f"alt+{digit}" for digit in "123456789")


def acts(screen: Screen[Any], key: str) -> bool:
    """Whether a key is bound to something that can be done right now."""
    binding = screen.active_bindings.get(key)
    return bool(binding and binding.enabled)


def typed(event: Key) -> str:
    """The character that a key types, "" for none.

    Esc and a letter in quick succession arrive as Alt with the letter, which is typing as well.
    Alt with a digit opens a source, or nothing where there is none yet.
    """
    if event.key in ALT_DIGITS:
        return ""
    character = event.character
    if character is None or not event.is_printable or event.key.startswith(("ctrl+", "super+")):
        return ""
    return character


def let_alt_digits_through() -> None:
    """Make Alt+1 to Alt+9 arrive as such from every terminal.

    Textual reads the bytes Esc 1 as the sign that a Mac types with Option+1; a Mac that types
    signs with Option sends the sign itself, not these bytes.
    """
    from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

    keys = cast("dict[str, object]", ANSI_SEQUENCES_KEYS)
    for digit in "123456789":
        keys.pop(f"\x1b{digit}", None)
