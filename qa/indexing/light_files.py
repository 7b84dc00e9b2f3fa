"""What reading a file will cost, by its name and size: whether little, and how much memory."""

from __future__ import annotations

import os

from qa.documents.found_file import FoundFile
from qa.indexing.file_signatures import has_etag

# Of few files these are read in the process that asks for them, for a worker takes 0.1 s to start:
# small ones of formats that are plain text. The worst texts that were found, such as "![" again
# and again as Markdown, take 75 microseconds a character, so 1.2 s for one of this size. Whatever
# has to be unpacked is read by workers, and so is every other format until it has been measured.
LARGE = 16 << 10  # bytes
PLAIN = frozenset(
    {".txt", ".text", ".md", ".markdown", ".rst", ".rest", ".adoc", ".asciidoc", ".org"}
    | {".tex", ".ltx", ".wiki", ".mediawiki", ".dokuwiki"}
)
# What a file of another format holds may take about so many times its size; but however small it
# is, it may unpack to much, so few of them are read far ahead.
_UNPACKED = 8
_LEAST_UNPACKED = 512 << 10  # bytes


def quick(item: FoundFile) -> bool:
    """Whether reading a file can't take long, whatever is in it. Objects have to be fetched.

    Of a link the ending of the target counts as well: it decides which loader reads it.
    """
    endings = _endings(item)
    small = item.size <= LARGE and not has_etag(item)
    return small and bool(endings & PLAIN) and endings - PLAIN <= {""}


def plain(item: FoundFile) -> bool:
    """Whether a file is of a format that is plain text, and so is the target of a link."""
    return _endings(item) <= PLAIN


def burden(item: FoundFile) -> int:
    """About how many bytes of text a file may hold: what it takes of memory when it is read."""
    return item.size if plain(item) else max(_UNPACKED * item.size, _LEAST_UNPACKED)


def _endings(item: FoundFile) -> set[str]:
    return {os.path.splitext(name)[1].lower() for name in (item.source, item.place)}
