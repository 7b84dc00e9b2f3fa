"""What is imported, when, and by whom."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.builders import ROOT, environment, python

HEAVY = {"gcld3", "torch", "transformers", "sentence_transformers", "textual"}

# Runs the command line and says on stderr's last line which modules it took.
DRIVER = """
import json, sys
from qa.cli import main
sys.argv = ["qa", *sys.argv[1:]]
try:
    code = main()
except SystemExit as stop:
    code = stop.code
sys.stderr.write("\\n" + json.dumps([code or 0, sorted(sys.modules)]))
"""


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["--help"], 0),
        (["ask", "why was Turkey removed from F-35?"], 0),
        (["ask", "--json", "Who won the 2018 World Cup?"], 3),
        (["search", "--explain", "waiver"], 0),
        (["status"], 0),
    ],
)
def test_commands_import_nothing_heavy(args, expected, seeds_index):
    done = python(DRIVER, *args, cwd=seeds_index.parent)
    code, modules = json.loads(done.stderr.splitlines()[-1])
    assert code == expected, done.stderr
    tops = {name.partition(".")[0] for name in modules}
    assert not tops & HEAVY
    if args[0] in ("ask", "search"):
        assert {"numpy", "onnxruntime", "faiss", "tantivy"} <= tops
        # What serves other programs costs a plain question nothing.
        assert not tops & {"starlette", "uvicorn", "mcp", "pydantic"}
        assert not [name for name in modules if name.startswith(("qa.serving", "qa.cli.serve"))]
        # Nor do shared collections and clusters, also where their extra is installed.
        assert not tops & {"lance", "pyarrow", "ray"}
        assert not [name for name in modules if name.startswith(("qa.shared", "qa.cluster"))]
    else:
        assert not tops & {"onnxruntime", "faiss", "tantivy", "huggingface_hub"}


def test_importing_the_package_imports_no_other():
    code = """
import sys
before = set(sys.modules)
import qa
print(sorted({name.partition(".")[0] for name in sys.modules.keys() - before}))
print([name for name in sys.modules if name.startswith("qa.")])
"""
    done = python(code, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    names, own = (eval(line, {}) for line in done.stdout.splitlines())
    assert set(names) - {"qa"} <= set(sys.stdlib_module_names)
    assert own == []


def test_every_module_is_imported_alone():
    """No module needs another to have been imported first (as in a circle of imports)."""
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted((ROOT / "qa").rglob("*.py"))
        if path.stem != "__main__"
    ]
    assert "qa.embedding.encoder" in names
    code = """
import importlib, sys
for name in sys.argv[1:]:
    for loaded in [m for m in sys.modules if m.partition(".")[0] == "qa"]:
        del sys.modules[loaded]
    importlib.import_module(name)
heavy = {"torch", "transformers", "sentence_transformers", "textual"}
print(sorted(heavy & sys.modules.keys()))
"""
    done = python(code, *names, cwd=ROOT)
    assert done.stdout == "[]\n", done.stderr


def test_imports_point_downwards():
    program = Path(sys.executable).with_name("lint-imports")
    found = str(program) if program.exists() else shutil.which("lint-imports")
    if found is None:
        pytest.skip("import-linter is not installed")
    done = subprocess.run(
        [found, "--no-cache"], cwd=ROOT, env=environment(), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_nothing_in_the_package_names_the_benchmarks_or_the_tests():
    for path in [*(ROOT / "qa").rglob("*.py"), *(ROOT / "tui").rglob("*.py")]:
        for line in path.read_text("utf-8").splitlines():
            words = line.split()
            if words[:1] in (["import"], ["from"]):
                assert words[1].partition(".")[0] not in ("bench", "tests", "making"), path
    assert os.path.isdir(ROOT / "bench")
