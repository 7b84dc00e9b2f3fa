"""How figures grow with the size of a collection: small charts side by side, both axes in tens."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

from bench.report.reliability_plot import COLOURS, picture

Series = Mapping[str, Sequence[tuple[float, float]]]  # (size, figure) by name

_WIDE, _HIGH, _LEFT, _TOP, _GAP_X, _GAP_Y, _ACROSS = 240, 150, 52, 56, 64, 84, 3


def growth(title: str, panels: Mapping[str, Series], across: int = _ACROSS) -> str:
    """Draw each panel's series over the same sizes; sizes and figures are above zero."""
    sizes = [size for series in panels.values() for points in series.values() for size, _ in points]
    span = _decades(sizes)
    rows = -(-len(panels) // across)
    width = _LEFT + across * (_WIDE + _GAP_X)
    height = _TOP + rows * (_HIGH + _GAP_Y)
    parts: list[str] = []
    for number, (name, series) in enumerate(panels.items()):
        left = _LEFT + number % across * (_WIDE + _GAP_X)
        top = _TOP + number // across * (_HIGH + _GAP_Y)
        parts += _panel(name, series, left, top, span)
    return picture(title, width, height, _LEFT, parts)


def _decades(values: Sequence[float]) -> tuple[int, int]:
    """The powers of ten around positive values."""
    positive = [value for value in values if value > 0] or [1.0]
    low = math.floor(math.log10(min(positive)) + 1e-9)
    high = math.ceil(math.log10(max(positive)) - 1e-9)
    return low, max(high, low + 1)


def _panel(name: str, series: Series, left: float, top: float, span: tuple[int, int]) -> list[str]:
    figures = [figure for points in series.values() for _, figure in points]
    low, high = _decades(figures)

    def place(size: float, figure: float) -> tuple[float, float]:
        x = (math.log10(size) - span[0]) / (span[1] - span[0])
        y = (math.log10(figure) - low) / (high - low)
        return left + x * _WIDE, top + (1 - y) * _HIGH

    parts = [f'<text x="{left}" y="{top - 10}" fill="#1f2328">{escape(name)}</text>']
    for power in range(span[0], span[1] + 1):
        x, bottom = place(10**power, 10**low)
        parts.append(f'<path d="M{x:.1f} {top}V{bottom:.1f}" stroke="#e6e8eb"/>')
        parts.append(_tick(x, bottom + 16, "middle", power))
    for power in range(low, high + 1):
        x, y = place(10 ** span[0], 10**power)
        parts.append(f'<path d="M{x:.1f} {y:.1f}H{left + _WIDE}" stroke="#e6e8eb"/>')
        parts.append(_tick(x - 6, y + 4, "end", power))
    for number, (label, points) in enumerate(series.items()):
        colour = COLOURS[number % len(COLOURS)]
        places = [place(size, figure) for size, figure in sorted(points) if figure > 0]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(f'<polyline points="{line}" stroke="{colour}" fill="none"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{colour}"/>' for x, y in places]
        x, y = left + 140 * (number % 2), top + _HIGH + 34 + 16 * (number // 2)
        parts.append(f'<circle cx="{x + 4}" cy="{y - 4}" r="4" fill="{colour}"/>')
        parts.append(f'<text x="{x + 14}" y="{y}" fill="#1f2328">{escape(label)}</text>')
    return parts


def _tick(x: float, y: float, anchor: str, power: int) -> str:
    text = (
        f"{10**power:,}" if 0 <= power <= 3 else f"{10.0**power:g}" if power < 0 else f"10^{power}"
    )
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#57606a">{text}</text>'
