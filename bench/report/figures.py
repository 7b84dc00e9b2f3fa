"""Figures as cells of tables: estimates with their intervals, differences, timings."""

from __future__ import annotations

from collections.abc import Mapping

from bench.measures.metrics import Estimate
from bench.measures.timing_spread import Spread
from bench.report.markdown import table


def figure(estimate: Estimate) -> str:
    """As in `.912 [.901, .922]`."""
    return f"{short(estimate.mean)} [{short(estimate.low)}, {short(estimate.high)}]"


def difference(estimate: Estimate) -> str:
    """As in `+.012 [+.008, +.016] *`, the star where the interval excludes zero."""
    text = f"{short(estimate.mean, '+')} [{short(estimate.low, '+')}, {short(estimate.high, '+')}]"
    return text + (" *" if estimate.excludes_zero else "")


def short(value: float, sign: str = "") -> str:
    """Three digits without the leading zero, as the literature prints them."""
    text = f"{value:{sign}.3f}"
    return text.replace("0.", ".", 1) if abs(value) < 0.9995 else text


def spread_table(unit: str, spreads: Mapping[str, Spread], digits: int) -> str:
    """Render timings as a table, a line per command or stage."""
    rows = [
        [name, *(f"{figure:.{digits}f}" for figure in (one.p50, one.p95, one.fastest)),
         str(one.runs)]
        for name, one in spreads.items()
    ]  # fmt: skip
    return table([unit, "p50", "p95", "fastest", "runs"], rows)
