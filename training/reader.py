"""Train the reader: `python -m training.reader --work WORK --teacher FOLDER`.

Learns from what `training.prepare` left in WORK. With a teacher, a larger encoder, that is trained
first; then it reads all rows, and the reader learns from the labels and from the teacher's logits
(Hinton et al., 2015). Checkpoints go to WORK every few minutes: the same command goes on after an
interruption.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import torch

from training.batches import Batch, Epoch
from training.evaluate import Sheet, evaluate
from training.loss import Lesson, labelled, taught
from training.model import Reader, averaged
from training.noise import hide

WARMUP = 0.05  # share of the steps
HEAD_RATE = 3.0  # how much faster the new layers learn
WEIGHT_DECAY = 0.01
CLIP = 1.0
HARD = 0.4  # weight of the labels beside the teacher's
CHECKPOINT_SECONDS = 240
# A teacher's logits of the rows of each epoch: (rows, tokens) and (rows,).
Taught = list[Lesson]


def main() -> None:
    """Train, or go on training."""
    options = _options()
    torch.manual_seed(options.seed)
    torch.set_float32_matmul_precision("high")
    device = "cuda" if torch.cuda.is_available() else "cpu"
    started = time.monotonic()
    epochs = [
        Epoch(options.work / "corpus.npz", np.load(path)["rows"], device)
        for path in sorted(options.work.glob("epoch-*.npz"))[: options.epochs]
    ]
    sheets = [
        Sheet(path.stem.removeprefix("dev-"),
              Epoch(options.work / "corpus.npz", np.load(path)["rows"], device))
        for path in sorted(options.work.glob("dev-*.npz"))
    ]  # fmt: skip
    _say(f"{sum(map(len, epochs)):,} rows, {sum(int(e.length.sum()) for e in epochs) / 1e6:.0f} "
         f"million tokens, {time.monotonic() - started:.0f} s to load, on {device}")  # fmt: skip
    lessons: Taught | None = None
    if options.teacher:
        teacher = Reader(options.teacher, 0.1).to(device)
        _train(teacher, epochs[: options.teacher_epochs], None, options, "teacher")
        _report(teacher, sheets, "teacher")
        lessons = _read(teacher, epochs)
        del teacher
        torch.cuda.empty_cache()
    model = Reader(options.start, options.dropout, options.frozen).to(device)
    if options.begin:
        model.load_state_dict(averaged(options.begin, device))
    _train(model, epochs, lessons, options, "reader")
    _report(model, sheets, "reader")
    torch.save(model.state_dict(), options.work / "reader.pt")
    _say(f"weights in {options.work / 'reader.pt'}, {time.monotonic() - started:.0f} s")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--work", type=Path, default=Path("build/reader"), metavar="DIR")
    parser.add_argument("--start", type=Path, required=True, metavar="DIR",
                        help="all-MiniLM-L6-v2, or what training.ranker wrote")  # fmt: skip
    parser.add_argument("--frozen", type=int, default=0, help="first layers that don't learn")
    parser.add_argument("--teacher", type=Path, metavar="DIR", help="a larger encoder")
    parser.add_argument("--epochs", type=int, default=2, help="of those that were prepared")
    parser.add_argument("--passes", type=int, default=3, help="the reader's, over all epochs")
    parser.add_argument("--teacher-epochs", type=int, default=1)
    parser.add_argument("--rate", type=float, default=3e-4, help="peak learning rate")
    parser.add_argument("--teacher-rate", type=float, default=6e-5)
    parser.add_argument("--seconds", type=float, help="stop learning after so long")
    parser.add_argument("--teacher-seconds", type=float)
    parser.add_argument("--tokens", type=int, default=24_000, help="of a batch")
    parser.add_argument("--from", dest="begin", type=Path, nargs="+", metavar="FILE",
                        help="begin with the average of these earlier weights")  # fmt: skip
    parser.add_argument("--dropout", type=float, default=0.05, help="share of channels dropped")
    parser.add_argument("--hide", type=float, default=0.06,
                        help="share of words hidden, in half of the examples")  # fmt: skip
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _train(
    model: Reader,
    epochs: Sequence[Epoch],
    lessons: Taught | None,
    options: argparse.Namespace,
    name: str,
) -> None:
    """Learn in place; the rate falls to nothing with the steps, or with the seconds if sooner."""
    teacher = name == "teacher"
    passes = 1 if teacher else options.passes
    seconds = options.teacher_seconds if teacher else options.seconds
    plan = [
        (e, rows)
        for n in range(passes)
        for e, epoch in enumerate(epochs)
        for rows in epoch.plan(options.tokens, options.seed + 100 * n + e)
    ]
    rate = options.teacher_rate if teacher else options.rate
    heads = [p for head in model.fresh() for p in head.parameters()]
    quick = {id(each) for each in heads}
    learning = [p for p in model.parameters() if p.requires_grad and id(p) not in quick]
    optimizer = torch.optim.AdamW(
        [{"params": learning, "lr": rate},
         {"params": heads, "lr": rate * HEAD_RATE}],
        weight_decay=WEIGHT_DECAY, fused=True,
    )  # fmt: skip
    rates = [group["lr"] for group in optimizer.param_groups]
    path = options.work / f"{name}-checkpoint.pt"
    state = {"model": model, "optimizer": optimizer}
    first, spent = _resume(path, state)
    _say(f"{name}: {len(plan):,} steps from {first:,}")
    model.train()
    started = saved = time.monotonic()
    losses: list[torch.Tensor] = []
    for n, (e, rows) in enumerate(plan[first:], first):
        past = spent + time.monotonic() - started
        done = max(n / len(plan), past / seconds if seconds else 0.0)
        if done >= 1:
            break
        for group, peak in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = peak * min(done / WARMUP + 0.01, 1.0, (1 - done) / (1 - WARMUP))
        batch = epochs[e].batch(rows)
        lesson = lessons[e] if lessons else None
        losses.append(_step(model, optimizer, batch, lesson, options))
        if n % 200 == 199:
            _say(f"{name} step {n + 1:,}  loss {torch.stack(losses[-200:]).mean():.3f}  "
                 f"{past:.0f} s  {100 * done:.0f}%")  # fmt: skip
        if time.monotonic() - saved > CHECKPOINT_SECONDS:
            saved = time.monotonic()
            _save(path, state, n + 1, past)
    _save(path, state, len(plan), 0.0)


def _step(
    model: Reader,
    optimizer: torch.optim.Optimizer,
    batch: Batch,
    lesson: Lesson | None,
    options: argparse.Namespace,
) -> torch.Tensor:
    ids = hide(batch, options.hide)
    with torch.autocast(batch.ids.device.type, dtype=torch.bfloat16):
        found = model.read(ids, batch.mask, batch.types)
    loss = labelled(found, batch)
    if lesson:
        device = ids.device
        width = ids.shape[1]
        rows = batch.rows.to(lesson.answerable.device)
        mine = Lesson(*(
            (each[rows, :width] if each.dim() == 2 else each[rows]).to(device)
            for each in (getattr(lesson, f.name) for f in fields(Lesson))
        ))  # fmt: skip
        loss = HARD * loss + taught(found, mine, batch)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    return loss.detach()


@torch.no_grad()  # type: ignore[untyped-decorator]
def _read(teacher: Reader, epochs: Sequence[Epoch]) -> Taught:
    """The teacher's logits of all rows, as float16, where the epochs are."""
    teacher.eval()
    found = []
    for epoch in epochs:
        width = int(epoch.length.max())
        wide = (len(epoch), width)
        start, end, evidence, answerable = (
            torch.zeros(shape, dtype=torch.float16, device=epoch.device)
            for shape in (wide, wide, wide, wide[:1])
        )
        lesson = Lesson(start, end, evidence, answerable)
        for rows in epoch.in_order(120_000):
            batch = epoch.batch(rows)
            with torch.autocast(epoch.device, dtype=torch.bfloat16):
                logits = teacher.read(batch.ids, batch.mask, batch.types)
            read = batch.ids.shape[1]
            lesson.start[batch.rows, :read] = logits.start.half()
            lesson.end[batch.rows, :read] = logits.end.half()
            lesson.evidence[batch.rows, :read] = logits.evidence.half()
            lesson.answerable[batch.rows] = logits.answerable.half()
        found.append(lesson)
    _say("the teacher has read all rows")
    return found


def _report(model: Reader, sheets: Sequence[Sheet], name: str) -> None:
    for sheet in sheets:
        figures = evaluate(model, sheet)
        _say(f"{name} {sheet.name}: " + "  ".join(f"{k} {v:.3f}" for k, v in figures.items()))


def _save(path: Path, state: dict[str, Any], step: int, spent: float) -> None:
    """Write beside, then rename: a kill leaves the old checkpoint or the new one."""
    part = path.with_suffix(".part")
    kept = {name: thing.state_dict() for name, thing in state.items()}
    torch.save(kept | {"step": step, "spent": spent}, part)
    part.replace(path)


def _resume(path: Path, state: dict[str, Any]) -> tuple[int, float]:
    if not path.is_file():
        return 0, 0.0
    saved = torch.load(path, weights_only=True)
    for name, thing in state.items():
        thing.load_state_dict(saved[name])
    return int(saved["step"]), float(saved["spent"])


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
