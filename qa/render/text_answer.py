"""An answer as text for people: units with the numbers of their sources, then the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.datatypes import BlockKind
from qa.datatypes.places import page_of, step_names
from qa.render import phrases
from qa.render.layout import BOLD, CITE, DIM, GLUE, Piece, fill
from qa.render.sanitize import visible_line
from qa.render.terminal import Look, file_url
from qa.render.units import Mark, UnitLine, unit_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa.datatypes import Answer, DocumentInfo, Evidence, Place, Source

BULLET = "- "
_CODE_INDENT = " " * 4
_STYLES = {Mark.REST: DIM, Mark.PROOF: "", Mark.SPAN: BOLD}


class TextAnswer:
    """Answers in one look; `path_of` turns a source into a path that opens from here."""

    def __init__(self, look: Look, path_of: Callable[[str], str]) -> None:
        self._look = look
        self._path_of = path_of

    def lines(self, answer: Answer) -> list[str]:
        """Return the answer or the refusal, its sources, and how sure it is."""
        lines: list[str] = []
        for line in phrases.understood(answer):
            lines += fill([Piece(line, DIM)], self._look)
        if lines:
            lines.append("")
        paths = {each.number: each.document.file_of(each.path) for each in answer.sources}
        if answer.written:
            lines += [*self._written(answer), ""]
        said: list[str] = []
        for each in answer.said:
            said += fill([Piece(visible_line(each))], self._look)
        if answer.answered:
            if said:
                lines += [*said, ""]
            lines += self._units(answer.evidence, paths, "")
        else:
            lines += [*fill([Piece(phrases.refusal(answer))], self._look), *said]
            if answer.misses:
                lines += ["", "Nearest:", *self._units(answer.misses, paths, "  ")]
        if answer.sources:
            lines.append("")
        for source in answer.sources:
            lines += self._source(answer, source)
        if differing := phrases.differing(answer):
            lines += ["", *fill([Piece(differing)], self._look)]
        if caveats := phrases.caveats(answer):
            lines += ["", *fill([Piece(caveats, DIM)], self._look)]
        return lines

    def _written(self, answer: Answer) -> list[str]:
        from qa.render.written import as_text  # few answers have it

        assert answer.written is not None
        first = {source.number: source for source in answer.sources}

        def url(number: int) -> str:
            source = first.get(number)
            return self.url(source.path, next(iter(source.lines), None)) if source else ""

        return as_text(answer.written, self._look, url)

    def path(
        self,
        path: str,
        lines: Sequence[int | None],
        indent: str,
        after: str = "",
        places: Sequence[tuple[Place, ...]] = (),
        file: str = "",
    ) -> list[str]:
        """Return `path:15,17` or `path, page 3`, each a link to itself where one can be opened.

        `file` is the path of the file to open, where that is another.
        """
        file = file or path
        name, *rest = phrases.place(path, lines[:1]), *(f",{line}" for line in lines[1:])
        if "{line}" not in self._look.link:
            name, rest = phrases.place(path, lines), []
        first = places[0] if places else ()
        pieces = [Piece(name, DIM, self.url(file, lines[0] if lines else None, first))]
        for text, line in zip(rest, lines[1:], strict=False):
            pieces.append(Piece(text, DIM, self.url(file, line)))
        known = [place for place in places if place]
        for number, (text, place) in enumerate(zip(step_names(known), known, strict=True)):
            shown = f"{'; ' if number else ', '}{visible_line(text)}"
            pieces.append(Piece(shown, DIM, self.url(file, None, place)))
        # Never wrapped: a path is there to be copied.
        return fill([*pieces, Piece(after)], self._look, first=indent, wrap=False)

    def also_in(self, documents: Sequence[DocumentInfo], indent: str) -> list[str]:
        """Return a line for each document that has the same."""
        lines: list[str] = []
        for document in documents:
            path = self._path_of(document.source)
            url = self.url(document.file_of(path))
            pieces = [Piece("also in "), Piece(phrases.file_name(path), DIM, url)]
            lines += fill(pieces, self._look, first=indent, wrap=False)
        return lines

    def url(self, path: str, line: int | None = None, place: Sequence[Place] = ()) -> str:
        """Return the link to a line or a page of a file, "" in a look without links."""
        if not self._look.links:
            return ""
        page = page_of(place) if self._look.fragments else None
        return file_url(path, line or 1, self._look.link, page)

    def _units(self, quotes: Sequence[Evidence], paths: dict[int, str], indent: str) -> list[str]:
        """Return units with an empty line between them; neighbours in a line of a file flow."""
        lines: list[str] = []
        before: list[Piece] = []  # units that share the number of the one that follows
        for number, quote in enumerate(quotes):
            unit = unit_lines(quote)
            following = quotes[number + 1 : number + 2]
            if following and len(unit) == 1 and phrases.shares_citation(quote, following[0]):
                before += [*_pieces(unit[0]), Piece(" ")]
                continue
            url = self.url(paths.get(quote.citation, ""), quote.line, quote.place)
            number_piece = Piece(f"[{quote.citation}]", CITE, url)
            if lines:
                lines.append("")
            lines += self._unit(unit, before, number_piece, indent)
            before = []
        return lines

    def _unit(
        self, unit: list[UnitLine], before: list[Piece], number: Piece, indent: str
    ) -> list[str]:
        """Return the lines of a unit, its number behind the last one that is not code."""
        numbered = max(
            (at for at, line in enumerate(unit) if line.kind is not BlockKind.CODE), default=-1
        )
        lines: list[str] = []
        for at, line in enumerate(unit):
            pieces = [*before, *_pieces(line)] if at == 0 else _pieces(line)
            if at == numbered:
                pieces += [Piece(GLUE), number]
            lines += self._unit_line(line, pieces, indent)
        # Code is there to be copied, so a number never stands behind it.
        return lines if numbered >= 0 else lines + fill([number], self._look, first=indent)

    def _unit_line(self, line: UnitLine, pieces: list[Piece], indent: str) -> list[str]:
        if line.kind is BlockKind.CODE:
            return fill(pieces, self._look, first=indent + _CODE_INDENT, wrap=False)
        blank = len(line.text) - len(line.text.lstrip(" "))
        indent += " " * blank
        pieces = _without_start(pieces, blank)
        first = indent + BULLET if line.needs_bullet else indent
        rest = indent + " " * len(BULLET) if line.listed else indent
        return fill(pieces, self._look, first=first, rest=rest)

    def _source(self, answer: Answer, source: Source) -> list[str]:
        """Return a cited document and the places in it, under their headings where they differ."""
        sections = phrases.sections(answer, source)
        alone = len(sections) == 1
        number = f"[{source.number}]"
        indent = " " * (len(number) + 1)
        _, *about = phrases.headline(source.document)
        title = phrases.title_path(source.document, sections[0].headings if alone else ())
        line = source.lines[0] if source.lines else None
        file = source.document.file_of(source.path)
        url = self.url(file, line, source.places[0] if source.places else ())
        head = [Piece(number, CITE, url), Piece(GLUE)]
        lines = fill([*head, Piece(" · ".join([title, *about]))], self._look, rest=indent)
        for section in sections:
            headings = "" if alone else phrases.headings_apart(section)
            after = f"  {headings}" if headings else ""
            lines += self.path(source.path, section.lines, indent, after, section.places, file)
        return lines + self.also_in(source.also_in, indent)


def _pieces(line: UnitLine) -> list[Piece]:
    return [Piece(stretch.text, _STYLES[stretch.mark]) for stretch in line.stretches]


def _without_start(pieces: list[Piece], count: int) -> list[Piece]:
    """Return pieces without their first `count` characters."""
    shorter: list[Piece] = []
    for piece in pieces:
        shorter.append(piece._replace(text=piece.text[count:]))
        count = max(0, count - len(piece.text))
    return shorter
