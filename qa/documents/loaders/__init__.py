"""Files in, documents out: one loader per family of formats.

A loader turns the bytes of a file into a `Document`. Loaders are named here and imported only
when a file of their format turns up. To add a format, write a module with a function of the type
`Loader`, add its suffixes to `_LOADERS`, and to the sets below as far as they apply. Which loader
a file gets is decided by its content first (`content_type`), then by its suffix.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path, PurePath
from typing import Protocol, cast

from qa.datatypes import Document
from qa.documents.loaders.content_type import BY_CONTENT, recognised
from qa.documents.loaders.encoding_detection import encoding_doubt
from qa.documents.loaders.safe_read import MAX_BYTES, read_regular, too_large
from qa.errors import DocumentError

__all__ = [
    "FORMATS",
    "MAX_BYTES",
    "SUFFIXES",
    "VERSION",
    "Loader",
    "Uncontained",
    "failed",
    "load",
    "load_bytes",
    "load_with_doubt",
    "most_bytes",
    "unsupported",
]


class Loader(Protocol):
    """Makes a document of a file's bytes; raises DocumentError with the reason if it can't."""

    def __call__(self, data: bytes, source: str) -> Document:
        """`source` is the path relative to the collection root, with forward slashes."""
        ...


VERSION = 2  # counts up when files may be read that were skipped: they are tried again

_CODE = (
    ".py", ".pyi", ".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx", ".go", ".rs", ".java", ".kt",
    ".scala", ".swift", ".c", ".h", ".cc", ".cpp", ".hpp", ".cs", ".rb", ".php", ".pl", ".lua",
    ".r", ".jl", ".sh", ".bash", ".zsh", ".fish", ".ps1", ".sql", ".toml", ".yaml", ".yml",
    ".ini", ".cfg", ".conf", ".properties", ".proto", ".tf", ".hs",
)  # fmt: skip

_LOADERS = {
    ".pdf": "qa.documents.loaders.pdf:load",
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
    ".csv": "qa.documents.loaders.data.delimited:load",
    ".tsv": "qa.documents.loaders.data.delimited:load",
    ".tab": "qa.documents.loaders.data.delimited:load",
    ".json": "qa.documents.loaders.data.json_data:load",
    ".jsonl": "qa.documents.loaders.data.json_data:load",
    ".ndjson": "qa.documents.loaders.data.json_data:load",
    ".geojson": "qa.documents.loaders.data.json_data:load",
    ".srt": "qa.documents.loaders.data.subtitles:load",
    ".vtt": "qa.documents.loaders.data.subtitles:load",
    ".ipynb": "qa.documents.loaders.data.notebook:load",
    **dict.fromkeys(_CODE, "qa.documents.loaders.data.source_code:load"),
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

_OFFICE = (
    ".docx", ".docm", ".pptx", ".pptm", ".xlsx", ".xlsm", ".odt", ".ods", ".odp", ".epub",
)  # fmt: skip
_WEB = (".html", ".htm", ".xhtml")
# Formats whose files have no lines that people could look up.
_WITHOUT_LINES = frozenset({".pdf", ".rtf", ".mhtml", ".mht", ".ipynb", *_OFFICE})
# Those that say their encoding themselves, so that nothing is guessed.
_DECLARED = _WITHOUT_LINES.union(_WEB, (".eml", ".mbox"))
# Those whose parsers unpack, or are not written in Python: a small file can do harm, too. They are
# only read by workers, where there are any.
_CONTAINED = frozenset({".pdf", ".mhtml", ".mht", ".eml", ".mbox", *_OFFICE, *_WEB})
# Files of these are large because of their pictures.
_LIMITS = dict.fromkeys((".pdf", *_OFFICE), 256 << 20)

FORMATS = frozenset(_LOADERS)  # suffixes of what can be read: lower case, with the dot
SUFFIXES = FORMATS | BY_CONTENT  # those of files that are opened


class Uncontained(DocumentError):
    """A file that only a worker may read."""


def load(path: Path, source: str) -> Document:
    """Read one file. Raises DocumentError when it can't be read or holds no text."""
    return load_with_doubt(path, source)[0]


def load_with_doubt(path: Path, source: str, *, contained: bool = True) -> tuple[Document, str]:
    """Read one file, and name its encoding where that had to be guessed (else empty).

    Raises DocumentError when it can't be read or holds no text, and for a fault of its loader;
    Uncontained, unless it is `contained`, when its format is one that only workers should read.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:  # the target of a link may have another name than the link
        suffix = PurePath(source).suffix.lower()
    if suffix not in SUFFIXES:
        raise DocumentError(unsupported(path.suffix))
    data = read_regular(path, most_bytes(suffix))
    return load_bytes(data, source, suffix, contained=contained)


def load_bytes(
    data: bytes, source: str, suffix: str, *, contained: bool = True
) -> tuple[Document, str]:
    """What `load_with_doubt` gives, for the bytes of a file with a suffix of `SUFFIXES`."""
    suffix = recognised(data, suffix, FORMATS)
    if len(data) > most_bytes(suffix):
        raise DocumentError(too_large(len(data), most_bytes(suffix)))
    if suffix in _CONTAINED and not contained:
        raise Uncontained("Is only read by a process of its own.")
    module, _, name = _LOADERS[suffix].partition(":")
    try:
        loader = cast(Loader, getattr(import_module(module), name))
        document = loader(data, source)
        if suffix in _WITHOUT_LINES:
            document = replace(document, lines=None)
        return document, "" if suffix in _DECLARED else encoding_doubt(data)
    except DocumentError:
        raise
    except Exception as error:
        raise DocumentError(failed(error)) from error


def most_bytes(suffix: str) -> int:
    """The size up to which files with this suffix, in lower case, are read."""
    return _LIMITS.get(suffix, MAX_BYTES)


def failed(error: Exception) -> str:
    """Why a file is skipped on which its loader failed, by a fault of the loader's own."""
    if isinstance(error, ModuleNotFoundError):
        return f"Can't be read: {error.name}, which its format needs, is not installed."
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
