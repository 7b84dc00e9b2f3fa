"""TAR archives, packed or not, as folders: each file in one is read as it would be beside it.

Read from the beginning to the end, once: a TAR has no directory. What is unpacked is counted, also
that of members which are passed over.
"""

from __future__ import annotations

import tarfile
import zlib
from collections.abc import Iterator
from io import BytesIO, RawIOBase
from typing import IO, cast

from qa.datatypes import Skipped
from qa.documents.loaders.archives.names import (
    LEADS_OUT,
    MOST_MEMBER,
    MOST_MEMBERS,
    NOT_A_FILE,
    hidden,
    leads_out,
)
from qa.documents.loaders.parts import MOST_BYTES, Member, Parts
from qa.documents.loaders.safe_read import too_large
from qa.errors import DocumentError

_MOST_RATIO = 200  # bytes that one may expand to; text stays below 40
_RATIO_FROM = 64 << 20  # below so many bytes no ratio does harm
_BROKEN = (tarfile.TarError, OSError, EOFError, ValueError, zlib.error, RecursionError)


def load(data: bytes, _source: str) -> Parts:
    """The files of an archive. Raises DocumentError if it is none."""
    if not data:
        raise DocumentError("The file is empty.")
    try:
        most = min(MOST_BYTES, max(_RATIO_FROM, _MOST_RATIO * len(data)))
        stream = cast("IO[bytes]", _Counted(_unpacked(data), most))
        archive = tarfile.open(fileobj=stream, mode="r|")  # noqa: SIM115 - read later
    except _lzma_error() as error:
        raise _not_one() from error
    except _BROKEN as error:
        raise _not_one() from error
    return Parts(_members(archive))


def _members(archive: tarfile.TarFile) -> Iterator[Member | Skipped]:
    count = 0
    try:
        for info in archive:
            count += 1
            if count > MOST_MEMBERS:
                raise DocumentError(f"Too many files in the archive: more than {MOST_MEMBERS:,}.")
            if info.isdir() or hidden(info.name):
                continue
            if leads_out(info.name):
                yield Skipped(info.name, LEADS_OUT)
            elif not info.isreg():
                yield Skipped(
                    info.name, "Is a link." if info.issym() or info.islnk() else NOT_A_FILE
                )
            elif info.size > MOST_MEMBER:
                yield Skipped(info.name, too_large(info.size, MOST_MEMBER))
            else:
                member = archive.extractfile(info)
                yield Member(info.name, member.read(MOST_MEMBER) if member else b"")
    except (*_BROKEN, _lzma_error()) as error:
        raise DocumentError("Damaged: the archive can't be read to its end.") from error


class _Counted(RawIOBase):
    """A stream that gives up after so many bytes, without ever unpacking more."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream = stream
        self._left = most
        self._most = most

    def readable(self) -> bool:
        """It is read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Some bytes. Raises DocumentError when there are too many."""
        data = self._stream.read(min(size, self._left + 1) if size >= 0 else self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            raise DocumentError(f"Expands too far: to more than {self._most >> 20} MiB.")
        return data


def _unpacked(data: bytes) -> IO[bytes]:
    """What is in the archive, unpacked as it is read; by the first bytes, not by its name."""
    packed = BytesIO(data)
    if data.startswith(b"\x1f\x8b"):
        import gzip

        return cast("IO[bytes]", gzip.GzipFile(fileobj=packed))
    if data.startswith(b"BZh"):
        import bz2

        return bz2.BZ2File(packed)
    if data.startswith(b"\xfd7zXZ\0"):
        import lzma

        return lzma.LZMAFile(packed)
    return packed


def _lzma_error() -> type[Exception]:
    """What LZMA raises for damaged data; some builds of Python are without it."""
    try:
        from lzma import LZMAError
    except ImportError:
        return tarfile.TarError
    return LZMAError


def _not_one() -> DocumentError:
    return DocumentError("Not a TAR archive, or damaged: it can't be opened.")
