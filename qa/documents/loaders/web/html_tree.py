"""HTML to a tree of elements, each with its line in the file. Linear in time, whatever comes.

lxml and lexbor (selectolax, resiliparse) were measured and left: all take 14 to 52 s for a tag with
50,000 attributes, lexbor 58 s for 100,000 nested elements, where libxml2 drops the text; and
only libxml2 knows lines. This one takes 40 ms for a news page of 1.1 MB, skips what is
never shown, and follows the rules of HTML as far as text depends on them: implied ends, void and
raw-text elements, misnested inline tags (https://html.spec.whatwg.org/multipage/parsing.html).
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

from qa.documents.loaders.line_rules import words
from qa.documents.loaders.web.html_nodes import INLINE, Element, Text

MOST_ATTRIBUTES = 200  # of a tag; beyond them, no page says anything
_NAME = re.compile(r"[A-Za-z][^\s/>]{0,100}+")
_ATTRIBUTE = re.compile(
    r"[\s/]*+(?:(?P<name>[^\s/>=][^\s/>=]*+)"
    r"(?:\s*+=\s*+(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'|(?P<bare>[^\s>\"'][^\s>]*+)))?+)?+"
)
VOID = frozenset(
    words("area base br col embed hr img input link meta param source track wbr keygen frame")
)
# What stands in them is no markup; only of some is it read.
_RAW = frozenset(
    words("script style textarea title xmp iframe noembed noframes noscript template svg select")
)
_KEPT_RAW = frozenset({"title", "xmp"})
_ENDS_P = frozenset(
    words(
        "address article aside blockquote center details dialog dir div dl dd dt fieldset "
        "figcaption "
        "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre section "
        "summary table ul"
    )
)
_IN_HEAD = frozenset(
    words("base basefont bgsound link meta title noframes noscript script style template")
)
_TABLE_PARTS = frozenset(words("table thead tbody tfoot tr td th caption"))
_CELLS = frozenset({"td", "th", "caption"})
# Opening the first closes an open one of the second, unless one of the third stands between.
_IMPLIED = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu", "dir"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "td": (_CELLS, frozenset({"tr", "table"})),
    "th": (_CELLS, frozenset({"tr", "table"})),
    "thead": (frozenset({"caption", "thead", "tbody", "tfoot"}), frozenset({"table"})),
    "tbody": (frozenset({"caption", "thead", "tbody", "tfoot"}), frozenset({"table"})),
    "tfoot": (frozenset({"caption", "thead", "tbody", "tfoot"}), frozenset({"table"})),
    "option": (frozenset({"option"}), frozenset({"select", "datalist"})),
}
_DEEPEST = 300  # elements within each other
_LOOKED_AT = 100  # open elements among which an end finds its beginning


def parse(html: str) -> Element:
    """The tree of a page or a fragment, under an element `#root`."""
    return _Parser(html).run()


class _Parser:
    def __init__(self, html: str) -> None:
        self._html = html
        self._lower = html.lower()
        if len(self._lower) != len(html):  # a few capitals have small letters of two characters
            self._lower = html.translate({code: code + 32 for code in range(65, 91)})
        self._line = 1
        self._counted = 0  # up to where lines have been counted
        self._root = Element("#root", 1)
        self._open = [self._root]
        self._count: Counter[str] = Counter()
        self._unclosed: set[str] = set()

    def run(self) -> Element:
        html, position = self._html, 0
        while True:
            start = html.find("<", position)
            if start < 0:
                break
            self._text(position, start)
            end = self._markup(start)
            if end == start:  # no markup, a mere "<"
                self._text(start, start + 1)
                end = start + 1
            position = end
        self._text(position, len(html))
        return self._root

    def _at(self, position: int) -> int:
        self._line += self._html.count("\n", self._counted, position)
        self._counted = position
        return self._line

    def _text(self, start: int, end: int) -> None:
        if start >= end:
            return
        text = self._html[start:end]
        if "&" in text:
            text = unescape(text)
        here = self._open[-1].children
        last = here[-1] if here else None
        line = self._at(start)
        # Only a text that has no line end may be continued: lines are counted by them.
        if (
            isinstance(last, Text)
            and last.line == line
            and "\n" not in last.text
            and end - start < 9
        ):
            last.text += text
        else:
            here.append(Text(text, line))

    def _markup(self, start: int) -> int:
        """Deal with what begins with "<" at `start`; the place after it, or `start`."""
        html = self._html
        follows = html[start + 1 : start + 2]
        if follows in ("!", "?"):
            if html.startswith("<!--", start):
                return self._after("-->", start + 4)
            if html.startswith("<![CDATA[", start):
                end = self._after("]]>", start)
                inner = html[start + 9 : end - 3]
                self._open[-1].children.append(Text(inner, self._at(start)))
                return end
            if html[start : start + 9].lower() == "<!doctype":
                end = html.find(">", start)
                if html.find("[", start, end if end >= 0 else start) >= 0:
                    return self._after("]>", start)  # declarations of its own, in XHTML
            return self._after(">", start)
        closing = follows == "/"
        name = _NAME.match(html, start + 1 + closing)
        if not name:
            return self._after(">", start) if closing else start
        tag = self._lower[name.start() : name.end()]
        if closing:
            self._close(tag)
            return self._after(">", name.end())
        attributes, end, empty = self._attributes(name.end())
        if end < 0:  # it goes on to the end of the file: no tag
            self._text(start, len(html))
            return len(html)
        self._begin(tag, attributes, start, empty)
        if tag in _RAW and not empty:
            return self._raw(tag, end)
        return end

    def _after(self, mark: str, position: int) -> int:
        """The place after the next `mark`; `position` itself if there is none."""
        found = -1 if mark in self._unclosed else self._html.find(mark, position)
        if found >= 0:
            return found + len(mark)
        self._unclosed.add(mark)
        return position

    def _attributes(self, position: int) -> tuple[dict[str, str], int, bool]:
        """The attributes of a tag, the place after it (-1: it has no end), whether it is empty."""
        html = self._html
        found: dict[str, str] = {}
        while position < len(html):
            if html[position] == ">":
                return found, position + 1, html[position - 1] == "/"
            match = _ATTRIBUTE.match(html, position)
            if match is None or match.end() == position:
                position += 1
                continue
            if match["name"] and len(found) < MOST_ATTRIBUTES:
                value = match["double"] or match["single"] or match["bare"] or ""
                found.setdefault(match["name"].lower(), unescape(value) if "&" in value else value)
            position = match.end()
            if html[position : position + 1] in ('"', "'") and match["name"]:
                quote = html[position]
                if quote in self._unclosed or html.find(quote, position + 1) < 0:
                    self._unclosed.add(quote)
                    return found, self._after(">", position), False
        return found, -1, False

    def _begin(self, tag: str, attributes: dict[str, str], start: int, empty: bool) -> None:
        if tag in _ENDS_P and self._count["p"]:
            self._end_implied(frozenset({"p"}), _TABLE_PARTS | {"button", "object"})
        if self._open[-1].tag == "head" and tag not in _IN_HEAD:
            self._pop_to(len(self._open) - 1)  # its end may be left out
        if tag in _IMPLIED:
            self._end_implied(*_IMPLIED[tag])
        above = self._open[-1]
        element = Element(tag, self._at(start), attributes, parent=above)
        above.children.append(element)
        # Deeper ones stand beside each other, as in browsers; no text is lost.
        if len(self._open) >= _DEEPEST and tag not in _RAW:
            return
        if tag not in VOID and not (empty and tag not in _ENDS_P and tag not in INLINE):
            self._open.append(element)
            self._count[tag] += 1

    def _end_implied(self, ended: frozenset[str], bounds: frozenset[str]) -> None:
        stack = self._open
        for place in range(len(stack) - 1, max(0, len(stack) - _LOOKED_AT), -1):
            tag = stack[place].tag
            if tag in ended:
                self._pop_to(place)
                return
            if tag in bounds:
                return

    def _pop_to(self, place: int) -> None:
        for element in self._open[place:]:
            self._count[element.tag] -= 1
        del self._open[place:]

    def _close(self, tag: str) -> None:
        if not self._count[tag]:
            return
        stack = self._open
        inline = tag in INLINE
        for place in range(len(stack) - 1, max(0, len(stack) - _LOOKED_AT), -1):
            here = stack[place].tag
            if here == tag:
                self._pop_to(place)
                return
            if (inline and here not in INLINE) or (here in _CELLS and tag not in _TABLE_PARTS):
                return

    def _raw(self, tag: str, position: int) -> int:
        """Pass over the content of an element in which nothing is markup."""
        mark = f"</{tag}"
        end = -1 if mark in self._unclosed else self._lower.find(mark, position)
        if end < 0:
            self._unclosed.add(mark)
            self._close(tag)
            return position
        element = self._open[-1]
        if tag in _KEPT_RAW or (tag == "script" and "json" in element.get("type")):
            content = self._html[position:end]
            if content:
                shown = unescape(content) if tag == "title" else content
                element.children.append(Text(shown, self._at(position)))
        self._close(tag)
        return self._after(">", end)
