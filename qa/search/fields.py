"""The fields of the lexical index, and the words that each of them has of a passage.

What names a document speaks for all of its passages: its title, the words of its path, its tags,
aliases, authors and day; and what stands above a passage for that one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from qa.search.folding import as_term
from qa.search.terms import aliases, analyzer, indexed, word_analyzer

if TYPE_CHECKING:
    import tantivy

    from qa.store.store import Searchable

BODY, TITLE, NAME, HEADING, TAGS = "body", "title", "name", "heading", "tags"
ALIAS = "alias"  # codes and acronyms of its text
WORD = "word"  # every word as it is written: what misspelt words are compared with
NAMING = (TITLE, NAME, HEADING, TAGS)
_TERMS, _WORDS = "terms", "words"  # the analyzers by the names that the schema has for them

_SUFFIX = r"\.[A-Za-z][A-Za-z0-9]{0,9}$"
_VERSION = r"[vV]?\d+(?:\.\d+)+|\d{4}-\d\d-\d\d"
_SEPARATORS = r"[_/\\.\-+~()\[\]{},]+"
_MAX_FOLDERS = 4  # innermost ones, whose names count


def schema() -> tantivy.Schema:
    """The schema of the lexical index."""
    import tantivy

    builder = tantivy.SchemaBuilder().add_integer_field("id", indexed=True, fast=True)
    for name in (BODY, *NAMING):
        builder = builder.add_text_field(name, tokenizer_name=_TERMS, index_option="freq")
    builder = builder.add_text_field(ALIAS, tokenizer_name="whitespace", index_option="basic")
    return builder.add_text_field(WORD, tokenizer_name=_WORDS, index_option="basic").build()


def register(index: tantivy.Index) -> None:
    """Give an opened index the analyzers of its fields."""
    index.register_tokenizer(_TERMS, analyzer())
    index.register_tokenizer(_WORDS, word_analyzer())


def fields(passages: Iterable[Searchable]) -> Iterator[tuple[int, dict[str, str]]]:
    """The id of each passage and the text of its fields, in the analyzer's terms.

    Passages of a document come together: what names it is worked out once.
    """
    source, named, alias = None, dict[str, str](), list[str]()
    for passage in passages:
        if passage.source != source:
            source, name = passage.source, name_text(passage.source)
            named = {TITLE: passage.title, NAME: name, TAGS: tags_text(passage)}
            alias = aliases(f"{passage.title}\n{name}")
            named = {field: indexed(text) for field, text in named.items()}
        words = named | {BODY: indexed(passage.text), HEADING: indexed(passage.heading)}
        other = dict.fromkeys(aliases(passage.text) + alias)
        yield passage.id, {**words, ALIAS: " ".join(other), WORD: " ".join(words.values())}


def name_text(source: str) -> str:
    """The words of a path, without the ending: `docs/v0.9.0-fileRecovery.md` as `docs 0.9.0 ...`.

    Versions and days stay whole; camelCase is taken apart as everywhere.
    """
    path = PurePosixPath(source)
    parts = [*path.parts[:-1][-_MAX_FOLDERS:], re.sub(_SUFFIX, "", path.name)]
    return " ".join(_spaced(part) for part in parts if part not in (".", "..", "/"))


def _spaced(part: str) -> str:
    whole = re.findall(_VERSION, part)
    rest = re.sub(_VERSION, " ", part)
    return " ".join([*re.sub(_SEPARATORS, " ", rest).split(), *whole])


def tags_text(passage: Searchable) -> str:
    """Tags, aliases, authors, agency, and the day in figures and words."""
    words = [*passage.tags, *passage.aliases, passage.author or "", passage.agency or ""]
    if passage.published:
        words.append(day_text(date.fromisoformat(passage.published)))
    return " ".join(word.replace("/", " ").replace("_", " ") for word in words if word)


def day_text(day: date) -> str:
    """A day as it may be asked for: `2024-05-02 May 2 Thursday`; month and year follow from it."""
    return f"{day.isoformat()} {day:%B} {day.day} {day:%A}"


def day_term(day: date) -> str:
    """The term of a day in the index."""
    return as_term(day.isoformat())
