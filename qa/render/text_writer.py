"""Text for people, on terminals and pipes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.render import phrases
from qa.render.layout import BOLD, DIM, Piece, fill, flow
from qa.render.sanitize import visible, visible_line
from qa.render.terminal import Look
from qa.render.text_answer import TextAnswer
from qa.render.units import TAB

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa.datatypes import (
        Answer,
        Checkup,
        Document,
        Hit,
        Reply,
        Status,
        SyncReport,
    )


class TextWriter:
    """The form for terminals and pipes. See `qa.render.Writer`."""

    def __init__(self, look: Look, path_of: Callable[[str], str]) -> None:
        self._look = look
        self._path_of = path_of
        self._answer = TextAnswer(look, path_of)

    def answer(self, answer: Answer) -> str:
        """Return the evidence with its sources, or the refusal with what came nearest."""
        return _joined(self._answer.lines(answer))

    def reply(self, reply: Reply) -> str:
        """Return what is said to a line that is no question."""
        lines: list[str] = []
        for line in reply.text.split("\n"):
            lines += fill([Piece(visible_line(line))], self._look, wrap=self._look.wrap)
        return _joined(lines)

    def hits(self, query: str, hits: Sequence[Hit], *, explain: bool = False) -> str:  # noqa: ARG002
        """Return the passages found; `explain` adds the scores of both sides of the search."""
        if not hits:
            return _joined([phrases.NOTHING])
        indent = " " * (len(str(hits[-1].rank)) + 2)
        lines: list[str] = []
        for hit in hits:
            number = f"{hit.rank}.".ljust(len(indent))
            path = self._path_of(hit.document.source)
            head = " · ".join([*phrases.hit_headline(hit), f"{hit.score:.3f}"])
            lines += fill([Piece(head, BOLD)], self._look, first=number, rest=indent)
            places = (hit.place,) if hit.place else ()
            file = hit.document.file_of(path)
            lines += self._answer.path(path, (hit.line,), indent, places=places, file=file)
            lines += fill([Piece(flow(hit.text).strip())], self._look, first=indent, rest=indent)
            if explain:
                scores = (
                    f"dense {phrases.side(hit.dense)}   lexical {phrases.side(hit.lexical)}   "
                    f"fused {hit.score:.3f} (#{hit.rank})"
                )
                lines += fill([Piece(scores, DIM)], self._look, first=indent, rest=indent)
            lines += self._answer.also_in(hit.also_in, indent)
            lines.append("")
        return _joined(lines[:-1])

    def status(self, status: Status) -> str:
        """Return the state of a collection and its index."""
        from qa.render import collection_phrases  # 1 ms that a cold `qa ask` does without

        rows = collection_phrases.status_rows(status)
        wide = max(len(name) for name, _ in rows) + 2
        lines: list[str] = []
        for name, value in rows:
            lines += fill([Piece(value)], self._look, first=name.ljust(wide), rest=" " * wide)
        if collection_phrases.up_to_date(status):
            lines += ["", "Up to date."]
        return _joined(lines + self._lists(collection_phrases.status_lists(status)))

    def report(self, report: SyncReport) -> str:
        """Return what an update of the index changed."""
        from qa.render import collection_phrases

        lines = fill([Piece(collection_phrases.report_line(report))], self._look)
        skipped = [collection_phrases.skipped_list(report.skipped)] if report.skipped else []
        return _joined(lines + self._lists(skipped))

    def checkup(self, checkup: Checkup) -> str:
        """Return the findings of a check, and what was repaired."""
        from qa.render import collection_phrases

        rows = collection_phrases.check_rows(checkup)
        wide = max(len(name) for _, name, _ in rows) + 2
        lines: list[str] = []
        for verdict, name, detail in rows:
            indent = " " * (7 + wide)
            first = f"{verdict.ljust(7)}{name.ljust(wide)}"
            style = BOLD if verdict == "wrong" else ""
            lines += fill([Piece(detail, style)], self._look, first=first, rest=indent)
        lines += self._lists(collection_phrases.check_lists(checkup))
        return _joined([*lines, "", collection_phrases.diagnosis(checkup)])

    def document(self, document: Document, lines: Sequence[int], context: int) -> str:
        """Return a document with line numbers; the wanted lines carry a mark and are bold."""
        from qa.render.excerpt import excerpt  # not for a cold `qa ask`

        title, *rest = phrases.description(document)
        path = self._path_of(document.source)
        out = fill([Piece(title, BOLD)], self._look)
        if rest:
            out += fill([Piece(" · ".join(rest), DIM)], self._look)
        out += [*self._answer.path(path, (), "", file=document.file_of(path)), ""]
        numbered = excerpt(document, lines, context)
        digits = len(str(numbered[-1].number or ""))
        for line in numbered:
            if line.after_gap:
                out.append("".rjust(digits + 2) + "…")
            if line.place:
                out += fill([Piece(f"[{visible_line(line.place)}]", DIM)], self._look)
            mark = ">" if line.wanted else " "
            # Whole lines on a pipe, so that grep finds in them what stands in the document.
            out += fill(
                [Piece(visible(line.text).expandtabs(TAB), BOLD if line.wanted else "")],
                self._look,
                first=f"{mark} {line.number or '':>{digits}}  ",
                rest=" " * (digits + 4),
                wrap=self._look.wrap,
            )
        return _joined(out)

    def _lists(self, lists: list[tuple[str, list[str]]]) -> list[str]:
        lines: list[str] = []
        for heading, entries in lists:
            lines += ["", f"{heading}:"]
            for entry in entries:
                lines += fill([Piece(entry)], self._look, first="  ", rest="    ")
        return lines


def _joined(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines) + "\n"
