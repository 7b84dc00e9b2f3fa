"""The keys at the bottom: as many as there is room for, those of the focus first."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Footer
from textual.widgets._footer import FooterKey  # what Footer is made of; Textual exports it nowhere


class KeyFooter(Footer):
    """Textual's footer draws keys over one another when there are too many; this one leaves out."""

    def __init__(self) -> None:
        super().__init__(compact=True)

    def compose(self) -> ComposeResult:
        """The keys that fit, the palette's at the right end."""
        active = self.screen.active_bindings
        palette = active.get(self.app.COMMAND_PALETTE_BINDING)
        room = self.app.size.width - 4
        if palette:
            room -= self._cells(palette.binding)
        seen: set[str] = set()
        for _, binding, enabled, tooltip in active.values():
            if not binding.show or binding.action in seen:
                continue
            seen.add(binding.action)
            room -= self._cells(binding)
            if room < 0:
                break
            yield self._key(binding, enabled, tooltip)
        if palette:
            yield self._key(palette.binding, palette.enabled, "", "-command-palette")

    def on_resize(self, event: events.Resize) -> None:
        """Other keys fit now."""
        if self.is_attached and event.size.width:
            self.call_after_refresh(self.recompose)

    def _cells(self, binding: Binding) -> int:
        return len(self.app.get_key_display(binding)) + len(binding.description) + 3

    def _key(self, binding: Binding, enabled: bool, tooltip: str, classes: str = "") -> FooterKey:
        display = self.app.get_key_display(binding)
        key = FooterKey(
            binding.key, display, binding.description, binding.action,
            disabled=not enabled, tooltip=tooltip, classes=classes,
        )  # fmt: skip
        key.compact = True
        return key
