"""Risk against coverage, by hand."""

from __future__ import annotations

import pytest

from bench.measures.risk import RiskCurve

CONFIDENCE = [0.9, 0.8, 0.8, 0.6, 0.1]
RIGHT = [True, True, False, True, False]


def test_ties_come_together():
    curve = RiskCurve.of(CONFIDENCE, RIGHT)
    assert curve.thresholds == pytest.approx([0.9, 0.8, 0.6, 0.1])
    assert curve.coverage == pytest.approx([0.2, 0.6, 0.8, 1.0])
    assert curve.risk == pytest.approx([0, 1 / 3, 1 / 4, 2 / 5])


def test_area():
    expected = 0.2 * 0 + 0.4 / 3 + 0.2 / 4 + 0.2 * 2 / 5
    assert RiskCurve.of(CONFIDENCE, RIGHT).area() == pytest.approx(expected)


def test_the_most_that_can_be_answered():
    curve = RiskCurve.of(CONFIDENCE, RIGHT)
    assert curve.coverage_at(0.25) == pytest.approx(0.8)
    assert curve.coverage_at(0.1) == pytest.approx(0.2)
    assert RiskCurve.of([0.5], [False]).coverage_at(0.2) == 0


def test_order_does_not_matter():
    turned = RiskCurve.of(CONFIDENCE[::-1], RIGHT[::-1])
    assert turned.risk == pytest.approx(RiskCurve.of(CONFIDENCE, RIGHT).risk)


def test_nothing():
    with pytest.raises(ValueError, match="at least one"):
        RiskCurve.of([], [])
