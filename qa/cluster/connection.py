"""Ray, started on this machine for one update, or a cluster that runs already.

What is started here listens on loopback only, asks every caller for a secret, reports no usage, and
has no dashboard; its files are private and go with it.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Event
from typing import Any

from qa.errors import ClusterError, UsageError

HERE = "local"  # the address that stands for a cluster started on this machine
_ADDRESS = re.compile(r"auto|[A-Za-z0-9.\-]+:\d{1,5}|\[[0-9A-Fa-f:]+\]:\d{1,5}")
_OBJECTS = 256 << 20  # bytes of shared memory for what is on its way
_REACH_SECONDS = 10.0
_ATTEMPTS = 2  # Ray gives its processes 30 s to start, which a busy machine may exceed
# Read by Ray when it is imported, and by the processes that it starts.
_ALWAYS = {"RAY_USAGE_STATS_ENABLED": "0"}
_STARTED_HERE = {
    # By this variable Ray binds to 127.0.0.1, as it does by default on macOS and Windows.
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
    "RAY_AUTH_MODE": "token",
}
_QUIET = {"log_to_driver": False, "logging_level": "ERROR"}
_imported_privately = Event()  # set when Ray was imported with these settings


@dataclass(frozen=True, slots=True)
class Connection:
    """The module `ray`, connected, and how many cores its cluster has."""

    ray: Any
    cores: int


def check_address(address: str) -> None:
    """Raise UsageError when this is no address, or when Ray is not installed."""
    if address != HERE and not _ADDRESS.fullmatch(address):
        raise UsageError(
            f"{address!r} is no address of a Ray cluster.",
            "It is auto or HOST:PORT; name folders before --ray, which needs no address to use "
            "this machine.",
        )
    if find_spec("ray") is None:
        raise UsageError(
            "This needs the package 'ray', which is not installed.",
            "Install it with: pip install 'qa[scale]'.",
        )


@contextmanager
def connected(address: str, cores: int | None = None) -> Iterator[Connection]:
    """Ray at `address`, which is `HERE` for one with `cores` (default: all) of this machine.

    One that this process is connected to already is used, and stays. Raises ClusterError.
    """
    with _environment(_ALWAYS | (_private() if address == HERE else {})):
        ours = "ray" not in sys.modules
        import ray  # 1.5 s

        if ours and address == HERE:
            _imported_privately.set()
        if ray.is_initialized():
            yield Connection(ray, _cores(ray))
        elif address == HERE:
            if not _imported_privately.is_set():
                raise ClusterError(
                    "Ray was imported before, without the settings by which only this program "
                    "reaches what it starts.",
                    "Start it yourself, with ray.init(): then that is used.",
                )
            with _started(ray, cores or os.cpu_count() or 1):
                yield Connection(ray, _cores(ray))
        else:
            try:
                _reach(address)
                ray.init(address, **_QUIET)
            except Exception as error:
                ray.shutdown()
                raise _unreachable(f"can't be reached at {address}", error) from error
            try:
                yield Connection(ray, _cores(ray))
            finally:
                ray.shutdown()


@contextmanager
def _started(ray: Any, cores: int) -> Iterator[None]:
    # A short path, for those of sockets are limited to 107 bytes and Ray's own part is long.
    home = "/tmp" if Path("/tmp").is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="qa-ray-", dir=home))  # only ours, as Ray's own is not
    try:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                ray.init(
                    num_cpus=cores,
                    num_gpus=0,
                    include_dashboard=False,
                    object_store_memory=_OBJECTS,
                    _temp_dir=str(folder),
                    **_QUIET,
                )
                break
            except Exception as error:  # the one of a start that took too long is an Exception
                ray.shutdown()
                if attempt == _ATTEMPTS:
                    raise _unreachable("can't be started on this machine", error) from error
        yield
    finally:
        ray.shutdown()
        shutil.rmtree(folder, ignore_errors=True)


def _reach(address: str) -> None:
    """Raise OSError when nobody listens there, of which Ray makes sure for minutes."""
    host, _, port = address.rpartition(":")
    if host:
        socket.create_connection((host.strip("[]"), int(port)), _REACH_SECONDS).close()


def _unreachable(what: str, error: Exception) -> ClusterError:
    words = getattr(error, "strerror", None) or str(error).strip() or type(error).__name__
    reason = words.splitlines()[0].rstrip(".")
    return ClusterError(
        f"Ray {what}: {reason}.",
        "Run it on a machine of the cluster ('ray start --address HOST:PORT' makes it one), or "
        "with --ray alone to use this machine's cores.",
    )


def _cores(ray: Any) -> int:
    return max(1, int(ray.cluster_resources().get("CPU", 1)))


def _private() -> dict[str, str]:
    """The settings of a cluster started here."""
    return {"RAY_AUTH_TOKEN": _secret()} | _STARTED_HERE


@cache
def _secret() -> str:
    """The same for the whole process, for Ray reads it once."""
    return secrets.token_hex(32)


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    """Variables of the environment, set meanwhile."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
