"""The command line as a process on pipes and terminals, and what must never come out of it."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from tests.support.builders import BAD_INPUTS, heeding_ctrl_c, received, shared_attacks

ROOT = Path(__file__).parents[2]
FORBIDDEN = ("torch", "transformers", "sentence_transformers", "textual", "rich", "numpy")


def script(*args: str, **options) -> subprocess.Popen:
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"}
    for name in ("NO_COLOR", "FORCE_COLOR", "QA_DEBUG"):
        environ.pop(name, None)
    environ |= options.pop("env", {})
    command = [sys.executable, str(ROOT / "tests" / "support" / "fake_engine.py"), *args]
    return subprocess.Popen(command, env=environ, **options)


@pytest.mark.parametrize("args", [["--help"], ["ask", "why"], ["ask", "--json", "why"], ["status"]])
def test_nothing_heavy_is_imported(args):
    process = script(*args, env={"QA_FAKE_MODULES": "1"}, stdout=-1, stderr=-1, text=True)
    _, modules = process.communicate(timeout=60)
    assert process.returncode == 0
    assert not {name.split(".")[0] for name in modules.splitlines()} & set(FORBIDDEN)
    if args == ["--help"]:
        assert "qa.render.text_writer" not in modules


def test_reader_that_goes_away_is_no_error():
    reading, writing = os.pipe()
    os.close(reading)
    process = script("ask", "why", stdout=writing, stderr=-1)
    os.close(writing)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_full_disk_is_one_line():
    with open("/dev/full", "wb") as full:
        process = script("ask", "why", stdout=full, stderr=-1, text=True)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert err.startswith("qa: No space left on device.")
    assert err.count("\n") == 1


def test_terminal_without_unicode_gets_escapes():
    env = {"PYTHONIOENCODING": "ascii"}
    process = script("ask", "why", env=env, stdout=-1, stderr=-1, text=True)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert "Story A \\xb7 Reuters" in out


def test_ctrl_c_exits_130_without_a_traceback():
    with heeding_ctrl_c():
        process = script("ask", "why", stdout=-1, stderr=-1, env={"QA_FAKE_SLOW": "1"})
    assert process.stderr is not None
    assert process.stderr.readline() == b"asked\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err.strip()) == (130, b"", b"qa: interrupted")


# --- nothing steers the terminal

INLINE = [
    "\x1b]52;c;Y3VybA==\x1b\\",
    "\x1b]8;;http://evil.example/\x1b\\safe\x1b]8;;\x1b\\",
    "real\x1b[1A\x1b[2Kfake [1] verified",
    "\u009b2J\u009d0;x\u009c\r\b\x7f\x00",
    "invoice\u202efdp.exe \u2066\u2067a\u2069 \U000e0041",
    "[bold red]VERIFIED[/] [link=http://evil.example]x[/link] \udce9\ud800",
]
OURS = re.compile(
    r"\x1b\[(?:0|1|2|36)m|\x1b\]8;;(?:file:///[!-~]*)?\x1b\\"
    # what rich's bar sends to a stderr terminal: hide and show the cursor, erase, go up, colours
    r"|\x1b\[\?25[lh]|\x1b\[2K|\x1b\[1A|\x1b\[(?:\d+;)*\d+m|\r"
)
# Joiners that a script needs; signs of Arabic, Syriac and Kaithi that have a shape; a tab in a
# Markdown code block.
HARMLESS = "\n\t\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2\U000110bd"


def attacks() -> list[str]:
    payloads = list(INLINE)
    if made := shared_attacks():
        payloads += [*made.TERM.values(), *made.MARKUP, *made.INJ.values()]
    naughty = BAD_INPUTS / "naughty_strings" / "blns.json"
    if naughty.exists():
        payloads += [each for each in json.loads(naughty.read_text("utf-8")) if each]
    return payloads


def foreign(output: str, *, ours: bool) -> set[str]:
    """Characters that steer or hide, once our own sequences are taken out."""
    if ours:
        output = OURS.sub("", output)
    return {
        f"U+{ord(char):04X}"
        for char in output
        if char not in HARMLESS and unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co")
    }


@pytest.fixture
def payloads(tmp_path):
    path = tmp_path / "payloads.json"
    path.write_text(json.dumps(attacks()))
    return {"QA_FAKE_PAYLOADS": str(path)}


def test_nothing_steers_a_pipe(payloads):
    process = script(env=payloads, stdout=-1, stderr=-1)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0
    assert b"Traceback" not in err
    assert foreign(out.decode(), ours=False) == set()
    assert foreign(err.decode(), ours=False) == set()
    assert out.count(b"VERIFIED") > 10


def on_terminal(env: dict[str, str], *args: str, columns: int = 80) -> tuple[str, int]:
    """What a terminal receives, stdout and stderr together, and the exit code."""
    ours, theirs = pty.openpty()
    env = {"COLUMNS": str(columns), **env}
    process = script(*args, env=env, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    return received(ours), process.wait(timeout=60)


def test_no_chat_is_drawn_where_the_cursor_stays(tmp_path):
    env = {"TERM": "dumb", "HOME": str(tmp_path)}
    shown, code = on_terminal(env)
    assert (shown.startswith("Usage: qa"), "\x1b" in shown, code) == (True, False, 0)
    shown, code = on_terminal(env, "chat")
    assert ("needs a terminal that can move its cursor" in shown, code) == (True, 2)


def test_nothing_steers_a_terminal(payloads):
    received, code = on_terminal(payloads)
    assert code == 0
    assert "Traceback" not in received
    assert foreign(received, ours=True) == set()
    urls = set(re.findall(r"\x1b\]8;;([^\x1b]+)\x1b", received))
    assert urls
    assert all(re.fullmatch(r"file:///[!-~]*", url) for url in urls)
    assert "\x1b[1A\x1b[2Kfake" not in received


def test_colours_links_and_width_on_a_terminal():
    received, code = on_terminal({}, "ask", "why", columns=40)
    assert code == 0
    url = (Path.cwd() / "seeds" / "a.txt").as_uri()
    assert "\x1b[1mremoved Turkey from its F-35\x1b[0m" in received
    assert f"\x1b]8;;{url}\x1b\\\x1b[36m[1]\x1b[0m\x1b]8;;\x1b\\" in received
    plain = OURS.sub("", received).splitlines()
    assert plain[0] == "Washington removed Turkey from its F-35"
    assert max(map(len, plain)) <= 40


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_plain_terminal(env):
    received, _ = on_terminal(env, "ask", "why")
    assert "\x1b" not in received
    received, _ = on_terminal({}, "ask", "why", "--color", "never")
    assert "\x1b" not in received


def test_bar_on_a_terminal_leaves_nothing_behind():
    received, code = on_terminal({"QA_FAKE_MISSING": "1"}, "ask", "why")
    assert code == 0
    assert "Embedding" in received
    after = received.rpartition("\x1b[2K")[2]
    assert OURS.sub("", after).splitlines()[0].startswith("qa: warning")


def test_markup_is_shown_character_by_character(payloads, tmp_path):
    shown = tmp_path / "markup.json"
    markup = [each for each in attacks() if each.isascii() and each.isprintable() and each.strip()]
    shown.write_text(json.dumps(markup))
    process = script(env={"QA_FAKE_PAYLOADS": str(shown)}, stdout=-1, stderr=-1)
    out, _ = process.communicate(timeout=300)
    lines = set(out.decode().splitlines())
    assert [each for each in markup if f"  1  {each.rstrip()}" not in lines] == []
