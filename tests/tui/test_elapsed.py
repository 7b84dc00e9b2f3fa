"""How long ago something was."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tui.elapsed import ago

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("2026-03-10T08:59:30+00:00", "just now"),
        ("2026-03-10T08:56:00+00:00", "4 min ago"),
        ("2026-03-10T07:00:00+00:00", "2 h ago"),
        ("2026-03-09T20:00:00+00:00", "13 h ago"),
        ("2026-03-09T08:00:00+00:00", "yesterday"),
        ("2026-03-07T23:00:00", "3 days ago"),
        ("2026-02-01T00:00:00+00:00", "2026-02-01"),
        ("2026-03-10T10:00:00+00:00", "just now"),  # a clock that was wrong
        ("", ""),
        ("soon", ""),
    ],
)
def test_in_few_words(when, words):
    assert ago(when, NOW) == words
