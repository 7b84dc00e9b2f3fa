"""Numbers of a spreadsheet as people see them: percent, thousands, money, days."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache

from qa.documents.loaders.office.days import formatted, iso, told

# Formats that every file may use without saying them (ECMA-376, 18.8.30).
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm", 37: "#,##0", 38: "#,##0",
    39: "#,##0.00", 40: "#,##0.00", 44: "$#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "0.0E+0", 49: "@",
}  # fmt: skip
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.')
_DURATION = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
_MONEY = "$€£¥₹₽"


def format_code(number: int, own: dict[int, str]) -> str:
    """The code of a number format, "" for the general one."""
    return own.get(number) or _BUILT_IN.get(number, "")


def shown(value: float, code: str, epoch_1904: bool = False) -> str:
    """A number as its format shows it."""
    if not code or code.lower() == "general" or code == "@":
        return general(value)
    code = code.split(";")[0 if value >= 0 or ";" not in code else 1]
    negative = value < 0 and "-" not in code and "(" not in code
    bare = _QUOTED.sub("", code)
    if _DURATION.search(code):
        return _clock(value)
    if _DATE.search(bare) and not re.search(r"[#0?]\s*%|e\+", bare, re.IGNORECASE):
        return _moment(value, code, bare, epoch_1904)
    if re.search(r"[0#]e[+-]", bare, re.IGNORECASE):
        return f"{value:.{_places(bare)}E}"
    if "/" in bare or not re.search(r"[0#?]", bare):
        return general(value)
    text = (
        f"{abs(value) * (100 if '%' in bare else 1):{',' if ',' in bare else ''}.{_places(bare)}f}"
    )
    sign = next((c for c in _plain(code) if c in _MONEY), "")
    before = _plain(code).find(sign) < max(0, bare.find("0")) if sign else True
    text = f"{sign}{text}" if sign and before else f"{text} {sign}" if sign else text
    return ("-" if negative or value < 0 else "") + text + ("%" if "%" in bare else "")


def general(value: float) -> str:
    """A number in the general format: whole ones without a point, others to eleven digits."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.11g}"


def _plain(code: str) -> str:
    """A code with what stands in quotation marks as it is shown."""
    return _QUOTED.sub(lambda match: match[1] or match[2] or match[3] or "", code)


def _places(code: str) -> int:
    match = re.search(r"\.([0#?]+)", code)
    return min(len(match[1]), 10) if match else 0


@lru_cache(4096)
def _moment(value: float, code: str, bare: str, epoch_1904: bool) -> str:
    """A day, a time or both."""
    if not 0 <= value < 2_958_466:  # 9999-12-31
        return general(value)
    if not epoch_1904 and value < 60:  # 1900 was no leap year, but in Excel
        value += 1
    base = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
    moment = base + timedelta(days=int(value), seconds=round(value % 1 * 86_400))
    text = formatted(moment, code)
    if re.search(r"[yd]", bare, re.IGNORECASE) or not re.search(r"[hs]", bare, re.IGNORECASE):
        return told(text, moment) if text else iso(moment)
    return text or moment.strftime("%H:%M:%S" if moment.second else "%H:%M")


def _clock(value: float) -> str:
    minutes, seconds = divmod(round(abs(value) * 86_400), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{'-' if value < 0 else ''}{hours}:{minutes:02}:{seconds:02}"
