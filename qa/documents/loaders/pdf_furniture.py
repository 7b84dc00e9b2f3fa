"""What is printed on page after page around the text: running headers, footers, page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from qa.documents.loaders.pdf_lines import Segment, baselines

_ROWS = 4  # from the top and from the bottom that are looked at
_MARGIN = 0.12  # of the page's height: where headers and footers stand
_NEAR = 8.0  # points that they move from page to page
_LEAST = 3  # pages on which a row comes back
_NUMBER = re.compile(
    r"(?P<word>page|p\.|-|–|—|\[|\()?\s*(?P<number>\d{1,5}|[ivxl]{1,8})"
    r"(?:\s*(?:of|/|\|)\s*(?P<all>\d{1,5}))?\s*[-–—\])]?",
    re.IGNORECASE,
)
# A name and the page, `Larkfield Mutual Page 1 of 2`, or the other way round.
_PAGE = r"(?:page|seite|p[aá]gina|pagina|strona|sida|side)\s+(?P<number>\d{1,5})"
_OF = r"(?:\s*(?:of|von|sur|de|di|van|z|av|af|/)\s*\d{1,5})?"
_NAMED = re.compile(
    rf"(?:.*\W)?{_PAGE}{_OF}|{_PAGE.replace('number', 'first')}{_OF}\W.*", re.IGNORECASE
)
_SHORT = 100  # characters of such a row
_APART = 3.0  # times its size that it stands away from the text
_DIGITS = re.compile(r"\d{1,6}")
_LAST_NUMBERS = 3  # of a row, any of which may be the page's
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The segments of a page, and its upper and lower edge in points."""

    number: int
    top: float
    bottom: float
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    sheet: int  # its place in the list
    text: str
    parts: frozenset[str]  # what stands apart in it
    keys: frozenset[str]
    below: bool  # counted from the bottom of the page
    rank: int  # 0 for the outermost
    offset: float  # from that edge
    outer: bool
    orders: tuple[int, ...]
    apart: bool  # far from the row next to it


def without_furniture(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The pages without running headers, footers and page numbers."""
    rows = [row for place, sheet in enumerate(sheets) for row in _edge_rows(place, sheet)]
    gone: dict[int, set[int]] = defaultdict(set)
    for row in (*_repeated(rows, len(sheets)), *_numbers(rows, sheets)):
        gone[row.sheet].update(row.orders)
    return [
        Sheet(
            sheet.number,
            sheet.top,
            sheet.bottom,
            tuple(each for each in sheet.segments if each.order not in gone[place]),
        )
        if gone[place]
        else sheet
        for place, sheet in enumerate(sheets)
    ]


def _edge_rows(place: int, sheet: Sheet) -> list[_Row]:
    height = max(sheet.bottom - sheet.top, 1.0)
    ordered = sorted(sheet.segments, key=lambda each: each.y)
    # Only what is near the edges; the rows of a whole page are worth their time only once.
    few = 12 * _ROWS
    found = []
    for below, part in ((False, ordered[:few]), (True, ordered[-few:])):
        rows = baselines(part)
        for rank, row in enumerate(rows[: -_ROWS - 1 : -1] if below else rows[:_ROWS]):
            text = " ".join(each.text for each in row)
            offset = sheet.bottom - row[0].y if below else row[0].y - sheet.top
            top, bottom = min(each.y for each in row) - 0.1, max(each.y for each in row) + 0.1
            orders = tuple(each.order for each in part if top <= each.y <= bottom)
            outer = offset <= _MARGIN * height
            keys = _keys(text, sheet.number)
            parts = frozenset(each.text for each in row)
            apart = _apart(rows, len(rows) - 1 - rank if below else rank, -1 if below else 1)
            found.append(_Row(place, text, parts, keys, below, rank, offset, outer, orders, apart))
    return found


def _apart(rows: Sequence[Sequence[Segment]], at: int, step: int) -> bool:
    """Whether the row next to another, towards the middle of the page, is far away."""
    if not 0 <= at + step < len(rows):
        return False
    distance = abs(rows[at][0].y - rows[at + step][0].y)
    return distance > _APART * max(rows[at][0].size, rows[at + step][0].size)


def _keys(text: str, page: int) -> frozenset[str]:
    """What a row has in common with those of other pages: it may show the page's number."""
    text = " ".join(text.casefold().split())
    numbers = list(_DIGITS.finditer(text))
    # "a.example/2023 2/5" counts in its last number but one, "Page 2 of 5 · 2023" in the first.
    counting = {*numbers[:1], *numbers[-_LAST_NUMBERS:]}
    relative = (
        f"{text[: each.start()]}<{int(each[0]) - page}>{text[each.end() :]}" for each in counting
    )
    return frozenset({text, *relative})


def _repeated(rows: Sequence[_Row], pages: int) -> list[_Row]:
    alike: dict[tuple[str, bool], list[_Row]] = defaultdict(list)
    for row in rows:
        for key in row.keys:
            alike[key, row.below].append(row)
    found = []
    for members in alike.values():
        heights = Counter(round(row.offset / _NEAR) for row in members)
        ends = sum(row.rank == 0 for row in members)
        for row in members:
            height = round(row.offset / _NEAR)
            near = sum(heights[height + step] for step in (-1, 0, 1))
            if row.outer:
                wanted = 2 if pages <= _LEAST else _LEAST
            else:
                wanted = max(_LEAST + 1, pages // 2 + 1)
            # A footer may follow right below what a short page holds.
            if near >= wanted or (row.rank == 0 and ends >= max(_LEAST + 1, pages // 2)):
                found.append(row)
    return found + _between(rows, found)


def _between(rows: Sequence[_Row], repeated: Sequence[_Row]) -> list[_Row]:
    """Headers and footers of chapters too short to repeat theirs: rows where others have them.

    Where most pages have one that comes back, and not all the same, what stands at that height on
    the other pages is another of them.
    """

    def height(row: _Row) -> tuple[bool, int]:
        return row.below, round(row.offset / _NEAR)

    known = {id(row) for row in repeated}
    outermost = [row for row in rows if row.outer and row.rank == 0]
    # One of two parts may come back: the chapter on the left, while the section is another.
    parts = Counter((height(row), part) for row in outermost for part in row.parts)
    everywhere = Counter(height(row) for row in outermost)
    coming_back: Counter[tuple[bool, int]] = Counter()
    texts: dict[tuple[bool, int], set[str]] = defaultdict(set)
    for row in outermost:
        if id(row) in known or any(parts[height(row), part] > 1 for part in row.parts):
            coming_back[height(row)] += 1
            texts[height(row)].add(row.text)
    bands = {
        band
        for band, count in coming_back.items()
        if count > _LEAST and 2 * count > everywhere[band] and len(texts[band]) > 1
    }
    return [row for row in outermost if id(row) not in known and height(row) in bands]


def _numbers(rows: Sequence[_Row], sheets: Sequence[Sheet]) -> list[_Row]:
    """Rows that are nothing but the number of their page, or a name with it, far from the text."""
    found = []
    plain: list[tuple[_Row, int]] = []
    for row in rows:
        if row.rank == 0 and row.outer and row.apart and _numbered(row.text, sheets[row.sheet]):
            found.append(row)
            continue
        match = _NUMBER.fullmatch(row.text.strip())
        if not match or not row.outer:
            continue
        if match["all"] or (match["word"] or "").lower() in ("page", "p."):
            found.append(row)
        else:
            plain.append((row, _value(match["number"]) - sheets[row.sheet].number))
    counts = Counter(offset for _, offset in plain)
    found += [
        row
        for row, offset in plain
        if counts[offset] >= 2 or (offset == 0 and (len(sheets) == 1 or row.below))
    ]
    return found


def _numbered(text: str, sheet: Sheet) -> bool:
    """Whether a row names the page that it stands on."""
    match = _NAMED.fullmatch(text.strip()) if len(text) <= _SHORT else None
    return match is not None and int(match["number"] or match["first"]) == sheet.number


def _value(number: str) -> int:
    if number.isdigit():
        return int(number)
    values = [_ROMAN[char] for char in number.lower()]
    return sum(
        -value if any(later > value for later in values[place + 1 : place + 2]) else value
        for place, value in enumerate(values)
    )
