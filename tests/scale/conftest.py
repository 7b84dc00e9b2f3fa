"""Both kinds of collection, by readable ids; that in Lance tables where the extra is installed."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from tests.support.places import PLACES

NEEDS_LANCE = pytest.mark.skipif(
    find_spec("lance") is None, reason="needs the extra: pip install 'qa[scale]'"
)


@pytest.fixture(
    params=[
        pytest.param(name, marks=NEEDS_LANCE if name == "lance" else (), id=name) for name in PLACES
    ]
)
def place(request, tmp_path):
    """An empty collection."""
    return PLACES[request.param](tmp_path)


@pytest.fixture
def lance_place(tmp_path):
    """An empty collection in Lance tables."""
    pytest.importorskip("lance", reason="needs the extra: pip install 'qa[scale]'")
    return PLACES["lance"](tmp_path)


@pytest.fixture
def own_folders(tmp_path, monkeypatch):
    """Collections and settings, of the processes that are started as well, go here."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def storage(monkeypatch, own_folders):
    """An object storage on this machine, as the environment names it."""
    pytest.importorskip("moto", reason="needs moto[server], an S3 for tests")
    from tests.support.object_storage import Storage

    made = Storage()
    for name, value in made.environment.items():
        monkeypatch.setenv(name, value)
    yield made
    made.stop()
