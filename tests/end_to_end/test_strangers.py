"""A folder, a clone or an index from somebody else, with the real program: nothing of it runs."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from qa.embedding.model_files import default_model_dir, model_key
from tests.support.builders import run_qa
from tests.support.updates import write

EVIL = 'from pathlib import Path\nPath({marker!r}).write_text("ran")\nclass Evil:\n    pass\n'
QUESTION = "Who opened the Harrow bridge?"


@pytest.fixture
def clone(tmp_path, monkeypatch) -> Path:
    """A project that came from somebody, with a model whose modules name a class beside it."""
    monkeypatch.setenv("QA_CONFIG", str(tmp_path / "config"))
    made = tmp_path / "clone"
    write(made / "seeds" / "a.txt", "The Harrow bridge was opened by Ada Brill.\n")
    (made / "m").mkdir()
    for name in ("config.json", "tokenizer.json"):
        shutil.copyfile(default_model_dir() / name, made / "m" / name)
    (made / "m" / "modules.json").write_text(
        json.dumps([{"idx": 0, "name": "0", "path": "", "type": "evil.Evil"}])
    )
    for folder in (made, made / "m"):
        (folder / "evil.py").write_text(EVIL.format(marker=str(tmp_path / "ran")))
    return made


def refused(clone: Path, *args: str, match: str) -> None:
    done = run_qa(*args, cwd=clone)
    assert (done.returncode, done.stdout) == (1, "")
    assert match in done.stderr
    assert "Traceback" not in done.stderr
    assert not (clone.parent / "ran").exists()


def test_a_settings_file_that_names_a_model(clone):
    (clone / "qa.toml").write_text('encoder = "./m"\n')
    for args in (["ask", QUESTION], ["search", "bridge"], ["index"], ["status"], ["doctor"]):
        refused(clone, *args, match="asks for the model")
    assert not (clone / "index").exists()
    shown = run_qa("trust", cwd=clone)
    assert shown.returncode == 2  # nobody is there to be asked
    assert f"not allowed: use the model {clone / 'm'}" in shown.stdout
    allowed = run_qa("trust", "--yes", cwd=clone)
    assert allowed.returncode == 0
    refused(clone, "ask", QUESTION, match="names the Python class 'evil.Evil'")
    assert "(asked for by" in run_qa("trust", "--list", cwd=clone).stdout
    assert "1 revoked" in run_qa("trust", "--revoke", cwd=clone).stderr
    refused(clone, "ask", QUESTION, match="asks for the model")


def test_an_index_that_names_a_model(clone):
    done = run_qa("ask", QUESTION, cwd=clone)
    assert "Ada Brill" in done.stdout, done.stderr
    key = model_key("./m", clone / "m")
    with sqlite3.connect(clone / "index" / "qa.sqlite") as db:
        (text,) = db.execute("SELECT value FROM meta WHERE key = 'settings'").fetchone()
        changed = json.dumps(json.loads(text) | {"encoder": "./m", "encoder_key": key})
        db.execute("UPDATE meta SET value = ? WHERE key = 'settings'", (changed,))
    db.close()
    write(clone / "seeds" / "b.txt", "The barn was painted by Tom Hale.\n")
    for args in (["ask", QUESTION], ["index"]):
        refused(clone, *args, match="The index asks for the model")
    assert "not allowed: use the model" in run_qa("trust", cwd=clone).stdout
    assert run_qa("trust", "--yes", cwd=clone).returncode == 0
    refused(clone, "ask", QUESTION, match="names the Python class 'evil.Evil'")


def test_an_index_that_names_another_folder(clone, tmp_path):
    write(tmp_path / "diary" / "d.txt", "The secret is kept by Omar Vale.\n")
    done = run_qa("index", "seeds", "--index", "far/index", cwd=clone)
    assert done.returncode == 0, done.stderr
    with sqlite3.connect(clone / "far" / "index" / "qa.sqlite") as db:
        db.execute("UPDATE meta SET value = ? WHERE key = 'root'", (str(tmp_path / "diary"),))
        db.execute("UPDATE meta SET value = '.' WHERE key = 'paths'")
    db.close()
    place = ("--index", "far/index")
    done = run_qa("ask", QUESTION, *place, cwd=clone)  # it is asked as it is
    assert "Ada Brill" in done.stdout, done.stderr
    refused(clone, "index", *place, match=f"the folder {tmp_path / 'diary'}, which you have not")
    assert "Omar Vale" not in run_qa("search", "secret", *place, cwd=clone).stdout
    assert run_qa("status", *place, cwd=clone).returncode == 0
    shown = run_qa("trust", *place, cwd=clone).stdout
    assert f"not allowed: read or write the folder {tmp_path / 'diary'}" in shown
