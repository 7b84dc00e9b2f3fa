"""Pages that tesseract has read and whose file is not indexed yet, each a file of one folder.

A page is found again by the bytes of its picture and how it was read, so an interrupted run goes on
behind the last page of a long scan. What is damaged or too large is no page, and what can't be
written is read again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from qa.documents.loaders.ocr import Ocr, Picture, TextLine
from qa.files import PRIVATE_FOLDER, private_opener

_MOST_STORED = 2 << 20  # bytes; a dense page has 10,000
_MOST_TEXT = 16 << 20  # bytes of it unpacked
_ANGLES = frozenset({0, 90, 180, 270})


class RecognisedPages:
    """The pages in a folder, which is made with the first of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, ocr: Ocr, picture: Picture) -> list[TextLine] | None:
        """The lines that were read in a picture; None where it has to be read."""
        try:
            with self._place(ocr, picture).open("rb") as file:
                stored = file.read(_MOST_STORED + 1)
            unpacking = zlib.decompressobj()
            text = unpacking.decompress(stored, _MOST_TEXT)
            if len(stored) > _MOST_STORED or unpacking.unconsumed_tail:
                return None
            return [_line(each) for each in json.loads(text)]
        except (OSError, ValueError, TypeError, RecursionError, zlib.error):
            return None

    def add(self, ocr: Ocr, picture: Picture, lines: Sequence[TextLine]) -> None:
        """Store what was read in a picture, if there is room."""
        place = self._place(ocr, picture)
        temporary = place.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            self._folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            with open(temporary, "wb", opener=private_opener) as file:
                file.write(zlib.compress(json.dumps(lines).encode(), 1))
            os.replace(temporary, place)

    def clear(self) -> None:
        """Remove all pages, once the files that they are of are indexed."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _place(self, ocr: Ocr, picture: Picture) -> Path:
        digest = hashlib.sha256(picture.data)
        how = (ocr.languages, ocr.turns, picture.page, round(picture.dpi, 3))
        digest.update(json.dumps(how).encode())
        return self._folder / digest.hexdigest()


def _line(stored: Sequence[object]) -> TextLine:
    """A line as it was stored. Raises ValueError or TypeError for what is none."""
    words, baseline, size, angle = stored
    if angle not in _ANGLES or not isinstance(words, list):
        raise ValueError("no line")
    found = tuple((str(text), float(left), float(right)) for text, left, right in words)
    return TextLine(found, float(str(baseline)), float(str(size)), int(str(angle)))
