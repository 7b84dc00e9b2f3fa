"""Arithmetic of shards against results that are known."""

from __future__ import annotations

import numpy as np
import pytest

from bench.measures.shards import (
    Latency,
    Measured,
    any_slower,
    need,
    recall,
    simulate,
    simulated_recall,
    slowest,
)
from bench.suites import shard_simulation

MEASURED = {0.5: 26.4, 0.95: 44.7, 0.99: 62.9}


def test_the_measured_quantiles_come_back():
    latency = Latency(MEASURED)
    for share, milliseconds in MEASURED.items():
        assert latency.quantile(share) == pytest.approx(milliseconds)
    drawn = latency.draw(np.random.default_rng(3), (200_000,))
    for share, milliseconds in MEASURED.items():
        assert np.quantile(drawn, share) == pytest.approx(milliseconds, rel=0.02)


def test_between_two_quantiles_it_is_lognormal():
    latency = Latency({0.5: 10.0, 0.8413447460685429: 20.0})  # sigma is the logarithm of 2
    assert latency.quantile(0.9772498680518208) == pytest.approx(40.0)
    assert latency.quantile(0.15865525393145707) == pytest.approx(5.0)


@pytest.mark.parametrize("measured", [{0.5: 10.0}, {0.5: 10.0, 0.9: 9.0}])
def test_quantiles_that_make_no_distribution(measured):
    with pytest.raises(ValueError, match="quantiles must grow"):
        Latency(measured)


def test_the_slowest_of_a_hundred():
    """Dean and Barroso: of 100 servers with 1 in 100 slow, 63 of 100 requests meet a slow one."""
    assert any_slower(0.99, 100) == pytest.approx(0.634, abs=0.0005)
    latency = Latency(MEASURED)
    assert slowest(latency, 1, 0.5) == pytest.approx(26.4)
    # The median of the slowest of 69 is a p99 of one: .99 ** 69 is a half.
    assert slowest(latency, 69, 0.5) == pytest.approx(62.9, rel=0.001)


def test_the_simulation_agrees_with_the_exact_quantiles():
    latency = Latency(MEASURED)
    for shards in (1, 10, 100):
        found = simulate(latency, shards, 20_000, seed=5)
        assert np.quantile(found, 0.5) == pytest.approx(slowest(latency, shards, 0.5), rel=0.02)
        assert np.quantile(found, 0.95) == pytest.approx(slowest(latency, shards, 0.95), rel=0.03)
    assert (simulate(latency, 10, 100, seed=5) == simulate(latency, 10, 100, seed=5)).all()


def test_a_second_request_shortens_the_tail_only():
    """Exactly: later than t > h is a request when both are: S(t) * S(t - h)."""
    latency = Latency(MEASURED)
    hedge = latency.quantile(0.95)
    plain = simulate(latency, 1, 200_000, seed=7)
    hedged = simulate(latency, 1, 200_000, seed=7, hedge_ms=hedge)
    assert np.quantile(hedged, 0.5) == pytest.approx(26.4, rel=0.01)
    at = hedge + latency.quantile(0.5)  # half of the second ones have come by then
    expected = (plain > at).mean() * 0.5
    assert (hedged > at).mean() == pytest.approx(expected, rel=0.2)
    assert np.quantile(simulate(latency, 100, 5_000, 7, hedge), 0.99) < 0.75 * np.quantile(
        simulate(latency, 100, 5_000, 7), 0.99
    )


def test_recall_by_candidates_of_each_shard():
    assert recall(100, 1, 100) == 1.0
    assert recall(100, 1, 10) == pytest.approx(0.1)
    assert recall(100, 10, 100) == pytest.approx(1.0)
    assert recall(2, 2, 1) == pytest.approx(0.75)  # the second is on the same shard half the time
    # Three of two shards, one each: 1, then 1/2, then 1/4.
    assert recall(3, 2, 1) == pytest.approx(1.75 / 3)


def test_simulated_recall_agrees_and_shows_what_lies_together():
    assert simulated_recall(100, 10, 15, 0.0, 4_000, 1) == pytest.approx(
        recall(100, 10, 15), abs=0.002
    )
    # All on one shard: it gives as many as it may.
    assert simulated_recall(100, 10, 15, 1.0, 50, 1) == pytest.approx(0.15)


def test_what_a_collection_needs():
    million = Measured(1_000_000, 2048.0, 1024.0, 512.0, 100.0)
    found = need(million, 10_000_000, price=0.1)
    assert (found.shards, found.disk_gib, found.memory_gib) == (10, 20.0, 15.0)
    assert found.core_hours == pytest.approx(27.78, abs=0.01)
    assert found.cost_per_million == pytest.approx(0.278, abs=0.001)
    assert need(million, 10_000_001, price=0.1).shards == 11


def test_the_tables(capsys):
    assert shard_simulation.main(["--questions", "500", "--latency", "0.5=10,0.95=20"]) == 0
    out = capsys.readouterr().out
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in out.splitlines()]
    (tail,) = (row for row in rows if row[:2] == ["10", "10%"])
    assert tail[2] == "19"  # of ten shards the median is one shard's p93
    (found,) = (row for row in rows if row[:1] == ["50"])
    assert found[1:3] == ["0.9602", "1.0000"]
    (billion,) = (row for row in rows if row[:1] == ["1,000,000,000"])
    assert billion == ["1,000,000,000", "1,000", "2,895", "1,123", "7,847", "0.31"]
