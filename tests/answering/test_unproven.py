"""Texts that have the words of a question and prove nothing."""

from __future__ import annotations

import pytest

from qa.answering.unproven import asks_the_same, supposes

QUIZ = "1. When did the war end?\n2. Who signed the peace?"


@pytest.mark.parametrize(
    ("question", "text", "proof", "expected"),
    [
        ("who signed the peace", QUIZ, "Who signed the peace?", True),
        ("Is the desk open?", "- Is the desk open?\n- Is it far?", "Is the desk open?", True),
        ("Which questions are in the quiz?", QUIZ, "Who signed the peace?", False),
        ("peace", QUIZ, "Who signed the peace?", False),
        ("When is the desk open?", "Who knows? It opens at ten.", "Who knows?", False),
        ("When do we meet?", "Shall we meet at ten?", "Shall we meet at ten?", False),
        ("Is the draft due?", "Can you send the draft?", "Can you send the draft?", False),
    ],
)
def test_what_only_asks(question, text, proof, expected):
    assert asks_the_same(question, text, proof, lambda _: 1.0) is expected


def test_another_question_is_not_the_same():
    tea = "Who brings tea?"
    assert not asks_the_same("What is on the agenda?", tea, tea, lambda _: 0.2)


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("Who won?", "If Ada had won, she would have left.", True),
        ("Who won?", "Had Ada won, she wouldn’t have stayed.", True),
        ("What would Ada have done?", "If Ada had won, she would have left.", False),
        ("When is leave paid?", "If you had a child, you would have to tell us.", False),
        ("Who won?", "She had won, and would have left.", False),
        ("When do I get it?", "If you have worked here a year, you get ten days.", False),
    ],
)
def test_what_only_supposes(question, sentence, expected):
    assert supposes(question, sentence) is expected
