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
            # The focus comes first: what has the same key further out can't be reached.
            if not binding.show or {binding.action, self._display(binding)} & seen:
                continue
            seen |= {binding.action, self._display(binding)}
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
        return len(self._display(binding)) + len(binding.description) + 3

    def _display(self, binding: Binding) -> str:
        """The key as people press it: where letters are typed, commands need Alt."""
        key = binding.key.removeprefix("alt+")
        typing = not getattr(self.screen, "command_keys", True)
        if len(key) == 1:
            return f"Alt+{key.upper()}" if typing else key
        return self.app.get_key_display(binding)

    def _key(self, binding: Binding, enabled: bool, tooltip: str, classes: str = "") -> FooterKey:
        display = self._display(binding)
        key = FooterKey(
            binding.key, display, binding.description, binding.action,
            disabled=not enabled, tooltip=tooltip, classes=classes,
        )  # fmt: skip
        key.compact = True
        return key
