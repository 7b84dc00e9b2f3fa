"""Processes stopped by the kernel at chosen system calls, without a compiler or a debugger.

A filter (seccomp, "user notification", Linux 5.5) makes the kernel ask another process about each
of these calls and wait for what it says: go on, fail with an error, or a result of its own. Who
made the call makes no difference: Python, SQLite's C, FAISS's C++ or tantivy's Rust.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import platform
import struct
from dataclasses import dataclass

# What changes files, by architecture: numbers of the kernel's tables.
NUMBERS = {
    "x86_64": {
        "write": 1, "open": 2, "mmap": 9, "pwrite64": 18, "writev": 20, "sendfile": 40,
        "fsync": 74, "fdatasync": 75, "truncate": 76, "ftruncate": 77, "rename": 82, "mkdir": 83,
        "rmdir": 84, "creat": 85, "link": 86, "unlink": 87, "symlink": 88, "openat": 257,
        "mkdirat": 258, "unlinkat": 263, "renameat": 264, "linkat": 265, "symlinkat": 266,
        "fallocate": 285, "pwritev": 296, "renameat2": 316, "copy_file_range": 326,
        "pwritev2": 328,
    },
    "aarch64": {
        "mkdirat": 34, "unlinkat": 35, "symlinkat": 36, "linkat": 37, "renameat": 38,
        "ftruncate": 46, "fallocate": 47, "truncate": 45, "openat": 56, "write": 64,
        "writev": 66, "pwrite64": 68, "pwritev": 70, "sendfile": 71, "fsync": 82,
        "fdatasync": 83, "mmap": 222, "renameat2": 276, "copy_file_range": 285, "pwritev2": 287,
    },
}  # fmt: skip
_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_SECCOMP = {"x86_64": 317, "aarch64": 277}
_PIDFD_GETFD = 438
_OPENING = {"open": 1, "openat": 2}  # which argument holds the flags
_CHANGING = os.O_CREAT | os.O_TRUNC
_SHARED, _WRITABLE = 0x01, 0x02  # of mmap's flags and protection

_NO_NEW_PRIVILEGES = 38
_SET_FILTER, _ACTION_AVAILABLE, _NEW_LISTENER = 1, 2, 8
_ALLOW, _NOTIFY = 0x7FFF0000, 0x7FC00000
_CONTINUE = 1
_RECEIVE, _SEND = 0xC0502100, 0xC0182101
_NOTIFICATION = struct.Struct("=QIIiIQ6Q")
_RESPONSE = struct.Struct("=QqiI")

_libc = ctypes.CDLL(None, use_errno=True)
_MACHINE = platform.machine()
_NAMES = {number: name for name, number in NUMBERS.get(_MACHINE, {}).items()}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def unavailable() -> str | None:
    """Why calls can't be watched here; None when they can."""
    if _MACHINE not in NUMBERS or not hasattr(os, "pidfd_open"):
        return f"system calls of {platform.system()} on {_MACHINE} can't be watched"
    action = ctypes.c_uint32(_NOTIFY)
    if _libc.syscall(_SECCOMP[_MACHINE], _ACTION_AVAILABLE, 0, ctypes.byref(action)):
        return f"this kernel has no seccomp notification ({os.strerror(ctypes.get_errno())})"
    return None


def install() -> int:
    """Put the filter on this thread and those it will start; the descriptor to listen at."""
    code = _filter()
    program = _Program(len(code) // 8, code)
    if _libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")
    number = _SECCOMP[_MACHINE]
    listener = _libc.syscall(number, _SET_FILTER, _NEW_LISTENER, ctypes.byref(program))
    if listener < 0:
        raise OSError(ctypes.get_errno(), "seccomp")
    return int(listener)


def _filter() -> bytes:
    """The filter in the kernel's own language (classic BPF)."""
    load, equal, any_bit, give = 0x20, 0x15, 0x45, 0x06
    numbers = NUMBERS[_MACHINE]
    plain = [number for name, number in numbers.items() if name not in {*_OPENING, "mmap"}]
    code: list[tuple[int, int, int, int]] = [
        (load, 0, 0, 4),
        (equal, 1, 0, _ARCHITECTURE[_MACHINE]),
        (give, 0, 0, _ALLOW),
        (load, 0, 0, 0),
    ]
    for number in plain:
        code += [(equal, 0, 1, number), (give, 0, 0, _NOTIFY)]
    for name, argument in _OPENING.items():
        if name in numbers:  # only what makes or empties files
            code += [
                (equal, 0, 4, numbers[name]),
                (load, 0, 0, 16 + 8 * argument),
                (any_bit, 0, 1, _CHANGING),
                (give, 0, 0, _NOTIFY),
                (give, 0, 0, _ALLOW),
            ]
    code += [  # only what writes to files through memory
        (equal, 0, 5, numbers["mmap"]),
        (load, 0, 0, 16 + 8 * 2),
        (any_bit, 0, 3, _WRITABLE),
        (load, 0, 0, 16 + 8 * 3),
        (any_bit, 0, 1, _SHARED),
        (give, 0, 0, _NOTIFY),
        (give, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("=HBBI", *line) for line in code)


@dataclass(frozen=True, slots=True)
class Notification:
    """A call that waits for an answer."""

    id: int
    thread: int
    name: str
    arguments: tuple[int, ...]


class Listener:
    """The end at which the calls of a filtered process arrive."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def receive(self) -> Notification | None:
        """The next call; None when its thread has died meanwhile."""
        buffer = bytearray(_NOTIFICATION.size)
        try:
            fcntl.ioctl(self.descriptor, _RECEIVE, buffer)
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.EINTR):
                return None
            raise
        number, thread, _, call, _, _, *arguments = _NOTIFICATION.unpack(buffer)
        return Notification(number, thread, _NAMES[call], tuple(arguments))

    def go_on(self, call: Notification) -> None:
        """Let the kernel do what was asked for."""
        self._send(_RESPONSE.pack(call.id, 0, 0, _CONTINUE))

    def refuse(self, call: Notification, error: int) -> None:
        """Make the call fail."""
        self._send(_RESPONSE.pack(call.id, 0, -error, 0))

    def answer(self, call: Notification, value: int) -> None:
        """Give the call a result: it was done for it."""
        self._send(_RESPONSE.pack(call.id, value, 0, 0))

    def _send(self, response: bytes) -> None:
        try:
            fcntl.ioctl(self.descriptor, _SEND, response)
        except OSError as error:
            if error.errno != errno.ENOENT:  # it was killed meanwhile
                raise

    def close(self) -> None:
        """Stop listening: filtered calls of whoever is left fail with ENOSYS."""
        os.close(self.descriptor)


def shared_descriptor(pidfd: int, descriptor: int) -> int:
    """Another process's open file as one of ours: the same position, the same flags."""
    found = _libc.syscall(_PIDFD_GETFD, pidfd, descriptor, 0)
    if found < 0:
        raise OSError(ctypes.get_errno(), "pidfd_getfd")
    return int(found)
