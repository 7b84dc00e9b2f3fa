"""Pictures of terminals as every viewer of SVG shows them alike."""

from __future__ import annotations

import re

_FONT_FACE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_TEXT = re.compile(
    r'(?P<head><text [^>]*?)x="(?P<x>[\d.]+)" (?P<y>y="[\d.]+") textLength="(?P<length>[\d.]+)"'
    r"(?P<tail>[^>]*>)(?P<text>[^<]*)(?=</text>)"
)
_SPACE = "&#160;"
_CHARACTER = re.compile(r"&[^;]+;|.", re.DOTALL)


def portable(picture: str) -> str:
    """Return an SVG of rich with the reader's own fonts, and texts without blanks at their ends.

    Some viewers drop blanks at the ends of a text and then stretch the rest over its whole length,
    which takes indents and the spaces beside coloured words away.
    """
    return _TEXT.sub(_without_blanks, _FONT_FACE.sub("", picture))


def _without_blanks(match: re.Match[str]) -> str:
    characters = _CHARACTER.findall(match["text"])
    words = [at for at, each in enumerate(characters) if each != _SPACE]
    if not words or len(words) == len(characters):
        return match[0]
    low, high = words[0], words[-1] + 1
    cell = float(match["length"]) / len(characters)
    x, length = float(match["x"]) + low * cell, (high - low) * cell
    text = "".join(characters[low:high])
    size = f'x="{x:.5g}" {match["y"]} textLength="{length:.5g}"'
    return f"{match['head']}{size}{match['tail']}{text}"
