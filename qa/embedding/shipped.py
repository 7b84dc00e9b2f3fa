"""The default model as it comes with this package: compiled, so that no torch is needed.

int8 arithmetic is not the same on every processor, so the model is compared once on each with the
vectors that sentence-transformers makes (`reference_texts`). Where it falls short, its weights are
narrowed (`narrow_weights`); where that falls short, too, it is compiled on this processor, if what
that needs is installed. What was chosen is remembered in the user's cache.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa.embedding.compiled_files import MODEL_FILE, VECTORS_FILE, State, inspect
from qa.embedding.model_files import DEFAULT_KEY, DEFAULT_MODEL, SHIPPED, missing_packages
from qa.embedding.reference_texts import MIN_COSINE, REFERENCE_TEXTS
from qa.embedding.runtimes import OnnxEncoder
from qa.errors import EncoderError, QaError
from qa.files import make_folder, read_json, write_json

if TYPE_CHECKING:
    import numpy.typing as npt

_CPUINFO = Path("/proc/cpuinfo")
_KINDS = (b"model name", b"flags", b"CPU implementer", b"CPU part", b"Features")
_CPUINFO_BYTES = 1 << 14  # the first processor's lines take some 3,000


class Form(StrEnum):
    """How the default model is run on this processor."""

    INT8 = "int8"  # as it is shipped
    NARROW = "narrow"  # with weights of 7 bits
    COMPILED = "compiled"  # compiled here from the original weights


@dataclass(frozen=True, slots=True)
class Choice:
    """The form that was chosen, and its lowest cosine to the original on the reference texts."""

    form: Form
    cosine: float

    @property
    def exact(self) -> bool:
        """Whether the form agrees with the original as every compiled model must."""
        return self.form is Form.COMPILED or self.cosine >= MIN_COSINE


def open_shipped(
    cache: Path, folder: Path = SHIPPED, warn: Callable[[str], None] | None = None
) -> OnnxEncoder | None:
    """Open the default model; None when it must be compiled from its original on this processor.

    `cache` is the user's folder of compiled models; nothing is written to `folder`.
    Raises EncoderError when the files in `folder` are not what was shipped.
    """
    with suppress(OSError):
        make_folder(cache)
    state, name = inspect(folder, key=DEFAULT_KEY, checked_at=cache / f"{DEFAULT_KEY}.checked.json")
    if state is not State.INTACT:
        raise EncoderError(f"The default model is damaged: {folder / (name or 'model.json')}.")
    try:
        choice = _remembered(cache) or _choose(cache, folder, warn)
        return None if choice.form is Form.COMPILED else _open(choice.form, folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EncoderError(f"The default model in {folder} can't be opened: {error}.") from error
    except Exception as error:  # onnxruntime's own errors share no base with anything
        if type(error).__module__.startswith("onnxruntime"):
            raise EncoderError(
                f"The default model can't be run by this version of onnxruntime: {error}.",
                "Update it with: pip install -U onnxruntime",
            ) from error
        raise


def damaged_shipped(folder: Path = SHIPPED) -> str | None:
    """The file of the default model that is not what was shipped; None if all are."""
    state, name = inspect(folder, key=DEFAULT_KEY, thorough=True)
    return None if state is State.INTACT else name or str(folder)


def worst_cosine(encoder: OnnxEncoder, expected: npt.NDArray[np.float32]) -> float:
    """The lowest cosine of `encoder` on the reference texts to `expected`; 0 when one is no number.

    `expected` is float32 of shape (number of reference texts, dimension), unit length.
    """
    found = encoder.encode_passages(REFERENCE_TEXTS)
    worst = float((found * expected).sum(axis=1).min())
    return worst if worst == worst else 0.0


def processor() -> str:
    """Sixteen hex digits that tell one kind of processor from another."""
    try:
        with _CPUINFO.open("rb") as file:
            first = file.read(_CPUINFO_BYTES).partition(b"\n\n")[0]
        lines = [line for line in first.splitlines() if line.startswith(_KINDS)]
        known = b"\n".join(lines)
    except OSError:
        machine = os.uname().machine if hasattr(os, "uname") else ""
        known = f"{machine} {os.environ.get('PROCESSOR_IDENTIFIER', '')}".encode()
    return hashlib.sha256(sys.platform.encode() + b"\n" + known).hexdigest()[:16]


def _open(form: Form, folder: Path) -> OnnxEncoder:
    if form is Form.NARROW:
        from qa.embedding.narrow_weights import narrowed

        return OnnxEncoder(folder, narrowed((folder / MODEL_FILE).read_bytes()))
    return OnnxEncoder(folder)


def _place(cache: Path) -> Path:
    return cache / f"{DEFAULT_KEY}.processor.json"


def _remembered(cache: Path) -> Choice | None:
    """What was chosen on this processor with this onnxruntime; None if nothing is known of it."""
    stored = read_json(_place(cache))
    if stored is None:
        return None
    import onnxruntime  # 20 ms that opening the model takes in any case

    if (stored.get("processor"), stored.get("onnxruntime")) != (
        processor(),
        onnxruntime.__version__,
    ):
        return None
    try:
        choice = Choice(Form(stored["form"]), float(stored["cosine"]))
    except (KeyError, TypeError, ValueError):
        return None
    # Perhaps what compiling needs has been installed since, or removed.
    if choice.form is Form.COMPILED:
        return choice
    return choice if choice.exact or missing_packages() else None


def _choose(cache: Path, folder: Path, warn: Callable[[str], None] | None) -> Choice:
    """Compare both forms with the original (some 50 ms each), and remember the better one."""
    expected = np.load(folder / VECTORS_FILE, allow_pickle=False)
    best = Choice(Form.INT8, worst_cosine(_open(Form.INT8, folder), expected))
    if not best.exact:
        narrow = Choice(Form.NARROW, worst_cosine(_open(Form.NARROW, folder), expected))
        best = max(best, narrow, key=lambda choice: choice.cosine)
    if not best.exact and not missing_packages():
        best = Choice(Form.COMPILED, best.cosine)
    elif not best.exact and warn:
        warn(
            f"On this processor {DEFAULT_MODEL} is less exact than it should be (cosine to the "
            f'original {best.cosine:.3f}, needed {MIN_COSINE}). With pip install "qa[models]" '
            "it is compiled again for this processor."
        )
    import onnxruntime

    with suppress(QaError):  # where nothing can be written, it is compared every time
        write_json(
            _place(cache),
            {
                "processor": processor(),
                "onnxruntime": onnxruntime.__version__,
                "form": best.form,
                "cosine": best.cosine,
            },
        )
    return best
