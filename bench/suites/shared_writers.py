"""Two builders and some readers of one shared collection, a builder killed in the middle.

`python -m bench.suites.shared_writers FOLDER --files N` builds an index of some files alone, then
the same files twice at once into Lance tables in a temporary folder, while readers ask about them;
one builder is killed with SIGKILL when `--kill-at` of the documents are committed. It reports what
was lost, what was not whole or not of one version, and the times of answers meanwhile.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import qa
from bench.harness.shared_load import Outcome, run
from bench.harness.ticker import say
from bench.measures.timing_spread import spread
from bench.report import markdown


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, ask, kill, compare; print a table. 1 when anything was lost or not whole."""
    options = _options().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="qa-bench-") as work:
        folder, index = Path(work) / "documents", Path(work) / "index"
        files = sorted(each for each in options.folder.rglob("*") if each.is_file())
        for path in files[: options.files]:
            place = folder / path.relative_to(options.folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, place)
        say("one builder alone")
        with qa.open(index, paths=[folder], encoder="fast") as engine:
            engine.sync()
        say("two builders and their readers")
        found = run(folder, index, f"lance:{work}/shared", readers=options.readers,
                    kill_at=options.kill_at)  # fmt: skip
    print(f"# Builders and readers at once\n\n{markdown.heading(markdown.environment())}\n")
    print(table(found))
    problems = [problem for each in found.readers for problem in each.problems]
    print("\n".join([*problems, *found.lost, *found.different]), file=sys.stderr)
    return 1 if problems or found.lost or found.different else 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.suites.shared_writers",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=2_000, metavar="N")
    parser.add_argument("--readers", type=int, default=4, metavar="N")
    parser.add_argument("--kill-at", type=float, default=0.4, metavar="SHARE")
    return parser


def table(found: Outcome) -> str:
    """What was built and seen, and what of it was not right."""
    times = spread([1000 * each for reader in found.readers for each in reader.seconds])
    rows = [
        ["documents, passages", f"{found.documents:,}, {found.passages:,}"],
        ["seconds until the other builder had ended", f"{found.seconds:.0f}"],
        ["documents committed at the kill", f"{found.acknowledged:,}"],
        ["of these and of what readers had seen lost", str(len(found.lost))],
        ["documents that differ from those of one builder", str(len(found.different))],
        ["versions that readers looked at",
         f"{len({each for reader in found.readers for each in reader.commits}):,}"],
        ["looks at whole versions", f"{sum(each.rounds for each in found.readers):,}"],
        ["that were not whole", str(sum(len(each.problems) for each in found.readers))],
        ["an answer meanwhile, ms p50 / p95", f"{times.p50:.0f} / {times.p95:.0f}"],
    ]  # fmt: skip
    return markdown.table(["", ""], rows)


if __name__ == "__main__":
    sys.exit(main())
