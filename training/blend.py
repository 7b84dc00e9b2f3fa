"""Trained weights moved some way back to where they began: `python -m training.blend FILE`.

Wortsman et al., "Robust fine-tuning of zero-shot models" (2022): between a start that knows much
and what it became by learning lies what knows both. Heads that the start doesn't have stay as they
were trained.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from training.model import Reader, averaged


def main() -> None:
    """Blend, and write weights that `training.reader --from` and `training.export` read."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("weights", type=Path, nargs="+", metavar="FILE", help="several: their mean")
    parser.add_argument("--start", type=Path, required=True, metavar="DIR",
                        help="what training.reader began with")  # fmt: skip
    parser.add_argument("--share", type=float, default=0.7, help="of what was trained")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    options = parser.parse_args()
    start = Reader(options.start)
    torch.save(blended(start, averaged(options.weights), options.share), options.out)


def blended(
    start: Reader, trained: dict[str, torch.Tensor], share: float
) -> dict[str, torch.Tensor]:
    """`share` of the trained weights and the rest of the start's, tensor by tensor."""
    before = start.state_dict()
    fresh = {
        f"{name}.{part}"
        for name, layer in start.named_children()
        if layer in start.fresh()
        for part in ("weight", "bias")
    }
    return {
        name: tensor
        if name in fresh or not tensor.is_floating_point()
        else torch.lerp(before[name].float(), tensor.float(), share).to(tensor.dtype)
        for name, tensor in trained.items()
    }


if __name__ == "__main__":
    main()
