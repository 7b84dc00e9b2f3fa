"""The first minute beside others: from a folder to the first reply, and to the whole index.

python -m bench.suites.peers FOLDER --txtai PYTHON

Everything runs in processes of its own, one after the other, on the files of FOLDER. txtai (in the
Python named, with the same model in full precision) is given qa's passages, so that it encodes the
same texts and needn't read files; Recoll (`recollindex`, where it is installed) indexes words only
and replies with documents. Neither answers: what is timed is their first list of hits.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import qa
from bench.harness.processes import clean_environment, qa_command
from bench.report.markdown import environment, heading, table
from qa.cli.exit_codes import ExitCode
from qa.embedding.model_files import default_model_dir

_TXTAI = """
import json, sys
from txtai import Embeddings
passages, model, out, question = sys.argv[1:]
rows = [json.loads(line) for line in open(passages, encoding="utf-8")]
made = Embeddings(path=model, content=True, method="sentence-transformers")
made.index((number, text, None) for number, text in enumerate(rows))
made.save(out)
assert made.search(question, 3)
"""


@dataclass(frozen=True, slots=True)
class Waited:
    """Seconds from the start to the first reply and to the end, of the clock and of processors.

    `peak_mib` is the memory of the largest process.
    """

    first: float
    whole: float
    processor: float
    peak_mib: float


class _Watch:
    """Commands run one after the other in a folder, timed together."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._started = time.perf_counter()
        self._first = self._processor = self._peak = 0.0

    def run(self, command: Sequence[str], *, replies: bool = False, refusal: int = 0) -> None:
        """Run a command to its end; `refusal` is a status that is no failure either.

        Raises RuntimeError when it fails.
        """
        offline = {**clean_environment(), "TRANSFORMERS_OFFLINE": "1"}
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(
                command, cwd=self._folder, env=offline, stdout=said, stderr=subprocess.STDOUT
            )
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode not in (0, refusal):
                said.seek(0)
                last = said.read()[-500:].decode(errors="replace")
                raise RuntimeError(f"{command[0]} ended with {process.returncode}: {last}")
        self._processor += used.ru_utime + used.ru_stime
        self._peak = max(self._peak, used.ru_maxrss / 1024)
        if replies:
            self._first = time.perf_counter() - self._started

    def waited(self) -> Waited:
        """What was measured until now."""
        whole = time.perf_counter() - self._started
        return Waited(self._first, whole, self._processor, self._peak)


def ours(folder: Path, question: str, work: Path) -> Waited:
    """`qa index --quick`, a question, then the rest of the index."""
    watch = _Watch(work)
    index = ["--index", str(work / "index")]
    watch.run([*qa_command(), "index", "--quick", *index, str(folder)])
    watch.run([*qa_command(), "ask", *index, question], replies=True, refusal=ExitCode.NOT_FOUND)
    watch.run([*qa_command(), "index", *index, str(folder)])
    return watch.waited()


def txtai(python: str, passages: Path, question: str, work: Path) -> Waited:
    """All passages encoded and saved, then a search."""
    watch = _Watch(work)
    command = [python, "-c", _TXTAI, str(passages), str(default_model_dir())]
    watch.run([*command, str(work / "txtai"), question], replies=True)
    return watch.waited()


def recoll(folder: Path, question: str, work: Path) -> Waited:
    """All words indexed, then a search for all of the question's."""
    settings = work / "recoll"
    settings.mkdir()
    (settings / "recoll.conf").write_text(f"topdirs = {folder}\n", encoding="utf-8")
    watch = _Watch(work)
    watch.run(["recollindex", "-c", str(settings)])
    watch.run(["recollq", "-c", str(settings), "-o", question], replies=True)
    return watch.waited()


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what there is, in turns, and print a table of medians."""
    parser = argparse.ArgumentParser(prog="python -m bench.suites.peers", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--question", default="What did the minister say about taxes?")
    parser.add_argument("--txtai", metavar="PYTHON", help="a Python in which txtai is installed")
    parser.add_argument("--runs", type=int, default=1, metavar="N")
    options = parser.parse_args(arguments)
    folder = options.folder.resolve()
    with tempfile.TemporaryDirectory(prefix="qa-bench-") as made:
        work = Path(made)
        passages = work / "passages.jsonl"
        runs: dict[str, Callable[[Path], Waited]] = {
            "qa": lambda place: ours(folder, options.question, place)
        }
        if shutil.which("recollindex"):
            runs["Recoll, words only"] = lambda place: recoll(folder, options.question, place)
        if options.txtai:
            runs["txtai"] = lambda place: txtai(options.txtai, passages, options.question, place)
        taken: dict[str, list[Waited]] = {name: [] for name in runs}
        texts = 0
        for turn in range(options.runs):
            for name, run in runs.items():
                place = work / f"{turn} {name}"
                place.mkdir()
                taken[name].append(run(place))
                texts = texts or _passages(place / "index", passages)  # the first is qa
                shutil.rmtree(place)
    print(f"# The first minute beside others\n\n{heading(environment())}\n")
    print(
        f"{sum(1 for each in folder.rglob('*') if each.is_file()):,} files, {texts:,} passages.\n"
    )
    print(table(["", "first reply, s", "whole index, s", "processor, s", "largest process, MiB"],
                [_line(name, each) for name, each in taken.items()]))  # fmt: skip
    return 0


def _passages(index: Path, file: Path) -> int:
    """Write the passages of an index, a JSON string in a line each; how many there are."""
    count = 0
    with qa.open(index) as engine, file.open("w", encoding="utf-8") as stream:
        for info in engine.documents():
            document = engine.document(info.source)
            for passage in engine.passages(document):
                stream.write(json.dumps(document.text[passage.start : passage.end]) + "\n")
                count += 1
    return count


def _line(name: str, runs: Sequence[Waited]) -> list[str]:
    middle = len(runs) // 2
    return [
        name,
        *(
            f"{sorted(getattr(each, field) for each in runs)[middle]:.1f}"
            for field in ("first", "whole", "processor")
        ),
        f"{max(each.peak_mib for each in runs):.0f}",
    ]


if __name__ == "__main__":
    sys.exit(main())
