"""The losses that the reader is trained with."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch.nn import functional

from training.batches import Batch
from training.model import Logits
from training.rows import CLAIM, EVIDENCE, SPAN

W_SPAN, W_ANSWERABLE, W_CHOICE, W_EVIDENCE, W_CLAIM = 1.0, 1.0, 0.7, 1.0, 0.5
_OUT = -1e4


@dataclass(frozen=True, slots=True)
class Lesson:
    """A teacher's logits of the same rows."""

    start: torch.Tensor
    end: torch.Tensor
    evidence: torch.Tensor
    answerable: torch.Tensor


def labelled(found: Logits, batch: Batch) -> torch.Tensor:
    """Span, answerability, evidence, choice within a group, and claims, weighted; a scalar.

    The choice is a softmax over the passages of one question, after Clark and Gardner, "Simple and
    Effective Multi-Paragraph Reading Comprehension" (2018): scores of different passages must
    compare.
    """
    claim = (batch.flags & CLAIM) > 0
    known = (batch.label >= 0) & ~claim
    pointed = known & ((batch.flags & SPAN) > 0)
    marked = known & ((batch.flags & EVIDENCE) > 0)
    allowed = _allowed(batch)
    total = found.answerable.sum() * 0.0
    for logits, target in ((found.start, batch.start), (found.end, batch.end)):
        each = functional.cross_entropy(
            logits.float().masked_fill(~allowed, _OUT), target, reduction="none"
        )
        total = total + W_SPAN / 2 * _mean(each, pointed)
    answerable = found.answerable.float()
    each = functional.binary_cross_entropy_with_logits(
        answerable, batch.label.clamp(min=0).float(), reduction="none"
    )
    total = total + W_ANSWERABLE * _mean(each, known)
    inside = batch.types.float()
    each = functional.binary_cross_entropy_with_logits(
        found.evidence.float(), batch.evidence, reduction="none"
    )
    each = (each * inside).sum(1) / inside.sum(1).clamp(min=1)
    total = total + W_EVIDENCE * _mean(each, marked)
    each = functional.binary_cross_entropy_with_logits(
        found.claimed.float(), batch.label.clamp(min=0).float(), reduction="none"
    )
    total = total + W_CLAIM * _mean(each, claim)
    return total + W_CHOICE * _choice(answerable, batch.label == 1, batch.group, known)


def taught(found: Logits, lesson: Lesson, batch: Batch) -> torch.Tensor:
    """How far the rows' distributions are from a teacher's (Hinton et al., 2015); a scalar."""
    real = (batch.flags & CLAIM) == 0
    allowed = _allowed(batch)
    total = found.answerable.sum() * 0.0
    for logits, target in ((found.start, lesson.start), (found.end, lesson.end)):
        ours = functional.log_softmax(logits.float().masked_fill(~allowed, _OUT), 1)
        theirs = functional.log_softmax(target.float().masked_fill(~allowed, _OUT), 1)
        each = (theirs.exp() * (theirs - ours)).sum(1)
        total = total + W_SPAN / 2 * _mean(each, real)
    answerable, theirs = found.answerable.float(), lesson.answerable.float()
    each = functional.binary_cross_entropy_with_logits(
        answerable, torch.sigmoid(theirs), reduction="none"
    )
    total = total + W_ANSWERABLE * _mean(each, real)
    inside = batch.types.float()
    each = functional.binary_cross_entropy_with_logits(
        found.evidence.float(), torch.sigmoid(lesson.evidence.float()), reduction="none"
    )
    each = (each * inside).sum(1) / inside.sum(1).clamp(min=1)
    total = total + W_EVIDENCE * _mean(each, real)
    same = (batch.group[:, None] == batch.group[None, :]) & real[None, :]
    ours = functional.log_softmax(answerable[None, :].masked_fill(~same, _OUT), 1)
    wanted = functional.log_softmax(theirs[None, :].masked_fill(~same, _OUT), 1)
    each = (wanted.exp() * (wanted - ours)).sum(1)
    return total + W_CHOICE * _mean(each, real & (same.sum(1) > 1))


def _allowed(batch: Batch) -> torch.Tensor:
    """Answers lie in the window, or at [CLS] when there is none."""
    first = torch.zeros_like(batch.mask, dtype=torch.bool)
    first[:, 0] = True
    return (batch.types == 1) | first


def _mean(each: torch.Tensor, chosen: torch.Tensor) -> torch.Tensor:
    return (each * chosen).sum() / chosen.sum().clamp(min=1)


def _choice(
    logits: torch.Tensor, right: torch.Tensor, group: torch.Tensor, known: torch.Tensor
) -> torch.Tensor:
    """Cross-entropy of the answering window among those of its question."""
    same = (group[:, None] == group[None, :]) & known[None, :]
    chosen = right & known & (same.sum(1) > 1)
    scores = functional.log_softmax(logits[None, :].masked_fill(~same, _OUT), 1)
    return _mean(-scores.diagonal(), chosen)
