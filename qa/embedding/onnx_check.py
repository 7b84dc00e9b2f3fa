"""Does an ONNX file name other files? Asked before it is opened.

A tensor with external data is read from a path that the file gives (ONNX, "External Data"); the
checks of that path have been got round before (CVE-2022-25882, CVE-2024-27318, CVE-2024-5187).
Nothing compiled here has any, so whatever has is refused. Only the frame of the message is read,
which takes a few milliseconds where the library `onnx` takes seconds and parses all of it.
"""

from __future__ import annotations

import mmap
from pathlib import Path

from qa.embedding.protobuf import VARINT, fields

_TENSOR_EXTERNAL = frozenset({13, 14})  # TensorProto.external_data, .data_location

# Field numbers by message that lead to a tensor (onnx.proto3), and the message there.
_FIELDS: dict[str, dict[int, str]] = {
    "model": {7: "graph", 20: "training", 25: "function"},
    "training": {1: "graph", 2: "graph"},
    "function": {7: "node"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"},
    "sparse": {1: "tensor", 2: "tensor"},
}
_MAX_DEPTH = 40


def has_external_data(path: Path) -> bool:
    """Whether a tensor of the ONNX model in `path` lies in another file.

    Raises ValueError when the file is no model, OSError when it can't be read.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return _external(data, 0, len(data), "model", 0)


def _external(data: mmap.mmap, at: int, end: int, message: str, depth: int) -> bool:
    if depth > _MAX_DEPTH:
        raise ValueError("an ONNX model is nested too deeply")
    inner = _FIELDS.get(message, {})
    for field, value, begin, start, stop in fields(data, at, end):
        # A plain 0 is what the field says where it is absent.
        said = value or data[begin] & 7 != VARINT
        if message == "tensor" and field in _TENSOR_EXTERNAL and said:
            return True
        nested = inner.get(field) if stop > start else None
        if nested and _external(data, start, stop, nested, depth + 1):
            return True
    return False
