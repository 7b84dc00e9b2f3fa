"""OCR of an index: its languages, and the files whose pages are pictures, stored in it.

A file that has pages which are pictures is read again when they may come out otherwise: when OCR
was turned on, tesseract or a language of it was installed, or other languages were chosen.
"""

from __future__ import annotations

import json
from collections.abc import Container, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from qa.config import OCR_LANGUAGE, OCR_ON, OCR_PROGRAM, ocr_languages
from qa.datatypes import Skipped
from qa.documents.loaders import PICTURES, suffix_of
from qa.documents.loaders.ocr import Ocr, Pictures, later
from qa.documents.loaders.recognised_pages import RecognisedPages
from qa.documents.loaders.tesseract import find
from qa.errors import IndexUnwritable, UsageError
from qa.serialization import from_plain, to_plain
from qa.store.interface import StoreReader, StoreWriter
from qa.trust import Claim, allow, program_claim, untrusted

META_KEYS = _LANGUAGES, _PICTURES = "ocr_languages", "ocr_pictures"
_PAGES = "ocr-pages"  # folder of the index; an interrupted run leaves it to the next one


def languages(store: StoreReader) -> str:
    """The languages in which the pictures of an index are read; empty where they are not.

    Those of an index that somebody else made count once they are allowed.
    """
    found = _stored_languages(store)
    return "" if not found or untrusted(claims(store)) else found


def claims(store: StoreReader) -> tuple[Claim, ...]:
    """What an index asks for in which pictures are read: the program."""
    asked = _stored_languages(store)
    return (program_claim(store.path.parent, OCR_PROGRAM),) if asked else ()


def set_languages(store: StoreWriter, index: Path, chosen: str) -> None:
    """Store the languages of OCR for updates to come of an index in the folder `index`.

    The caller has a transaction open, and was allowed by the user to use these.
    """
    if chosen:
        with suppress(IndexUnwritable):  # then they have to be named again, or allowed
            allow([program_claim(index, OCR_PROGRAM)])
    if chosen != _stored_languages(store):
        store.set_meta(_LANGUAGES, chosen)


def of_index(store: StoreReader | None, named: str | None = None) -> Ocr:
    """How pictures are read now: in the `named` languages, else in those of the index."""
    if named is None:
        named = languages(store) if store else ""
    elif named == OCR_ON:
        named = (_stored_languages(store) if store else "") or OCR_LANGUAGE
    return find(named)


def with_pages(ocr: Ocr, index: Path) -> Ocr:
    """The same, with the pages stored that are read, so that an interrupted run can go on."""
    return replace(ocr, pages=str((index / _PAGES).absolute())) if ocr.usable else ocr


def clear_pages(index: Path) -> None:
    """Remove those pages: their files are indexed."""
    folder = index / _PAGES
    if folder.exists():
        RecognisedPages(folder).clear()


def while_asking(store: StoreReader) -> Ocr:
    """The same while somebody waits for an answer: nothing is recognised."""
    return later(languages(store))


def set_pictures(store: StoreWriter, found: Mapping[str, Pictures]) -> None:
    """Store what came of the pictures in files that were just read, by source.

    Call it in the transaction in which their documents are committed.
    """
    before = _stored(store)
    after = {source: each for source, each in {**before, **found}.items() if each.key}
    if after != before:
        plain = {source: to_plain(each) for source, each in after.items()}
        store.set_meta(_PICTURES, json.dumps(plain, ensure_ascii=False))


def recognised(store: StoreReader) -> tuple[Skipped, ...]:
    """The indexed files with pages that were recognised, and how many of them."""
    return tuple(
        Skipped(
            source,
            f"{_of(each.recognised, each.pages)} read by OCR{_in(each.key)};"
            " look at the page where a word seems wrong.",
        )
        for source, each in _indexed(store).items()
        if each.recognised
    )


def unrecognised(store: StoreReader) -> tuple[Skipped, ...]:
    """The indexed files with pages that are pictures and were not recognised, and why."""
    return tuple(
        Skipped(
            source,
            f"{_of(each.unread, each.pages)} {'is' if each.unread == 1 else 'are'}"
            f" nothing but pictures: {each.reason}.",
        )
        for source, each in _indexed(store).items()
        if each.unread
    )


def outdated(store: StoreReader, ocr: Ocr) -> frozenset[str]:
    """Sources of the indexed files whose pictures are to be read again."""
    return frozenset(
        source for source, each in _stored(store).items() if ocr.again(each.key, each.recognised)
    )


def waiting_pictures(store: StoreReader, key: str, without: Container[str]) -> int:
    """How many indexed files have pages that were not recognised under a key of `Ocr`."""
    return sum(
        each.key == key and bool(each.unread) and source not in without
        for source, each in _stored(store).items()
    )


def reads_pictures(store: StoreReader | None, ocr: Ocr) -> bool:
    """Whether files that are pictures belong to an index: with OCR, and where it has some."""
    if ocr.languages or store is None:
        return bool(ocr.languages)
    return any(each.recognised and suffix_of(s) in PICTURES for s, each in _stored(store).items())


def _stored_languages(store: StoreReader) -> str:
    try:
        return ocr_languages(store.meta(_LANGUAGES) or "", "the index")
    except UsageError:
        return ""


def spared(store: StoreReader, ocr: Ocr) -> dict[str, Pictures]:
    """The files whose recognised text is taken from the index rather than recognised once more.

    By source, with what came of their pictures: nothing better is to be had of the same bytes.
    """
    return {
        source: each
        for source, each in _stored(store).items()
        if each.recognised and not ocr.again(each.key, each.recognised)
    }


def _in(key: str) -> str:
    """The languages of a key of `Ocr`; empty for one of texts that are of before."""
    return "" if key.startswith("-") else f" ({key})"


def _of(some: int, pages: int) -> str:
    return f"{some:,} of {pages:,} page{'' if pages == 1 else 's'}"


def _indexed(store: StoreReader) -> dict[str, Pictures]:
    found = _stored(store)
    indexed = store.files() if found else {}
    return {source: found[source] for source in sorted(found) if source in indexed}


def _stored(store: StoreReader) -> dict[str, Pictures]:
    """Pictures by source; nothing where what is stored is damaged."""
    try:
        found: Any = json.loads(store.meta(_PICTURES) or "{}")
        return {str(source): from_plain(Pictures, each) for source, each in found.items()}
    except (ValueError, RecursionError, AttributeError):
        return {}
