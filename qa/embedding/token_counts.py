"""Tokenizers and counting with them, without numpy: workers that cut documents need no more."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_TOKENIZED = 1024  # texts together
_MOST_WORDS = 200_000  # whose counts are remembered, some 30 MB,
_LONGEST_WORD = 64  # and how long each is at most
# ASCII punctuation, each character of which BERT's tokenizers read as a token of its own, and what
# of the rest is as frequent and never joined to a letter.
_MARKS = r"!-/:-@\[-`{-~‘’“”–—…"
_WORD = re.compile(rf"[^ \t\n\r{_MARKS}]+|[{_MARKS}]")


def open_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer in a file, which neither pads nor truncates: shared, not to be changed.

    Raises ValueError when the file holds none, OSError when it can't be read.
    """
    state = path.stat()
    return _opened(path, state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=4)
def _opened(path: Path, size: int, changed: int) -> Tokenizer:
    """40 ms for 30,000 words, which the encoder and the readers of answers would each take."""
    del size, changed  # another file is another tokenizer
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # of no class of its own
        raise ValueError(f"{path} is no tokenizer: {error}") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def open_counter(path: Path) -> Callable[[Sequence[str]], list[int]]:
    """A function that counts the tokens of texts with the tokenizer in a file.

    Raises ValueError when the file holds none.
    """
    return counter(open_tokenizer(path))


def counter(tokenizer: Tokenizer) -> Callable[[Sequence[str]], list[int]]:
    """A function that counts the tokens of texts, special ones left out.

    The tokenizer must not truncate.
    """
    words = WordCounter.of(tokenizer)
    return words.count if words is not None else lambda texts: count_tokens(tokenizer, texts)


class WordCounter(dict[str, int]):
    """Counts word by word, with a memory, for tokenizers that read each word for itself.

    Ten times as fast as tokenizing once most words are known. It maps what stands between two
    spaces, a word with the marks around it, to its tokens, as far as it was seen before.
    """

    def __init__(self, tokenizer: Tokenizer, lowercase: bool) -> None:
        self._tokenizer = tokenizer
        self._pieces = tokenizer.model.tokenize
        self._lowercase = lowercase
        self._place_of = tokenizer.token_to_id  # a set of all words would take 18 ms to make
        added = [token.content for token in tokenizer.get_added_tokens_decoder().values()]
        self._added = re.compile("|".join(map(re.escape, added)) if added else r"(?!)")

    @classmethod
    def of(cls, tokenizer: Tokenizer) -> WordCounter | None:
        """A counter for a WordPiece tokenizer as BERT has it; None for any other."""
        from tokenizers.models import WordPiece
        from tokenizers.normalizers import BertNormalizer
        from tokenizers.pre_tokenizers import BertPreTokenizer

        if not (
            isinstance(tokenizer.model, WordPiece)
            and isinstance(tokenizer.normalizer, BertNormalizer)
            and isinstance(tokenizer.pre_tokenizer, BertPreTokenizer)
            and not any(t.normalized for t in tokenizer.get_added_tokens_decoder().values())
        ):
            return None
        return cls(tokenizer, tokenizer.normalizer.lowercase)

    def count(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, special ones left out: what `count_tokens` gives."""
        if any(self._added.search(text) for text in texts):  # "[MASK]" in a text is one token
            return count_tokens(self._tokenizer, texts)
        if len(self) > _MOST_WORDS:
            self.clear()
        return [sum(map(self.__getitem__, text.replace("\n", " ").split(" "))) for text in texts]

    def __missing__(self, chunk: str) -> int:
        """The tokens of what is not known yet."""
        words = _WORD.findall(chunk)
        known = self.__getitem__
        found = self._count_word(chunk) if words == [chunk] else sum(map(known, words))
        if len(chunk) <= _LONGEST_WORD:
            self[chunk] = found
        return found

    def _count_word(self, word: str) -> int:
        if not (word.isascii() and word.isalnum()):
            return count_tokens(self._tokenizer, [word])[0]
        whole = word.lower() if self._lowercase else word
        # In an eighth of the time of the tokenizer, which would make it lower case and do the same.
        return 1 if self._place_of(whole) is not None else len(self._pieces(whole))


def count_tokens(tokenizer: Tokenizer, texts: Sequence[str]) -> list[int]:
    """How many tokens each text has, special ones left out; the tokenizer must not truncate."""
    counts: list[int] = []
    for at in range(0, len(texts), _TOKENIZED):
        part = [tokenizable(text) for text in texts[at : at + _TOKENIZED]]
        found = tokenizer.encode_batch_fast(part, add_special_tokens=False)
        counts += [len(encoding) for encoding in found]
    return counts


def tokenizable(text: str) -> str:
    """Lone surrogates (from odd file names or broken text) can't be encoded as UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text
