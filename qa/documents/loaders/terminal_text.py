"""Text that was made for a printer or a terminal, without what only these act on.

`man page > file` and the READMEs of old programs overstrike letters, with a backspace between two
of them; what a program prints in colours has escape sequences. Lines stay in their places.
"""

from __future__ import annotations

import re

_UNDERLINED = re.compile(r"([^\n\x08])\x08_(?!\x08)")  # in the rarer order
_STRUCK_OVER = re.compile(r"[^\n\x08]\x08(?=[^\n\x08])")
_ESCAPES = re.compile(
    r"\x1b(?:\[[0-?]{0,64}[ -/]{0,4}[@-~]"  # colours, movements
    r"|\][^\x07\x1b\n]{0,2000}(?:\x07|\x1b\\)"  # titles and links
    r"|[()][0-9A-B])"  # sets of characters
)


def printed(text: str) -> str:
    """The text as it is seen; carriage returns that end lines alone are made line feeds."""
    if "\b" in text:
        text = _STRUCK_OVER.sub("", _UNDERLINED.sub(r"\1", text))
    if "\x1b" in text:
        text = _ESCAPES.sub("", text)
    return re.sub(r"\r(?!\n)", "\n", text) if "\r" in text else text
