"""What documents are by their files: mails, PDFs, spreadsheets, web pages."""

from __future__ import annotations

from collections.abc import Iterable

from qa.datatypes import DocumentInfo

_MAIL, _MAILBOX = ".eml", ".mbox"
_SHEETS = (".xlsx", ".xlsm", ".ods", ".csv", ".tsv", ".tab")
_SLIDES = (".pptx", ".pptm", ".odp")
_WEB = (".html", ".htm", ".xhtml", ".mhtml", ".mht")
_PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
_BY_NOUN = {
    "pdf": (".pdf",),
    "spreadsheet": _SHEETS,
    "presentation": _SLIDES,
    "ebook": (".epub",),
    "e-book": (".epub",),
    "picture": _PICTURES,
    "image": _PICTURES,
    "photo": _PICTURES,
    "web page": _WEB,
    "webpage": _WEB,
    "notebook": (".ipynb",),
}
# Words before a noun that say the same: "PDF files", "Excel sheets".
_BY_MODIFIER = {
    "pdf": (".pdf",),
    "markdown": (".md", ".markdown"),
    "md": (".md",),
    "txt": (".txt",),
    "csv": (".csv",),
    "excel": (".xlsx", ".xlsm"),
    "xlsx": (".xlsx",),
    "word": (".docx", ".docm"),
    "docx": (".docx",),
    "odt": (".odt",),
    "html": (".html", ".htm", ".xhtml"),
    "powerpoint": (".pptx", ".pptm"),
    "epub": (".epub",),
    "eml": (_MAIL,),
    "jupyter": (".ipynb",),
}
# What a file holds several of, each a document.
_ENTRIES = {
    "event": (".ics", ".ical", ".vcs"),
    "appointment": (".ics", ".ical", ".vcs"),
    "contact": (".vcf", ".vcard"),
}
MAILS = frozenset({"mail", "email", "e-mail", "message"})
# Nouns that nothing else goes by: no folder makes a text file a PDF.
ONLY_FORMATS = frozenset({"pdf", "spreadsheet", "web page", "webpage", *_ENTRIES})


def is_mail(info: DocumentInfo) -> bool:
    """Whether a document is a message itself, not what is attached to one."""
    folder, _, name = info.source.lower().rpartition("/")
    if name.endswith(_MAIL):
        return not _inside_of_mail(folder)
    return folder.endswith(_MAILBOX) and name.startswith("message-")


def _inside_of_mail(folder: str) -> bool:
    return any(part.endswith((_MAIL, _MAILBOX)) for part in folder.split("/"))


def of_format(noun: str, infos: Iterable[DocumentInfo]) -> list[DocumentInfo] | None:
    """Those that are what a noun says by their files; None where it says nothing of files."""
    if noun in MAILS:
        return [info for info in infos if is_mail(info)]
    if suffixes := _ENTRIES.get(noun):
        return [info for info in infos if _is_entry(info, suffixes)]
    suffixes = _BY_NOUN.get(noun)
    return None if suffixes is None else _files(suffixes, infos)


def references(infos: Iterable[DocumentInfo]) -> list[DocumentInfo]:
    """The references of lists of literature, each of which stands for a paper."""
    return [info for info in infos if info.container.lower().endswith((".bib", ".ris"))]


def _is_entry(info: DocumentInfo, suffixes: tuple[str, ...]) -> bool:
    """Whether a document is such a file, or an event or a card in one."""
    folder, _, name = info.source.lower().rpartition("/")
    inside = folder.endswith(suffixes) and name.startswith(("event-", "card-"))
    return inside or name.endswith(suffixes)


def of_modifier(word: str, infos: Iterable[DocumentInfo]) -> list[DocumentInfo] | None:
    """The same for a word before the noun: "pdf files"."""
    suffixes = _BY_MODIFIER.get(word)
    return None if suffixes is None else _files(suffixes, infos)


def _files(suffixes: tuple[str, ...], infos: Iterable[DocumentInfo]) -> list[DocumentInfo]:
    """One document of each file with one of some suffixes: a table may be one for each row."""
    found: dict[str, DocumentInfo] = {}
    for info in infos:
        rows = info.container.lower().endswith(suffixes)
        if rows or info.source.lower().endswith(suffixes):
            found.setdefault(info.container if rows else info.source, info)
    return list(found.values())
