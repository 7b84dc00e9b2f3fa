"""System calls as what they do to files below one folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from .notifying import Notification, shared_descriptor

_INT = 0xFFFFFFFF  # descriptors are ints in 64-bit registers
_AT_CWD = -100 & _INT

KINDS = ("write", "sync", "rename", "unlink", "create", "truncate", "link", "mkdir", "map")

# Shorter ways to do what reading and writing do; every program must do without them somewhere.
SHORTCUTS = frozenset({"sendfile", "copy_file_range", "pwritev2", "fallocate"})
_WRITES = frozenset({"write", "pwrite64", "writev", "pwritev"})
_OPENING = {"open": (None, 0, 1), "openat": (0, 1, 2), "creat": (None, 0, None)}
# Calls by path: what they do, and which arguments are the folder and the name, one or two times.
_NAMED: dict[str, tuple[str, tuple[int | None, int], tuple[int | None, int] | None]] = {
    "rename": ("rename", (None, 0), (None, 1)),
    "renameat": ("rename", (0, 1), (2, 3)),
    "renameat2": ("rename", (0, 1), (2, 3)),
    "link": ("link", (None, 0), (None, 1)),
    "linkat": ("link", (0, 1), (2, 3)),
    "symlink": ("create", (None, 1), None),
    "symlinkat": ("create", (1, 2), None),
    "mkdir": ("mkdir", (None, 0), None),
    "mkdirat": ("mkdir", (0, 1), None),
    "unlink": ("unlink", (None, 0), None),
    "unlinkat": ("unlink", (0, 1), None),
    "rmdir": ("unlink", (None, 0), None),
}


@dataclass(frozen=True, slots=True)
class Call:
    """A change to a file; paths are relative to the watched folder, "" is the folder itself."""

    kind: str  # one of KINDS
    path: str
    other: str = ""  # where it is renamed or linked to
    offset: int = 0
    data: bytes = b""
    size: int = 0  # to which it is truncated
    descriptor: int = -1
    positioned: bool = False  # a write that says where, and leaves the file's position alone


class Tracee:
    """A process whose calls are watched: its memory and its descriptors, read from outside."""

    def __init__(self, pid: int, folder: Path) -> None:
        self._folder = os.path.realpath(folder)
        self._memory = os.open(f"/proc/{pid}/mem", os.O_RDONLY)
        self._pidfd = os.pidfd_open(pid)

    def close(self) -> None:
        """Let go of the process."""
        os.close(self._memory)
        os.close(self._pidfd)

    def decode(self, asked: Notification) -> Call | None:
        """What a call would do, or None when it concerns no file below the folder."""
        name, arguments = asked.name, asked.arguments
        if name in _WRITES:
            return self._write(asked)
        if name in ("fsync", "fdatasync"):
            return self._opened_call(asked, "sync", arguments[0])
        if name == "ftruncate":
            return self._opened_call(asked, "truncate", arguments[0], size=arguments[1])
        if name == "mmap":
            return self._opened_call(asked, "map", arguments[4])
        if name == "truncate":
            path = self._named(asked, None, 0)
            return None if path is None else Call("truncate", path, size=arguments[1])
        if name in _OPENING:
            return self._open(asked, *_OPENING[name])
        kind, one, two = _NAMED[name]
        path = self._named(asked, *one)
        other = self._named(asked, *two) if two else None
        return None if path is None else Call(kind, path, other or "")

    def part(self, call: Call, share: float) -> int:
        """Do the first part of a write for the process; how many bytes were written."""
        own = shared_descriptor(self._pidfd, call.descriptor)
        try:
            some = call.data[: int(len(call.data) * share)]
            # A call with a position leaves the file's where it is.
            if call.positioned:
                return os.pwrite(own, some, call.offset)
            return os.write(own, some)
        finally:
            os.close(own)

    def _write(self, asked: Notification) -> Call | None:
        descriptor, address, length, offset = asked.arguments[:4]
        path = self._opened(asked.thread, descriptor)
        if path is None:
            return None
        if asked.name in ("writev", "pwritev"):
            parts = self._read(address, 16 * length)
            pairs = [
                (int.from_bytes(parts[i : i + 8], "little"), parts[i + 8 : i + 16])
                for i in range(0, len(parts), 16)
            ]
            data = b"".join(self._read(at, int.from_bytes(size, "little")) for at, size in pairs)
        else:
            data = self._read(address, length)
        positioned = asked.name in ("pwrite64", "pwritev")
        if not positioned:
            offset = self._position(asked.thread, descriptor)
        return Call(
            "write", path, offset=offset, data=data, descriptor=descriptor, positioned=positioned
        )

    def _opened_call(
        self, asked: Notification, kind: str, descriptor: int, size: int = 0
    ) -> Call | None:
        path = self._opened(asked.thread, descriptor)
        return None if path is None else Call(kind, path, size=size, descriptor=descriptor)

    def _open(
        self, asked: Notification, folder: int | None, name: int, flags: int | None
    ) -> Call | None:
        path = self._named(asked, folder, name)
        if path is None:
            return None
        said = os.O_CREAT | os.O_TRUNC if flags is None else asked.arguments[flags]
        if not os.path.lexists(os.path.join(self._folder, path)):
            return Call("create", path) if said & os.O_CREAT else None
        refused = said & os.O_EXCL and said & os.O_CREAT
        return Call("truncate", path) if said & os.O_TRUNC and not refused else None

    def _named(self, asked: Notification, folder: int | None, name: int) -> str | None:
        path = os.fsdecode(self._text(asked.arguments[name]))
        if not os.path.isabs(path):
            number = _AT_CWD if folder is None else asked.arguments[folder] & _INT
            place = "cwd" if number == _AT_CWD else f"fd/{number}"
            path = os.path.join(os.readlink(f"/proc/{asked.thread}/{place}"), path)
        return self._inside(path)

    def _opened(self, thread: int, descriptor: int) -> str | None:
        try:
            return self._inside(os.readlink(f"/proc/{thread}/fd/{descriptor & _INT}"))
        except OSError:
            return None

    def _inside(self, path: str) -> str | None:
        path = os.path.normpath(path)
        if path == self._folder:
            return ""
        return path[len(self._folder) + 1 :] if path.startswith(self._folder + os.sep) else None

    def _position(self, thread: int, descriptor: int) -> int:
        said = Path(f"/proc/{thread}/fdinfo/{descriptor}").read_text()
        fields = dict(line.split(":", 1) for line in said.splitlines()[:2])
        if int(fields["flags"], 8) & os.O_APPEND:
            return os.stat(f"/proc/{thread}/fd/{descriptor}").st_size
        return int(fields["pos"])

    def _read(self, address: int, length: int) -> bytes:
        return os.pread(self._memory, length, address) if length else b""

    def _text(self, address: int) -> bytes:
        found = b""
        while b"\0" not in found:
            step = 256 - address % 256  # never into a page that may not be there
            found += os.pread(self._memory, step, address)
            address += step
        return found.partition(b"\0")[0]
