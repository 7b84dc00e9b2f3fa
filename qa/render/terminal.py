"""What the terminal at the other end can do: colour, links, width."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

MAX_WIDTH = 100  # longer lines are hard to read; also the width when nobody looks at a terminal
MIN_WIDTH = 20
FILE_LINK = "file://{path}"
_LINE_LINKS = {  # how terminals that open a file at a line write it
    "kitty": "file://{path}#{line}",
    "vscode": "vscode://file{path}:{line}",
}
_LINK = r"[a-z][a-z0-9+.-]*:[!-~]*\{path\}[!-~]*"


@dataclass(frozen=True, slots=True)
class Look:
    """How text output may look. The default is plain."""

    color: bool = False
    links: bool = False
    width: int = MAX_WIDTH
    wrap: bool = False  # a terminal reads it: long lines of documents are wrapped too
    link: str = FILE_LINK  # form of a link, with {path} and perhaps {line}
    fragments: bool = True  # whether a link may end in #page=3


def detect(
    stream: TextIO | None, color: str = "auto", environ: Mapping[str, str] = os.environ
) -> Look:
    """Return the look for a stream, given `--color` (auto, always, never) and the environment.

    `--color` wins over `NO_COLOR`, which wins over `FORCE_COLOR`. Links are for terminals only
    and are off whenever escape sequences are unwanted. `QA_LINK` sets their form.
    """
    terminal = stream is not None and not stream.closed and stream.isatty()
    term = environ.get("TERM", "")
    capable = terminal and term not in ("dumb", "unknown")
    if color == "auto":
        forced = environ.get("FORCE_COLOR", "") not in ("", "0")
        colored = not environ.get("NO_COLOR") and (capable or forced)
    else:
        colored = color == "always"
    # The Linux console shows parts of OSC 8 as text.
    links = capable and colored and term != "linux"
    width = MAX_WIDTH
    if terminal:
        width = max(MIN_WIDTH, min(MAX_WIDTH, shutil.get_terminal_size((80, 24)).columns))
    return Look(
        color=colored,
        links=links,
        width=width,
        wrap=terminal,
        link=_link_form(environ),
        fragments="VTE_VERSION" not in environ,  # GLib refuses a link to a file with a fragment
    )


def file_url(path: str, line: int = 1, form: str = FILE_LINK, page: int | None = None) -> str:
    """Return the URL that opens a path at a line or a page, or "" when it has none.

    The address of an object has none: what a browser would show is not the document.
    """
    if path.startswith("s3://"):
        return ""
    try:
        url = Path(os.path.abspath(path)).as_uri()
    except ValueError:  # a null byte, or characters no file name can hold
        return ""
    if page is not None:
        return f"{url}#page={page}"
    return form.replace("{line}", str(line)).replace("{path}", url.removeprefix("file://"))


def _link_form(environ: Mapping[str, str]) -> str:
    """Return `QA_LINK` when it is a form of links, else the form that this terminal knows.

    Without a line where nothing is known of the terminal: a fragment makes those based on GLib
    refuse the whole link.
    """
    chosen = environ.get("QA_LINK", "")
    if chosen and re.fullmatch(_LINK, chosen):
        return chosen
    if "KITTY_WINDOW_ID" in environ or environ.get("TERM") == "xterm-kitty":
        return _LINE_LINKS["kitty"]
    return _LINE_LINKS.get(environ.get("TERM_PROGRAM", ""), FILE_LINK)
