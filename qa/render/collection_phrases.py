"""The state of a collection in words, as the text and Markdown writers both show it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qa.render.phrases import counted, file_name, local_time
from qa.render.sanitize import visible_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.datatypes import Checkup, Clusters, Skipped, Status, SyncReport

LISTED = 10  # of a list of changed files; --json has them all
_APART = 5  # files that are skipped for the same reason and named one by one


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
    """Return what an update changed, in one sentence."""
    changes = (
        f"{report.added:,} added, {report.changed:,} changed, "
        + (f"{report.moved:,} moved, " if report.moved else "")
        + f"{report.removed:,} removed, {report.unchanged:,} unchanged"
    )
    indexed = f"{counted(report.documents, 'document')} in {counted(report.passages, 'passage')}"
    waiting = f" {report.waiting:,} passages wait to be refined: 'qa index' goes on."
    return f"{indexed}; {changes}; {report.seconds:.1f} s.{waiting if report.waiting else ''}"


def searched_line(status: Status) -> str:
    """Return how many of the files there are searched, as far as that is known."""
    skipped = f"{len(status.skipped):,} skipped"
    files = status.documents if status.indexed is None else status.indexed
    if status.files is None:
        return f"searched {counted(files, 'file')}; {skipped}"
    found = files - len(status.gone)
    return f"searched {found:,} of {counted(status.files, 'file')}; {skipped}"


def up_to_date(status: Status) -> bool:
    """Whether an update would change nothing, as far as the files were looked at."""
    changed = status.new or status.changed or set(status.gone) - set(status.held)
    return status.files is not None and not changed and not status.waiting


def check_rows(checkup: Checkup) -> list[tuple[str, str, str]]:
    """Return verdict, name and detail of every check, each safe to show."""
    return [
        (check.verdict.value, visible_line(check.name), visible_line(check.detail))
        for check in checkup.checks
    ]


def diagnosis(checkup: Checkup) -> str:
    """Return the last line of a check: whether the index can be relied on; what to do if not."""
    if checkup.well:
        return "No faults found."
    if checkup.repaired:
        return "Some faults remain; 'qa index --rebuild' builds the index again from the files."
    return "Faults found; 'qa doctor --repair' mends what can be rebuilt."


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


def skipped_list(skipped: Sequence[Skipped]) -> tuple[str, list[str]]:
    """Return a heading and lines: a line for each file, or for many with the same reason.

    A folder of web pages has hundreds of pictures and scripts; JSON names each of them.
    """
    alike = Counter(each.reason for each in skipped)
    lines = _with_reasons([each for each in skipped if alike[each.reason] <= _APART])
    for reason, count in alike.most_common():
        if count > _APART:
            lines.append(f"{count:,} files: {visible_line(reason)}")
    return f"Skipped ({len(skipped):,})", lines


def _with_reasons(files: Sequence[Skipped]) -> list[str]:
    return [f"{file_name(each.source)}: {visible_line(each.reason)}" for each in files]


def status_rows(status: Status) -> list[tuple[str, str]]:
    """Return the state as name and value, each value safe to show."""
    from qa.risk import described

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
        ("Updated", local_time(status.last_sync) or "never"),
        ("Answers", described()),
    ]
    if status.files is None and status.collection:
        rows.insert(
            -1, ("Changes", "not looked for: the documents lie elsewhere; 'qa index' looks")
        )
    if status.waiting:
        refined = status.passages - status.waiting
        rows.insert(-2, ("Refined", f"{refined:,} of {counted(status.passages, 'passage')}"))
    if status.clusters:
        rows.insert(-3, ("Search", lists_line(status.clusters)))
    return rows


def lists_line(clusters: Clusters) -> str:
    """Return how much of a large collection is compared with a question."""
    lists = f"{clusters.probes:,} of {clusters.lists:,} inverted lists"
    if clusters.recall is None:
        return f"{lists}; recall@10 not measured"
    return f"{lists}; recall@10 {clusters.recall:.1%}, over {clusters.questions:,} held-out texts"


def status_lists(status: Status) -> list[tuple[str, list[str]]]:
    """Return what differs from the folder and what was skipped: heading and lines."""
    lists: list[tuple[str, list[str]]] = []
    retained = set(status.held)
    for heading, sources in (
        ("New, not indexed yet", status.new),
        ("Changed since", status.changed),
        ("Gone since", tuple(each for each in status.gone if each not in retained)),
        ("Gone, still in the index until 'qa index --prune'", status.held),
    ):
        if sources:
            lists.append((f"{heading} ({len(sources):,})", _some(sources)))
    if status.skipped:
        lists.append(skipped_list(status.skipped))
    if status.guessed:
        heading = f"Encoding guessed ({len(status.guessed):,})"
        lists.append((heading, _with_reasons(status.guessed)))
    for heading, files in (
        ("Read by OCR", status.recognised),
        ("With pages that are pictures, not read", status.unrecognised),
    ):
        if files:
            shown = _with_reasons(files[:LISTED])
            if len(files) > LISTED:
                shown.append(f"and {len(files) - LISTED:,} more")
            lists.append((f"{heading} ({len(files):,})", shown))
    if status.sparse:
        heading = f"Little text in a large file ({len(status.sparse):,})"
        lists.append((heading, _with_reasons(status.sparse)))
    return lists
