"""Two builders and four readers of one collection, a builder killed among them: real processes."""

from __future__ import annotations

import os
import sys

import pytest

import qa
from tests.support.builders import ROOT

pytest.importorskip("lance", reason="needs the extra: pip install 'qa[scale]'")

DOCUMENTS = 240
# `qa` as it is, but that it commits after some documents and not after 2,048 passages.
BUILDER = """
import sys
from qa.cli import main
from qa.indexing import ingest
from qa.shared import store
ingest.BATCH_PASSAGES, store.FLUSHED = 20, 40
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def folder(tmp_path, monkeypatch, own_folders):
    """Documents of three passages each, every one with a word of its own."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    folder = tmp_path / "stations"
    folder.mkdir()
    for number in range(DOCUMENTS):
        paragraphs = [
            f"Station{number} {part} " + f"the {part} of the line has {number} lamps. " * 14
            for part in ("opens", "middle", "closes")
        ]
        (folder / f"station{number:03}.txt").write_text("\n\n".join(paragraphs), "utf-8")
    return folder


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_a_kill_among_builders_and_readers_loses_nothing_and_shows_nothing_half(folder, tmp_path):
    from bench.harness.shared_load import run

    with qa.open(tmp_path / "index", paths=[folder], encoder="fast") as engine:
        report = engine.sync()
    assert report.documents == DOCUMENTS
    assert report.passages >= 2 * DOCUMENTS
    found = run(
        folder,
        tmp_path / "index",
        f"lance:{tmp_path / 'shared'}",
        builder=[sys.executable, "-c", BUILDER],
    )
    assert found.lost == []
    assert found.different == []
    assert (found.documents, found.passages) == (DOCUMENTS, report.passages)
    assert 0.4 * DOCUMENTS <= found.acknowledged < DOCUMENTS
    assert found.again == 0
    assert len(found.readers) == 4
    for reader in found.readers:
        assert reader.problems == []
        assert reader.rounds >= 2
        assert len(set(reader.commits)) >= 2  # more than one version was looked at
        assert reader.commits[-1] > 0
