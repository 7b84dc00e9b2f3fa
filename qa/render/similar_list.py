"""Documents that are like one, as text, Markdown and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qa.datatypes import Likeness
from qa.datatypes.places import several
from qa.render import phrases
from qa.render.document_json import info
from qa.render.json_writer import dump
from qa.render.layout import BOLD, DIM, Piece, fill, flow
from qa.render.place_json import place_fields
from qa.render.sanitize import visible_line
from qa.render.terminal import file_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.datatypes import AlikePassages, SimilarDocument, SimilarDocuments, Stretch
    from qa.render.terminal import Look

_INDENT = "    "
_LONGEST = 160  # characters of a passage
_WORDS = {
    Likeness.COPY: "nearly the same text",
    Likeness.VERSION: "much of the same text",
    Likeness.CLOSE: "about the same",
    Likeness.RELATED: "related",
}


def nothing(found: SimilarDocuments) -> str:
    """Return that no document is like it, of how many."""
    counted = phrases.counted(found.searched_documents, "other document")
    return f"Nothing like it in {counted}."


def likeness(found: SimilarDocuments, each: SimilarDocument) -> str:
    """Return how alike a document is, for people: `about the same (61%)`."""
    words = _WORDS.get(each.likeness)
    if words is None:
        shorter = each.document.words < found.document.words
        words = "stands in it" if shorter else "holds nearly all of it"
    return f"{words} ({each.score:.0%})"


def as_text(found: SimilarDocuments, look: Look) -> str:
    """Return a heading for each, below it where it is and what is alike in it."""
    lines: list[str] = []
    for number, each in enumerate(found.similar, 1):
        head = " · ".join([*phrases.headline(each.document), likeness(found, each)])
        lines += fill([Piece(f"{number:>2}. "), Piece(head, BOLD)], look, rest=_INDENT)
        url = file_url(each.document.file_of(each.path), 1, look.link) if look.links else ""
        where = [Piece(phrases.file_name(each.path), DIM, url)]
        where += [Piece(f" · {copies}", DIM) for copies in also(each)]
        lines += fill(where, look, first=_INDENT, rest=_INDENT, wrap=False)
        for pair in each.passages:
            text = Piece(passage(pair), DIM)
            lines += fill([text], look, first=_INDENT, rest=_INDENT + "  ")
    return "\n".join(line.rstrip() for line in lines or [nothing(found)]) + "\n"


def as_markdown(found: SimilarDocuments) -> str:
    """Return a list with an item for each."""
    from qa.render.markdown_writer import code, escape

    lines = []
    for each in found.similar:
        title, *about = phrases.headline(each.document)
        head = " · ".join([*about, likeness(found, each), *also(each)])
        lines.append(f"- **{escape(title)}** · {escape(head)} {code(phrases.file_name(each.path))}")
        lines += [f"  - {escape(passage(pair))}" for pair in each.passages]
    return "\n".join(lines or [nothing(found)]) + "\n"


def as_json(found: SimilarDocuments) -> str:
    """Return them with the passages that are most alike."""
    similar = [
        {
            "document": info(each.document),
            "path": each.path,
            "likeness": each.likeness.value,
            "score": round(each.score, 4),
            "passages": [_pair(pair) for pair in each.passages],
            "also_in": [info(copy) for copy in each.also_in],
        }
        for each in found.similar
    ]
    return dump(
        "similar",
        document=info(found.document),
        similar=similar,
        searched_documents=found.searched_documents,
        notes=list(found.notes),
    )


def _pair(pair: AlikePassages) -> dict[str, Any]:
    return {
        "score": round(pair.score, 4),
        "here": _stretch(pair.here),
        "there": _stretch(pair.there),
    }


def _stretch(stretch: Stretch) -> dict[str, Any]:
    return {
        "text": stretch.text,
        "start": stretch.start,
        "end": stretch.end,
        "line": stretch.line,
        "place": place_fields(stretch.place),
    }


def also(each: SimilarDocument) -> Sequence[str]:
    """Return where near copies of it are, as a list of one; an empty one where there are none."""
    names = [phrases.file_name(copy.source) for copy in each.also_in]
    if len(names) > 1:
        return [f"also in {len(names)} others"]
    return [f"also in {name}" for name in names]


def passage(pair: AlikePassages) -> str:
    """Return how a passage begins, with its place and that of the one it is like."""
    text = flow(visible_line(_body(pair.there.text))).strip()
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"
    here, there = _place(pair.here), _place(pair.there)
    places = f"{there} (like {here})" if here and there else there
    return f"{places}: {cut}" if places else cut


def _place(stretch: Stretch) -> str:
    named = [f"line {stretch.line}"] if stretch.line is not None else []
    return ", ".join([*named, *filter(None, [visible_line(several((stretch.place,)))])])


def _body(text: str) -> str:
    """Return a passage without a heading that it begins with, where there is more of it."""
    first, _, rest = text.partition("\n\n")
    return rest if rest.strip() and len(first) < _LONGEST / 2 else text
