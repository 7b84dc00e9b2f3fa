"""A search structure from elsewhere is tried in a process of its own before it is opened here.

FAISS and tantivy are native code: what they make of a file that was forged could end the process
that asks. One that was written here is known by its signature, a copy by its hash; a copy is tried
once, with limits on time and memory, and remembered by its contents like what `qa trust` allows.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from qa.errors import IndexUnwritable
from qa.files import make_folder, make_private, read_json, write_json
from qa.trust import config_folder

FILE_NAME = "probed.json"
_MOST = 1_000  # structures that are remembered, the newest
_SECONDS = 120  # on the clock
_TRIALS = {"dense": 2, "lexical": 1}  # versions: what passed an earlier one is tried again
_PROGRAM = (  # isolated, for the current folder may hold a json.py; then with the parent's imports
    "import sys, json; sys.path[:] = json.loads(sys.argv[1])\n"
    "from qa.search.probe_worker import main; main(*sys.argv[2:])"
)


def dense_copy(path: Path, card: Mapping[str, Any], dimension: int, lists: int) -> bool:
    """Whether FAISS may read a copy of the file that a card describes.

    It must have our layout, the dimension of the store and as many vectors as the card says. It is
    opened in another process first, and each vector compared with the one in the store.
    """
    from qa.search import faiss_layout  # 1 ms, like the other below, that only copies need

    try:
        faiss_layout.check(path, dimension, int(card["passages"]), lists, contents=True)
        return survives("dense", path, f"{card['sha256']} {card['state']}")
    except (OSError, ValueError, KeyError, TypeError):
        return False


def lexical_copy(generation: Path, files: Mapping[str, Any], passages: int) -> bool:
    """Whether tantivy may read a copy of the files that a card describes.

    Fields and settings must be ours, no file unknown, and it is opened in another process first.
    """
    from qa.search import lexical_layout

    try:
        lexical_layout.check(generation, files, passages)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False
    hashes = "".join(f"{name} {files[name][1]}\n" for name in sorted(files))
    return survives("lexical", generation, hashlib.sha256(hashes.encode()).hexdigest())


def survives(kind: str, path: Path, sha256: str) -> bool:
    """Whether opening and searching a structure ends well; one that did so before is not tried.

    `kind` is "dense" or "lexical", `sha256` the hash of all its contents, of a dense one with the
    state of the store that it is of.
    """
    digest = hashlib.sha256(f"{kind} {_TRIALS[kind]} {sha256}".encode()).hexdigest()
    known = _known()
    if digest in known:
        return True
    if not _tried(kind, path):
        return False
    now = datetime.now(UTC).isoformat(timespec="seconds")
    newest = sorted({**known, digest: now}.items(), key=lambda each: each[1])[-_MOST:]
    folder = config_folder()
    with suppress(IndexUnwritable, OSError):  # then it is tried again next time
        make_folder(folder)
        make_private(folder)
        write_json(folder / FILE_NAME, {"probed": dict(newest)})
    return True


def _known() -> dict[str, str]:
    found = (read_json(config_folder() / FILE_NAME) or {}).get("probed")
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def _tried(kind: str, path: Path) -> bool:
    search = [os.path.abspath(each) for each in sys.path if each]
    root = str(Path(__file__).parents[2])
    command = [sys.executable, "-I", "-c", _PROGRAM, json.dumps([root, *search]), kind, str(path)]
    if not sys.executable:  # inside another program; its layout was checked
        return True
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    except OSError:  # no process can be started: neither good nor bad
        return True
    return done.returncode == 0
