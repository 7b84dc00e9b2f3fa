"""A build that makes searchable what it has again and again ends as one that never did."""

import pytest

from qa.indexing import ingest, publish
from qa.indexing import sync as sync_module
from qa.indexing.derive import derive
from qa.indexing.sync import sync
from qa.search import lexical_files
from tests.indexing.test_updates import Folder
from tests.support.builders import contents
from tests.support.updates import QUERIES, candidates, fake_encoder


@pytest.mark.parametrize("killed_at", [1, 3])
def test_a_build_that_was_killed_after_publishing_goes_on_from_there(
    tmp_path, monkeypatch, killed_at
):
    fake_encoder(monkeypatch)
    monkeypatch.setattr(sync_module, "SMALL_FILES", 0)  # or it would not publish
    folder = Folder(tmp_path / "docs", killed_at)
    for _ in range(12):
        folder.add()
    clean, index = tmp_path / "clean", tmp_path / "index"
    with monkeypatch.context() as patch:
        patch.setattr(ingest, "BATCH_PASSAGES", 2)
        patch.setattr(ingest, "_UNENCODED", 1)
        patch.setattr(publish, "_FIRST", 0.0)  # after each commit
        patch.setattr(publish, "_SHARE", 0)
        published = 0

        def killed(*args, **options):
            nonlocal published
            published += 1
            if published > killed_at:
                raise KeyboardInterrupt
            derive(*args, **options)

        patch.setattr(publish, "derive", killed)
        with pytest.raises(KeyboardInterrupt):
            sync(index, [folder.root])
        for path in folder.files()[:2]:
            path.unlink()  # one of them was read before, perhaps
        folder.add()
        for name in ("_FEW", "_GONE_SHARE", "_CARRIED"):
            patch.setattr(lexical_files, name, 0)
        patch.setattr(publish, "derive", derive)
        patch.setattr("qa.indexing.derive.build_lexical", None)  # whoever builds anew fails
        sync(index, [folder.root], prune=True)
    sync(clean, [folder.root])
    assert contents(index) == contents(clean)
    for query in QUERIES:
        expected, found = candidates(clean, query), candidates(index, query)
        assert found.keys() == expected.keys()
        for place, (cosine, bm25) in found.items():
            assert cosine == pytest.approx(expected[place][0], abs=1e-6)
            assert bm25 == pytest.approx(
                expected[place][1], rel=0.1
            )  # what is gone counts a little
