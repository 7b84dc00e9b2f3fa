"""What a document is called, as far as a question calls it that."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePosixPath

from qa.datatypes import DocumentInfo
from qa.search.terms import content_words, stems


@lru_cache(maxsize=256)  # asked of each hit, sentence and unit of a question
def called(info: DocumentInfo, question: str) -> str:
    """The title of a document, with its file's name and its author where `question` names them.

    Contracts, invoices and letters are all titled "Agreement" or "Invoice", and it is their file's
    name that says whose; a mail doesn't repeat who sent it. Nothing is added that isn't asked for
    by a word that the title lacks, so that other questions are read below the title alone.
    """
    new = _asked(question) - set(stems(info.title))
    names = (_file_name(info.source), info.author or "")
    others = [name for name in names if new and new.intersection(stems(name))]
    return f"{info.title} ({', '.join(others)})" if others else info.title


@lru_cache(maxsize=8)
def _asked(question: str) -> frozenset[str]:
    return frozenset(content_words(question))


def _file_name(source: str) -> str:
    """The name of a file in words; empty for a part of a file that is only numbered."""
    path = PurePosixPath(source)
    return re.sub(r"[_\W]+", " ", path.stem).strip() if path.suffix else ""
