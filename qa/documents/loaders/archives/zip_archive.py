"""ZIP archives as folders: each file in one is read as it would be beside it.

Nothing is written to the disk, and bytes are counted as they come out, whatever the directory of
the archive says of them.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from qa.datatypes import Skipped
from qa.documents.loaders.archives.names import (
    ENCRYPTED,
    LEADS_OUT,
    MOST_MEMBER,
    MOST_MEMBERS,
    hidden,
    leads_out,
)
from qa.documents.loaders.parts import Member, Parts
from qa.documents.loaders.safe_read import too_large
from qa.errors import DocumentError

_ENCRYPTED_FLAG = 0x1
_UTF8_FLAG = 0x800
_LINK = 0o120000  # of the mode that Unix programs store
_MOST_RATIO = 200  # bytes that one may expand to; text stays below 40
_RATIO_FROM = 8 << 20  # below so many bytes no ratio does harm


def load(data: bytes, _source: str) -> Parts:
    """The files of an archive. Raises DocumentError if it can't be opened."""
    if not data:
        raise DocumentError("The file is empty.")
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise DocumentError("Not a ZIP archive, or damaged: it can't be opened.") from error
    if len(archive.filelist) > MOST_MEMBERS:
        raise DocumentError(f"Too many files in the archive: more than {MOST_MEMBERS:,}.")
    if not archive.filelist:
        raise DocumentError("The archive is empty.")
    return Parts(_members(archive))


def _members(archive: zipfile.ZipFile) -> Iterator[Member | Skipped]:
    for info in sorted(archive.filelist, key=lambda each: each.filename):
        name = _name(info)
        if info.is_dir() or hidden(name):
            continue
        try:
            yield Member(name, _bytes(archive, info, name))
        except DocumentError as error:
            yield Skipped(name, error.message)


def _bytes(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    """All bytes of a member. Raises DocumentError."""
    if leads_out(name):
        raise DocumentError(LEADS_OUT)
    if (info.external_attr >> 16) & 0o170000 == _LINK:
        raise DocumentError("Is a symbolic link.")
    if info.flag_bits & _ENCRYPTED_FLAG:
        raise DocumentError(ENCRYPTED)
    if info.file_size > MOST_MEMBER:
        raise DocumentError(too_large(info.file_size, MOST_MEMBER))
    most = min(MOST_MEMBER, max(_RATIO_FROM, _MOST_RATIO * info.compress_size))
    try:
        with archive.open(info) as member:
            data = member.read(most + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
        raise DocumentError("Damaged: it can't be unpacked.") from error
    except (NotImplementedError, RuntimeError) as error:
        raise DocumentError("Packed in a way that can't be unpacked.") from error
    if len(data) > most:
        raise DocumentError(f"Expands too far: to more than {most >> 20} MiB.")
    return data


def _name(info: zipfile.ZipInfo) -> str:
    """The path of a member; without a flag for it UTF-8 is common all the same."""
    if info.flag_bits & _UTF8_FLAG:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename
