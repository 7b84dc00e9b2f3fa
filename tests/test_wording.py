"""Short forms of English, as people type them."""

from __future__ import annotations

import pytest

from qa.wording import with_apostrophes


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("whats a decorator", "what's a decorator"),
        ("Wheres it, and what isnt supported?", "Where's it, and what isn't supported?"),
        ("why doesnt it lock, cant it?", "why doesn't it lock, can't it?"),
        ("it wont start.", "it won't start."),
        ("dont-delete, whats.new, /whats and 'dont'", "dont-delete, whats.new, /whats and 'dont'"),
        ("show whatsapp tents, hints and cants", "show whatsapp tents, hints and cants"),
    ],
)  # fmt: skip
def test_short_forms_are_read_with_their_apostrophe(typed: str, read: str) -> None:
    assert with_apostrophes(typed) == read


def test_a_question_is_shown_as_typed_and_read_as_meant(seeds_engine) -> None:
    typed, meant = "whats the price of the S-400?", "what's the price of the S-400?"
    found, expected = (seeds_engine.ask(each, threshold=0.0) for each in (typed, meant))
    assert found.question == typed
    assert found.evidence == expected.evidence
    assert found.confidence == expected.confidence
