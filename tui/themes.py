"""The colours: two quiet themes, dark and light.

Blue marks what can be opened, amber what was found: the two that people with any colour vision
tell apart. Nothing depends on colour alone: the span is also bold and underlined, evidence and
passage have a bar beside them, refusals and errors a sign in front.
"""

from __future__ import annotations

from textual.theme import Theme

DARK, LIGHT = "qa-dark", "qa-light"

_DARK = {
    "qa-muted": "#a0aab6",
    "qa-rule": "#2b333c",
    "qa-cite": "#79b8ff",
    "qa-span": "#ffd580",
    "qa-evidence": "#3a3117",
    "qa-passage": "#1b222a",
    "qa-refusal": "#f0b266",
    "qa-warning": "#f0b266",
    "qa-error": "#ff9c8f",
    "qa-done": "#8fd6b0",
    "qa-cursor": "#24405c",
}
_LIGHT = {
    "qa-muted": "#4f5964",
    "qa-rule": "#cbc8bf",
    "qa-cite": "#0a58a6",
    "qa-span": "#6b3a00",
    "qa-evidence": "#ffeeb5",
    "qa-passage": "#f1eee5",
    "qa-refusal": "#8a4b00",
    "qa-warning": "#8a4b00",
    "qa-error": "#ad2113",
    "qa-done": "#14684a",
    "qa-cursor": "#bcd6f0",
}


def _of_widgets(own: dict[str, str], foreground: str) -> dict[str, str]:
    """What Textual's own widgets are given of the palette."""
    return own | {
        "border": own["qa-cite"],
        "border-blurred": own["qa-rule"],
        "footer-background": "transparent",
        "footer-key-foreground": own["qa-cite"],
        "footer-description-foreground": own["qa-muted"],
        "block-cursor-background": own["qa-cursor"],
        "block-cursor-foreground": foreground,
        "block-cursor-blurred-background": own["qa-cursor"],
        "block-cursor-blurred-foreground": foreground,
        "input-selection-background": own["qa-cursor"],
        "screen-selection-background": own["qa-cursor"],
        "screen-selection-foreground": foreground,
        "scrollbar": own["qa-rule"],
        "scrollbar-hover": own["qa-muted"],
        "scrollbar-active": own["qa-cite"],
        "scrollbar-background": "transparent",
        "scrollbar-background-hover": "transparent",
        "scrollbar-background-active": "transparent",
        "scrollbar-corner-color": "transparent",
        "link-style": "none",
        "link-style-hover": "underline",
        "link-color": own["qa-cite"],
        "link-color-hover": own["qa-cite"],
        "link-background": "transparent",
        "link-background-hover": "transparent",
    }


THEMES: dict[str, Theme] = {
    DARK: Theme(
        name=DARK,
        primary="#79b8ff",
        secondary="#a0aab6",
        accent="#79b8ff",
        warning=_DARK["qa-warning"],
        error=_DARK["qa-error"],
        success=_DARK["qa-done"],
        foreground="#dde3ea",
        background="#11151a",
        surface="#171c22",
        panel="#1d242c",
        dark=True,
        variables=_of_widgets(_DARK, "#dde3ea"),
    ),
    LIGHT: Theme(
        name=LIGHT,
        primary="#0a58a6",
        secondary="#4f5964",
        accent="#0a58a6",
        warning=_LIGHT["qa-warning"],
        error=_LIGHT["qa-error"],
        success=_LIGHT["qa-done"],
        foreground="#20262d",
        background="#fbfaf6",
        surface="#f4f2ec",
        panel="#ece9e1",
        dark=False,
        variables=_of_widgets(_LIGHT, "#20262d"),
    ),
}


def defaults() -> dict[str, str]:
    """Our names with the dark theme's values, for themes that are not ours."""
    return dict(_DARK)
