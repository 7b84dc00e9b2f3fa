"""Results as Markdown tables and JSON, with what is needed to read them later."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from bench.data.datasets import ROOT
from qa.files import write_json

PACKAGES = (
    "faiss-cpu",
    "ir-measures",
    "numpy",
    "onnxruntime",
    "sentence-transformers",
    "tantivy",
    "tokenizers",
    "torch",
)


def environment() -> dict[str, Any]:
    """Date, processor, usable cores, memory in GiB, commit and versions of this measurement."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "processor": processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None,
        "memory_gib": memory_gib(),
        "system": platform.system(),
        "python": platform.python_version(),
        "commit": commit(),
        "packages": {name: _version(name) for name in PACKAGES},
    }


def processor() -> str:
    """Return the processor's model name, with the wide-number instructions that change results."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return platform.processor() or platform.machine()
    fields: dict[str, str] = {}
    for line in text.splitlines():
        key, _, value = line.partition(":")
        fields.setdefault(key.strip(), value.strip())
    flags = set(fields.get("flags", "").split())
    extras = [flag for flag in ("avx2", "avx512_vnni", "amx_int8") if flag in flags]
    name = fields.get("model name", platform.machine())
    return f"{name} ({', '.join(extras)})" if extras else name


def memory_gib() -> float | None:
    """Physical memory in GiB, where the system tells."""
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return None
    return round(total / 2**30, 1)


def commit() -> str:
    """Short hash of the checked-out commit, with `+changes` when files differ from it."""
    head = _git("rev-parse", "--short=12", "HEAD")
    if not head:
        return "none"
    return head + ("+changes" if _git("status", "--porcelain") else "")


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def heading(facts: Mapping[str, Any]) -> str:
    """One line above the tables of a run."""
    return (
        f"{facts['date']} · {facts['processor']} · {facts['cores']} cores · "
        f"{facts['memory_gib']} GiB · Python {facts['python']} · commit {facts['commit']}"
    )


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Render a Markdown table: first column to the left, the others to the right, padded."""
    body = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    lines = [list(header), *body]
    if any(len(row) != len(header) for row in body):
        raise ValueError("a row has more or fewer cells than the header")
    widths = [max(3, *(len(row[column]) for row in lines)) for column in range(len(header))]

    def render(cells: Sequence[str]) -> str:
        first, *rest = (
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return "| " + " | ".join([first, *rest]) + " |"

    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join([render(header), render(rule), *(render(row) for row in body)])


def write_results(path: Path, results: Mapping[str, Any]) -> None:
    """Write results atomically, with sorted keys so that runs can be compared by diff.

    Raises IndexUnwritable.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Sorted at every depth: dicts keep the order in which JSON names their keys.
    write_json(path, json.loads(json.dumps(results, sort_keys=True)))
