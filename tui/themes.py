"""The colours: our two quiet themes, dark and light, and four families that people know.

Blue marks what can be opened, amber what was found: the two that people with any colour vision
tell apart. Nothing depends on colour alone: the span is also bold and underlined, evidence and
passage have a bar beside them, refusals and errors a sign in front, a weak answer dashes beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

DARK, LIGHT = "qa-dark", "qa-light"
# Of each theme the one that has the other brightness.
COUNTERPARTS = {
    DARK: LIGHT,
    "catppuccin-mocha": "catppuccin-latte",
    "solarized-dark": "solarized-light",
    "gruvbox": LIGHT,
    "nord": LIGHT,
}
COUNTERPARTS |= {light: dark for dark, light in COUNTERPARTS.items() if light != LIGHT}
COUNTERPARTS[LIGHT] = DARK
LABELS = {
    DARK: "qa, dark",
    LIGHT: "qa, light",
    "nord": "Nord",
    "gruvbox": "Gruvbox",
    "catppuccin-mocha": "Catppuccin Mocha",
    "catppuccin-latte": "Catppuccin Latte",
    "solarized-dark": "Solarized, dark",
    "solarized-light": "Solarized, light",
}
# What can be opened is blue in every theme.
_BLUES = {
    "catppuccin-mocha": "#89b4fa",
    "catppuccin-latte": "#1e66f5",
}
READABLE = 4.5  # to 1, as WCAG asks of text

_DARK = {
    "qa-muted": "#a0aab6",
    "qa-rule": "#2b333c",
    "qa-cite": "#79b8ff",
    "qa-span": "#ffd580",
    "qa-evidence": "#3a3117",
    "qa-passage": "#1b222a",
    "qa-band": "#1a2027",
    "qa-code": "#181e25",
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
    "qa-band": "#f0ede4",
    "qa-code": "#f2f0e9",
    "qa-refusal": "#8a4b00",
    "qa-warning": "#8a4b00",
    "qa-error": "#ad2113",
    "qa-done": "#14684a",
    "qa-cursor": "#bcd6f0",
}


def contrast(front: str, back: str) -> float:
    """The contrast of two colours, from 1 to 21, as WCAG 2 defines it."""
    low, high = sorted((_luminance(front), _luminance(back)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [each / 255 for each in Color.parse(colour).rgb]
    red, green, blue = (
        each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


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


def _ours(name: str, own: dict[str, str], base: tuple[str, str, str, str], *, dark: bool) -> Theme:
    """A theme of our names; `base`: foreground, background, surface, panel."""
    foreground, background, surface, panel = base
    return Theme(
        name=name,
        primary=own["qa-cite"],
        secondary=own["qa-muted"],
        accent=own["qa-cite"],
        warning=own["qa-warning"],
        error=own["qa-error"],
        success=own["qa-done"],
        foreground=foreground,
        background=background,
        surface=surface,
        panel=panel,
        dark=dark,
        variables=_of_widgets(own, foreground),
    )


def _known(name: str) -> Theme:
    """A theme of Textual, its colours under our names, as readable as ours."""
    made = BUILTIN_THEMES[name]
    background = Color.parse(made.background or "#000000")
    paper = Color.parse("#000000" if made.dark else "#ffffff")
    ink = Color.parse("#ffffff" if made.dark else "#000000")
    foreground = Color.parse(made.foreground or ink.hex)

    def tint(colour: str | None, share: float) -> str:
        """The background with a share of another colour."""
        return background.blend(Color.parse(colour or foreground.hex), share).hex

    blue = _BLUES.get(name, made.primary)
    cursor, evidence = tint(blue, 0.2), tint(made.warning, 0.16)
    surface = background.blend(ink, 0.04).hex
    backs = (background.hex, surface, cursor, evidence, tint(None, 0.08))

    def readable(colour: str | None, over: tuple[str, ...] = backs) -> str:
        """A colour moved towards black or white until it can be read over others."""
        found = Color.parse(colour or foreground.hex)
        for _ in range(40):
            if all(contrast(found.hex, back) >= READABLE for back in over):
                break
            found = found.blend(ink, 0.05)
        return found.hex

    text = readable(foreground.hex)
    own = {
        "qa-muted": readable(Color.parse(text).blend(background, 0.3).hex),
        "qa-rule": tint(None, 0.2),
        "qa-cite": readable(blue),
        "qa-span": readable(made.warning),
        "qa-evidence": evidence,
        "qa-passage": tint(None, 0.06),
        "qa-band": tint(None, 0.07),
        "qa-code": background.blend(paper, 0.12).hex,
        "qa-refusal": readable(made.warning),
        "qa-warning": readable(made.warning),
        "qa-error": readable(made.error),
        "qa-done": readable(made.success),
        "qa-cursor": cursor,
    }
    base = (text, background.hex, surface, background.blend(ink, 0.08).hex)
    return _ours(name, own, base, dark=made.dark)


class _Themes(Mapping[str, Theme]):
    """By name, each made when it is asked for: a chat needs one of them."""

    def __init__(self) -> None:
        self._made: dict[str, Theme] = {}

    def __iter__(self) -> Iterator[str]:
        return (name for name in LABELS if name in (DARK, LIGHT) or name in BUILTIN_THEMES)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: object) -> bool:
        return name in list(self)

    def __getitem__(self, name: str) -> Theme:
        if name not in self._made:
            if name not in self:
                raise KeyError(name)
            self._made[name] = _make(name)
        return self._made[name]


def _make(name: str) -> Theme:
    if name == DARK:
        return _ours(name, _DARK, ("#dde3ea", "#11151a", "#171c22", "#1d242c"), dark=True)
    if name == LIGHT:
        return _ours(name, _LIGHT, ("#20262d", "#fbfaf6", "#f4f2ec", "#ece9e1"), dark=False)
    return _known(name)


THEMES: Mapping[str, Theme] = _Themes()


def defaults() -> dict[str, str]:
    """Our names with the dark theme's values, for themes that are not ours."""
    return dict(_DARK)
