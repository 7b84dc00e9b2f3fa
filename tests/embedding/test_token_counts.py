"""Counting tokens word by word gives what tokenizing whole texts gives."""

from __future__ import annotations

import random

import pytest
from tokenizers import Tokenizer
from tokenizers.models import BPE

from qa.embedding.model_files import SHIPPED
from qa.embedding.token_counts import WordCounter, count_tokens, open_counter, open_tokenizer

LETTERS = (
    "ab éA.́ \t\n\r\x0b\x0c\x1c\x85\xa0\u2028\u3000漢字ΣΑςß\u200b\ufffd\x00“”‘’–—…-_$%[]ﬁक्षİ≠\ud800"
)


@pytest.fixture(scope="module")
def tokenizer():
    opened = open_tokenizer(SHIPPED / "tokenizer.json")
    opened.no_truncation()
    return opened


def test_any_text_has_as_many_tokens_as_when_it_is_tokenized(tokenizer):
    counted = open_counter(SHIPPED / "tokenizer.json")
    chance = random.Random(4)
    texts = [
        "".join(chance.choice(LETTERS) for _ in range(chance.randint(0, 25))) for _ in range(3000)
    ]
    texts += ["a" * 101 + " b", "[CLS] [MASK]x[SEP]", "S-400's radar", "don’t", "Covid-19/omicron"]
    assert counted(texts) == count_tokens(tokenizer, texts)
    assert counted(texts) == count_tokens(tokenizer, texts)  # from memory
    assert counted([]) == []


def test_known_counts():
    counted = open_counter(SHIPPED / "tokenizer.json")
    assert counted(["the S-400, it isn't.", "", "\n"]) == [10, 0, 0]


def test_a_tokenizer_that_reads_words_otherwise_is_not_counted_by_words(tokenizer):
    assert WordCounter.of(tokenizer)
    assert WordCounter.of(Tokenizer(BPE())) is None
