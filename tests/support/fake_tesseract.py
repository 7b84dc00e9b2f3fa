"""A program `tesseract` that behaves as a test wants it to."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path

import pytest

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="the program is a script")
# What it does with a picture: the lines of Python below `data`.
SAYS = "sys.stdout.write(open(home + '/hocr', encoding='utf-8').read())"
HANGS = "time.sleep(600)"
COMPUTES = "while True: pass"
DIES = "os.kill(os.getpid(), signal.SIGSEGV)"
FAILS = "sys.exit(3)"
BABBLES = "sys.stdout.buffer.write(bytes(range(256)) * 9)"
FLOODS = "while True: sys.stdout.write('x' * 65536)"
_PROGRAM = """#!{python}
import os, signal, sys, time
home = {home!r}
if "--list-langs" in sys.argv:
    print("List of available languages in \\"/somewhere\\":")
    print(*{languages!r}, sep="\\n")
    sys.exit()
with open(home + "/calls", "a", encoding="utf-8") as file:
    file.write(" ".join(sys.argv[1:]) + "\\n")
{read}
{does}
"""


class FakeTesseract:
    """The program in a folder of its own; `path` is what PATH should be."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = str(folder)
        folder.mkdir(exist_ok=True)
        self.says(["A line of words."])

    def says(self, lines: Sequence[str]) -> None:
        """Let it find these lines in every picture."""
        self.install(SAYS)
        (self.folder / "hocr").write_text(hocr(lines), "utf-8")

    def install(
        self, does: str, languages: Sequence[str] = ("eng", "deu"), *, reads: bool = True
    ) -> None:
        """Install the program; unless it `reads`, it doesn't take the picture."""
        program = self.folder / "tesseract"
        text = _PROGRAM.format(
            python=sys.executable,
            home=str(self.folder),
            languages=list(languages),
            read="data = sys.stdin.buffer.read()" if reads else "",
            does=does,
        )
        program.write_text(text, "utf-8")
        program.chmod(0o755)

    def remove(self) -> None:
        """Remove the program."""
        (self.folder / "tesseract").unlink()

    @property
    def calls(self) -> list[str]:
        """The arguments of each time it was given a picture."""
        log = self.folder / "calls"
        return log.read_text("utf-8").splitlines() if log.exists() else []


def hocr(lines: Sequence[str], *, sure: int = 95) -> str:
    """hOCR of lines below each other, at 300 dots to an inch; 20 dots to a character."""
    shown = []
    for number, line in enumerate(lines):
        top, x, words = 300 + 60 * number, 300, []
        for word in line.split(" "):
            box = f"bbox {x} {top} {x + 20 * len(word)} {top + 40}"
            words.append(
                f"<span class='ocrx_word' title='{box}; x_wconf {sure}'>{escape(word)}</span>"
            )
            x += 20 * (len(word) + 1)
        title = f"bbox 300 {top} {x - 20} {top + 40}; baseline 0 -8; x_size 40"
        shown.append(f"<span class='ocr_line' title=\"{title}\">{' '.join(words)}</span>")
    return f"<div class='ocr_page'>{''.join(shown)}</div>"
