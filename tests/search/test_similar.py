"""Documents that are like another one: copies told from versions, and these from kin."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

import qa
from qa.cli import main
from qa.datatypes import Filter, Likeness
from qa.errors import DocumentNotFound, UsageError
from qa.render.similar_list import as_json, as_markdown, as_text
from qa.render.terminal import Look
from qa.serving.operations import perform
from qa.serving.parameters import OPERATIONS

DAM = (
    "# The dam at Orrin broke\n\nThe dam at Lake Orrin broke on Friday night after three days of "
    "rain. {killed} people were killed, and about 300 had to leave their homes by the river.\n\n"
    "Governor Ida Brandt said that the state will build the dam again within two years. {more}\n"
)
NOTES = {
    "dam.md": DAM.format(killed="Eleven", more="Engineers had warned of it."),
    "news/dam-copy.md": DAM.format(killed="Eleven", more="Engineers had warned of it."),
    "news/dam-later.md": DAM.format(
        killed="Fourteen",
        more="A commission of five judges will look into why nobody opened the spillway in time, "
        "and who had the keys of the tower, the mayor of Hillford told reporters on Tuesday.",
    ),
    "flood.md": "# Flood in the valley\n\nHeavy rain has flooded the road along the river below "
    "Lake Orrin. People were brought out of their homes in boats.\n",
    "bread.md": "# Sourdough\n\nMix flour and water, let it rise for a night, and bake the loaf "
    "in a hot oven for forty minutes.\n",
    "tax.md": "# Tax return\n\nThe form is due in May. Receipts are kept for ten years.\n",
    "chess.md": "# Openings\n\nThe Sicilian defence answers the king's pawn with a pawn to c5.\n",
    "digest.md": "# Digest of the week\n\nShort notes on many things: elections, football, the "
    "price of wheat and a new bridge in the capital.\n\n"
    + DAM.format(killed="Eleven", more="Engineers had warned of it.").removeprefix("# ")
    + "\nIn other news, the orchestra played two symphonies, and the museum bought a painting of "
    "ships. The zoo has a young elephant. Trains to the coast are late again this month.\n",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[qa.Engine]:
    home = tmp_path_factory.mktemp("similar")
    for name, text in NOTES.items():
        path = home / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    with qa.open(home / "index", paths=[home / "docs"]) as engine:
        engine.sync()
        yield engine


def test_copies_versions_and_kin_are_told_apart(engine: qa.Engine) -> None:
    found = engine.similar("dam.md")
    assert found.document.source == "dam.md"
    assert found.searched_documents == len(NOTES) - 1
    likeness = {each.document.source: each.likeness for each in found.similar}
    assert likeness["news/dam-copy.md"] is Likeness.COPY
    assert likeness["news/dam-later.md"] is Likeness.VERSION
    assert likeness["digest.md"] is Likeness.PART
    assert likeness["flood.md"] in (Likeness.CLOSE, Likeness.RELATED)
    assert not likeness.keys() & {"bread.md", "tax.md", "chess.md", "dam.md"}
    assert found.similar[0].likeness is Likeness.COPY
    assert not found.similar[0].passages
    scores = [each.score for each in found.similar]
    assert scores == sorted(scores, reverse=True)


def test_the_passages_that_are_alike_are_verbatim(engine: qa.Engine) -> None:
    (flood,) = (each for each in engine.similar("dam.md").similar if "flood" in each.path)
    (pair, *_) = flood.passages
    for stretch, name in ((pair.here, "dam.md"), (pair.there, "flood.md")):
        assert engine.document(name).text[stretch.start : stretch.end] == stretch.text
    assert "rain" in pair.here.text
    assert "rain" in pair.there.text


def test_copies_of_what_is_listed_are_listed_with_it(engine: qa.Engine) -> None:
    found = {each.document.source: each for each in engine.similar("flood.md").similar}
    dams = {"dam.md", "news/dam-copy.md"}
    (listed,) = dams & found.keys()
    assert {each.source for each in found[listed].also_in} == dams - {listed}


def test_what_is_like_nothing_is_like_nothing(engine: qa.Engine) -> None:
    assert engine.similar("bread.md").similar == ()
    assert as_text(engine.similar("bread.md"), Look()) == "Nothing like it in 7 other documents.\n"


def test_restrictions_and_names_are_those_of_other_commands(engine: qa.Engine) -> None:
    within = engine.similar("dam.md", only=Filter(paths=("news/*",)), top=1)
    assert [each.document.source for each in within.similar] == ["news/dam-copy.md"]
    assert within.searched_documents == 2
    with pytest.raises(DocumentNotFound):
        engine.similar("nosuch")
    with pytest.raises(UsageError, match="Ask for 1 to 100"):
        engine.similar("dam.md", top=0)


def test_a_file_that_is_gone_is_like_nothing(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    for name in ("dam.md", "flood.md", "bread.md", "chess.md"):
        (tmp_path / "docs" / name).write_text(NOTES[name])
    with qa.open(tmp_path / "index", paths=[tmp_path / "docs"]) as engine:
        engine.sync()
        assert [each.document.source for each in engine.similar("dam.md").similar] == ["flood.md"]
        (tmp_path / "docs" / "flood.md").unlink()
        assert engine.similar("dam.md").similar == ()
        (tmp_path / "docs" / "later.md").write_text(NOTES["news/dam-later.md"])
        assert [each.document.source for each in engine.similar("dam.md").similar] == ["later.md"]


def test_every_form_says_the_same(engine: qa.Engine, capsys: pytest.CaptureFixture[str]) -> None:
    found = engine.similar("dam.md")
    schema = json.loads((files("qa") / "schema" / "answer.schema.json").read_text("utf-8"))
    plain = json.loads(as_json(found))
    jsonschema.validate(plain, schema)
    assert [each["likeness"] for each in plain["similar"]] == [
        each.likeness.value for each in found.similar
    ]
    text = as_text(found, Look())
    assert "nearly the same text (100%)" in text
    assert "holds nearly all of it" in text
    assert "(like line " in text
    assert as_markdown(found).count("\n- ") == len(found.similar) - 1
    assert main(["similar", "--index", str(engine.index), "dam.md", "--files"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert len(listed) == len(found.similar)
    assert main(["similar", "--index", str(engine.index), "bread.md"]) == 3


def test_a_server_gives_them_with_paths_of_the_collection(engine: qa.Engine) -> None:
    values = OPERATIONS["similar"].read({"document": "dam.md", "top": 3})
    outcome = perform(engine, "similar", values, local=False)
    assert outcome.data["similar"][0]["path"] == "news/dam-copy.md"
    assert str(engine.index.parent) not in json.dumps(outcome.data) + outcome.text
    assert outcome.text.startswith("1. The dam at Orrin broke · nearly the same text (100%) (news/")
