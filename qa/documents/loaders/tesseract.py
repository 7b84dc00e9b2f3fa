"""The program tesseract: where it is, which languages it has, and what it reads in a picture.

It is looked for in the absolute folders of PATH only, started without a shell, and writes no file.
A worker's limits on memory and computing hold for it as well.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress

from qa.documents.loaders.ocr import OFF, Ocr, Picture
from qa.errors import DocumentError

PAGE_SECONDS = 180  # on the clock that a page may take: the machine may be busy
PAGE_COMPUTING = 60  # seconds of computing: a dense page takes 5 on a slow core
_LIST_SECONDS = 15
_MOST_OUTPUT = 4 << 20  # bytes; a dense page gives 200,000
_MOST_NAMED = 12  # languages in a message
_DIRECTIONS = "osd"  # its file for telling how a page is turned; most installations have it
_NO_LANGUAGES = frozenset({_DIRECTIONS, "equ", "snum"})  # of its files, the others for formulas
_NAMES = ("tesseract.exe",) if sys.platform == "win32" else ("tesseract",)


def find(languages: str) -> Ocr:
    """How pictures are read with these languages, on this machine and now; "" stands for not."""
    if not languages:
        return OFF
    program = _program()
    if not program:
        return Ocr(languages, problem="to have such pages read install the program tesseract")
    try:
        installed = _installed(program)
    except DocumentError as error:
        return Ocr(languages, program, error.message)
    missing = [each for each in languages.split("+") if each not in installed]
    if missing:
        named = ", ".join(sorted(installed - _NO_LANGUAGES)[:_MOST_NAMED]) or "none"
        return Ocr(
            languages,
            program,
            f"tesseract lacks the language {missing[0]}; it has {named}"
            " (install it, or choose with --ocr-languages)",
        )
    return Ocr(languages, program, turns=_DIRECTIONS in installed)


def recognise(ocr: Ocr, picture: Picture) -> str:
    """What tesseract reads in a picture, as hOCR.

    Raises DocumentError, with the end of a sentence, when it fails, or takes or gives too much.
    """
    # Variables, for a configuration is looked for by its name in the current folder, too.
    options = ["--psm", "1" if ocr.turns else "3", "-c", "tessedit_create_hocr=1"]
    if picture.dpi:
        options += ["--dpi", str(round(picture.dpi))]
    options += ["-c", f"tessedit_page_number={picture.page}"]
    command = [ocr.program, "stdin", "stdout", "-l", ocr.languages, *options]
    return _output(command, picture.data, PAGE_SECONDS)


def _program() -> str:
    """The path of the program, empty where it is not installed."""
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        if not os.path.isabs(folder):  # the current folder may be a stranger's
            continue
        for name in _NAMES:
            path = os.path.join(folder, name)
            if os.path.isfile(path) and os.access(path, os.X_OK):
                return path
    return ""


def _installed(program: str) -> set[str]:
    """The languages that the program has."""
    lines = _output([program, "--list-langs"], b"", _LIST_SECONDS).splitlines()
    names = (line.strip() for line in lines[1:])
    return {name for name in names if name.isprintable() and 0 < len(name) < 60}


def _output(command: list[str], given: bytes, seconds: float) -> str:
    """What a program writes to stdout when it is given something on stdin."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # there is a worker for each core
            cwd=os.path.abspath(os.sep),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, ValueError) as error:
        raise DocumentError(f"tesseract can't be started ({type(error).__name__})") from error
    assert process.stdin
    assert process.stdout
    late = threading.Event()

    def end() -> None:
        late.set()
        process.kill()

    clock = threading.Timer(seconds, end)
    clock.daemon = True
    clock.start()
    try:
        with suppress(OSError):  # it has ended without reading all: its exit code says why
            process.stdin.write(given)
        with suppress(OSError):
            process.stdin.close()
        found = process.stdout.read(_MOST_OUTPUT + 1)
        if len(found) > _MOST_OUTPUT:
            raise DocumentError("tesseract finds more in one than a page can hold")
        code = process.wait()
    finally:
        clock.cancel()
        process.kill()  # nothing if it has ended
        process.stdout.close()
        process.wait()
    if late.is_set() or (sys.platform != "win32" and code == -signal.SIGXCPU):
        raise DocumentError(f"tesseract takes longer than {seconds:g} seconds for one")
    if code:
        raise DocumentError(f"tesseract ended with {_ending(code)}")
    return found.decode("utf-8", "replace")


def _ending(code: int) -> str:
    if code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"
