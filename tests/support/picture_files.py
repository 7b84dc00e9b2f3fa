"""Small grey PNG and TIFF files made on the spot."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence


def png(width: int, height: int, pixels: bytes) -> bytes:
    """The bytes of a PNG file."""
    rows = b"".join(b"\0" + pixels[at : at + width] for at in range(0, width * height, width))
    head = struct.pack(">2L5B", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))
        for kind, data in parts
    )


def tiff(pages: Sequence[tuple[int, int, bytes]], order: str = "<") -> bytes:
    """The bytes of a TIFF file with these pages, each width, height and pixels."""
    out = bytearray(b"II*\0" if order == "<" else b"MM\0*") + bytes(4)
    link = 4
    for width, height, pixels in pages:
        strip = len(out)
        out += pixels + bytes(len(pixels) % 2)
        values = (
            (256, width), (257, height), (258, 8), (259, 1), (262, 1), (273, strip), (277, 1),
            (278, height), (279, len(pixels)),
        )  # fmt: skip
        struct.pack_into(f"{order}L", out, link, len(out))
        out += struct.pack(f"{order}H", len(values))
        for tag, value in values:
            out += struct.pack(f"{order}2H2L", tag, 4, 1, value)
        link = len(out)
        out += bytes(4)
    return bytes(out)
