"""The keys at the bottom: as many as there is room for, those of the focus first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Footer
from textual.widgets._footer import FooterKey  # what Footer is made of; Textual exports it nowhere


@dataclass(slots=True)
class _Key:
    """One key as it is shown."""

    binding: Binding
    display: str
    enabled: bool
    tooltip: str
    classes: str = ""


class KeyFooter(Footer):
    """Textual's footer draws keys over one another when there are too many; this one leaves out."""

    def __init__(self) -> None:
        super().__init__(compact=True)
        self._shown: list[_Key] = []

    def compose(self) -> ComposeResult:
        """The keys that fit, the palette's at the right end."""
        self._shown = self._fitting()
        yield from map(self._key, self._shown)

    def bindings_changed(self, screen: Screen[Any]) -> None:
        """Make the keys again, if others are to be shown: new widgets cost a layout."""
        if self.is_attached and screen is self.screen and self._shown == self._fitting():
            return
        super().bindings_changed(screen)

    def _fitting(self) -> list[_Key]:
        active = self.screen.active_bindings
        palette = active.get(self.app.COMMAND_PALETTE_BINDING)
        room = self.app.size.width - 4
        if palette:
            room -= self._cells(palette.binding)
        found: list[_Key] = []
        seen: set[str] = set()
        for _, binding, enabled, tooltip in active.values():
            # The focus comes first: what has the same key further out can't be reached.
            display = self._display(binding)
            if not binding.show or {binding.action, display} & seen:
                continue
            seen |= {binding.action, display}
            room -= self._cells(binding)
            if room < 0:
                break
            found.append(_Key(binding, display, enabled, tooltip))
        if palette:
            display = self._display(palette.binding)
            found.append(_Key(palette.binding, display, palette.enabled, "", "-command-palette"))
        return found

    def on_resize(self, event: events.Resize) -> None:
        """Other keys fit now."""
        if self.is_attached and event.size.width:
            self.call_after_refresh(self.recompose)

    def _cells(self, binding: Binding) -> int:
        return len(self._display(binding)) + len(binding.description) + 3

    def _display(self, binding: Binding) -> str:
        """The key as people press it: where letters are typed, commands need Alt."""
        key = binding.key.removeprefix("alt+")
        typing = not getattr(self.screen, "command_keys", True)
        if len(key) == 1:
            return f"Alt+{key.upper()}" if typing else key
        return self.app.get_key_display(binding)

    def _key(self, shown: _Key) -> FooterKey:
        binding = shown.binding
        key = FooterKey(
            binding.key, shown.display, binding.description, binding.action,
            disabled=not shown.enabled, tooltip=shown.tooltip, classes=shown.classes,
        )  # fmt: skip
        key.compact = True
        return key
