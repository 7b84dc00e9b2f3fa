"""Text for people: prose with numbered sentences, then the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.render import phrases
from qa.render.layout import BOLD, CITE, DIM, GLUE, Piece, fill, flow
from qa.render.sanitize import visible, visible_line
from qa.render.terminal import Look, file_url

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa.datatypes import (
        Answer,
        Checkup,
        Document,
        DocumentInfo,
        Evidence,
        Hit,
        Source,
        Status,
        SyncReport,
    )

TAB = 4  # columns a tab of a document becomes


class TextWriter:
    """The form for terminals and pipes. See `qa.render.Writer`."""

    def __init__(self, look: Look, path_of: Callable[[str], str]) -> None:
        self._look = look
        self._path_of = path_of

    def answer(self, answer: Answer) -> str:
        """Return the sentences with their sources, or the refusal with what came nearest."""
        urls = {source.number: self._url(source.path) for source in answer.sources}
        lines = self._prose(answer, urls) if answer.answered else self._refusal(answer, urls)
        if answer.sources:
            lines.append("")
        for source in answer.sources:
            lines += self._source(source)
        if sure := phrases.sureness(answer):
            lines += ["", *fill([Piece(sure, DIM)], self._look)]
        return _joined(lines)

    def hits(self, query: str, hits: Sequence[Hit], *, explain: bool = False) -> str:  # noqa: ARG002
        """Return the passages found; `explain` adds what each side of the search said."""
        if not hits:
            return _joined([phrases.NOTHING])
        indent = " " * (len(str(hits[-1].rank)) + 2)
        lines: list[str] = []
        for hit in hits:
            number = f"{hit.rank}.".ljust(len(indent))
            path = self._path_of(hit.document.source)
            url = self._url(path)
            head = " · ".join([*phrases.headline(hit.document), f"{hit.score:.3f}"])
            lines += fill([Piece(head, BOLD)], self._look, first=number, rest=indent)
            lines += self._path(path, (hit.line,), indent, url)
            lines += fill([Piece(flow(hit.text).strip())], self._look, first=indent, rest=indent)
            if explain:
                scores = (
                    f"dense {phrases.side(hit.dense)}   lexical {phrases.side(hit.lexical)}   "
                    f"fused {hit.score:.3f} (#{hit.rank})"
                )
                lines += fill([Piece(scores, DIM)], self._look, first=indent, rest=indent)
            lines += self._also_in(hit.also_in, indent)
            lines.append("")
        return _joined(lines[:-1])

    def status(self, status: Status) -> str:
        """Return the state of a collection and its index."""
        rows = phrases.status_rows(status)
        wide = max(len(name) for name, _ in rows) + 2
        lines: list[str] = []
        for name, value in rows:
            lines += fill([Piece(value)], self._look, first=name.ljust(wide), rest=" " * wide)
        if phrases.up_to_date(status):
            lines += ["", "Up to date."]
        return _joined(lines + self._lists(phrases.status_lists(status)))

    def report(self, report: SyncReport) -> str:
        """Return what making the index equal to the folder changed."""
        lines = fill([Piece(phrases.report_line(report))], self._look)
        skipped = [
            f"{phrases.file_name(each.source)}: {visible_line(each.reason)}"
            for each in report.skipped
        ]
        heading = f"Skipped ({len(skipped):,})"
        return _joined(lines + (self._lists([(heading, skipped)]) if skipped else []))

    def checkup(self, checkup: Checkup) -> str:
        """Return what was checked and found, and what was repaired."""
        rows = phrases.check_rows(checkup)
        wide = max(len(name) for _, name, _ in rows) + 2
        lines: list[str] = []
        for verdict, name, detail in rows:
            indent = " " * (7 + wide)
            first = f"{verdict.ljust(7)}{name.ljust(wide)}"
            style = BOLD if verdict == "wrong" else ""
            lines += fill([Piece(detail, style)], self._look, first=first, rest=indent)
        lines += self._lists(phrases.check_lists(checkup))
        return _joined([*lines, "", phrases.diagnosis(checkup)])

    def document(self, document: Document, lines: Sequence[int], context: int) -> str:
        """Return a document with line numbers; the wanted lines carry a mark and are bold."""
        title, *rest = phrases.headline(document)
        path = self._path_of(document.source)
        out = fill([Piece(title, BOLD)], self._look)
        if rest:
            out += fill([Piece(" · ".join(rest), DIM)], self._look)
        out += [*self._path(path, (), "", self._url(path)), ""]
        numbered = phrases.excerpt(document, lines, context)
        digits = len(str(numbered[-1][0]))
        before = numbered[0][0] - 1
        for number, text in numbered:
            if number != before + 1:
                out.append("".rjust(digits + 2) + "…")
            before = number
            wanted = number in lines
            mark = ">" if wanted else " "
            # Whole lines on a pipe, so that grep finds in them what stands in the document.
            out += fill(
                [Piece(visible(text).expandtabs(TAB), BOLD if wanted else "")],
                self._look,
                first=f"{mark} {number:>{digits}}  ",
                rest=" " * (digits + 4),
                wrap=self._look.wrap,
            )
        return _joined(out)

    def _prose(self, answer: Answer, urls: dict[int, str]) -> list[str]:
        pieces: list[Piece] = []
        for number, evidence in enumerate(answer.evidence):
            if pieces:
                pieces.append(Piece(" "))
            pieces += _sentence(evidence)
            following = answer.evidence[number + 1 : number + 2]
            if not (following and phrases.shares_citation(evidence, following[0])):
                pieces += _citation(evidence, urls)
        return fill(pieces, self._look)

    def _refusal(self, answer: Answer, urls: dict[int, str]) -> list[str]:
        words = " ".join(filter(None, (phrases.REFUSAL, phrases.nowhere(answer.missing_terms))))
        lines = fill([Piece(words)], self._look)
        if answer.misses:
            lines += ["", "Nearest:"]
        for miss in answer.misses:
            pieces = [*_sentence(miss), *_citation(miss, urls)]
            lines += fill(pieces, self._look, first="  ", rest="  ")
        return lines

    def _source(self, source: Source) -> list[str]:
        url = self._url(source.path)
        number = f"[{source.number}]"
        indent = " " * (len(number) + 1)
        head = [Piece(number, CITE, url), Piece(GLUE)]
        head.append(Piece(" · ".join(phrases.headline(source.document))))
        lines = fill(head, self._look, rest=indent)
        lines += self._path(source.path, source.lines, indent, url)
        return lines + self._also_in(source.also_in, indent)

    def _also_in(self, documents: Sequence[DocumentInfo], indent: str) -> list[str]:
        lines: list[str] = []
        for document in documents:
            path = self._path_of(document.source)
            pieces = [Piece("also in "), Piece(phrases.file_name(path), DIM, self._url(path))]
            lines += fill(pieces, self._look, first=indent, wrap=False)
        return lines

    def _path(self, path: str, lines: Sequence[int], indent: str, url: str) -> list[str]:
        # Never wrapped: a path is there to be copied.
        piece = Piece(phrases.place(path, lines), DIM, url)
        return fill([piece], self._look, first=indent, wrap=False)

    def _lists(self, lists: list[tuple[str, list[str]]]) -> list[str]:
        lines: list[str] = []
        for heading, entries in lists:
            lines += ["", f"{heading}:"]
            for entry in entries:
                lines += fill([Piece(entry)], self._look, first="  ", rest="    ")
        return lines

    def _url(self, path: str) -> str:
        return file_url(path) if self._look.links else ""


def _sentence(evidence: Evidence) -> list[Piece]:
    before, span, after = phrases.thirds(evidence)
    return [Piece(flow(before).lstrip()), Piece(flow(span), BOLD), Piece(flow(after).rstrip())]


def _citation(evidence: Evidence, urls: dict[int, str]) -> list[Piece]:
    return [Piece(GLUE), Piece(f"[{evidence.citation}]", CITE, urls.get(evidence.citation, ""))]


def _joined(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines) + "\n"
