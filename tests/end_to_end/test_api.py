"""The Python interface, as its documentation shows it."""

from __future__ import annotations

import collections.abc
import dataclasses
import re
import shutil
import subprocess
import sys
import textwrap
import threading
import typing
from pathlib import Path

import pytest

import qa
from tests.support.builders import environment

ROOT = Path(__file__).parents[2]
QUESTION = "why was Turkey removed from F-35?"


def examples(text: str) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", text, re.M | re.S)


def shown_in(name: str) -> str:
    """The first example of a documentation file, or of the package's docstring."""
    if name == "qa":
        lines = (qa.__doc__ or "").splitlines()
        return textwrap.dedent("\n".join(x for x in lines if not x or x.startswith("    ")))
    return examples((ROOT / name).read_text("utf-8"))[0]


@pytest.fixture
def home(seeds_index, tmp_path, monkeypatch) -> Path:
    """A folder of one's own with `seeds/` and its `index/`, made the current one."""
    folder = tmp_path / "home"
    shutil.copytree(seeds_index.parent, folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("name", ["qa", "README.md", "docs/python.md"])
def test_examples(name, home, capsys):
    names: dict = {}
    exec(compile(shown_in(name), name, "exec"), names)  # the example of our own documentation
    answer = names["answer"]
    assert isinstance(answer, qa.Answer)
    assert answer.question == QUESTION
    assert answer.answered
    assert [quote.line for quote in answer.evidence] == [18, 16]
    said = capsys.readouterr().out
    if "print(" in shown_in(name):
        assert all(quote.text in said for quote in answer.evidence)


def test_paths_read_from_here(home):
    with qa.open() as collection:
        assert not collection.stale()
        (source,) = collection.ask(QUESTION).sources
    assert source.path == "seeds/000_f06a268188dc6e39.txt"
    assert (home / source.path).is_file()
    assert source.lines == (16, 18)


PUBLIC = {
    "Engine", "open", "MAX_QUESTION",
    # what it takes and returns
    "Answer", "Block", "BlockKind", "Box", "Check", "Checkup", "Clusters", "DateOrigin",
    "DifferingAnswer", "Document", "DocumentInfo",
    "Evidence", "Filter", "Hit", "Noticed", "Passage", "Place", "PlaceKind", "Preview", "Progress",
    "QuotedFile", "Receipt", "Refusal",
    "CheckedAnswer", "CheckedDraft", "CheckedQuote", "CheckedSentence", "CheckedStretch",
    "DiffPart", "Difference", "Nearest", "Occurrence", "QuoteState", "SentenceState", "Side",
    "Selection", "Sentence", "SideScore", "Skipped", "Source", "Staleness", "Status", "Strength",
    "AlikePassages", "Likeness", "SimilarDocument", "SimilarDocuments", "Stretch",
    "SyncReport", "Timeline", "TimelineEntry", "Timing", "Verdict",
    "Doubt", "Support", "Written", "WrittenSentence",
    # what it raises
    "ClusterError", "NotShared", "ScaleMissing",
    "CollectionError", "CollectionNotFound", "DocumentError", "DocumentNotFound",
    "EncoderError", "FolderUntrusted",
    "IndexDamaged",
    "IndexLocked", "IndexMismatch", "IndexNotFound", "IndexUnwritable", "ModelNotFound",
    "ModelRefused", "ModelUnfaithful", "QaError", "ReaderDamaged", "StorageError", "StoreError",
    "Untrusted",
    "UsageError", "VerbatimError", "WriterError", "WriterNotAllowed",
    "AsyncEngine", "ServerBusy", "open_async",
}  # fmt: skip


def test_every_public_name_is_there():
    assert set(qa.__all__) == PUBLIC
    assert len(qa.__all__) == len(PUBLIC)
    for name in PUBLIC - {"MAX_QUESTION"}:
        assert getattr(qa, name).__name__ == name
        assert getattr(qa, name) is getattr(qa, name)


def mentioned(kind: object) -> set[type]:
    """The types of this package in an annotation, and in the fields of those."""
    found = set().union(*(mentioned(each) for each in typing.get_args(kind)))
    if isinstance(kind, type) and kind.__module__.startswith("qa."):
        found.add(kind)
        if dataclasses.is_dataclass(kind):
            for each in typing.get_type_hints(kind).values():
                found |= mentioned(each)
    elif isinstance(kind, (list, tuple)):  # the arguments of a Callable
        found = found.union(*(mentioned(each) for each in kind))
    return found


def test_every_type_that_is_taken_or_returned_is_public():
    known = {**vars(collections.abc), "Event": threading.Event}
    found: set[type] = set()
    for name, method in [*vars(qa.Engine).items(), ("open", qa.open)]:
        method = method.fget if isinstance(method, property) else method
        if callable(method) and not name.startswith("_"):
            for kind in typing.get_type_hints(method, localns=known).values():
                found |= mentioned(kind)
    assert {kind.__name__ for kind in found} >= {"Filter", "BlockKind", "Clusters", "QaError"}
    assert {kind.__name__ for kind in found} <= PUBLIC


def test_every_error_is_public():
    from qa import errors

    named = {name for name, each in vars(errors).items() if isinstance(each, type)}
    assert named <= PUBLIC


def test_the_package_says_that_it_is_typed():
    assert (Path(qa.__file__).parent / "py.typed").is_file()


def test_names_are_listed():
    assert set(qa.__all__) <= set(dir(qa))
    assert "__version__" in dir(qa)


def test_unknown_name():
    with pytest.raises(AttributeError, match=r"module 'qa' has no attribute 'opne'"):
        _ = qa.opne


def test_results_are_frozen(seeds_engine):
    answer = seeds_engine.ask(QUESTION)
    for value in (answer, answer.evidence[0], answer.sources[0], answer.sources[0].document):
        field = dataclasses.fields(value)[0].name
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(value, field, "other")
    assert isinstance(answer.evidence, tuple)


def test_the_same_question_gives_the_same_answer(seeds_engine):
    one, other = seeds_engine.ask(QUESTION), seeds_engine.ask(f"  {QUESTION}\n")
    assert one == other  # times are no part of it
    assert one.timings
    assert hash(one.evidence) == hash(other.evidence)


def test_what_an_answer_says_of_the_search(seeds_engine):
    answer = seeds_engine.ask(QUESTION)
    status = seeds_engine.status(scan=False)
    assert answer.searched_documents == status.documents == 2
    assert answer.searched_passages == status.passages > 2
    assert answer.index_fingerprint == status.fingerprint
    stages = [timing.stage for timing in answer.timings]
    assert stages == [
        "open",
        "encode",
        "dense",
        "lexical",
        "fuse",
        "fetch",
        "read",
        "evidence",
        "total",
    ]
    assert all(timing.milliseconds >= 0 for timing in answer.timings)


@pytest.mark.parametrize(
    ("question", "top"), [("", 3), (" \n\t ", 3), ("x" * 2001, 3), ("why?", 0), ("why?", -1)]
)
def test_what_makes_no_sense(seeds_engine, question, top):
    for method in (seeds_engine.ask, seeds_engine.search):
        with pytest.raises(qa.QaError) as caught:
            method(question, top=top)
        assert type(caught.value).__name__ == "UsageError"
        assert caught.value.hint in str(caught.value)


def test_no_index(tmp_path):
    with qa.open(tmp_path / "none") as collection:
        with pytest.raises(qa.QaError, match="index"):
            collection.ask(QUESTION)
        assert not (tmp_path / "none").exists()


def test_the_library_needs_no_import_of_its_own():
    code = "import qa; print(qa.library.collections.__name__)"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment()
    )
    assert ran.stdout == "collections\n"


def test_closed_engines_open_again(seeds_index):
    collection = qa.open(seeds_index)
    first = collection.ask(QUESTION)
    collection.close()
    assert collection.ask(QUESTION) == first
    collection.close()
    collection.close()
