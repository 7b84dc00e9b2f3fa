"""What a terminal sends becomes keys by whole sequences; no piece of one is typed."""

from __future__ import annotations

import pytest
from textual import constants, events
from textual.message import Message
from textual.messages import InBandWindowResize, TerminalSupportsSynchronizedOutput

from tui.terminal_parser import LATE, TerminalParser


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def parser(clock) -> TerminalParser:
    return TerminalParser(clock)


def keys(messages: list[Message]) -> list[str]:
    assert all(isinstance(each, events.Key) for each in messages)
    return [each.key for each in messages if isinstance(each, events.Key)]


def later(parser: TerminalParser, clock: Clock, seconds: float) -> list[Message]:
    clock.now += seconds
    return parser.tick()


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("aZé ?", ["a", "Z", "é", "space", "question_mark"]),
        ("\r\n\t\x7f\x03", ["enter", "ctrl+j", "tab", "backspace", "ctrl+c"]),
        ("\x1bOP\x1b[15~\x1b[15;2~", ["f1", "f5", "shift+f5"]),
        ("\x1b[A\x1b[1;5C\x1b[Z", ["up", "ctrl+right", "shift+tab"]),
        ("\x1b[[A\x1b[3$", ["f1", "shift+delete"]),  # Linux console, rxvt
        ("\x1b[119;3u\x1b[13;2u", ["alt+w", "shift+enter"]),  # kitty
        ("\x1bw\x1bW\x1b?\x1b\r", ["alt+w", "alt+shift+w", "alt+question_mark", "alt+enter"]),
        ("\x1bf\x1b\x7f", ["ctrl+right", "ctrl+w"]),  # words, as in a shell
    ],
)  # fmt: skip
def test_keys(parser, sent, expected):
    assert keys(parser.feed(sent)) == expected
    assert not parser.waiting


def test_alt_has_no_character(parser):
    (key,) = parser.feed("\x1ba")
    assert isinstance(key, events.Key)
    assert (key.key, key.character, key.is_printable) == ("alt+a", None, False)


@pytest.mark.parametrize(
    "broken",
    [
        "\x1b[1\x1b[15\x1b[",  # ends lost, as in a burst that fills a queue
        "\x1b[99z\x1b[?62;4c\x1b[>41;377;0c",  # complete and unknown
        "\x1bOz\x1b[<0;1",
        "\x1b]11;rgb:0000/1111/2222\x1b\\\x1b]11;rgb:0000/1111/2222\a\x1bP>|xterm\x1b\\",
        "\x1b[" + "1;" * 60 + "m",
        "\x1b[M !!",  # the mouse of an old terminal
    ],
)
def test_what_is_no_key_types_nothing(parser, clock, broken):
    messages = [*parser.feed(broken), *later(parser, clock, LATE)]
    typed = [k for k in messages if isinstance(k, events.Key) and k.is_printable]
    assert not typed
    assert keys(parser.feed("ok\x1bOQ")) == ["o", "k", "f2"]


def test_a_key_after_a_broken_sequence_is_typed(parser):
    assert keys(parser.feed("\x1b[15")) == []
    assert keys(parser.feed("w")) == ["w"]
    assert keys(parser.feed("\x1b[15")) == []
    assert keys(parser.feed("é\r")) == ["é", "enter"]


def test_a_sequence_may_come_in_pieces(parser, clock):
    assert keys(parser.feed("\x1b")) == []
    assert keys(parser.feed("[1")) == []
    assert keys(later(parser, clock, LATE / 2)) == []
    assert keys(parser.feed("5")) == []
    assert keys(parser.feed("~")) == ["f5"]


def test_escape_alone(parser, clock):
    assert keys(parser.feed("\x1b")) == []
    assert keys(later(parser, clock, constants.ESCAPE_DELAY / 2)) == []
    assert keys(later(parser, clock, constants.ESCAPE_DELAY)) == ["escape"]
    assert keys(parser.feed("\x1b\x1b[A")) == ["escape", "up"]


def test_a_letter_after_escape_is_a_letter(parser):
    assert keys(parser.feed("\x1b")) == []
    assert keys(parser.feed("w")) == ["escape", "w"]
    assert keys(parser.feed("\x1b")) == []
    assert keys(parser.feed("]")) == ["escape", "right_square_bracket"]


@pytest.mark.parametrize("character", ["[", "O"])
def test_alt_with_what_begins_a_sequence(parser, clock, character):
    assert keys(parser.feed(f"\x1b{character}")) == []
    (key,) = later(parser, clock, constants.ESCAPE_DELAY)
    assert isinstance(key, events.Key)
    assert key.key.startswith("alt+")
    assert key.character is None


@pytest.mark.parametrize("pieces", [1, 3, 7, 100])
def test_a_paste_is_one_whatever_its_pieces_and_enter_after_it_is_enter(parser, pieces):
    sent = "\x1b[200~why?\rand \x1b[31mwhere~\x1b[201~\r"
    messages = []
    for at in range(0, len(sent), pieces):
        messages += parser.feed(sent[at : at + pieces])
    paste, enter = messages
    assert isinstance(paste, events.Paste)
    assert paste.text == "why?\rand [31mwhere~"  # without the Esc, which a terminal would obey
    assert keys([enter]) == ["enter"]


def test_a_paste_whose_end_is_lost_ends(parser, clock):
    assert parser.feed("\x1b[200~why?") == []
    (paste,) = later(parser, clock, LATE)
    assert isinstance(paste, events.Paste)
    assert paste.text == "why?"
    assert keys(parser.feed("\r")) == ["enter"]


def test_mouse_focus_and_reports(parser):
    (move,) = parser.feed("\x1b[<35;10;5M")
    assert isinstance(move, events.MouseMove)
    assert (move.x, move.y) == (9, 4)
    kinds = [
        type(each) for each in parser.feed("\x1b[I\x1b[O\x1b[?2026;2$y\x1b[?2048;1$y\x1b[3;7R")
    ]
    assert kinds == [
        events.AppFocus, events.AppBlur, TerminalSupportsSynchronizedOutput, InBandWindowResize,
        events.CursorPosition,
    ]  # fmt: skip
    (size,) = parser.feed("\x1b[48;24;80;480;800t")
    assert isinstance(size, events.Resize)
    assert size.size == (80, 24)
