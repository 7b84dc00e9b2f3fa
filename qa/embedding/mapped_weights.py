"""A model that reads its large tensors out of its own file, mapped, instead of copying them.

onnxruntime maps what ONNX calls external data, and copies twice what stands inside the model: three
models of 80 MB are 87,000 pages that the system must find and clear, a fifth of a cold answer. So
it is given the model without its large tensors, which are said to lie where they do lie: in the
file that the model was read from, whose pages all processes share.
"""

from __future__ import annotations

import mmap
from pathlib import Path

from qa.embedding.protobuf import GRAPH, INITIALIZER, Buffer, fields, message, number

# Fields of TensorProto and StringStringEntryProto, and TensorProto.DataLocation.EXTERNAL.
_RAW, _EXTERNAL_DATA, _DATA_LOCATION, _KEY, _VALUE, _EXTERNAL = 9, 13, 14, 1, 2, 1
_LARGE = 1024  # bytes from which on a tensor stays in the file


def without_weights(path: Path) -> bytes:
    """The ONNX model in `path`, its large tensors said to lie in the file of that name.

    Raises ValueError when the file is no model, OSError when it can't be read.
    """
    name = path.name.encode()
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        parts: list[bytes] = []
        for field, _, begin, start, end in fields(data, 0, len(data)):
            kept = _graph(data, start, end, name) if field == GRAPH else None
            parts.append(data[begin:end] if kept is None else message(GRAPH, kept))
        return b"".join(parts)


def _graph(data: Buffer, start: int, end: int, name: bytes) -> bytes:
    parts: list[bytes] = []
    since = start  # nodes are copied together, not one by one
    for field, _, begin, first, last in fields(data, start, end):
        if field == INITIALIZER and last - first >= _LARGE:
            parts += (
                bytes(data[since:begin]),
                message(INITIALIZER, _tensor(data, first, last, name)),
            )
            since = last
    return b"".join([*parts, bytes(data[since:end])])


def _tensor(data: Buffer, start: int, end: int, name: bytes) -> bytes:
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
