"""A model that reads its large tensors out of its own file, mapped, instead of copying them.

onnxruntime maps what ONNX calls external data, and copies twice what stands inside the model: three
models of 80 MB are 87,000 pages that the system must find and clear, a fifth of a cold answer. So
it is given the model without its large tensors, which are said to lie where they do lie: in the
file that the model was read from, whose pages all processes share.
"""

from __future__ import annotations

import mmap
from collections.abc import Callable
from functools import partial
from pathlib import Path

from qa.embedding.protobuf import GRAPH, INITIALIZER, Buffer, fields, message, number

# Fields of TensorProto and StringStringEntryProto, and TensorProto.DataLocation.EXTERNAL.
_RAW, _EXTERNAL_DATA, _DATA_LOCATION, _KEY, _VALUE, _EXTERNAL = 9, 13, 14, 1, 2, 1
_LARGE = 1024  # bytes from which on a tensor stays in the file
_MOST = 1_000_000  # fields of a message; the largest of ours has 900


def without_weights(path: Path) -> bytes:
    """The ONNX model in `path`, its large tensors said to lie in the file of that name.

    Raises ValueError when the file is no model, OSError when it can't be read.
    """
    name = path.name.encode()
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:

        def graph(start: int, end: int) -> bytes:
            return _replaced(data, start, end, INITIALIZER, partial(_tensor, data, name))

        return _replaced(data, 0, len(data), GRAPH, graph)


def _replaced(
    data: Buffer, start: int, end: int, wanted: int, made: Callable[[int, int], bytes]
) -> bytes:
    """A message with other contents in its large fields of one number; the rest is copied."""
    parts: list[bytes] = []
    since = start
    for count, (field, _, begin, first, last) in enumerate(fields(data, start, end)):
        if count > _MOST:
            raise ValueError("an ONNX model of too many parts")
        if field == wanted and last - first >= _LARGE:
            parts += (bytes(data[since:begin]), message(wanted, made(first, last)))
            since = last
    return b"".join([*parts, bytes(data[since:end])])


def _tensor(data: Buffer, name: bytes, start: int, end: int) -> bytes:
    parts = []
    for field, _, begin, first, last in fields(data, start, end):
        if field == _RAW and last - first >= _LARGE:
            place = (
                (b"location", name),
                (b"offset", b"%d" % first),
                (b"length", b"%d" % (last - first)),
            )
            parts += [
                message(_EXTERNAL_DATA, message(_KEY, k) + message(_VALUE, v)) for k, v in place
            ]
            parts.append(number(_DATA_LOCATION, _EXTERNAL))
        else:
            parts.append(bytes(data[begin:last]))
    return b"".join(parts)
