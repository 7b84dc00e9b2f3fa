"""Nothing leaves the machine, and nothing is written but what is ours.

Each way of using the program runs with an empty home in a network namespace without a network
where there is one, and under strace where that is installed: then any socket of the internet
fails the test, also one that a library in C opens. Guards every dependency that comes later.
"""

from __future__ import annotations

import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.config import model_cache
from tests.support.builders import environment, heeding_ctrl_c, received
from tests.support.updates import write

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")

# What of a home is ours, and what is made below it.
OURS = re.compile(r"(\.cache|\.config|\.local/(share|state))/qa/")
INTERNET = re.compile(r"socket\(AF_(?:INET6?|PACKET)\b.*|sa_family=AF_INET6?\b.*")
LOOPBACK = re.compile(r'inet_addr\("127\.|"::1"')
PYTHON = """
import sys, time, qa
with qa.open(sys.argv[1]) as collection:
    assert collection.ask("Who opened the bridge?").answered
    time.sleep(4)
"""
MODEL = """
from qa.embedding.model_files import default_model_dir
from qa.embedding.runtimes import load_sentence_transformer
load_sentence_transformer(default_model_dir()).encode(["a"])
"""


def _namespace() -> list[str]:
    """A command that runs another one without a network, empty where that is not allowed."""
    unshare = shutil.which("unshare")
    works = unshare and subprocess.run([unshare, "-rn", "true"], capture_output=True).returncode
    return [str(unshare), "-rn"] if works == 0 else []


class Sandbox:
    """An empty home, an empty folder for temporary files, and an index."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.home, self.temporary = root / "home", root / "tmp"
        for folder in (self.home, self.temporary):
            folder.mkdir()
        self.trace = root / "trace"
        self.strace = shutil.which("strace")
        self.command = _namespace()
        if self.strace:
            traced = ["-f", "-qq", "-e", "trace=network", "-o", str(self.trace)]
            self.command += [self.strace, *traced]

    def environment(self) -> dict[str, str]:
        environ = {
            name: value
            for name, value in environment().items()
            if not name.startswith(("XDG_", "HF_", "ORT_", "QA_", "TRANSFORMERS_", "TEXTUAL"))
        }
        cache = {"QA_CACHE": str(model_cache().parent)}
        return environ | cache | {"HOME": str(self.home), "TMPDIR": str(self.temporary)}

    def run(self, *args: object, seconds: float = 0, on_terminal: bool = False) -> None:
        """Run a command; after some seconds it gets Ctrl-C, on a terminal Ctrl-Q."""
        ours, theirs = pty.openpty()
        end = theirs if on_terminal else subprocess.DEVNULL
        with heeding_ctrl_c():
            process = subprocess.Popen(
                [*self.command, sys.executable, *map(str, args)],
                cwd=self.root, env=self.environment(), start_new_session=True,
                stdin=end, stdout=end, stderr=end if on_terminal else subprocess.PIPE,
            )  # fmt: skip
        os.close(theirs)
        reader = threading.Thread(target=received, args=(ours,))
        if on_terminal:
            reader.start()
        if seconds:
            time.sleep(seconds)
            if on_terminal:
                os.write(ours, b"\x11")
            else:
                os.killpg(process.pid, signal.SIGINT)
        error = process.communicate(timeout=200)[1]
        if on_terminal:
            reader.join(30)
        else:
            os.close(ours)
        assert process.returncode == 0, error

    def check(self) -> None:
        """No socket but of this machine, and no file that isn't ours."""
        assert [name for name in _files(self.home) if not OURS.match(name)] == []
        assert _files(self.temporary) == []
        if self.strace:
            calls = INTERNET.findall(self.trace.read_text("utf-8", "replace"))
            assert [call for call in calls if not LOOPBACK.search(call)] == []


def _files(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()]


@pytest.fixture
def sandbox(tmp_path) -> Iterator[Sandbox]:
    write(tmp_path / "docs" / "a.txt", "The Harrow bridge was opened by Ada Brill.\n")
    made = Sandbox(tmp_path)
    made.run("-m", "qa", "index", "docs", "--index", "index")
    made.check()
    yield made
    made.check()


def test_the_shell(sandbox):
    sandbox.run("-m", "qa", "ask", "Who opened the Harrow bridge?", "--index", "index")


def test_python_for_some_seconds(sandbox):
    sandbox.run("-c", PYTHON, "index")


def test_watching(sandbox):
    sandbox.run("-m", "qa", "index", "docs", "--index", "index", "--watch", seconds=8)


def test_the_chat(sandbox):
    sandbox.run("-m", "qa", "chat", "--index", "index", seconds=10, on_terminal=True)


def test_the_library_that_models_are_compiled_with(tmp_path):
    sandbox = Sandbox(tmp_path)
    sandbox.run("-c", MODEL)
    sandbox.check()


def test_the_test_notices(tmp_path):
    """A file elsewhere in the home, and a socket."""
    sandbox = Sandbox(tmp_path)
    sandbox.run("-c", "from pathlib import Path; Path.home().joinpath('.x').write_text('')")
    with pytest.raises(AssertionError):
        sandbox.check()
    sandbox.home.joinpath(".x").unlink()
    sandbox.check()
    if sandbox.strace:
        sandbox.run("-c", "import socket; socket.socket().connect_ex(('192.0.2.1', 9))")
        with pytest.raises(AssertionError):
            sandbox.check()
