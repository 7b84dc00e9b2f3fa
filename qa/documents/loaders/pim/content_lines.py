"""Lines of calendars (RFC 5545) and cards (RFC 6350, and 2.1 before it): name, parameters, value.

A line of the file that begins with a blank goes on with the one above. Old programs cut in the
middle of a character, so lines are joined as bytes. What is no such line is left out.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qa.documents.loaders.encoding_detection import decode

_MOST_LINE = 1 << 20  # bytes of a line that is read; longer ones are pictures
_DEEPEST = 20  # components within each other
_LINE = re.compile(
    r'(?:(?P<group>[\w-]{1,80})\.)?(?P<name>[\w-]{1,80})(?P<params>(?:;[^";:]*+(?:"[^"]*+"[^";:]*+)*+)*+)'
    r":(?P<value>.*)",
    re.DOTALL,
)
_PARAM = re.compile(r';(?P<part>[^";]*+(?:"[^"]*+"[^";]*+)*+)')
_VALUES = re.compile(r'"[^"]*+"|[^",]++')
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_LINE_END = re.compile(rb"\r\n?|\n")
_QUOTED_PRINTABLE = re.compile(rb"[^:]*[;=]quoted-printable\b[^:]*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Property:
    """One line: `TEL;TYPE=home,voice:+1 555 0100`. Names are in upper case."""

    name: str
    value: str  # as it stands, with its escapes
    line: int  # of the file, from 1, in which it begins
    params: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    group: str = ""  # of cards: what belongs together, `item1.TEL` and `item1.X-ABLabel`

    @property
    def text(self) -> str:
        """The value as people read it."""
        return unescaped(self.value)

    def parts(self, mark: str) -> list[str]:
        """The values in it, parted by ";" or ",", as people read them."""
        found, start, at = [], 0, 0
        while at < len(self.value):
            if self.value[at] == "\\":
                at += 1
            elif self.value[at] == mark:
                found.append(self.value[start:at])
                start = at + 1
            at += 1
        return [unescaped(each).strip() for each in (*found, self.value[start:])]

    def param(self, name: str) -> str:
        """The first value of a parameter, empty without one."""
        return next(iter(self.params.get(name, ())), "")


@dataclass(slots=True)
class Component:
    """What stands between BEGIN and END, without what is inside of it."""

    name: str
    properties: list[Property] = field(default_factory=list)

    def first(self, name: str) -> Property | None:
        """The first line of a name that says something."""
        return next((each for each in self.all(name) if each.value.strip()), None)

    def all(self, name: str) -> Sequence[Property]:
        """All lines of a name."""
        return [each for each in self.properties if each.name == name]

    def text(self, name: str) -> str:
        """What the first line of a name says, on one line; empty without one."""
        found = self.first(name)
        return " ".join(found.text.split()) if found else ""


def components(data: bytes) -> Iterator[Component]:
    """The components of a file as they end; one that never does ends with the file.

    Raises DocumentError where the bytes are no text.
    """
    open_ones: list[Component] = []
    for each in _properties(data):
        kind = each.value.strip().upper()
        if each.name == "BEGIN":
            # The end of the one before is missing: none has one of its kind inside.
            if any(outer.name == kind for outer in open_ones) or len(open_ones) >= _DEEPEST:
                while open_ones and (ended := open_ones.pop()):
                    yield ended
                    if ended.name == kind:
                        break
            open_ones.append(Component(kind))
        elif each.name == "END":
            if any(outer.name == kind for outer in open_ones):
                while (ended := open_ones.pop()).name != kind:
                    yield ended
                yield ended
        elif open_ones:
            open_ones[-1].properties.append(each)
    yield from reversed(open_ones)


def unescaped(value: str) -> str:
    r"""A value without its escapes: `\n` is a line end, `\,` a comma."""
    if "\\" not in value:
        return value
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def _properties(data: bytes) -> Iterator[Property]:
    joined = _joined(data)
    text = decode(b"\n".join(line for _, line in joined))
    for (number, raw), line in zip(joined, text.split("\n"), strict=False):
        match = _LINE.match(line.lstrip())
        if not match:
            continue
        params = _params(match["params"])
        value = match["value"]
        if "QUOTED-PRINTABLE" in map(str.upper, params.get("ENCODING", ())):
            value = _unquoted(raw.partition(b":")[2], "".join(params.get("CHARSET", ())))
        yield Property(match["name"].upper(), value, number, params, (match["group"] or "").lower())


def _joined(data: bytes) -> list[tuple[int, bytes]]:
    """The lines as they were before they were folded, with the lines of the file they begin in."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = decode(data).encode("utf-8", "replace")
    found: list[tuple[int, list[bytes], int]] = []
    soft = False  # whether the line before goes on as quoted-printable does
    for number, line in enumerate(_LINE_END.split(data), 1):
        folded = line[:1] in (b" ", b"\t")
        if found and (folded or soft):
            first, parts, size = found.pop()
            if soft and parts[-1].endswith(b"="):
                parts[-1] = parts[-1][:-1]
            more = line[1:] if folded and not soft else line
            if size + len(more) <= _MOST_LINE:
                parts.append(more)
            found.append((first, parts, size + len(more)))
        else:
            found.append((number, [line], len(line)))
            quoted = _QUOTED_PRINTABLE.match(line) is not None
        soft = quoted and line.endswith(b"=")
    return [(number, b"".join(parts)) for number, parts, _ in found]


def _params(written: str) -> dict[str, tuple[str, ...]]:
    """Parameters by name; those of cards 2.1 without a name are types or an encoding."""
    found: dict[str, tuple[str, ...]] = {}
    for match in _PARAM.finditer(written):
        name, equals, value = match["part"].partition("=")
        if not equals:
            name, value = ("ENCODING", name) if "-" in name or "64" in name else ("TYPE", name)
        values = [each.strip(' "') for each in _VALUES.findall(value)]
        key = name.strip().upper()
        found[key] = (*found.get(key, ()), *filter(None, values))
    return found


def _unquoted(value: bytes, charset: str) -> str:
    content = quopri.decodestring(value)
    try:
        return content.decode(charset or "utf-8")
    except (LookupError, ValueError):
        return content.decode("cp1252", "replace")
