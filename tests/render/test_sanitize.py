import json
import re
import unicodedata

import pytest

from qa.render.sanitize import visible, visible_line, without_hidden
from tests.support.builders import BAD_INPUTS, shared_attacks

# Joiners only where they are needed, tested below; signs around Arabic and Kaithi numbers, which
# count as format characters but have a shape.
KEPT = set("\n\t\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
KEPT |= {"\U000110bd", "\U000110cd"}

PAYLOADS = {
    "clipboard": ("\x1b]52;c;Y3VybA==\x07", "␛]52;c;Y3VybA==␇"),
    "clear": ("\x1b[2J\x1b[H", "␛[2J␛[H"),
    "c1": ("\u009b2J", "<U+009B>2J"),
    "overwrite": ("rm -rf ~\rls", "rm -rf ~␍ls"),
    "backspace": ("safe\b\bEVIL", "safe␈␈EVIL"),
    "nul and del": ("a\x00b\x7f", "a␀b␡"),
    "bidi": ("invoice\u202efdp.exe", "invoice<U+202E>fdp.exe"),
    "zero width": ("pa\u200bss\u2060wo\ufeffrd", "pa<U+200B>ss<U+2060>wo<U+FEFF>rd"),
    "tags": ("hi\U000e0069\U000e0067", "hi<U+E0069><U+E0067>"),
    "marks": ("Z" + "\u0301" * 3000, "Z" + "\u0301" * 8 + "<+2992 marks>"),
    "file name": ("latin1_\udce9.md", "latin1_\\xe9.md"),
    "lone surrogate": ("a\ud800b", "a<U+D800>b"),
    "private use": ("a\ue000b", "a<U+E000>b"),
    "line separator": ("a\u2028b", "a<U+2028>b"),
    "crlf": ("a\r\nb\n", "a\nb\n"),
}

UNTOUCHED = [
    "",
    "plain text\twith a tab\nand a line",
    "“Curly” — naïve, Łódź, Ἑλλάς, Москва",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 family, \u2764\ufe0f\u200d\U0001f525 heart",
    "می\u200cخواهم",  # Persian needs the non-joiner
    "क्\u200dष",  # Devanagari needs the joiner
    "한국어 中文 ไทย ที่",
    "—————————————————————— • • •",
    "Rich [bold]markup[/] and \\[b] stay what they are",
]


def is_dangerous(char: str) -> bool:
    if char in KEPT:
        return False
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


@pytest.mark.parametrize(("raw", "shown"), PAYLOADS.values(), ids=PAYLOADS)
def test_payloads_become_signs(raw: str, shown: str) -> None:
    assert visible(raw) == shown
    assert visible(shown) == shown


@pytest.mark.parametrize("text", UNTOUCHED)
def test_ordinary_text_is_untouched(text: str) -> None:
    assert visible(text) == text


def test_joiners_are_shown_where_they_only_hide() -> None:
    assert visible("pass\u200dword") == "pass<U+200D>word"
    assert visible("\u200dword\u200c") == "<U+200D>word<U+200C>"


def test_joiners_cannot_pile_up_marks() -> None:
    shown = visible("Z" + ("\u0301\u200d") * 500)
    assert len(shown) < 60


def test_every_dangerous_character_is_shown() -> None:
    missed = [
        hex(code)
        for code in range(0x110000)
        if is_dangerous(chr(code)) and any(is_dangerous(char) for char in visible(chr(code)))
    ]
    assert missed == []


def test_the_box_holds_nothing_hidden() -> None:
    assert without_hidden("why\x1b[2J\u202e was\u200b it?\r\nso") == "why[2J was it?\nso"
    assert without_hidden("می\u200cخواهم") == "می\u200cخواهم"


def test_a_line_is_one_line() -> None:
    assert visible_line("  a\n\tb\r\nc\u00a0 d\x1b[0m ") == "a b c d␛[0m"
    assert visible_line("new\nline.md") == "new line.md"


@pytest.mark.skipif(not BAD_INPUTS.is_dir(), reason="shared bad inputs are not here")
def test_attacks_and_naughty_strings() -> None:
    module = shared_attacks()
    assert module
    naughty = json.loads((BAD_INPUTS / "naughty_strings" / "blns.json").read_text("utf-8"))
    for raw in [*module.TERM.values(), *naughty]:
        shown = visible(raw)
        assert visible(shown) == shown
        assert not any(is_dangerous(char) for char in shown)
        assert not re.search(r"[\u0300-\u036f]{9}", shown)
        assert "\n" not in visible_line(raw)
