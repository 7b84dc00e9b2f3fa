"""vCards (RFC 6350, 3.0 and 2.1 before it): each card is a document, its fields are lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.datatypes import Document
from qa.documents.loaders.builder import Builder, Piece
from qa.documents.loaders.parts import Parts
from qa.documents.loaders.pim.content_lines import Component, Property, components
from qa.documents.loaders.pim.fields import Field, add_fields, add_note, collected
from qa.documents.recurrence import day_of
from qa.lexicon import MONTHS
from qa.wording import day_in_words

# Fields by their names; what tells one from others of the name follows it: "Phone (mobile)".
_FIELDS = {
    "ORG": "Organization",
    "TITLE": "Position",
    "ROLE": "Role",
    "TEL": "Phone",
    "EMAIL": "E-mail",
    "IMPP": "Messenger",
    "ADR": "Address",
    "BDAY": "Birthday",
    "ANNIVERSARY": "Anniversary",
    "X-ANNIVERSARY": "Anniversary",
    "NICKNAME": "Nickname",
    "RELATED": "Related",
    "X-SPOUSE": "Spouse",
    "X-ABRELATEDNAMES": "Related",
    "X-ABDATE": "Date",
    "URL": "Web page",
    "CATEGORIES": "Categories",
}
_STRUCTURED = {"ORG": ", ", "ADR": ", ", "NICKNAME": ", ", "CATEGORIES": ", "}
_DAYS = frozenset({"BDAY", "ANNIVERSARY", "X-ANNIVERSARY", "X-ABDATE"})
_TYPED = frozenset({"TEL", "EMAIL", "ADR", "IMPP", "URL", "RELATED"})
_RELATED = frozenset({"RELATED", "X-ABRELATEDNAMES", "X-ABDATE"})
_KINDS = frozenset(
    {"MOBILE", "HOME", "WORK", "FAX", "PAGER", "SPOUSE", "CHILD", "PARENT", "SIBLING", "FRIEND",
     "COLLEAGUE", "EMERGENCY", "AGENT"}
)  # fmt: skip
_APPLE = re.compile(r"_\$!<(.*)>!\$_")
_NO_YEAR = re.compile(r"--?-?(\d\d)-?(\d\d)(?!\d)")
_MONTH = re.compile(r"(\d{4})-?(\d\d)?\Z")
_SCHEME = re.compile(r"(?:tel|mailto|xmpp|skype|x-apple):", re.IGNORECASE)
_MOST_TITLE = 300


def load(data: bytes, source: str) -> Document | Parts:
    """The cards of a file. Raises DocumentError where there are none."""
    found = [each for each in components(data) if each.name == "VCARD"]
    documents = []
    for number, card in enumerate(found, 1):
        inner = source if len(found) == 1 else f"{source}/card-{number}"
        if made := _document(card, inner):
            documents.append(made)
    return collected(documents, source, "The file holds no card with a name.")


def _document(card: Component, source: str) -> Document | None:
    name, line = _name(card)
    if not name:
        return None
    labels = {
        each.group: _APPLE.sub(r"\1", " ".join(each.text.split()))
        for each in card.all("X-ABLABEL")
        if each.group
    }
    builder = Builder()
    builder.heading([Piece(name, line)], 1)
    nicknames: list[str] = []
    tags: list[str] = []
    for each in card.properties:
        if (key := _FIELDS.get(each.name)) and (value := _value(each)) and value != name:
            add_fields(builder, Field(_labelled(key, each, labels), value, each.line))
            if each.name == "NICKNAME":
                nicknames += each.parts(",")
            if each.name == "CATEGORIES":
                tags += each.parts(",")
    add_note(builder, card.first("NOTE"))
    text, blocks, lines = builder.result()
    return Document(
        source=source,
        title=name,
        text=text,
        blocks=tuple(blocks),
        lines=lines,
        aliases=tuple(filter(None, nicknames)),
        tags=tuple(filter(None, tags)),
    )


def _name(card: Component) -> tuple[str, int]:
    """What a card is called: a name, else an organization or an address."""
    for each in ("FN", "N", "ORG", "NICKNAME", "EMAIL"):
        found = card.first(each)
        if found is None:
            continue
        if each == "N":  # family; given; further; before; behind
            family, given, more, before, behind = (*found.parts(";"), *[""] * 5)[:5]
            name = " ".join(filter(None, (before, given, more, family, behind)))
        else:
            name = ", ".join(filter(None, found.parts(";"))) if each == "ORG" else found.text
        if flat := " ".join(name.split())[:_MOST_TITLE]:
            return flat, found.line
    return "", 1


def _value(found: Property) -> str:
    if found.name in _DAYS:
        return _day(found)
    if separator := _STRUCTURED.get(found.name):
        mark = "," if found.name in ("NICKNAME", "CATEGORIES") else ";"
        return separator.join(" ".join(part.split()) for part in found.parts(mark) if part)
    return _SCHEME.sub("", " ".join(found.text.split()), count=1)


def _labelled(key: str, found: Property, labels: dict[str, str]) -> str:
    """The name of a field with what tells it from others: "Phone (mobile)", "Spouse"."""
    label = labels.get(found.group, "") if found.group else ""
    if not label and found.name in _TYPED:
        label = ", ".join(kind.lower() for kind in _kinds(found) if kind in _KINDS)
    if found.name in _RELATED and label:
        return label[0].upper() + label[1:]
    return f"{key} ({label})" if label else key


def _kinds(found: Property) -> Iterator[str]:
    for each in found.params.get("TYPE", ()):
        for kind in each.upper().split(","):
            yield "MOBILE" if kind.strip() == "CELL" else kind.strip()


def _day(found: Property) -> str:
    """A day, one without its year, a month, a year; words as they stand."""
    value = " ".join(found.text.split())
    omitted = found.param("X-APPLE-OMIT-YEAR")
    if day := day_of(value):
        whole = day_in_words(day)
        return whole.rpartition(" ")[0] if omitted and value.startswith(omitted) else whole
    if (match := _NO_YEAR.match(value)) and 0 < int(match[1]) <= 12 and 0 < int(match[2]) <= 31:
        return f"{int(match[2])} {MONTHS[int(match[1]) - 1]}"
    if match := _MONTH.match(value):
        month = int(match[2] or 0)
        return f"{MONTHS[month - 1]} {match[1]}" if 0 < month <= 12 else match[1]
    return value
