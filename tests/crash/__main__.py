"""Run families of cases; print each that failed with the words to repeat it, and a table.

python -m tests.crash --kills 500 --damage 145 --swaps 10 --writers 20 --disk 20 --power 500
python -m tests.crash --case kills:update:write:123
python -m tests.crash --sabotage
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from dataclasses import astuple
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from .report import Result, broken, table, write

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")  # threads don't survive a fork

if TYPE_CHECKING:
    from .cases import Case, Family
    from .work import Workshop

FAMILIES = ("kills", "damage", "swaps", "writers", "disk", "power")
_HOURS = 6 * 3600.0


def main() -> int:
    """Run what was asked for; 1 when a promise was broken."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.crash",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    for family in FAMILIES:
        parser.add_argument(f"--{family}", type=int, default=0, metavar="N", help="how many")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--case", help="run one case again, by its name")
    parser.add_argument("--only", default="", help="only cases that have this in their name")
    parser.add_argument("--sabotage", action="store_true", help="does the harness notice?")
    parser.add_argument("--write", action="store_true", help="tables into docs/reliability.md")
    parser.add_argument("--within", type=Path, help="work in this folder")
    options = parser.parse_args()

    from .work import Workshop

    with tempfile.TemporaryDirectory(prefix="qa-crash-", dir=options.within) as folder:
        shop = Workshop(Path(folder))
        if options.case:
            return _again(shop, options.case)
        print(f"seed {options.seed}")
        if options.sabotage:
            return _sabotage(shop, options.seed)
        return max(
            (
                _run(shop, family, count, options)
                for family in FAMILIES
                if (count := getattr(options, family))
            ),
            default=0,
        )


def _family(name: str) -> Family:
    return cast("Family", import_module(f".{name}", __package__))


def _run(shop: Workshop, name: str, count: int, options: argparse.Namespace) -> int:
    """Run the cases of a family, some at a time; 1 when one failed."""
    from .forking import Running

    family = _family(name)
    if why := family.unavailable():
        print(f"{name}: skipped: {why}")
        return 0
    planned: list[Case] = list(family.plan(shop, count, options.seed))
    cases = [case for case in planned if options.only in case.name]
    workers = [
        Running(partial(_share, shop, cases[job :: options.jobs]), longest=_HOURS)
        for job in range(min(options.jobs, len(cases)))
    ]
    results = [Result(*result) for worker in workers for result in worker.wait().result()]
    said = table(name, results)
    print(f"{broken(results)}\n{said}\n", flush=True)
    if options.write:
        write(name, f"python -m tests.crash --{name} {count} --seed {options.seed}", said)
    return int(any(result.wrong for result in results))


def _share(shop: Workshop, cases: list[Case]) -> list[tuple[Any, ...]]:
    return [astuple(_result(case, shop)) for case in cases]


def _result(case: Case, shop: Workshop) -> Result:
    started = time.perf_counter()
    came = case.run(shop)
    return Result(case.name, case.row, came.what, came.wrong, time.perf_counter() - started)


def _again(shop: Workshop, name: str) -> int:
    """Run one case by its name; 1 when it failed."""
    family, _, rest = name.partition(":")
    result = _result(_family(family).named(shop, rest), shop)
    print(broken([result]) or f"{name}: {result.what}")
    return int(bool(result.wrong))


def _sabotage(shop: Workshop, seed: int) -> int:
    """Take each safeguard away, all at the same time; 1 when that goes unnoticed."""
    from .sabotage import SABOTAGE, search

    searches = {name: search(shop, name, seed) for name in SABOTAGE}
    missed = 0
    for name, running in searches.items():
        case, ran = running.wait().result()
        missed += not case
        print(f"{name}: {case or 'NOT NOTICED'}, {ran} cases", flush=True)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
