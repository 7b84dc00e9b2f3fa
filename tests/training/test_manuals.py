"""Our own questions, and the passages that they are put to."""

from __future__ import annotations

import gzip
import json

import pytest

from training.manuals import PROSE, QUESTIONS, documentation, joined, key

KINDS = {"fact", "how-to", "why", "definition", "yesno", "list", "comparison", "negation", "table",
         "symptom", "keyword"}  # fmt: skip


@pytest.fixture(scope="module")
def asked():
    with gzip.open(QUESTIONS, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def test_every_question_is_whole(asked):
    assert len(asked) > 6500
    for row in asked:
        assert row["q"].strip()
        assert row["q"] != row["u"]
        assert 0 <= row["e"][0] <= row["a"][0] < row["a"][1] <= row["e"][1]
        assert len(row["passage"]) == 16
        assert row["document"] or row["collection"] in PROSE
    assert {row["kind"] for row in asked} <= KINDS | {""}
    assert len({(row["q"], row["passage"]) for row in asked}) == len(asked)


def test_a_question_finds_its_passage_by_its_text(tmp_path):
    folder = tmp_path / "guide"
    folder.mkdir()
    text = "# Boats\n\n## Mooring\n\nTie the bow line first. Then tie the stern line.\n"
    (folder / "boats.md").write_text(text)
    passages = list(documentation(tmp_path, lambda texts: [len(t.split()) for t in texts]))
    (passage,) = passages
    assert (passage["title"], passage["document"]) == ("Boats", "boats.md")
    start = passage["passage"].index("Tie the bow")
    row = {"passage": key(passage["passage"]), "kind": "how-to", "q": "which line first", "u": "",
           "e": [start, start + 23], "a": [start + 8, start + 16]}  # fmt: skip
    other = row | {"passage": key("another")}
    (found,) = joined([other, row], passages)
    assert (found["n"], found["e"], found["a"]) == (1, "Tie the bow line first.", "bow line")
    assert (found["collection"], found["use"]) == ("guide", "train")
    (found,) = joined([row | {"use": "fit"}], passages)
    assert found["use"] == "fit"
