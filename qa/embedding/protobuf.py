"""The frame of protocol buffers: where the fields of a message begin and end, without its schema.

Protocol Buffers, "Encoding"; the numbers of fields are those of onnx.proto3.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator

Buffer = bytes | bytearray | memoryview | mmap.mmap

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5  # wire types
GRAPH, INITIALIZER = 7, 5  # fields of ModelProto and GraphProto


def fields(data: Buffer, at: int, end: int) -> Iterator[tuple[int, int, int, int, int]]:
    """Number, value, and where each field of a message begins, its content begins and ends.

    What is no plain number has the value 0; a plain number has no content. Raises ValueError when
    these bytes are no message.
    """
    while at < end:
        begin = at
        tag = data[at]
        at += 1
        if tag > 0x7F:
            tag, at = read_varint(data, begin, end)
        wire = tag & 7
        if tag < 8:  # no field has the number 0
            raise ValueError("not an ONNX model")
        value = size = 0
        if wire == BYTES:
            if at < end and data[at] < 0x80:
                size = data[at]
                at += 1
            else:
                size, at = read_varint(data, at, end)
        elif wire == VARINT:
            value, at = read_varint(data, at, end)
        elif wire in (FIXED64, FIXED32):
            size = 8 if wire == FIXED64 else 4
        else:
            raise ValueError("not an ONNX model")
        stop = at + size
        if stop > end:
            raise ValueError("an ONNX model is cut off")
        yield tag >> 3, value, begin, at, stop
        at = stop


def read_varint(data: Buffer, at: int, end: int) -> tuple[int, int]:
    """The number at `at` in a protocol buffer, and the offset of what follows it.

    Raises ValueError when there is none before `end`.
    """
    value = 0
    for shift in range(0, 70, 7):
        if at >= end:
            break
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise ValueError("not an ONNX model")


def message(number: int, content: bytes) -> bytes:
    """A field that holds bytes, text or another message."""
    return varint(number << 3 | BYTES) + varint(len(content)) + content


def number(field: int, value: int) -> bytes:
    """A field that holds a plain number, 0 or more."""
    return varint(field << 3 | VARINT) + varint(value)


def varint(value: int) -> bytes:
    """A number of 0 or more as a protocol buffer has it."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
