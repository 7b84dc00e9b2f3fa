"""What a page says of itself to machines: its meta elements and its JSON-LD (schema.org)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from qa.documents.loaders.web.html_nodes import Element, Text

_MOST_JSON = 400_000  # characters of one script
_MOST_OBJECTS = 2_000
_DECODER = json.JSONDecoder(strict=False)
_PUBLISHED = ("article:published_time", "datepublished", "parsely-pub-date", "date", "pubdate")
_ARTICLES = ("Article", "BlogPosting", "Posting", "Report", "Review", "Recipe", "Event", "Book")


@dataclass(slots=True)
class PageData:
    """Values as they stand in the page; `meta` by name in lower case, first come first."""

    meta: dict[str, list[str]] = field(default_factory=dict)
    articles: list[dict[str, Any]] = field(default_factory=list)  # JSON-LD objects on articles
    pages: list[dict[str, Any]] = field(default_factory=list)  # on the page as a whole
    publisher: str = ""
    addresses: list[str] = field(default_factory=list)  # its own, as links and meta elements say
    questions: frozenset[str] = frozenset()  # of an FAQ

    @property
    def article(self) -> bool:
        """Whether it says that it is an article, as of a newspaper or a blog."""
        kind = self.first("og:type").lower()
        return bool(self.articles or self.first(*_PUBLISHED)) or "article" in kind

    def first(self, *names: str) -> str:
        """The first value that one of the names has."""
        for name in names:
            for value in self.meta.get(name, ()):
                if value:
                    return value
        return ""


def page_data(root: Element) -> PageData:
    """Collect what the page says of itself. Broken JSON is passed over."""
    found = PageData()
    questions: list[str] = []
    for element in root.iter():
        if element.tag == "meta":
            name = element.get("property") or element.get("name") or element.get("itemprop")
            # Some programs that save pages write `value`.
            content = element.get("content") or element.get("value")
            content = " ".join(content[:2_000].split())
            if name and content:
                found.meta.setdefault(name.strip().lower(), []).append(content)
        elif element.tag == "link" and element.get("rel").lower() == "canonical":
            found.addresses.append(element.get("href"))
        elif element.tag == "script" and "ld+json" in element.get("type"):
            for item in _objects(element):
                _sort(item, found, questions)
    found.addresses += found.meta.get("og:url", ())
    found.questions = frozenset(questions)
    return found


def text_of(value: Any) -> str:
    """The text of a JSON-LD value: a string, the name of an object, or of the first of a list."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or ""
        if isinstance(value, list):
            value = value[0] if value else ""
    return " ".join(value.split()) if isinstance(value, str) else ""


def names_of(value: Any) -> list[str]:
    """The names of a JSON-LD value that may be a list of people."""
    values = value if isinstance(value, list) else [value]
    return [name for each in values[:20] if (name := text_of(each))]


def types_of(item: dict[str, Any]) -> list[str]:
    """The types of a JSON-LD object."""
    value = item.get("@type", "")
    return [t for t in (value if isinstance(value, list) else [value]) if isinstance(t, str)]


def _objects(script: Element) -> Iterator[dict[str, Any]]:
    text = "".join(child.text for child in script.children if isinstance(child, Text))
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    text = text.removeprefix("<![CDATA[").removesuffix("]]>").removeprefix("//<![CDATA[")
    if len(text) > _MOST_JSON:
        return
    try:
        # Line ends within strings are common, and an error to the strict reader; so are brackets
        # too many at the end.
        waiting: list[Any] = [_DECODER.raw_decode(text.lstrip())[0]]
    except (ValueError, RecursionError):
        return
    seen = 0
    while waiting and seen < _MOST_OBJECTS:
        item = waiting.pop(0)
        seen += 1
        if isinstance(item, list):
            waiting[:0] = item
        elif isinstance(item, dict):
            yield item
            inner = (item.get(name) for name in ("@graph", "mainEntity", "mainEntityOfPage"))
            waiting += [value for value in inner if isinstance(value, (list, dict))]


def _sort(item: dict[str, Any], found: PageData, questions: list[str]) -> None:
    types = types_of(item)
    if any(name.endswith(_ARTICLES) for name in types):
        found.articles.append(item)
    elif "WebPage" in types or "ItemPage" in types:
        found.pages.append(item)
    elif "Question" in types and (name := text_of(item.get("name"))):
        questions.append(name)
    if not found.publisher and (name := text_of(item.get("publisher"))):
        found.publisher = name
