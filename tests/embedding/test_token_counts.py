"""Counting tokens word by word gives what tokenizing whole texts gives."""

from __future__ import annotations

import random

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import BPE, WordLevel

from qa.embedding.model_files import SHIPPED
from qa.embedding.runtimes import OnnxEncoder
from qa.embedding.token_counts import (
    WordCounter,
    count_tokens,
    open_counter,
    open_tokenizer,
    tokenizable,
)

LETTERS = (
    "ab éA.́ \t\n\r\x0b\x0c\x1c\x85\xa0\u2028\u3000漢字ΣΑςß\u200b\ufffd\x00“”‘’–—…-_$%[]ﬁक्षİ≠\ud800"
)


@pytest.fixture(scope="module")
def tokenizer():
    return open_tokenizer(SHIPPED / "tokenizer.json")


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
    assert WordCounter.of(tokenizer) is not None
    assert WordCounter.of(Tokenizer(BPE())) is None


def test_one_tokenizer_serves_all_and_neither_pads_nor_truncates(tokenizer):
    assert open_tokenizer(SHIPPED / "tokenizer.json") is tokenizer
    short, long = tokenizer.encode_batch(["one", "one " * 1000], add_special_tokens=False)
    assert (len(short), len(long)) == (1, 1000)


def test_a_tokenizer_that_was_replaced_is_read_anew(tmp_path):
    path = tmp_path / "tokenizer.json"
    for words in ({"[UNK]": 0}, {"[UNK]": 0, "word": 1}):
        Tokenizer(WordLevel(words, "[UNK]")).save(str(path))
        assert open_tokenizer(path).get_vocab_size() == len(words)


def test_the_encoder_cuts_long_texts_as_the_tokenizer_would(monkeypatch):
    encoder = OnnxEncoder(SHIPPED)
    cutting = Tokenizer.from_file(str(SHIPPED / "tokenizer.json"))
    cutting.enable_truncation(encoder.max_tokens)
    chance = random.Random(5)
    words = ["", *("".join(chance.choice(LETTERS) for _ in range(9)) for _ in range(40))]
    texts = [" ".join(chance.choices(words, k=size)) for size in (0, 1, 30, 60, 100, 300)]
    texts += ["word " * count for count in range(252, 258)]
    expected = cutting.encode_batch([tokenizable(text) for text in texts])
    fed: list[list[int]] = []

    class Session:
        def run(self, _, feed):
            fed.append(feed["input_ids"][0].tolist())
            return [np.ones((1, encoder.dimension), np.float32)]

    monkeypatch.setattr(encoder, "_session", Session())
    truncated: list[int] = []
    encoder.encode_passages(texts, truncated)
    assert sorted(fed) == sorted(each.ids for each in expected)
    assert truncated == [i for i, each in enumerate(expected) if each.overflowing]
