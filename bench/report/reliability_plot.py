"""A reliability diagram as SVG: confidence against the share of right answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from bench.measures.calibration import Bin

_SIZE, _LEFT, _TOP, _BOTTOM, _LINE = 360, 56, 40, 60, 18
COLOURS = ("#8a8f98", "#1f6feb", "#c2410c", "#15803d", "#7c3aed", "#b45f9a")
FONT = 'font-family="system-ui, sans-serif" font-size="12"'


def reliability(title: str, series: Mapping[str, Sequence[Bin]]) -> str:
    """Draw each series as points with their 95% intervals, larger where there are more cases."""
    width, height = _LEFT + _SIZE + 24, _TOP + _SIZE + _BOTTOM + _LINE * len(series)
    most = max((one.cases for bins in series.values() for one in bins), default=1)
    parts = _axes()
    for number, (name, bins) in enumerate(series.items()):
        colour = COLOURS[number % len(COLOURS)]
        parts += _drawn(bins, colour, most)
        y = _TOP + _SIZE + _BOTTOM + 4 + _LINE * number
        parts.append(f'<circle cx="{_LEFT + 4}" cy="{y - 4}" r="4" fill="{colour}"/>')
        parts.append(f'<text x="{_LEFT + 16}" y="{y}" fill="#1f2328">{escape(name)}</text>')
    return picture(title, width, height, _LEFT, parts)


def picture(title: str, width: int, height: int, left: int, parts: Sequence[str]) -> str:
    """An SVG file of `parts` on white, below its title, which begins at `left`."""
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" {FONT}>',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="{left}" y="22" font-weight="600" fill="#1f2328">{escape(title)}</text>',
        *parts,
        "</svg>",
        "",
    ])  # fmt: skip


def _axes() -> list[str]:
    parts = []
    for tick in range(0, 11, 2):
        x, y = _place(tick / 10, tick / 10)
        left, bottom = _place(0, 0)
        parts += [
            f'<path d="M{x:.1f} {_TOP}V{bottom:.1f}M{left:.1f} {y:.1f}H{_LEFT + _SIZE}" '
            'stroke="#e6e8eb" fill="none"/>',
            f'<text x="{x:.1f}" y="{bottom + 16:.1f}" text-anchor="middle" fill="#57606a">'
            f"{tick / 10:g}</text>",
            f'<text x="{left - 8:.1f}" y="{y + 4:.1f}" text-anchor="end" fill="#57606a">'
            f"{tick / 10:g}</text>",
        ]
    (x0, y0), (x1, y1) = _place(0, 0), _place(1, 1)
    middle = _TOP + _SIZE / 2
    return [
        *parts,
        f'<path d="M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}" stroke="#8a8f98" '
        'stroke-dasharray="4 4" fill="none"/>',
        f'<text x="{_LEFT + _SIZE / 2}" y="{_TOP + _SIZE + 38}" text-anchor="middle" '
        'fill="#57606a">confidence</text>',
        f'<text transform="translate(16 {middle}) rotate(-90)" text-anchor="middle" '
        'fill="#57606a">share right</text>',
    ]


def _drawn(bins: Sequence[Bin], colour: str, most: int) -> list[str]:
    line = " ".join("{:.1f},{:.1f}".format(*_place(b.confidence, b.right)) for b in bins)
    parts = [f'<polyline points="{line}" stroke="{colour}" stroke-opacity=".5" fill="none"/>']
    for one in bins:
        x, y = _place(one.confidence, one.right)
        low, high = _place(0, one.low)[1], _place(0, one.high)[1]
        radius = 2.5 + 3 * (one.cases / most) ** 0.5
        parts.append(f'<path d="M{x:.1f} {low:.1f}V{high:.1f}" stroke="{colour}"/>')
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}"/>')
    return parts


def _place(confidence: float, right: float) -> tuple[float, float]:
    return _LEFT + confidence * _SIZE, _TOP + (1 - right) * _SIZE
