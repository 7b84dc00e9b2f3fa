"""What the text and Markdown writers say in the same words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.render.sanitize import visible, visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa.datatypes import (
        Answer,
        Checkup,
        Clusters,
        Document,
        DocumentInfo,
        Evidence,
        SideScore,
        Status,
        SyncReport,
    )

REFUSAL = "Not in your documents."
NOTHING = "Nothing found."
LISTED = 10  # of a list of changed files; --json has them all
_PICTURES = {ord("\t"): "␉", ord("\n"): "␊"}
_LINE_END = re.compile(r"\r?\n")


def headline(document: DocumentInfo | Document) -> list[str]:
    """Return title, agency (else author) and date: those that are known, each safe to show."""
    published = document.published.isoformat() if document.published else ""
    title = visible_line(document.title) or visible_line(document.source)
    who = visible_line(document.agency or "") or visible_line(document.author or "")
    return [part for part in (title, who, published) if part]


def place(path: str, lines: Iterable[int]) -> str:
    """Return `path:15,17` as citations read, safe to show."""
    numbers = ",".join(str(line) for line in lines)
    return f"{file_name(path)}:{numbers}" if numbers else file_name(path)


def file_name(path: str) -> str:
    """Return a path safe to show in one line, its spaces as they are: it is there to be copied."""
    return visible(path).translate(_PICTURES)


def shares_citation(evidence: Evidence, after: Evidence) -> bool:
    """Whether two sentences stand side by side in one line of one document: one [n] serves both."""
    return (
        evidence.citation == after.citation
        and evidence.line == after.line
        and 0 <= after.start - evidence.end <= 3
    )


def thirds(evidence: Evidence) -> tuple[str, str, str]:
    """Return the sentence cut into what is before, in and after the answer span."""
    if evidence.span is None:
        return evidence.text, "", ""
    low, high = (min(max(at - evidence.start, 0), len(evidence.text)) for at in evidence.span)
    if low >= high:
        return evidence.text, "", ""
    return evidence.text[:low], evidence.text[low:high], evidence.text[high:]


def sureness(answer: Answer) -> str:
    """Return how sure an answer is, in a word and a number; "" for a refusal."""
    if not answer.answered or answer.confidence is None or answer.strength is None:
        return ""
    return f"Evidence: {answer.strength} ({answer.confidence:.0%})"


def nowhere(terms: Sequence[str]) -> str:
    """Return the sentence that names the words found nowhere, or ""."""
    if not terms:
        return ""
    return "Nowhere in them: " + ", ".join(f'"{visible_line(term)}"' for term in terms) + "."


def side(score: SideScore | None) -> str:
    """Return one side's score and rank for people."""
    return f"{score.score:.3f} (#{score.rank})" if score else "-"


def counted(number: int, noun: str) -> str:
    """Return `1 document`, `2 documents`, `28,072 documents`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def size(count: int) -> str:
    """Return a number of bytes for people."""
    if count < 1000:
        return counted(count, "byte")
    value = float(count)
    for unit in ("kB", "MB", "GB"):
        value /= 1000
        if value < 999.95:
            return f"{value:.1f} {unit}"
    return f"{value / 1000:.1f} TB"


def report_line(report: SyncReport) -> str:
    """Return what an update did, in one sentence."""
    changes = (
        f"{report.added:,} added, {report.changed:,} changed, "
        + (f"{report.moved:,} moved, " if report.moved else "")
        + f"{report.removed:,} removed, {report.unchanged:,} unchanged"
    )
    held = f"{counted(report.documents, 'document')} in {counted(report.passages, 'passage')}"
    return f"{held}; {changes}; {report.seconds:.1f} s."


def searched_line(status: Status) -> str:
    """Return how much of what is there is searched, or why nothing can be said about it."""
    skipped = f"{len(status.skipped):,} skipped"
    if status.files is None:
        return f"searched {counted(status.documents, 'file')}; {skipped}"
    found = status.documents - len(status.gone)
    return f"searched {found:,} of {counted(status.files, 'file')}; {skipped}"


def up_to_date(status: Status) -> bool:
    """Whether an update would change nothing."""
    return not (status.new or status.changed or set(status.gone) - set(status.held))


def check_rows(checkup: Checkup) -> list[tuple[str, str, str]]:
    """Return verdict, name and detail of every check, each safe to show."""
    return [
        (check.verdict.value, visible_line(check.name), visible_line(check.detail))
        for check in checkup.checks
    ]


def diagnosis(checkup: Checkup) -> str:
    """Return the end of a check: whether the index can be relied on, and what to do if not."""
    if checkup.well:
        return "All is well."
    if checkup.repaired:
        return "Something is still wrong."
    return "Something is wrong; 'qa doctor --repair' makes right what can be."


def check_lists(checkup: Checkup) -> list[tuple[str, list[str]]]:
    """Return the files that checks name and what was repaired: heading and lines."""
    lists = [
        (f"{check.name.capitalize()} ({len(check.items):,})", _some(check.items))
        for check in checkup.checks
        if check.items
    ]
    if checkup.repaired:
        lists.append(("Repaired", [visible_line(each) for each in checkup.repaired]))
    return lists


def _some(sources: Sequence[str]) -> list[str]:
    """Return the first of many sources, safe to show, and how many more there are."""
    lines = [file_name(source) for source in sources[:LISTED]]
    if len(sources) > LISTED:
        lines.append(f"and {len(sources) - LISTED:,} more")
    return lines


def status_rows(status: Status) -> list[tuple[str, str]]:
    """Return the state as name and value, each value safe to show."""
    rows = [
        ("Collection", ", ".join(file_name(path) for path in status.collection) or "none yet"),
        ("Index", file_name(status.index)),
        (
            "Documents",
            f"{status.documents:,} in {counted(status.passages, 'passage')}",
        ),
        ("Files", searched_line(status)),
        ("Size", size(status.bytes)),
        ("Model", visible_line(status.encoder)),
        ("Fingerprint", visible_line(status.fingerprint)),
        ("Updated", visible_line(status.last_sync or "never")),
    ]
    if status.clusters:
        rows.insert(-2, ("Search", lists_line(status.clusters)))
    return rows


def lists_line(clusters: Clusters) -> str:
    """Return in words how much of a large collection is compared with a question."""
    said = f"{clusters.probes:,} of {clusters.lists:,} lists of vectors"
    if clusters.recall is None:
        return f"{said}; what is missed was not measured"
    return (
        f"{said}; {clusters.recall:.1%} of the nearest ten found, "
        f"by {clusters.questions:,} held-out texts"
    )


def status_lists(status: Status) -> list[tuple[str, list[str]]]:
    """Return what differs from the folder and what was skipped: heading and lines."""
    lists: list[tuple[str, list[str]]] = []
    held = set(status.held)
    for heading, sources in (
        ("New, not indexed yet", status.new),
        ("Changed since", status.changed),
        ("Gone since", tuple(each for each in status.gone if each not in held)),
        ("Gone, and kept until 'qa index --prune'", status.held),
    ):
        if sources:
            lists.append((f"{heading} ({len(sources):,})", _some(sources)))
    if status.skipped:
        lines = [
            f"{file_name(each.source)}: {visible_line(each.reason)}" for each in status.skipped
        ]
        lists.append((f"Skipped ({len(status.skipped):,})", lines))
    return lists


def excerpt(document: Document, lines: Sequence[int], context: int) -> list[tuple[int, str]]:
    """Return numbered lines of a document, line ends removed: all, or those around `lines`."""
    every = _LINE_END.split(document.text)
    if len(every) > 1 and not every[-1]:
        every.pop()  # the line end of the last line starts no further line
    if not lines:
        return list(enumerate(every, 1))
    wanted = {
        near
        for line in lines
        for near in range(max(1, line - context), min(len(every), line + context) + 1)
    }
    return [(number, every[number - 1]) for number in sorted(wanted)]


def line_count(document: Document) -> int:
    """Return how many lines a document has, counted as `excerpt` counts them."""
    return max(1, document.text.count("\n") + (not document.text.endswith("\n")))
