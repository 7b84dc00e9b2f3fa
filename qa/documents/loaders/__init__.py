"""Files in, documents out: one loader per family of formats.

A loader turns the bytes of a file into a `Document`; it is named here and imported when a file of
its format turns up. A new one is a module with a function of the type `Loader`, with its suffixes
in `_LOADERS` and, as far as they apply, in the sets below. The content of a file decides which it
gets (`content_type`), then the suffix; one whose suffix names no format is plain text or nothing
(`plain_files`). A file that holds several documents gives `Parts`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from qa.datatypes import Document, Skipped
from qa.documents.loaders.content_type import BY_CONTENT, recognised
from qa.documents.loaders.contents_lists import with_contents
from qa.documents.loaders.encoding_detection import encoding_doubt
from qa.documents.loaders.languages import with_language
from qa.documents.loaders.ocr import UnreadScan, Unrecognised
from qa.documents.loaders.parts import DEEPEST, Budget, Loaded, Parts, clean_name, suffix_of, unused
from qa.documents.loaders.plain_files import MOST_BYTES, may_be_text, plain, plain_at
from qa.documents.loaders.reasons import failed, unsupported
from qa.documents.loaders.recogniser import Recogniser
from qa.documents.loaders.safe_read import MAX_BYTES, read_regular, too_large
from qa.errors import DocumentError

__all__ = [
    "FORMATS",
    "MAX_BYTES",
    "PICTURES",
    "SUFFIXES",
    "VERSION",
    "Loaded",
    "Loader",
    "Uncontained",
    "can_be_read",
    "failed",
    "load",
    "load_bytes",
    "load_file",
    "may_be_read",
    "most_bytes",
    "suffix_of",
    "unsupported",
]


class Loader(Protocol):
    """Makes a document of a file's bytes; raises DocumentError with the reason if it can't."""

    def __call__(self, data: bytes, source: str) -> Document | Parts:
        """`source` is the path relative to the collection root, with forward slashes."""
        ...


# The same for a format whose pages may be pictures of text.
PictureLoader = Callable[[bytes, str, Recogniser], Document | Parts]

VERSION = 8  # counts up when files may be read that were skipped: they are tried again

_CODE = (
    ".py", ".pyi", ".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx", ".go", ".rs", ".java", ".kt",
    ".scala", ".swift", ".c", ".h", ".cc", ".cpp", ".hpp", ".cs", ".rb", ".php", ".pl", ".lua",
    ".r", ".jl", ".sh", ".bash", ".zsh", ".fish", ".ps1", ".sql", ".toml", ".yaml", ".yml",
    ".ini", ".cfg", ".properties", ".proto", ".tf", ".hs",
)  # fmt: skip

_TARS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
_ARCHIVES = frozenset({".zip", *_TARS})
_TABLES = (".csv", ".tsv", ".tab")
_JSON = (".json", ".jsonl", ".ndjson")
_PIM = (".ics", ".ical", ".vcs", ".vcf", ".vcard")

_LOADERS = {
    ".pdf": "qa.documents.loaders.pdf:load",
    **dict.fromkeys((".txt", ".text"), "qa.documents.loaders.plain_text:load"),
    **dict.fromkeys((".md", ".markdown"), "qa.documents.loaders.markdown:load"),
    **dict.fromkeys((".rst", ".rest"), "qa.documents.loaders.rst:load"),
    **dict.fromkeys((".adoc", ".asciidoc"), "qa.documents.loaders.asciidoc:load"),
    ".org": "qa.documents.loaders.org:load",
    ".man": "qa.documents.loaders.manual_source:load",
    **dict.fromkeys((".wiki", ".mediawiki", ".dokuwiki"), "qa.documents.loaders.wiki:load"),
    ".tex": "qa.documents.loaders.latex:load",
    ".ltx": "qa.documents.loaders.latex:load",
    **dict.fromkeys(_TABLES, "qa.documents.loaders.data.delimited:load"),
    **dict.fromkeys((*_JSON, ".geojson"), "qa.documents.loaders.data.json_data:load"),
    **dict.fromkeys((".bib", ".ris"), "qa.documents.loaders.data.references:load"),
    **dict.fromkeys((".srt", ".vtt"), "qa.documents.loaders.data.subtitles:load"),
    ".ipynb": "qa.documents.loaders.data.notebook:load",
    **dict.fromkeys(_CODE, "qa.documents.loaders.data.source_code:load"),
    ".conf": "qa.documents.loaders.data.source_code:load_configuration",
    **dict.fromkeys((".html", ".htm", ".xhtml"), "qa.documents.loaders.web.html:load"),
    **dict.fromkeys((".mhtml", ".mht"), "qa.documents.loaders.web.mhtml:load"),
    **dict.fromkeys((".ics", ".ical", ".vcs"), "qa.documents.loaders.pim.events:load"),
    **dict.fromkeys((".vcf", ".vcard"), "qa.documents.loaders.pim.cards:load"),
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
    ".zip": "qa.documents.loaders.archives.zip_archive:load",
    **dict.fromkeys(_TARS, "qa.documents.loaders.archives.tar_archive:load"),
}

# Files that are pictures. They are opened where OCR is on: of most folders they are no documents.
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff"})
_LOADERS.update(dict.fromkeys(PICTURES, "qa.documents.loaders.picture_file:load"))

_MARKUP = frozenset({".md", ".markdown", ".rst", ".adoc", ".asciidoc", ".org", ".tex"})
_OFFICE = (
    ".docx", ".docm", ".pptx", ".pptm", ".xlsx", ".xlsm", ".odt", ".ods", ".odp", ".epub",
)  # fmt: skip
_WEB = (".html", ".htm", ".xhtml")
# Formats whose files have no lines that people could look up.
_WITHOUT_LINES = frozenset({".pdf", ".rtf", ".mhtml", ".mht", ".ipynb", *_OFFICE, *PICTURES})
# Formats whose loader is a `PictureLoader`.
_WITH_PICTURES = PICTURES | {".pdf"}
# Those that say their encoding themselves, so that nothing is guessed.
_DECLARED = _WITHOUT_LINES.union(_WEB, _ARCHIVES, (".eml", ".mbox"))
# Those whose parsers unpack, or are not written in Python: a small file can do harm, too. They are
# only read by workers, where there are any.
_CONTAINED = frozenset(
    {".pdf", ".mhtml", ".mht", ".eml", ".mbox", *_OFFICE, *_WEB, *_ARCHIVES, *PICTURES}
)
# Those whose files may hold several documents.
SEVERAL = frozenset({".eml", ".mbox", ".bib", ".ris", *_TABLES, *_JSON, *_PIM, *_ARCHIVES})
# Files of these are large because of their pictures, or hold many files.
_LIMITS = dict.fromkeys((".pdf", *_OFFICE, *_ARCHIVES), 256 << 20)

FORMATS = frozenset(_LOADERS) - PICTURES  # suffixes of what can be read: lower case, with the dot
SUFFIXES = FORMATS | BY_CONTENT  # those of files that are opened


class Uncontained(DocumentError):
    """A file that only a worker may read."""


def load(path: Path, source: str) -> Document:
    """The (first) document of a file. Raises DocumentError if it can't be read, or has no text."""
    return load_file(path, source).documents[0]


def load_file(
    path: Path, source: str, *, contained: bool = True, recogniser: Recogniser | None = None
) -> Loaded:
    """Read one file: the documents that it holds, at least one.

    Pages that are pictures go to the `recogniser`, which is for this file alone; without one
    nothing is recognised. Raises DocumentError when it can't be read or holds no text, and for a
    fault of its loader; Unrecognised where it holds pictures only; Uncontained, unless it is
    `contained`, when its format is one that only workers should read.
    """
    suffix = suffix_of(path.name)
    if suffix not in SUFFIXES | PICTURES:  # the target of a link may have another name
        suffix = suffix_of(source)
    if suffix not in SUFFIXES | PICTURES:
        if not plain_at(path, source):
            raise DocumentError(unsupported(path.suffix))
        suffix = ".txt"
    data = read_regular(path, most_bytes(suffix))
    return load_bytes(data, source, suffix, contained=contained, recogniser=recogniser)


def may_be_read(source: str, size: int = 0) -> bool:
    """Whether a file is opened: it has a suffix of `SUFFIXES`, or may be text without one."""
    return suffix_of(source) in SUFFIXES or (size <= MOST_BYTES and may_be_text(source))


def can_be_read(path: Path, source: str) -> bool:
    """The same, and that it is text where no suffix says what it is: its beginning is read."""
    try:
        return suffix_of(source) in SUFFIXES or plain_at(path, source)
    except DocumentError:
        return False


def load_bytes(
    data: bytes,
    source: str,
    suffix: str,
    *,
    contained: bool = True,
    recogniser: Recogniser | None = None,
) -> Loaded:
    """What `load_file` gives, for the bytes of a file with a suffix of `SUFFIXES`."""
    budget = Budget(recogniser)
    found = _load(data, source, suffix, budget, 0, contained)
    pictures = budget.recogniser.result()
    if not found.documents:
        reasons = {item.reason for item in found.skipped}
        reason = reasons.pop() if len(reasons) == 1 else "Nothing in it can be read."
        raise (Unrecognised if pictures.unread else DocumentError)(reason)
    documents = tuple(map(with_language, found.documents))
    if found.skipped or [each.source for each in documents] != [source]:
        documents = tuple(replace(each, container=source) for each in documents)
    pictures = pictures if pictures.pages else found.pictures
    return replace(found, documents=documents, pictures=pictures)


def _load(
    data: bytes, source: str, suffix: str, budget: Budget, depth: int, contained: bool
) -> Loaded:
    """What is in a file, which lies in `depth` others."""
    suffix = recognised(data, suffix, FORMATS)
    if suffix == ".txt" and (markup := suffix_of(source.removesuffix(".txt"))) in _MARKUP:
        suffix = markup  # as web sites publish the sources of their pages: intro.rst.txt
    if len(data) > most_bytes(suffix):
        raise DocumentError(too_large(len(data), most_bytes(suffix)))
    if suffix in _CONTAINED and not contained:
        raise Uncontained("Is only read by a process of its own.")
    if suffix in _ARCHIVES and depth > DEEPEST:
        raise DocumentError(f"Not read: it lies in {depth} other archives.")
    module, _, name = _LOADERS[suffix].partition(":")
    try:
        loader = getattr(import_module(module), name)
        if suffix in _WITH_PICTURES:
            made = cast(PictureLoader, loader)(data, source, budget.recogniser)
        else:
            made = cast(Loader, loader)(data, source)
        if isinstance(made, Parts):
            found = _inside(made, source, budget, depth)
            return found if suffix in _DECLARED else replace(found, doubt=encoding_doubt(data))
        budget.take_document()
        if suffix in _WITHOUT_LINES:
            made = replace(made, lines=None)
        made = with_contents(made)
        return Loaded((made,), (), "" if suffix in _DECLARED else encoding_doubt(data))
    except DocumentError:
        raise
    except Exception as error:
        raise DocumentError(failed(error)) from error


def _inside(parts: Parts, source: str, budget: Budget, depth: int) -> Loaded:
    """The documents of a file that holds several, and those of the files in it."""
    documents: list[Document] = []
    skipped: list[Skipped] = []
    unread: list[UnreadScan] = []
    doubt = ""
    taken = {source: 1}
    try:
        for item in parts.items:
            if isinstance(item, Skipped):
                skipped.append(Skipped(f"{source}/{clean_name(item.source)}", item.reason))
                continue
            if isinstance(item, Document):
                budget.take_document()
                documents.append(item)
                taken[item.source] = 1
                continue
            inner = unused(f"{source}/{clean_name(item.name)}", taken)
            suffix = suffix_of(inner)
            if suffix in PICTURES and (reason := budget.recogniser.left_out(suffix)):
                skipped += [Skipped(inner, reason)] if item.listed else []
                unread.append(UnreadScan(inner, reason, 1))
                continue
            if suffix not in SUFFIXES | PICTURES and plain(item.data, inner):
                suffix = ".txt"
            elif suffix not in SUFFIXES | PICTURES and not item.listed:
                continue
            try:
                before = budget.recogniser.counted
                if suffix not in SUFFIXES | PICTURES:
                    raise DocumentError(unsupported(suffix))
                budget.take_bytes(len(item.data))
                found = _load(item.data, inner, suffix, budget, depth + 1, True)
            except DocumentError as error:
                if budget.spent:
                    raise
                skipped.append(Skipped(inner, error.message))
                if isinstance(error, Unrecognised):
                    unread += budget.recogniser.unread(inner, before, error.message)
                continue
            documents += map(item.noted, found.documents)
            skipped += found.skipped
            single = not found.unread and [each.source for each in found.documents] == [inner]
            unread += budget.recogniser.unread(inner, before) if single else found.unread
            doubt = doubt or found.doubt
    except DocumentError as error:  # what was read of a damaged archive stays
        if not documents:
            raise
        skipped.append(Skipped(f"{source}/...", error.message))
    return Loaded(tuple(documents), tuple(skipped), doubt, unread=tuple(unread))


def most_bytes(suffix: str) -> int:
    """The size up to which files with this suffix, in lower case, are read."""
    return _LIMITS.get(suffix, MAX_BYTES)
