r"""Quantities of LaTeX's package siunitx as they are printed: `\qty{37}{\celsius}` is 37 °C."""

from __future__ import annotations

import re

_ARGUMENT = r"\s?\{([^{}]{0,200})\}"
_OPTIONS = r"(?:\[[^\[\]]{0,300}\])?"
_QUANTITY = re.compile(
    rf"\\(?:(?P<range>SIrange|qtyrange){_OPTIONS}{_ARGUMENT}{_ARGUMENT}{_ARGUMENT}"
    rf"|(?:SI|qty){_OPTIONS}{_ARGUMENT}{_ARGUMENT}|(?:si|unit){_OPTIONS}{_ARGUMENT}"
    rf"|ang{_OPTIONS}{_ARGUMENT}|numrange{_OPTIONS}{_ARGUMENT}{_ARGUMENT})"
)
_NAME = re.compile(r"\\([A-Za-z]{1,30})\s?")
_PREFIXES = {
    "pico": "p", "nano": "n", "micro": "µ", "milli": "m", "centi": "c", "deci": "d", "hecto": "h",
    "kilo": "k", "mega": "M", "giga": "G", "tera": "T", "femto": "f",
}  # fmt: skip
_UNITS = {
    "celsius": "°C", "degreeCelsius": "°C", "degree": "°", "percent": "%", "metre": "m",
    "meter": "m", "gram": "g", "kilogram": "kg", "litre": "l", "liter": "l", "second": "s",
    "minute": "min", "hour": "h", "day": "d", "kelvin": "K", "mole": "mol", "molar": "M",
    "ampere": "A", "volt": "V", "watt": "W", "ohm": "Ω", "hertz": "Hz", "newton": "N",
    "pascal": "Pa", "bar": "bar", "joule": "J", "electronvolt": "eV", "coulomb": "C", "farad": "F",
    "tesla": "T", "lumen": "lm", "lux": "lx", "candela": "cd", "becquerel": "Bq", "gray": "Gy",
    "sievert": "Sv", "dalton": "Da", "hectare": "ha", "tonne": "t", "radian": "rad",
    "arcminute": "′", "arcsecond": "″", "decibel": "dB", "byte": "B", "bit": "bit",
    "squared": "²", "square": "²", "cubed": "³", "cubic": "³",
}  # fmt: skip
_TOUCHING = ("°", "′", "″")  # units that stand beside their number, but for °C
_BEFORE = re.compile(r"([²³])([a-zA-ZµΩ°]+)")  # "square metre" is m²


def with_quantities(text: str) -> str:
    """The text with its quantities printed."""
    return _QUANTITY.sub(_printed, text) if "\\" in text else text


def _printed(match: re.Match[str]) -> str:
    name = re.match(r"\\([A-Za-z]+)", match[0])
    values = [value for value in match.groups()[1:] if value is not None]
    kind = name[1] if name else ""
    if kind in ("SIrange", "qtyrange"):
        return _quantity(f"{values[0]}–{values[1]}", values[2])
    if kind == "numrange":
        return f"{values[0]}–{values[1]}"
    if kind == "ang":
        marks = zip(values[0].split(";"), ("°", "′", "″"), strict=False)
        return "".join(f"{value}{mark}" for value, mark in marks if value)
    if kind in ("si", "unit"):
        return _unit(values[0])
    return _quantity(*values)


def _quantity(number: str, unit: str) -> str:
    shown = _unit(unit)
    gap = "" if shown in _TOUCHING else " "
    return f"{number.strip()}{gap}{shown}"


def _unit(written: str) -> str:
    """A unit by the names of its parts, or as it is written."""
    shown = ""
    for piece in _NAME.split(written):
        shown += "/" if piece == "per" else _PREFIXES.get(piece) or _UNITS.get(piece) or piece
    return _BEFORE.sub(r"\2\1", " ".join(shown.replace("~", " ").split()))
