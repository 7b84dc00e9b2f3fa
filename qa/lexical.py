"""Words in tantivy: BM25 over stems and aliases, derived from the store.

`lexical/` is a cache: one folder per generation, and `current.json` saying which of them is
whole, which state of the store it holds and how its files looked when they were written; those
that look different are hashed before tantivy, which checks little, reads them.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa.errors import IndexUnwritable
from qa.files import read_json, stamp, unwritable_as_error, write_json
from qa.models import file_sha256
from qa.store import Store
from qa.terms import acronyms, aliases, analyzer, codes, content_stems

if TYPE_CHECKING:
    import numpy.typing as npt
    import tantivy

FOLDER_NAME = "lexical"
CARD_NAME = "current.json"
_HEAP = 128 << 20
_LISTED = 5_000  # ids that are named to tantivy (1 ms for a thousand); more are sifted afterwards


@dataclass(frozen=True, slots=True)
class Matches:
    """Passages that share words with a query, best first: ids int64 (n,), BM25 float32 (n,)."""

    ids: npt.NDArray[np.int64]
    scores: npt.NDArray[np.float32]


class Lexical:
    """An opened lexical index. Passage ids are the store's."""

    def __init__(self, index: tantivy.Index) -> None:
        index.register_tokenizer("news", analyzer())
        self._schema = index.schema
        self._searcher = index.searcher()

    def __len__(self) -> int:
        """How many passages there are."""
        return self._searcher.num_docs

    @classmethod
    def open(cls, folder: Path, state: str) -> Lexical | None:
        """The index in `folder`, or None when it is missing, damaged or not at `state`."""
        card = read_json(folder / FOLDER_NAME / CARD_NAME)
        if card is None or card.get("state") != state:
            return None
        try:
            generation = folder / FOLDER_NAME / str(card["generation"])
            for name, (look, sha256) in card["files"].items():
                path = generation / name
                if stamp(path) != look and file_sha256(path) != sha256:
                    return None
            lexical = cls._read(generation)
        except (AttributeError, KeyError, TypeError, ValueError, OSError):
            return None
        return lexical if len(lexical) == card.get("passages") else None

    @classmethod
    def _read(cls, generation: Path) -> Lexical:
        import tantivy

        if os.access(generation, os.W_OK):
            return cls(tantivy.Index.open(str(generation)))
        # Even for reading tantivy wants to lock a file; what it has opened it needs no longer.
        with tempfile.TemporaryDirectory(prefix="qa-") as writable:
            for path in generation.iterdir():
                if path.stat().st_size:  # not the locks
                    Path(writable, path.name).symlink_to(path.absolute())
            return cls(tantivy.Index.open(writable))

    @classmethod
    def build(
        cls, folder: Path, store: Store, state: str, tick: Callable[[int], None] | None = None
    ) -> Lexical:
        """Write the index of everything in `store` and open it. Raises IndexUnwritable."""
        import tantivy

        schema = (
            tantivy.SchemaBuilder()
            .add_integer_field("id", indexed=True, fast=True)
            .add_text_field("body", tokenizer_name="news", index_option="freq")
            .add_text_field("title", tokenizer_name="news", index_option="freq")
            .add_text_field("alias", tokenizer_name="whitespace", index_option="basic")
            .build()
        )
        base = folder / FOLDER_NAME
        with unwritable_as_error(base):
            base.mkdir(parents=True, exist_ok=True)
            generation = Path(tempfile.mkdtemp(prefix="generation-", dir=base))
        try:
            index = tantivy.Index(schema, str(generation), reuse=False)
            index.register_tokenizer("news", analyzer())
            writer = index.writer(_HEAP, 1)
            for done, (number, title, text) in enumerate(store.texts(), 1):
                words = " ".join(aliases(text))
                writer.add_document(
                    tantivy.Document(id=number, title=title, body=text, alias=words)
                )
                if tick and done % 1000 == 0:
                    tick(done)
            writer.commit()
            writer.wait_merging_threads()
            index.reload()
        except (ValueError, OSError) as error:
            shutil.rmtree(generation, ignore_errors=True)
            raise IndexUnwritable(f"{base} can't be written: {error}.") from error
        except BaseException:
            shutil.rmtree(generation, ignore_errors=True)
            raise
        lexical = cls(index)
        with unwritable_as_error(base):
            files = {
                path.name: (stamp(path), file_sha256(path))
                for path in generation.iterdir()
                if path.stat().st_size  # not the locks
            }
        card = {"state": state, "generation": generation.name, "passages": len(lexical)}
        write_json(base / CARD_NAME, card | {"files": files})
        for old in base.iterdir():
            if old.is_dir() and old != generation:
                shutil.rmtree(old, ignore_errors=True)
        return lexical

    def search(
        self,
        query: str,
        depth: int,
        title_boost: float = 0.0,
        allowed: npt.NDArray[np.int64] | None = None,
    ) -> Matches:
        """The `depth` passages with the best BM25 score for the words of `query`.

        With `allowed`, ascending ids, of these only; their scores stay the same.
        """
        import tantivy

        def term(field: str, value: str) -> tantivy.Query:
            return tantivy.Query.term_query(self._schema, field, value, "freq")

        words = content_stems(query)
        clauses = [(tantivy.Occur.Should, term("body", stem)) for stem in words]
        if title_boost > 0:
            clauses += [
                (tantivy.Occur.Should, tantivy.Query.boost_query(term("title", stem), title_boost))
                for stem in words
            ]
        named = dict.fromkeys(codes(query) + acronyms(query))
        named |= dict.fromkeys(stem for stem in words if self.frequency(stem) == 0)
        clauses += [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "alias", name, "basic"))
            for name in named
        ]
        if not clauses or depth < 1 or (allowed is not None and len(allowed) == 0):
            return Matches(np.empty(0, np.int64), np.empty(0, np.float32))
        asked = tantivy.Query.boolean_query(clauses)
        if allowed is None:
            return self._best(asked, depth)
        if len(allowed) <= _LISTED:
            listed = tantivy.Query.term_set_query(self._schema, "id", allowed.tolist())
            unscored = tantivy.Query.const_score_query(listed, 0.0)
            both = [(tantivy.Occur.Must, asked), (tantivy.Occur.Must, unscored)]
            return self._best(tantivy.Query.boolean_query(both), depth)
        # Naming very many ids costs more than looking deeper until enough of them have come.
        deeper = 4 * depth
        while True:
            found = self._best(asked, deeper)
            kept = np.isin(found.ids, allowed)
            if np.count_nonzero(kept) >= depth or len(found.ids) < deeper:
                return Matches(found.ids[kept][:depth], found.scores[kept][:depth])
            deeper *= 8

    def _best(self, query: tantivy.Query, depth: int) -> Matches:
        hits = self._searcher.search(query, min(depth, max(len(self), 1)), count=False).hits
        ids = self._searcher.fast_field_values("id", [address for _, address in hits])
        return Matches(np.array(ids, np.int64), np.array([score for score, _ in hits], np.float32))

    def frequency(self, stem: str) -> int:
        """In how many passages a stem stands."""
        return self._searcher.doc_freq("body", stem)

    def alias_frequency(self, name: str) -> int:
        """In how many passages a code or an acronym's long form stands."""
        return self._searcher.doc_freq("alias", name)
