"""Train the reader: `python -m training.reader --data DIR`.

Learns from DIR/train only. What it makes goes to --work: mined negatives, a checkpoint every few
minutes (run the same command again to go on) and at the end the weights. `python -m
training.export` turns those into the file that `qa` reads.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from qa.embedding.model_files import default_model_dir
from training import contexts as cut
from training.examples import Batch, Maker, batches
from training.loss import reader_loss
from training.model import Reader, averaged
from training.negatives import mine
from training.noise import hide
from training.sources import questions

WARMUP = 0.04  # share of the steps
HEAD_RATE = 5.0  # how much faster the new layers learn
WEIGHT_DECAY = 0.01
CLIP = 1.0
CHECKPOINT_SECONDS = 240


def main() -> None:
    """Train, or go on training."""
    options = _options()
    options.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    torch.set_num_threads(os.cpu_count() or 1)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    folder = default_model_dir()
    maker, special = _maker(options, folder)
    model = Reader(folder, options.dropout).to(device).train()
    if options.begin:
        model.load_state_dict(averaged(options.begin, device))
    heads = [model.span, model.pool, model.answerable]
    optimizer = torch.optim.AdamW(
        [
            {"params": model.bert.parameters(), "lr": options.rate},
            {
                "params": [p for head in heads for p in head.parameters()],
                "lr": options.rate * HEAD_RATE,
            },
        ],
        weight_decay=WEIGHT_DECAY,
        fused=True,
    )
    epochs = range(options.first_epoch, options.first_epoch + options.epochs)
    plan = [batch for n in epochs for batch in _shuffled(maker, n, special)]
    plan = plan[: options.steps]
    warmup = max(1, int(WARMUP * len(plan)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min((n + 1) / warmup, max(0.0, 1 - n / len(plan)))
    )
    state = {"model": model, "optimizer": optimizer, "schedule": schedule}
    step = _resume(options.work, state)
    tokens = sum(batch.ids.size for batch in plan)
    _say(f"{len(plan):,} steps, {tokens / 1e6:.1f} million tokens, on {device}, from {step:,}")
    saved = started = time.monotonic()
    seen, losses = 0, []
    for n, batch in enumerate(plan[step:], step):
        losses.append(_step(state, batch, device, (options.hide, special["[MASK]"])))
        seen += batch.ids.size
        if n % 25 == 24:
            spent = time.monotonic() - started
            left = sum(b.ids.size for b in plan[n + 1 :]) * spent / seen
            _say(
                f"step {n + 1:,}/{len(plan):,}  loss {np.mean(losses[-100:]):.3f}  "
                f"{seen / spent:,.0f} tokens/s  {left / 60:.0f} min left"
            )
        if time.monotonic() - saved > CHECKPOINT_SECONDS:
            saved = time.monotonic()
            _save(options.work / "checkpoint.pt", state, n + 1)
    _save(options.work / "checkpoint.pt", state, len(plan))
    torch.save(model.state_dict(), options.work / "reader.pt")
    _say(f"weights in {options.work / 'reader.pt'}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--work", type=Path, default=Path("build/reader"), metavar="DIR")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--from", dest="begin", type=Path, nargs="+", metavar="FILE",
                        help="begin with the average of these earlier weights")  # fmt: skip
    parser.add_argument("--first-epoch", type=int, default=0, metavar="N",
                        help="number of the first epoch; each has other windows")  # fmt: skip
    parser.add_argument("--steps", type=int, metavar="N", help="make do with the first N steps")
    parser.add_argument("--rate", type=float, default=1e-4, help="peak learning rate")
    parser.add_argument("--dropout", type=float, default=0.1, help="share of channels dropped")
    parser.add_argument("--hide", type=float, default=0.1,
                        help="share of words hidden, in half of the examples")  # fmt: skip
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _maker(options: argparse.Namespace, folder: Path) -> tuple[Maker, dict[str, int]]:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    asked = questions(options.data)
    numbers: dict[str, int] = {}
    texts: list[tuple[str, str]] = []
    for question in asked:
        if question.context not in numbers:
            numbers[question.context] = len(texts)
            texts.append((question.article, question.context))
    home = [numbers[question.context] for question in asked]
    _say(f"{len(asked):,} questions about {len(texts):,} contexts")
    contexts = cut.prepare(texts, tokenizer)
    wrong = mine(asked, contexts, home, options.work)

    def tokenize(text: str) -> list[int]:
        ids: list[int] = tokenizer.encode(text, add_special_tokens=False).ids
        return ids

    tokens = [tokenize(question.text) for question in asked]
    special = {name: tokenizer.token_to_id(name) or 0 for name in ("[CLS]", "[SEP]", "[MASK]")}
    return Maker(asked, contexts, home, tokens, wrong, tokenize, options.seed), special


def _shuffled(maker: Maker, epoch: int, special: dict[str, int]) -> list[Batch]:
    made = list(batches(maker.epoch(epoch), special["[CLS]"], special["[SEP]"]))
    order = np.random.default_rng(epoch).permutation(len(made))
    return [made[i] for i in order]


def _step(state: dict[str, Any], batch: Batch, device: str, noise: tuple[float, int]) -> float:
    model, optimizer = state["model"], state["optimizer"]
    fields = {name: torch.from_numpy(getattr(batch, name)).to(device) for name in Batch.__slots__}
    hide(fields, *noise)
    with torch.autocast(device, dtype=torch.bfloat16):
        start, end, answerable = model(fields["ids"], fields["mask"], fields["types"])
    loss = reader_loss(start, end, answerable, fields)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
    optimizer.step()
    state["schedule"].step()
    optimizer.zero_grad()
    return float(loss.detach())


def _save(path: Path, state: dict[str, Any], step: int) -> None:
    """Write beside, then rename: a kill leaves the old checkpoint or the new one."""
    part = path.with_suffix(".part")
    torch.save({name: thing.state_dict() for name, thing in state.items()} | {"step": step}, part)
    part.replace(path)


def _resume(work: Path, state: dict[str, Any]) -> int:
    path = work / "checkpoint.pt"
    if not path.is_file():
        return 0
    saved = torch.load(path, weights_only=True)
    for name, thing in state.items():
        thing.load_state_dict(saved[name])
    return int(saved["step"])


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
