"""Which keys are typing and which are commands, so that no screen loses what is typed."""

from __future__ import annotations

from typing import Any, cast

from textual.events import Key
from textual.screen import Screen


def acts(screen: Screen[Any], key: str) -> bool:
    """Whether a key is bound to something that can be done right now."""
    binding = screen.active_bindings.get(key)
    return bool(binding and binding.enabled)


def typed(event: Key) -> str:
    """The character that a key types, "" for none."""
    character = event.character
    commands = event.key.startswith(("alt+", "ctrl+", "super+"))
    return "" if character is None or commands or not event.is_printable else character


def with_alt(key: Key) -> Key:
    """The same key with Alt, which types nothing."""
    name = f"shift+{key.key.lower()}" if len(key.key) == 1 and key.key.isupper() else key.key
    return Key(f"alt+{name}", None)


def let_alt_through() -> None:
    """Make Alt with a digit or a sign arrive as such from every terminal.

    Textual reads the bytes Esc 1 as the sign that a Mac types with Option+1; a Mac that types
    signs with Option sends the sign itself, not these bytes.
    """
    from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

    keys = cast("dict[str, object]", ANSI_SEQUENCES_KEYS)
    for sequence in [each for each, key in keys.items() if isinstance(key, str)]:
        if len(sequence) == 2 and sequence.startswith("\x1b"):
            del keys[sequence]
