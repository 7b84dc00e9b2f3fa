"""What can be asked at all."""

from __future__ import annotations

import pytest

from qa.errors import UsageError
from qa.search.query import checked


@pytest.mark.parametrize("question", ["?", "...", "\u200b", "\N{THUMBS UP SIGN}", " - "])
def test_a_question_without_a_word_is_refused(question):
    with pytest.raises(UsageError, match="The question has no words") as caught:
        checked(question, 3)
    assert caught.value.hint.startswith("Ask something: qa ask")


@pytest.mark.parametrize("question", ["C", "7", "\u6771\u4eac", "\u0645\u0627?"])
def test_one_letter_or_digit_is_a_word(question):
    assert checked(f" {question} ", 3) == question
