"""The command line over a fake engine: exit codes, streams, help."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import sys
import types
from pathlib import Path

import click
import pytest

from qa import __version__
from qa.cli import main
from qa.cli.commands import cli
from qa.cli.exit_codes import ExitCode
from qa.cli.later import LATER
from qa.errors import IndexLocked, IndexNotFound, IndexUnwritable, QaError, UsageError
from tests.support import fake_engine as fake

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs" / "cli.md").read_text("utf-8")


@pytest.fixture
def engine(monkeypatch):
    engine = fake.Engine()
    module = fake.module(engine)
    monkeypatch.setitem(sys.modules, "qa.engine", module)
    for name in ("NO_COLOR", "FORCE_COLOR", "QA_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return engine


def names(engine) -> list[str]:
    return [call[0] for call in engine.calls]


# --- exit codes and streams


def test_answer_on_stdout_and_nothing_on_stderr(engine, capsys):
    assert main(["ask", "why?"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("Washington removed Turkey from its F-35 program. [1]")
    assert err == ""
    assert names(engine) == ["open", "empty", "ask", "close"]


@pytest.mark.parametrize("form", ["text", "json", "md"])
def test_refusal_exits_3_in_every_form(engine, capsys, form):
    engine.refuses = True
    assert main(["ask", "who?", "--format", form]) == 3
    assert main(["search", "who?", "--format", form]) == 3
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("form", ["text", "json", "md"])
def test_notes_stand_on_stderr_or_in_a_field(engine, capsys, form):
    engine.shows_units = True
    assert main(["ask", "refnd", "--format", form]) == 0
    out, err = capsys.readouterr()
    note = "Answering from the index of 14:02; 3,120 files changed."
    if form == "json":
        assert (json.loads(out)["notes"], err) == ([note], "")
    else:
        assert (note in out, err) == (False, f"qa: {note}\n")


def test_words_are_joined_and_options_may_stand_anywhere(engine, capsys):
    assert main(["ask", "why", "was", "-k", "5", "it", "--index", "somewhere"]) == 0
    assert ("open", Path("somewhere"), None, None) in engine.calls
    assert ("ask", "why was it", 5) in engine.calls


def test_question_from_stdin(engine, capsys, monkeypatch):
    bytes_in = io.BytesIO(b"who asked \xff?\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(bytes_in, encoding="utf-8"))
    assert main(["ask", "-"]) == 0
    assert ("ask", "who asked \ufffd?", 3) in engine.calls


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        (["ask"], 'qa ask "who ...?"'),
        (["ask", ""], 'qa ask "who ...?"'),
        (["ask", " \t\n"], 'qa ask "who ...?"'),
        (["timeline", ""], 'qa timeline "who ...?"'),
        (["search", ""], 'qa search "the words to look for"'),
        (["search", " "], 'qa search "the words to look for"'),
    ],
)
def test_empty_question(engine, capsys, args, hint):
    assert main(args) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"qa: The question is empty. Write it in quotes: {hint}\n"
    assert engine.calls == []


@pytest.mark.parametrize("stdin", [False, True])
def test_endless_question(engine, capsys, monkeypatch, stdin):
    question = "x" * 100_000
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(question.encode())))
    assert main(["ask", "-" if stdin else question]) == 2
    assert capsys.readouterr().err == (
        "qa: The question is longer than 2,000 characters. Ask for one thing at a time.\n"
    )
    assert engine.calls == []


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (QaError("It broke.", "Mend it."), 1, "qa: It broke. Mend it."),
        (UsageError("No sense.", "Think."), 2, "qa: No sense. Think."),
        (IndexNotFound("No index."), 1, f"qa: No index. {IndexNotFound.default_hint}"),
        (KeyboardInterrupt(), 130, "qa: interrupted"),
        (
            OSError(28, "No space left on device"),
            1,
            "qa: No space left on device. Check the disk and the permissions, then try again.",
        ),
        (
            PermissionError(13, "Permission denied", "/x"),
            1,
            "qa: Permission denied: /x. Check the disk and the permissions, then try again.",
        ),
        (
            ValueError("odd\nthing"),
            1,
            "qa: Unexpected error: ValueError: odd thing. Run with QA_DEBUG=1 to see the details.",
        ),
    ],
)
def test_errors_are_one_line(engine, capsys, error, code, line):
    engine.fails["ask"] = error
    assert main(["ask", "why?"]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.strip() == line
    assert names(engine)[-1] == "close"


def test_details_on_request(engine, capsys, monkeypatch):
    monkeypatch.setenv("QA_DEBUG", "1")
    engine.fails["ask"] = ValueError("odd \x1b[31m")
    assert main(["ask", "why?"]) == 1
    err = capsys.readouterr().err
    assert "Traceback" in err
    assert "\x1b" not in err


@pytest.mark.parametrize("flag", [["--json"], ["--format", "json"], ["--format=json"]])
def test_errors_with_json_stand_on_stdout_too(engine, capsys, flag):
    engine.fails["ask"] = IndexNotFound("No index.")
    assert main(["ask", "why?", *flag]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out) == {
        "schema": 2,
        "kind": "error",
        "error": {
            "type": "IndexNotFound",
            "message": "No index.",
            "hint": IndexNotFound.default_hint,
        },
    }
    assert err.startswith("qa: No index.")


def test_json_as_a_question_is_no_option(engine, capsys):
    engine.fails["ask"] = QaError("It broke.")
    assert main(["ask", "--", "--json"]) == 1
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "args", [["ask", "x", "--bad"], ["ask", "x", "-k", "0"], ["nonsense"], ["show"]]
)
def test_usage_errors_of_the_shell_are_one_line(engine, capsys, args):
    assert main(args) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("qa: ")
    assert err.count("\n") == 1
    assert "--help'" in err


# --- keeping the index current


def test_missing_index_is_built_first_and_stdout_stays_clean(engine, capsys):
    engine.is_missing = True
    engine.warnings = fake.report().warnings  # said once all the same
    assert main(["ask", "why?"]) == 0
    out, err = capsys.readouterr()
    assert names(engine) == ["open", "empty", "sync", "ask", "close"]
    assert ("sync", "without_ocr") in engine.calls
    assert out.startswith("Washington")
    assert err.splitlines() == [
        "a library prints",
        "qa: reading 2 files ...",
        "qa: embedding 2 files ...",
        "qa: warning: the model is slow",
        "qa: warning: 1 file skipped; see 'qa status'.",
    ]


@pytest.mark.parametrize("error", [IndexLocked("It is locked."), IndexUnwritable("Read-only.")])
def test_index_that_cannot_be_updated_is_used_as_it_is(engine, capsys, error):
    engine.is_missing = True
    engine.fails["sync"] = error
    assert main(["ask", "why?"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("Washington")
    assert f"warning: {error.message} The answer is from the index as it was." in err


def test_first_index_that_cannot_be_built_says_why(engine, capsys):
    engine.is_missing = True
    engine.fails = {"sync": IndexUnwritable("Read-only."), "ask": IndexNotFound("No index.")}
    assert main(["ask", "why?"]) == 1
    line = capsys.readouterr().err.splitlines()[-1]
    assert line == "qa: Read-only. Free some space or choose another folder with --index DIR."


def test_index_passes_paths_and_options_on(engine, capsys):
    assert main(["index", "a", "b", "--rebuild", "--model", "m", "--index", "ix"]) == 0
    assert ("open", Path("ix"), (Path("a").absolute(), Path("b").absolute()), "m") in engine.calls
    assert ("sync", "rebuild") in engine.calls
    assert capsys.readouterr().out.startswith("2 documents in 14 passages; 2 added")
    assert main(["index"]) == 0
    assert ("open", None, None, None) in engine.calls


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--ocr"], "on"),
        (["--no-ocr"], "off"),
        (["--ocr-languages", "deu+eng"], "deu+eng"),
        (["--ocr", "--ocr-languages", "deu"], "deu"),
    ],
)
def test_index_passes_on_how_pictures_are_read(engine, options, named):
    assert main(["index", *options]) == 0
    assert ("open", None, None, None, named) in engine.calls


@pytest.mark.parametrize(
    ("options", "address"),
    [
        (["a", "--ray"], "local"),
        (["--ray", "--quick", "a"], "local"),
        (["a", "--ray", "head:6379"], "head:6379"),
        (["--ray=auto", "a"], "auto"),
    ],
)
def test_index_passes_on_which_machines_do_it(engine, options, address):
    assert main(["index", "--index", "ix", *options]) == 0
    quick = ["quick"] if "--quick" in options else []
    assert ("sync", *quick, address) in engine.calls


def test_languages_of_what_is_turned_off_are_refused(engine, capsys):
    assert main(["index", "--no-ocr", "--ocr-languages", "deu"]) == 2
    assert "exclude each other" in capsys.readouterr().err


def test_index_watches_until_ctrl_c(engine, capsys):
    assert main(["index", "--watch", "--prune", "--verify"]) == 0
    assert names(engine) == ["open", "sync", "watch", "close"]
    assert ("sync", "verify", "prune") in engine.calls
    out, err = capsys.readouterr()
    reports = [line for line in out.splitlines() if line.startswith("2 documents in 14")]
    assert ["2 added" in line for line in reports] == [True, True, False]
    assert "qa: warning: It broke. Mend it." in err.splitlines()
    assert err.splitlines()[-1] == "qa: stopped watching"


# --- doctor


def test_doctor_says_what_is_wrong(engine, capsys):
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert out.splitlines()[:3] == [
        "good   store  2 documents, 14 passages, commit 3.",
        "wrong  texts  1 document.",
        "note   files  1 new",
    ]
    assert out.endswith("Faults found; 'qa doctor --repair' mends what can be rebuilt.\n")


def test_doctor_repairs(engine, capsys):
    assert main(["doctor", "--repair"]) == 0
    out = capsys.readouterr().out
    assert "Repaired:\n  1 document was read again.\n" in out
    assert out.endswith("\nNo faults found.\n")


# --- show


@pytest.mark.parametrize(
    ("place", "found", "marked"),
    [
        ("a.txt", "Story A", []),
        ("a.txt:4", "Story A", ["> 4  Washington removed Turkey"]),
        (
            "a.txt:3,4",
            "Story A",
            [
                "> 3  NATO allies have been at loggerheads over the system.",
                "> 4  Washington removed Turkey",
            ],
        ),
        ("odd:7", "odd", []),
        ("odd:7:1", "odd", ["> 1  odd"]),
    ],
)
def test_show(engine, capsys, place, found, marked):
    assert main(["show", place]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == found
    assert [line for line in lines if line.startswith(">")] == marked


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({}, ""),
        ({"changed": ("other.txt",)}, ""),
        ({"changed": ("a.txt",)}, "has changed since it was indexed"),
        ({"gone": ("a.txt",)}, "is no longer there"),
    ],
)
def test_show_says_that_the_file_is_another_one_now(engine, capsys, state, said):
    engine.status = lambda: dataclasses.replace(fake.status(), **state)
    assert main(["show", "a.txt"]) == 0
    err = capsys.readouterr().err
    assert said in err if said else not err


@pytest.mark.parametrize("place", ["a.txt:99", "a.txt:0", "C:\\x.txt", "zzz:4", ":5", "a.txt:"])
def test_show_what_is_not_there(engine, capsys, place):
    assert main(["show", place]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1


# --- help, docs, completion


def test_no_command_prints_help(engine, capsys):
    assert main([]) == 0
    out, err = capsys.readouterr()
    assert "Usage: qa [OPTIONS]" in out
    assert err == ""
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"qa {__version__}\n"


@pytest.mark.parametrize("name", [None, *sorted(cli.commands)])
def test_every_command_has_an_example_and_stands_in_the_docs(capsys, name):
    assert main([*([name] if name else []), "--help"]) == 0
    shown = capsys.readouterr().out
    assert "Exit codes: 0 answered or done, 3 no answer in the documents" in shown
    command = cli.commands[name] if name else cli
    assert command.epilog
    examples = [line.strip() for line in command.epilog.splitlines() if line.startswith("  ")]
    assert examples
    for example in examples:
        assert example in shown
        assert f"    {example}\n" in DOCS
    if name:
        assert command.help
        assert f"## {name}\n" in DOCS
        for option in command.params:
            if isinstance(option, click.Option):
                assert f"`{option.opts[-1]}" in DOCS, option.opts


def test_exit_codes_are_documented():
    for code in ExitCode:
        assert f"| {code.value} | " in DOCS


def test_the_limit_in_the_docs_is_the_engine_s():
    assert f"{fake.MAX_QUESTION:,} characters" in DOCS


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(capsys, monkeypatch, shell):
    from click.shell_completion import BashComplete

    monkeypatch.setattr(BashComplete, "_check_version", staticmethod(lambda: None))
    assert main(["completion", shell]) == 0
    assert "_QA_COMPLETE" in capsys.readouterr().out


def test_completion_answers_the_shell(capsys, monkeypatch):
    monkeypatch.setenv("_QA_COMPLETE", "zsh_complete")
    monkeypatch.setenv("COMP_WORDS", "qa s")
    monkeypatch.setenv("COMP_CWORD", "1")
    with pytest.raises(SystemExit):
        main([])
    words = capsys.readouterr().out.splitlines()
    assert {"search", "show", "status"} <= set(words)
    assert "ask" not in words


def test_progress_says_what_is_known():
    from qa.cli.progress import _amount
    from qa.datatypes import Progress

    assert _amount(Progress("reading", 0, 0, "files"), 0, 5) == ""
    assert _amount(Progress("reading", 7, 0, "files"), 7, 0.5) == "7 files"
    assert _amount(Progress("embedding", 1200, 3400, "passages"), 1000, 5) == (
        "1,200/3,400 passages, 200/s"
    )


# --- a newcomer's words


def test_a_quoted_question_needs_no_command(engine, capsys):
    assert main(["why was it removed?", "-k", "5"]) == 0
    assert ("ask", "why was it removed?", 5) in engine.calls


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["who", "repairs", "the", "roof"], "write: qa ask who repairs the roof\n"),
        (["why?", "--json"], "No such command 'why?'. Try 'qa --help'.\n"),
        (["who's", "there?"], "write: qa ask 'who'\"'\"'s' 'there?'\n"),
        (["aks", "why", "was", "it?"], "Did you mean 'ask'? Try 'qa --help'.\n"),
        (["lits", "--sort", "date"], "Did you mean 'list'? Try 'qa --help'.\n"),
    ],
)
def test_what_is_no_command_is_no_riddle(engine, capsys, words, said):
    assert main(words) == 2
    assert capsys.readouterr().err.endswith(said)
    assert names(engine) == []


@pytest.mark.parametrize("naming", [["--index", "some"], ["--index=some"]])
def test_a_collection_may_be_named_before_the_command(engine, capsys, naming):
    assert main([*naming, "ask", "why?", "-k", "5"]) == 0
    assert main([*naming, "why was that?"]) == 0
    opened = [call for call in engine.calls if call[0] == "open"]
    assert opened == [("open", Path("some"), None, None)] * 2
    assert main(naming) == 2
    assert "The chat needs a terminal" in capsys.readouterr().err
    assert main(["-C", "a", *naming, "list"]) == 2
    assert "exclude each other" in capsys.readouterr().err
    assert main(["-C"]) == 2
    assert "requires an argument" in capsys.readouterr().err


def test_help_is_a_command_too(capsys):
    assert main(["help"]) == 0
    assert capsys.readouterr().out.startswith("Usage: qa [OPTIONS]")
    assert main(["help", "list"]) == 0
    assert capsys.readouterr().out.startswith("Usage: qa list")


def test_the_help_lists_every_command_once(capsys):
    assert main(["--help"]) == 0
    listed = re.findall(r"(?m)^  ([a-z]+)  +[A-Z]", capsys.readouterr().out)
    with click.Context(cli) as context:
        assert listed == cli.list_commands(context)
    assert sorted(listed) == sorted({*cli.commands, *LATER})


# --- files for other programs


@pytest.fixture
def odd_names(engine, monkeypatch):
    inside = dataclasses.replace(fake.info("b.zip/in.txt", "b"), container="b.zip")
    odd = [fake.info(each, "a") for each in ("a\nb.txt", "-rf", "caf\udce9.txt")]
    found = [*odd, inside, inside]
    monkeypatch.setattr(engine, "documents", lambda only=None: found, raising=False)
    selected = types.SimpleNamespace(undated=0, note="")
    monkeypatch.setattr(engine, "selection", lambda only=None: selected, raising=False)
    monkeypatch.setattr(engine, "path_of", lambda source: source)
    return engine


def test_files_are_listed_once_and_safely(odd_names, capsysbinary):
    assert main(["list", "--files", "--sort", "words"]) == 0
    lines = capsysbinary.readouterr().out.decode().splitlines()
    assert len(lines) == 4
    assert {"./-rf", "b.zip"} < set(lines)
    assert not any("\x00" in line for line in lines)


def test_files_for_xargs_have_their_very_names(odd_names, capsysbinary):
    assert main(["list", "-0"]) == 0
    files = capsysbinary.readouterr().out.split(b"\0")
    assert sorted(files) == [b"", b"./-rf", b"a\nb.txt", b"b.zip", b"caf\xe9.txt"]


def test_search_lists_files_too(engine, capsys):
    assert main(["search", "--files", "waiver"]) == 0
    assert capsys.readouterr().out == "seeds/a.txt\nseeds/b.txt\n"


@pytest.mark.parametrize(
    "options", [["--files", "--json"], ["-0", "--csv"], ["--csv", "--format", "md"]]
)
def test_one_form_at_a_time(engine, capsys, options):
    assert main(["list", *options]) == 2
    assert "exclude each other" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["ask", "-C"], ["chat", "-C"], ["collections", "remove"]])
@pytest.mark.parametrize(("shell", "blank"), [("bash", "'My notes'"), ("fish", "My notes")])
def test_shells_complete_the_names_of_collections(capsys, monkeypatch, words, shell, blank):
    from qa import library

    named = [types.SimpleNamespace(name=each) for each in ("My notes", "articles", "mail")]
    monkeypatch.setattr(library, "collections", lambda: named)
    monkeypatch.setenv("_QA_COMPLETE", f"{shell}_complete")
    typed = " ".join(["qa", *words, "m"])
    monkeypatch.setenv("COMP_WORDS", typed)
    monkeypatch.setenv("COMP_CWORD", "m" if shell == "fish" else str(len(words) + 1))
    with pytest.raises(SystemExit):
        main([])
    assert capsys.readouterr().out.splitlines() == [f"plain,{each}" for each in (blank, "mail")]


# --- a document opened outside


def test_show_opens_the_file_at_the_line(engine, capsys, tmp_path, monkeypatch):
    editor, told = tmp_path / "vim", tmp_path / "told"
    editor.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{told}"\n')
    editor.chmod(0o755)
    file = tmp_path / "a b.txt"
    file.write_text("text")
    monkeypatch.setenv("VISUAL", str(editor))
    monkeypatch.setattr(engine, "path_of", lambda source: str(file))
    assert main(["show", "a.txt:3", "--open"]) == 0
    assert told.read_text() == f"+3\n{file}\n"
    assert capsys.readouterr().out == ""
    file.unlink()
    assert main(["show", "a.txt", "--open"]) == 2
    assert "is no longer there." in capsys.readouterr().err


# --- what answers by itself


@pytest.mark.parametrize("form", ["text", "md", "json"])
@pytest.mark.parametrize("refuses", [False, True])
def test_a_count_is_an_answer_and_no_remark(engine, capsys, monkeypatch, form, refuses):
    asked = engine.ask
    notes = {"notes": ("a.txt has changed.", "37 *documents*."), "said": ("37 *documents*.",)}
    monkeypatch.setattr(
        engine, "ask", lambda *args, **more: dataclasses.replace(asked(*args, **more), **notes)
    )
    engine.refuses = refuses
    assert main(["ask", "how many documents are there?", "--format", form]) == (3 if refuses else 0)
    out, err = capsys.readouterr()
    if form == "json":
        assert json.loads(out)["notes"] == list(notes["notes"])
        return
    assert err == "qa: a.txt has changed.\n"
    lines = out.split("\n")
    assert lines[2 if refuses and form == "md" else int(refuses)] == (
        r"37 \*documents\*." if form == "md" else "37 *documents*."
    )
