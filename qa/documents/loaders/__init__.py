"""Files in, documents out: one loader per family of formats.

A loader turns the bytes of a file into a `Document`. Loaders are named here and imported only
when a file of their format turns up. To add a format, write a module with a function of the type
`Loader` and add its suffixes to `_LOADERS`.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path, PurePath
from typing import Protocol, cast

from qa.datatypes import Document
from qa.documents.loaders.encoding_detection import encoding_doubt
from qa.documents.loaders.safe_read import MAX_BYTES, read_regular
from qa.errors import DocumentError

__all__ = ["MAX_BYTES", "SUFFIXES", "Loader", "failed", "load", "load_with_doubt", "unsupported"]


class Loader(Protocol):
    """Makes a document of a file's bytes; raises DocumentError with the reason if it can't."""

    def __call__(self, data: bytes, source: str) -> Document:
        """`source` is the path relative to the collection root, with forward slashes."""
        ...


_LOADERS = {
    ".txt": "qa.documents.loaders.plain_text:load",
    ".text": "qa.documents.loaders.plain_text:load",
    ".md": "qa.documents.loaders.markdown:load",
    ".markdown": "qa.documents.loaders.markdown:load",
    ".rst": "qa.documents.loaders.rst:load",
    ".rest": "qa.documents.loaders.rst:load",
    ".adoc": "qa.documents.loaders.asciidoc:load",
    ".asciidoc": "qa.documents.loaders.asciidoc:load",
    ".org": "qa.documents.loaders.org:load",
    ".tex": "qa.documents.loaders.latex:load",
    ".ltx": "qa.documents.loaders.latex:load",
    ".html": "qa.documents.loaders.web.html:load",
    ".htm": "qa.documents.loaders.web.html:load",
    ".xhtml": "qa.documents.loaders.web.html:load",
    ".mhtml": "qa.documents.loaders.web.mhtml:load",
    ".mht": "qa.documents.loaders.web.mhtml:load",
    ".eml": "qa.documents.loaders.mail.mail:load_message",
    ".mbox": "qa.documents.loaders.mail.mail:load_mailbox",
    ".docx": "qa.documents.loaders.office.docx:load",
    ".docm": "qa.documents.loaders.office.docx:load",
    ".pptx": "qa.documents.loaders.office.pptx:load",
    ".xlsx": "qa.documents.loaders.office.xlsx:load",
    ".xlsm": "qa.documents.loaders.office.xlsx:load",
    ".odt": "qa.documents.loaders.office.odf:load",
    ".ods": "qa.documents.loaders.office.odf:load",
    ".odp": "qa.documents.loaders.office.odf:load",
    ".rtf": "qa.documents.loaders.office.rtf:load",
    ".epub": "qa.documents.loaders.office.epub:load",
}

SUFFIXES = frozenset(_LOADERS)  # lower case, with the dot


def load(path: Path, source: str) -> Document:
    """Read one file. Raises DocumentError when it can't be read or holds no text."""
    return load_with_doubt(path, source)[0]


def load_with_doubt(path: Path, source: str) -> tuple[Document, str]:
    """Read one file, and name its encoding where that had to be guessed (else empty).

    Raises DocumentError when it can't be read or holds no text, and for a fault of its loader.
    """
    suffix = path.suffix.lower()
    if suffix not in _LOADERS:  # the target of a link may have another name than the link
        suffix = PurePath(source).suffix.lower()
    if suffix not in _LOADERS:
        raise DocumentError(unsupported(path.suffix))
    module, _, name = _LOADERS[suffix].partition(":")
    data = read_regular(path)
    loader = cast(Loader, getattr(import_module(module), name))
    try:
        return loader(data, source), encoding_doubt(data)
    except DocumentError:
        raise
    except Exception as error:
        raise DocumentError(failed(error)) from error


def failed(error: Exception) -> str:
    """Why a file is skipped on which its loader failed, by a fault of the loader's own."""
    if isinstance(error, MemoryError):
        return "Reading it takes too much memory."
    if isinstance(error, RecursionError):
        return "Can't be read: it is nested too deeply."
    return f"Can't be read: {type(error).__name__} in its loader."


def unsupported(suffix: str) -> str:
    """Why a file with this suffix is skipped."""
    if not suffix:
        return "A file without a suffix is not a format that can be read."
    return f"{suffix} is not a format that can be read."
