"""Many shards by arithmetic and simulation, from rows measured on one machine.

python -m bench.suites.shard_simulation
python -m bench.suites.shard_simulation --latency 0.5=31.4,0.95=41.0,0.99=51.6 --price 0.05

Nothing is measured here: the defaults are the rows of a million passages in docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import numpy as np

from bench.measures.shards import (
    Latency,
    Measured,
    any_slower,
    need,
    recall,
    simulate,
    simulated_recall,
    slowest,
)
from bench.report import markdown

SHARDS = (1, 2, 5, 10, 30, 100, 300, 1000)
SHARES = (0.5, 0.95, 0.99)
RETRIEVAL = {0.5: 26.4, 0.95: 44.7, 0.99: 62.9}  # ms, a million passages, default encoder
MILLION = Measured(1_000_021, 2_965.0, 937.0, 213.0, 35.4)  # the last: 70.8 a second on two cores
PASSAGES = (10**6, 10**7, 10**8, 10**9)
WANTED = 100  # candidates of one side that are fused
CANDIDATES = (1, 2, 3, 5, 10, 20, 50, 100)
TOGETHER = 0.5
QUESTIONS = 20_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Print all tables."""
    options = _options().parse_args(arguments)
    latency = Latency(options.latency)
    print("# Many shards: arithmetic and simulation\n")
    given = ", ".join(f"p{share * 100:g} {value:g} ms" for share, value in options.latency.items())
    print(f"One shard: {given}. {options.questions:,} questions, seed {options.seed}.\n")
    print("## The slowest of so many shards: milliseconds\n")
    print(tail_table(latency, options.questions, options.seed))
    print(f"\n## Recall of the {WANTED} best candidates, by candidates of each shard\n")
    print(recall_table(options.questions // 10, options.seed))
    print("\n## What so many passages need\n")
    print(need_table(options.measured, options.price))
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.suites.shard_simulation",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--latency", type=_quantiles, default=RETRIEVAL, metavar="SHARE=MS,...",
                        help="of one shard (default: a million passages)")  # fmt: skip
    parser.add_argument("--measured", type=_measured, default=MILLION, metavar="N,MIB,MIB,MIB,RATE",
                        help="passages, disk, mapped and own memory of a shard; passages that "
                        "a core encodes a second")  # fmt: skip
    parser.add_argument("--price", type=float, default=0.04, help="of a core for an hour")
    parser.add_argument("--questions", type=int, default=QUESTIONS, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    return parser


def _quantiles(value: str) -> dict[float, float]:
    pairs = (part.split("=") for part in value.split(","))
    return {float(share): float(milliseconds) for share, milliseconds in pairs}


def _measured(value: str) -> Measured:
    passages, *rest = value.split(",")
    disk, mapped, own, rate = map(float, rest)
    return Measured(int(passages), disk, mapped, own, rate)


def tail_table(latency: Latency, questions: int, seed: int) -> str:
    """Quantiles of the slowest shard: exact, simulated, and with a second request at p95."""
    hedge = latency.quantile(0.95)
    rows = []
    for shards in SHARDS:
        plain = simulate(latency, shards, questions, seed)
        hedged = simulate(latency, shards, questions, seed, hedge)
        rows.append([
            f"{shards:,}",
            f"{any_slower(0.99, shards):.0%}",
            *(f"{slowest(latency, shards, share):.0f}" for share in SHARES),
            *(f"{np.quantile(plain, share):.0f}" for share in SHARES),
            *(f"{np.quantile(hedged, share):.0f}" for share in SHARES),
        ])  # fmt: skip
    names = [f"p{share * 100:g}" for share in SHARES]
    kinds = ("exact", "simulated", "hedged")
    header = ["shards", "meets a p99", *(f"{name} {kind}" for kind in kinds for name in names)]
    note = f"Hedged: a shard silent for {hedge:.0f} ms, its p95, is asked again elsewhere, which is"
    return f"{markdown.table(header, rows)}\n\n{note} 5% more requests."


def recall_table(questions: int, seed: int) -> str:
    """Shares of the wanted candidates, by how many each shard gives."""
    shards = [each for each in SHARDS if 1 < each <= 100]
    header = ["each gives", *(f"{each} shards" for each in shards),
              *(f"{each}, half on one" for each in shards)]  # fmt: skip
    rows = [
        [
            str(count),
            *(f"{recall(WANTED, each, count):.4f}" for each in shards),
            *(
                f"{simulated_recall(WANTED, each, count, TOGETHER, questions, seed):.4f}"
                for each in shards
            ),
        ]
        for count in CANDIDATES
    ]
    return markdown.table(header, rows)


def need_table(measured: Measured, price: float) -> str:
    """Shards, disk, memory, core hours and their price."""
    rows = []
    for passages in PASSAGES:
        found = need(measured, passages, price)
        rows.append([
            f"{passages:,}",
            f"{found.shards:,}",
            f"{found.disk_gib:,.0f}",
            f"{found.memory_gib:,.0f}",
            f"{found.core_hours:,.0f}",
            f"{found.cost_per_million:.2f}",
        ])  # fmt: skip
    header = ["passages", "shards", "disk GiB", "memory GiB", "core hours", "price per million"]
    return markdown.table(header, rows)


if __name__ == "__main__":
    sys.exit(main())
