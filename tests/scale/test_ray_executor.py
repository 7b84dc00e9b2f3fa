"""What the executor does by itself: groups, addresses, refused nodes. Ray isn't started."""

from __future__ import annotations

import hashlib
import os
import socket
import sys
from concurrent.futures import Future
from threading import Event
from types import ModuleType

import numpy as np
import pytest

from qa.cluster import connection
from qa.cluster.connection import HERE, check_address, connected
from qa.cluster.node_check import check_node
from qa.cluster.node_worker import NodeWorker, opened_result, setup_of
from qa.cluster.ray_executor import RayExecutor, _results, groups_of
from qa.documents.passages import PassageSettings
from qa.documents.scan import scan
from qa.embedding.encoder import load_encoder
from qa.embedding.reference_texts import REFERENCE_TEXTS
from qa.errors import ClusterError, DocumentError, UsageError
from qa.indexing.cutter import Cutter
from qa.version import __version__


@pytest.fixture(scope="module")
def encoder():
    return load_encoder()


@pytest.fixture(scope="module")
def cutter(encoder):
    return Cutter(PassageSettings(), encoder.count_tokens, encoder.tokenizer_file)


@pytest.fixture
def files(tmp_path):
    (tmp_path / "a.txt").write_text("Gliders fly over the lake.")
    (tmp_path / "b.txt").write_text(" ")
    (tmp_path / "c.md").write_text("# Boats\n\nBoats sail on it. " + "They are white. " * 50)
    return list(scan([tmp_path], tmp_path))


def test_groups_have_so_many_files_and_bytes_at_most(files):
    assert [[item.source for item in group] for group in groups_of(files, 2, 1 << 20)] == [
        ["a.txt", "b.txt"],
        ["c.md"],
    ]
    assert [len(group) for group in groups_of(files, 9, 27)] == [2, 1]  # one larger alone
    assert list(groups_of([], 9, 27)) == []


@pytest.mark.parametrize("address", ["auto", "10.0.0.3:6379", "head.example.org:6379", "[::1]:10"])
def test_addresses(address):
    check_address(address)


@pytest.mark.parametrize("address", ["", "~/articles", "seeds", "ray://h:1", "h:1; rm", "/a:1"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(UsageError, match="no address of a Ray cluster") as caught:
        RayExecutor(address)
    assert "name folders before --ray" in caught.value.hint


def test_without_the_extra_it_is_named(monkeypatch):
    monkeypatch.setattr(connection, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match="'ray', which is not installed") as caught:
        RayExecutor(HERE)
    assert caught.value.hint == "Install it with: pip install 'qa[scale]'."


class PretendedRay(ModuleType):
    """The module `ray`, as far as connecting needs it."""

    def __init__(self, monkeypatch):
        super().__init__("ray")
        self.down = 0
        monkeypatch.setitem(sys.modules, "ray", self)

    def is_initialized(self):
        return False

    def init(self, address, **options):
        assert options == {"log_to_driver": False, "logging_level": "ERROR"}
        assert os.environ["RAY_USAGE_STATS_ENABLED"] == "0"
        raise ConnectionError(f"Could not find a cluster at {address}.\nMore of it.")

    def shutdown(self):
        self.down += 1


def test_a_cluster_that_is_not_there(monkeypatch):
    ray = PretendedRay(monkeypatch)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
        with (
            pytest.raises(ClusterError, match=f"at {address}: Could not find .* {address}\\."),
            connected(address),
        ):
            pass
    with pytest.raises(ClusterError, match=f"at {address}: .*refused"), connected(address):
        pass  # nobody listens there any more
    assert ray.down == 2
    assert "RAY_USAGE_STATS_ENABLED" not in os.environ


def test_a_ray_that_was_imported_openly_is_not_started(monkeypatch):
    PretendedRay(monkeypatch)
    monkeypatch.setattr(connection, "_imported_privately", Event())
    with pytest.raises(ClusterError, match="imported before"), connected(HERE):
        pass


def ready(encoder, **other):
    made = encoder.encode_passages(REFERENCE_TEXTS).astype(np.float32)
    found = {"node": "n1", "pid": 1, "version": __version__, "unseen": ""}
    return found | {"vectors": made.tobytes()} | other, made


def test_a_node_like_this_machine_is_used(encoder):
    found, expected = ready(encoder)
    check_node(found, "/f", expected)


def test_a_node_unlike_this_machine_is_refused_by_name(encoder):
    found, expected = ready(encoder)
    turned = np.roll(expected, 1, axis=1).astype(np.float32)
    nothing = np.full_like(expected, np.nan)
    for other, reason in [
        ({"version": "0.0.1"}, "n1 has version 0.0.1 of qa"),
        ({"problem": "It is not here.", "hint": "Copy it."}, "n1 can't open the model: It is not"),
        ({"unseen": "It is not there."}, "n1 doesn't see the file /f"),
        ({"vectors": turned.tobytes()}, "n1 makes other vectors"),
        ({"vectors": nothing.tobytes()}, "n1 makes other vectors"),
        ({"vectors": b"1234"}, "n1 has another model"),
    ]:
        with pytest.raises(ClusterError, match=reason):
            check_node(found | other, "/f", expected)


def test_a_node_that_may_not_read_objects_is_refused_by_name(encoder):
    found, expected = ready(encoder, unseen="Can't be opened: access denied.")
    with pytest.raises(ClusterError, match="n1 can't read s3://papers/a"):
        check_node(found, "/s3:/papers/a.txt", expected)


def test_a_worker_reads_cuts_and_encodes_as_here(files, encoder, cutter):
    worker = NodeWorker(encoder.name, encoder.key)
    try:
        plain = [
            {name: getattr(item, name) for name in item.__dataclass_fields__} for item in files
        ]
        found = [opened_result(each) for each in worker.cut(plain, setup_of(cutter))]
        for item, (state, result) in zip(files, found, strict=True):
            assert (state.source, state.size, state.inode) == (item.source, item.size, item.inode)
            expected = cutter.here(item)
            if isinstance(expected, DocumentError):
                assert (item.source, result.message) == ("b.txt", expected.message)
            else:
                assert result == expected
        texts = ["Boats sail.", "A long text. " * 200]
        data, longer = worker.encode(texts)
        truncated = []
        expected = encoder.encode_passages(texts, truncated).astype(np.float16)
        assert data == expected.tobytes()
        assert longer == len(truncated) == 1
    finally:
        worker.close()


def test_a_node_without_tesseract_is_named(files, encoder, cutter):
    worker = NodeWorker(encoder.name, encoder.key)
    setup = setup_of(cutter) | {
        "ocr": {"languages": "eng", "program": "/nowhere/tesseract", "problem": "", "turns": False}
    }
    try:
        with pytest.raises(ClusterError, match="has no program /nowhere/tesseract"):
            worker.cut([], setup)
    finally:
        worker.close()


def test_a_file_that_a_node_does_not_see_is_read_here(files, cutter):
    """A network disk that is gone on one node must not remove documents."""
    state = b'{"state":{"source":"a.txt","size":26,"mtime_ns":1,"inode":1,"file_sha256":"%s"},'
    lost = b'"skipped":"Can\'t be opened: No such file or directory.","pictures":false}'
    future = Future()
    future.set_result([state % b"" + lost, state % b"12ab" + lost])
    first, second = _results([files[0], files[0]], future, cutter)
    assert first[2] == cutter.here(files[0])
    assert first[1].file_sha256 == hashlib.sha256(b"Gliders fly over the lake.").hexdigest()
    assert second[2].message == "Can't be opened: No such file or directory."
