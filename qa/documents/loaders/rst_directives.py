"""The directives of reStructuredText: their parts, and what is shown of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.documents.loaders.line_markup import Numbered, indent_of
from qa.documents.loaders.line_rules import words
from qa.documents.loaders.rst_tables import dedented

# As docutils has it: a colon inside a name is none before a space or a role's text.
FIELD = re.compile(
    r":(?![:\s])(?P<name>(?:[^:\\]|\\.|:(?![\s`]|\Z)){1,100})(?<!\s):(?:\s+(?P<value>.*))?\Z"
)
_DIRECTIVE = re.compile(
    r"\.\.\s+(?:\|[^|]+\|\s+)?(?:(?P<domain>[\w+.-]+):)?(?P<name>[\w:+.-]+?)::"
    r"(?:\s+(?P<rest>.*))?\Z"
)
_PARTS = re.compile(FIELD.pattern + r"|\.\.\s")  # what follows a signature without a blank line
CODE = frozenset({"code", "code-block", "sourcecode", "parsed-literal", "prompt", "doctest"})
NOTES = frozenset(
    words(
        "note warning tip important attention caution danger hint error admonition seealso topic "
        "sidebar rubric container compound epigraph highlights pull-quote only tab tabs dropdown "
        "versionadded versionchanged versionremoved deprecated todo centered glossary "
        "card grid-item-card"
    )
)
TITLED = frozenset(words("admonition topic sidebar tab dropdown card grid-item-card"))
_DROPPED = frozenset(
    words(
        "raw include literalinclude index contents meta default-role role highlight currentmodule "
        "module automodule autoclass autofunction sectnum title replace unicode date "
        "tabularcolumns program namespace namespace-push namespace-pop rst-class"
    )
)
DIAGRAMS = frozenset(
    words("graphviz digraph graph mermaid uml plantuml inheritance-diagram blockdiag seqdiag ditaa")
)
_ONLY_REFERENCES = re.compile(
    r"(?:(?::[\w.+:-]{1,40}:)?`[^`]{1,300}`_{0,2}|\b(?:and|or)\b|[\s,;.*-])*\Z"
)
_OBJECTS = frozenset(
    words(
        "function method attribute data exception decorator decoratormethod staticmethod "
        "classmethod property member macro type struct union enum enumerator var option cmdoption "
        "envvar confval describe object"
    )
)
_DOMAINS = frozenset({"py", "c", "cpp", "js", "http", "rst"})  # of which all names are objects
_NAME = re.compile(r"[\w.]+(?:\(|\Z)")
_NAMED = frozenset(words("class exception classmethod property struct union enum"))


@dataclass(frozen=True, slots=True)
class Directive:
    """A directive by its parts; `rest` is what stands behind its name."""

    domain: str
    name: str
    line: int
    rest: str
    options: dict[str, str]
    body: tuple[Numbered, ...]
    signatures: tuple[Numbered, ...] = ()  # of the objects that it describes

    @property
    def shown(self) -> bool:
        """Whether something of a directive of no other kind is shown: not of a mere target."""
        if self.signatures:
            return True
        named = self.name in NOTES or any(line.strip() for _, line in self.body)
        return named and self.name not in _DROPPED


def directive(lines: Sequence[Numbered]) -> Directive | None:
    """The directive that the lines are, if they are one."""
    number, line = lines[0]
    match = _DIRECTIVE.match(line)
    if not match:
        return None
    domain, name = (match["domain"] or "").lower(), match["name"].lower().rpartition(":")[2]
    rest = (match["rest"] or "").strip()
    body = dedented(lines[1:])
    signatures: list[Numbered] = []
    if _is_object(domain, name, rest, body):
        signatures = [(number, rest)] if rest else []
        end = 0
        while end < len(body) and body[end][1].strip() and not _PARTS.match(body[end][1]):
            signatures.append((body[end][0], body[end][1].strip()))
            end += 1
        signatures = [(at, _signature(domain, name, text)) for at, text in signatures]
        body = dedented(body[end:])
    if signatures or name == "class":
        rest = ""
    options: dict[str, str] = {}
    place, option = 0, ""
    while place < len(body) and body[place][1].strip():
        if field := FIELD.match(body[place][1]):
            option = field["name"]
            options[option] = field["value"] or ""
        elif option and indent_of(body[place][1]):
            options[option] += " " + body[place][1].strip()
        else:
            break
        place += 1
    return Directive(domain, name, number, rest, options, tuple(body[place:]), tuple(signatures))


def only_references(lines: Sequence[Numbered]) -> bool:
    """Whether lines name other places and say nothing besides."""
    return bool(_ONLY_REFERENCES.match("\n".join(line for _, line in lines)))


def _is_object(domain: str, name: str, rest: str, body: Sequence[Numbered]) -> bool:
    """Whether a directive describes something by its name, which is shown even without more."""
    if name in _DROPPED and domain != "rst":
        return False
    if name == "class" and not domain:  # docutils has one of this name that is a mere style
        return bool(body) and not body[0][1].strip() and bool(_NAME.match(rest))
    return name in _OBJECTS or domain in _DOMAINS


def _signature(domain: str, name: str, text: str) -> str:
    """How the name of what is described is shown."""
    if domain == "http":
        return f"{name.upper()} {text}"
    if domain == "rst" and name in ("directive", "role"):
        return f".. {text}::" if name == "directive" else f":{text}:"
    return f"{name} {text}" if name in _NAMED else text
