"""An accepted share of wrong answers, and the confidence it needs."""

from __future__ import annotations

from itertools import pairwise

import pytest

import qa
from qa import risk
from qa.errors import UsageError
from qa.risk import LEVELS, THRESHOLD, Level, level, parsed

MADE = (Level(0.9, 0.02, 0.8), Level(0.7, 0.08, 0.5), Level(0.6, 0.07, 0.4), Level(0.3, 0.2, 0.1))


@pytest.mark.parametrize(
    ("share", "threshold"), [(0.02, 0.9), (0.05, 0.9), (0.07, 0.6), (0.1, 0.6), (0.5, 0.3)]
)
def test_the_level_that_answers_most(share, threshold):
    assert level(share, MADE).threshold == threshold


def test_less_than_can_be_had():
    with pytest.raises(UsageError, match=r"at 1%\. The least that was measured is 2%"):
        level(0.01, MADE)


@pytest.mark.parametrize(
    ("text", "share"), [("5%", 0.05), ("5 %", 0.05), ("0.05", 0.05), (" 12.5%", 0.125)]
)
def test_a_share_as_people_write_it(text, share):
    assert parsed(text) == pytest.approx(share)


@pytest.mark.parametrize("text", ["", "five", "5", "0", "-1%", "100%", "nan", "5%%"])
def test_no_share(text):
    with pytest.raises(UsageError, match="looks like 15%"):
        parsed(text)


def test_what_was_measured_is_in_order():
    """Whoever accepts fewer wrong answers gets more refusals."""
    by_threshold = sorted(LEVELS, key=lambda each: each.threshold)
    for lower, higher in pairwise(by_threshold):
        assert lower.wrong > higher.wrong
        assert lower.refused < higher.refused
    assert any(each.threshold == THRESHOLD for each in LEVELS)


def test_the_environment_sets_the_threshold_of_an_engine(monkeypatch, tmp_path):
    monkeypatch.delenv("QA_RISK", raising=False)
    assert qa.open(tmp_path).threshold is None
    least = min(LEVELS, key=lambda each: each.wrong)
    monkeypatch.setenv("QA_RISK", f"{least.wrong:.3f}")
    assert qa.open(tmp_path).threshold == least.threshold
    assert f"about {least.wrong:.0%} are wrong" in risk.described()
    monkeypatch.setenv("QA_RISK", "much")
    with pytest.raises(UsageError):
        qa.open(tmp_path)
