"""int8 weights of a compiled graph made 7 bits wide, for processors whose int8 sums saturate.

x86 processors without VNNI add the products of two pairs of 8-bit numbers in 16 bits (vpmaddubsw),
which overflows when both are large: 2 * 255 * 127 > 32,767. Weights of at most 64 never do
(onnxruntime's `reduce_range`). Here they are halved and their scales doubled, in the bytes of the
file: the graph stays what it was, and the library `onnx` is not needed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qa.embedding.protobuf import GRAPH, INITIALIZER, fields, read_varint

_DIMS, _TYPE, _NAME, _RAW = 1, 2, 8, 9  # fields of TensorProto
_FLOAT, _INT8 = 1, 3  # TensorProto.DataType
_WEIGHTS, _SCALE = "_quantized", "_scale"  # how onnxruntime's quantiser names what it makes


@dataclass(frozen=True, slots=True)
class _Tensor:
    name: str
    kind: int
    rank: int
    start: int  # of its raw data in the file
    end: int


def narrowed(graph: bytes) -> bytes:
    """The same ONNX model with every int8 weight halved and every scale of one doubled.

    Raises ValueError when the model has no int8 weights, or one of them no scale.
    """
    data = bytearray(graph)
    tensors = {tensor.name: tensor for tensor in _initializers(data)}
    weights = [
        each
        for each in tensors.values()
        if each.kind == _INT8 and each.rank > 1 and each.name.endswith(_WEIGHTS)
    ]
    if not weights:
        raise ValueError("the model has no int8 weights")
    for each in weights:
        scale = tensors.get(each.name.removesuffix(_WEIGHTS) + _SCALE)
        if scale is None or scale.kind != _FLOAT or scale.start == scale.end:
            raise ValueError(f"{each.name} has no scale")
        wide = np.frombuffer(data, np.int8, each.end - each.start, each.start)
        half = np.rint(wide / np.float32(2)).astype(np.int8)
        data[each.start : each.end] = half.tobytes()
        factors = np.frombuffer(data, "<f4", (scale.end - scale.start) // 4, scale.start)
        data[scale.start : scale.end] = (factors * np.float32(2)).tobytes()
    return bytes(data)


def _initializers(data: bytearray) -> list[_Tensor]:
    """The tensors that a model holds as initialisers, those of inner graphs left out."""
    found = []
    for field, _, _, start, end in fields(data, 0, len(data)):
        if field == GRAPH:
            for inner, _, _, a, b in fields(data, start, end):
                if inner == INITIALIZER:
                    found.append(_tensor(data, a, b))
    return found


def _tensor(data: bytearray, start: int, end: int) -> _Tensor:
    name, kind, rank, raw = "", 0, 0, (start, start)
    for field, value, _, a, b in fields(data, start, end):
        if field == _DIMS:  # one number each, or all of them packed into one field
            rank += 1 if a == b else _numbers(data, a, b)
        elif field == _TYPE:
            kind = value
        elif field == _NAME:
            name = data[a:b].decode("utf-8", "replace")
        elif field == _RAW:
            raw = a, b
    return _Tensor(name, kind, rank, *raw)


def _numbers(data: bytearray, at: int, end: int) -> int:
    count = 0
    while at < end:
        _, at = read_varint(data, at, end)
        count += 1
    return count
