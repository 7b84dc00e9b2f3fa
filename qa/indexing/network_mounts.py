"""Detect network file systems, where the system (inotify) misses changes by others."""

from __future__ import annotations

import os
import re
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
# File systems that other machines change without this one being notified.
_SHARED = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|ncpfs|afs|coda|9p|virtiofs|vboxsf|prl_fs|vmhgfs|drvfs"
    r"|ceph|glusterfs|lustre|gfs2|ocfs2|beegfs|gpfs|fuse\..*"
)
_ESCAPE = re.compile(r"\\([0-7]{3})")


def notifies(path: Path) -> bool:
    """Whether the system reports every change under `path`; true where that is unknown."""
    return not _SHARED.fullmatch(kind_of(path, _lines()))


def kind_of(path: Path, mounts: list[str]) -> str:
    """The kind of the file system that `path` is on, by the lines of mountinfo; "" if unknown."""
    place = os.path.realpath(path)
    found, longest = "", -1
    for line in mounts:
        about, _, disk = line.partition(" - ")
        fields = about.split(" ")
        if len(fields) < 5 or not disk:
            continue
        point = _ESCAPE.sub(lambda match: chr(int(match[1], 8)), fields[4])
        inside = place == point or place.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= longest:  # of several on one point the last one counts
            found, longest = disk.split(" ")[0], len(point)
    return found


def _lines() -> list[str]:
    try:
        return _MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:  # not Linux
        return []
