"""The process in which a search structure from elsewhere is opened and searched for the first time.

It ends with 0 when all went well; an error, a limit or a signal is the other answer.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_SECONDS = 60  # of computing
_MEMORY = 2 << 30  # bytes of address space beside the files, which are mapped
_WORDS = 100  # terms that are searched for in each field
_VECTORS = 4
_BATCH = 8_192  # vectors that are looked at together


def main(kind: str, place: str) -> None:
    """Try the structure at `place`; `kind` is "dense" or "lexical"."""
    path = Path(place)
    files = [path] if kind == "dense" else list(path.iterdir())
    _limit(sum(file.stat().st_size for file in files))
    if kind == "dense":
        _dense(path)
    else:
        _lexical(path)


def _dense(path: Path) -> None:
    import faiss
    import numpy as np

    from qa.search.inverted_lists import nearest
    from qa.store.vectors import unit_at_most

    outer: Any = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
    index: Any = faiss.downcast_index(outer.index)
    ids = faiss.vector_to_array(outer.id_map)
    if index.ntotal == 0:
        return
    for at in range(0, index.ntotal, _BATCH):
        if not unit_at_most(index.reconstruct_n(at, min(_BATCH, index.ntotal - at))):
            sys.exit("It holds vectors of no model.")
    _compare(ids, index, path.parent)
    centres = index.quantizer.reconstruct_n(0, index.nlist) if hasattr(index, "nlist") else None
    if centres is not None and not unit_at_most(centres):
        sys.exit("It holds centres of no vectors.")
    places = np.linspace(0, index.ntotal - 1, _VECTORS).astype(np.int64)
    vectors = index.reconstruct_batch(places)
    if lists := getattr(index, "nlist", 0):
        nearest(index, vectors, 10, lists)
    else:
        index.search(vectors, 10)


def _compare(ids: npt.NDArray[np.int64], index: Any, folder: Path) -> None:
    """End the process where a vector is not the one that the store in `folder` has."""
    import numpy as np

    from qa.store.store import Store

    if (np.diff(ids) <= 0).any():
        sys.exit("Its ids don't ascend.")
    with Store.open(folder) as store:
        for numbers, vectors in store.vectors(index.d):
            places = np.searchsorted(ids, numbers).clip(max=len(ids) - 1)
            here = ids[places] == numbers  # others came later
            if (
                here.any()
                and (
                    index.reconstruct_batch(places[here]).astype(np.float16) != vectors[here]
                ).any()
            ):
                sys.exit("It holds other vectors than the store.")


def _lexical(path: Path) -> None:
    from qa.search.fields import ALIAS, BODY, NAMING, WORD
    from qa.search.lexical_index import Lexical

    lexical = Lexical.read(path)
    lexical.ids()
    for word in lexical.words_with("", _WORDS):
        lexical.search(word, 10)
        lexical.containing(word, 10)
        for field in (BODY, ALIAS, WORD, *NAMING):
            lexical.field_frequency(field, word)


def _limit(mapped: int) -> None:
    if sys.platform != "win32":
        import resource

        for limit, most in (
            (resource.RLIMIT_AS, _MEMORY + 4 * mapped),
            (resource.RLIMIT_CPU, _SECONDS),
            (resource.RLIMIT_CORE, 0),
        ):
            with suppress(ValueError, OSError):  # macOS refuses some; a lower one may be set
                resource.setrlimit(limit, (most, most))
