"""`.qaignore`: which files a collection leaves out, in the syntax of .gitignore."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from qa.documents.ignore_patterns import Pattern, ignored, parse
from qa.documents.loaders.safe_read import read_regular
from qa.errors import DocumentError
from qa.files import within

FILE_NAME = ".qaignore"
MOST_BYTES = 1 << 20  # bytes; a longer one is no list of patterns


class Ignoring:
    """The `.qaignore` files of a collection: its root's and those of the folders below.

    As with git the deepest file that says something of a path decides, and nothing inside an
    ignored folder can be taken back in.
    """

    def __init__(self, root: str, read: Callable[[str], bytes | None] | None = None) -> None:
        """`read` gives what is at a path, None for nothing (default: the file there)."""
        self._root = root
        self._content = read or _file
        self._specs: dict[str, list[Pattern]] = {}  # by folder, for those that have one
        self._seen: set[str] = set()
        self.problems: list[tuple[str, str]] = []  # path and reason of those that can't be used

    def enter(self, folder: str) -> None:
        """Take the patterns of `folder` and of the folders above it into account."""
        while folder not in self._seen and within(folder, self._root):
            self._seen.add(folder)
            path = os.path.join(folder, FILE_NAME)
            if spec := self._read(path):
                self._specs[folder] = spec
            folder = os.path.dirname(folder)

    def ignores(self, path: str, *, folder: bool) -> bool:
        """Whether the patterns met so far leave `path` out; its folder is known to be in."""
        if not self._specs:
            return False
        above = os.path.dirname(path)
        while True:
            if spec := self._specs.get(above):
                inside = os.path.relpath(path, above).replace(os.sep, "/") + "/" * folder
                left_out = ignored(spec, inside)
                if left_out is not None:
                    return left_out
            if above == self._root or not within(above, self._root):
                return False
            above = os.path.dirname(above)

    def hides(self, path: str) -> bool:
        """Whether a file or one of the folders it lies in is left out."""
        self.enter(os.path.dirname(path))
        if self.ignores(path, folder=False):
            return True
        folder = os.path.dirname(path)
        while folder != self._root and within(folder, self._root):
            if self.ignores(folder, folder=True):
                return True
            folder = os.path.dirname(folder)
        return False

    def _read(self, path: str) -> list[Pattern] | None:
        try:
            data = self._content(path)
            return None if data is None else parse(data.decode("utf-8").splitlines())
        except DocumentError as error:
            reason = error.message
        except ValueError as error:  # also what the decoder raises
            reason = f"Its patterns are invalid: {error}."
        self.problems.append((path, f"{reason} Nothing is left out by it."))
        return None


def _file(path: str) -> bytes | None:
    return read_regular(Path(path), MOST_BYTES) if os.path.lexists(path) else None
