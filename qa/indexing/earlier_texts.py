"""Texts that were recognised in scans which have changed since and can't be recognised now.

They stay in the index and answer until the scans are read again. A scan that lies in an archive or
is attached to mail is one among other documents, which are read as they are now.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from contextlib import suppress
from dataclasses import dataclass, replace

from qa.datatypes import Document, Skipped
from qa.documents.cutting import Count, CutDocument, CutFile, cut_document
from qa.documents.loaders.ocr import Unrecognised
from qa.documents.passages import PassageSettings
from qa.errors import DocumentError
from qa.indexing.waiting_scans import BEFORE


@dataclass(frozen=True, slots=True)
class EarlierTexts:
    """The `files` with recognised pages, by source; `stored` gives a document of the index."""

    files: Set[str] = frozenset()
    stored: Callable[[str], Document | None] = lambda _: None

    def of_file(self, source: str, result: CutFile | DocumentError) -> str:
        """Why a file stays as a whole as the index has it; empty where it is what was read now."""
        if source not in self.files:
            return ""
        if isinstance(result, DocumentError):
            return BEFORE + result.message if isinstance(result, Unrecognised) else ""
        pictures = result.pictures
        if result.unread or 2 * pictures.unread <= pictures.pages:
            return ""
        return f"{BEFORE}Its pages are pictures: {pictures.reason}."

    def with_scans(
        self, source: str, result: CutFile, settings: PassageSettings, count: Count
    ) -> CutFile:
        """A file with the earlier documents of the scans in it, each skipped with that reason."""
        if source not in self.files:
            return result
        earlier: dict[str, CutDocument] = {}
        pages = 0
        for each in result.unread:
            document = self.stored(each.source)
            if document is not None and document.container == source:
                with suppress(DocumentError):  # it holds nothing to find
                    passages = cut_document(document, settings, count)
                    earlier[each.source] = CutDocument(document, passages)
                    pages += each.pages
        if not earlier:
            return result
        now = [each for each in result.documents if each.document.source not in earlier]
        inside = [replace(each, document=replace(each.document, container=source)) for each in now]
        skipped = [each for each in result.skipped if each.source not in earlier]
        skipped += [
            Skipped(each.source, BEFORE + each.reason)
            for each in result.unread
            if each.source in earlier
        ]
        pictures = result.pictures
        recognised, unread = pictures.recognised + pages, pictures.unread - pages
        return replace(
            result,
            documents=(*inside, *earlier.values()),
            skipped=tuple(skipped),
            pictures=replace(pictures, recognised=recognised, unread=unread),
        )


NO_EARLIER_TEXTS = EarlierTexts()
