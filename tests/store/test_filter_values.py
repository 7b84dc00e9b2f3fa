"""What people write in a filter by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from qa.datatypes import Filter


def test_a_single_text_a_list_and_a_day_as_text_mean_what_they_say() -> None:
    written: dict[str, Any] = {"languages": "de", "paths": ["a/*", "b/*"], "since": "2024-05-17"}
    made = Filter(**written)
    assert made == Filter(languages=("de",), paths=("a/*", "b/*"), since=date(2024, 5, 17))
    assert hash(made)
    nothing: dict[str, Any] = {"names": []}
    assert not Filter(**nothing)
