"""Tokenizers and counting with them, without numpy: workers that cut documents need no more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_TOKENIZED = 1024  # texts together


def open_tokenizer(path: Path) -> Tokenizer:
    """Open a tokenizer without padding. Raises ValueError when the file holds none."""
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # of no class of its own
        raise ValueError(f"{path} is no tokenizer: {error}") from error
    tokenizer.no_padding()
    return tokenizer


def open_counter(path: Path) -> Callable[[Sequence[str]], list[int]]:
    """A function that counts the tokens of texts with the tokenizer in a file (16 ms to open).

    Raises ValueError when the file holds none.
    """
    tokenizer = open_tokenizer(path)
    tokenizer.no_truncation()
    return lambda texts: count_tokens(tokenizer, texts)


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
