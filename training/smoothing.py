"""Outliers moved from activations into weights, so that int8 loses less of both.

Xiao et al., "SmoothQuant" (2023): a few channels of what a layer reads are far larger than the
rest, and a common scale for all of them leaves little of the others. Each channel is divided by a
number of its own first, with which the layer's weights are multiplied: the result is the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch import nn

STRENGTH = 0.8  # of 0.5 to 1 the one whose logits are nearest to full precision
_LEAST = 1e-4


class Smoothed(nn.Module):  # type: ignore[misc]
    """A linear layer whose input is scaled by channel first."""

    def __init__(self, linear: nn.Linear, scale: torch.Tensor) -> None:
        super().__init__()
        self.inverse = nn.Parameter(1 / scale, requires_grad=False)
        self.linear = linear
        linear.weight.data *= scale

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        """States of shape (..., channels) to the layer's outputs."""
        output: torch.Tensor = self.linear(states * self.inverse)
        return output


def smooth(layers: Iterable[nn.Module], model: nn.Module, batches: Iterable[Any]) -> None:
    """Smooth every linear layer in `layers`, by what `model` computes for `batches`.

    Layers that read the same states get the same scale, so that it is computed once.
    """
    linears = [
        (parent, name, child)
        for layer in layers
        for parent in layer.modules()
        for name, child in parent.named_children()
        if isinstance(child, nn.Linear)
    ]
    largest: dict[nn.Linear, torch.Tensor] = {}
    read: dict[nn.Linear, torch.Tensor] = {}

    def look(linear: nn.Module, inputs: tuple[torch.Tensor, ...], _: torch.Tensor) -> None:
        assert isinstance(linear, nn.Linear)
        states = inputs[0].detach()
        found = states.abs().flatten(0, -2).amax(0)
        largest[linear] = torch.maximum(found, largest[linear]) if linear in largest else found
        read[linear] = inputs[0]

    hooks = [child.register_forward_hook(look) for _, _, child in linears]
    with torch.no_grad():
        for batch in batches:
            model(*batch)
    for hook in hooks:
        hook.remove()
    weights: dict[int, torch.Tensor] = {}
    for linear, states in read.items():
        size, place = linear.weight.detach().abs().amax(0), id(states)
        weights[place] = torch.maximum(size, weights[place]) if place in weights else size
    for parent, name, linear in linears:
        activation = largest[linear].clamp(min=_LEAST)
        weight = weights[id(read[linear])].clamp(min=_LEAST)
        scale = activation**STRENGTH / weight ** (1 - STRENGTH)
        setattr(parent, name, Smoothed(linear, scale))
