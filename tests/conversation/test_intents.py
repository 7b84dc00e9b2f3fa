"""Which lines are small talk, a second look or a summary, and that questions are none of them."""

from __future__ import annotations

import pytest

from qa.conversation.intents import Intent, IntentKind, recognise, returns

LINES = {
    IntentKind.GREETING: [
        "hi",
        "Hello!",
        "hey there",
        "Good morning",
        "hi, how are you?",
        "Moin",
        "hej!",
        "Buenos días",
        "olá",
        "grüezi",
        "Привет",
    ],
    IntentKind.THANKS: [
        "thanks",
        "Thank you!",
        "ok, thanks a lot",
        "thx",
        "great, thank you so much",
        "vielen Dank",
        "obrigado",
    ],
    IntentKind.FAREWELL: ["bye", "Goodbye.", "see you later", "that's all", "ok bye", "Tschüss"],
    IntentKind.PRAISE: ["ok", "Great!", "nice", "I see.", "that was helpful", "got it"],
    IntentKind.COMPLAINT: ["that's wrong", "no, that's not what I asked", "wrong answer"],
    IntentKind.IDENTITY: ["who are you?", "What are you?", "are you a robot?"],
    IntentKind.HELP: ["help", "?", "what can you do?", "How do I use this?"],
    IntentKind.EXAMPLES: ["what can I ask?", "What can I ask you?", "give me some examples"],
    IntentKind.ABOUT: [
        "what is this about?",
        "What are these documents about?",
        "what's in this folder?",
        "What is this collection about?",
    ],
    IntentKind.MORE: [
        "tell me more",
        "Tell me more about that.",
        "more",
        "what else?",
        "go on",
        "can you elaborate?",
        "anything else?",
    ],
    IntentKind.SURE: ["are you sure?", "Really?", "is that right?", "how sure are you?"],
    IntentKind.SOURCE: [
        "who says so?",
        "says who?",
        "what is your source?",
        "where did you get that?",
        "Where does that come from?",
        "source?",
        "when was it published?",
        "and when was that written?",
        "by whom was it written?",
        "who wrote the article?",
        "who sent it?",
        "what is the date of the article?",
    ],
    IntentKind.PASSAGE: [
        "show me the whole passage",
        "the whole paragraph please",
        "show me the context",
        "Can you show me the full text?",
    ],
    IntentKind.SHORTER: [
        "shorter",
        "shorter please",
        "in one sentence",
        "tl;dr",
        "just the answer",
    ],
    IntentKind.DOCUMENT: [
        "in which document?",
        "which file is that in?",
        "What document says so?",
        "where does it say that?",
        "where is that written?",
        "on which page?",
    ],
    IntentKind.NEWER: [
        "anything newer?",
        "is there anything more recent?",
        "any updates on that?",
        "is that still true?",
        "has that changed since?",
    ],
    IntentKind.REPEAT: ["what did I ask?"],
    IntentKind.AGAIN: ["say that again"],
    IntentKind.SUMMARY: ["summarise it", "Summarize this document.", "summary"],
}


@pytest.mark.parametrize(
    ("line", "kind"), [(line, kind) for kind, lines in LINES.items() for line in lines]
)
def test_lines_of_a_chat(line, kind):
    assert recognise(line) == Intent(kind)
    assert recognise(f"  {line.upper()} ") == Intent(kind)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("summarise the Harrow report", "the Harrow report"),
        ("Can you summarize Larkspur, please?", "Larkspur"),
        ("give me a short summary of chapter 5", "chapter 5"),
        ("sum up the article about wind turbines", "wind turbines"),
    ],
)
def test_a_summary_has_an_object(line, wanted):
    assert recognise(line) == Intent(IntentKind.SUMMARY, wanted)


@pytest.mark.parametrize(
    "question",
    [
        "why was Turkey removed from F-35?",
        "what is this law about dogs about?",
        "who says so in the novel?",
        "which document does Mrs Hale sign?",
        "what else did Tesla invent?",
        "are you sure the door was shut, asked who?",
        "thanks to whom was the bridge built?",
        "hello world in Rust",
        "good morning routine",
        "who are you, the first line of which poem?",
        "is that right of way open?",
        "What is the summary judgment rule?",
        "how do I thank a host?",
        "more than how many people died?",
        "in which document format are minutes kept?",
        "what can I ask my landlord for?",
        "goodbye letter",
        "when was that?",
        "and India?",
        "sources of nitrogen",
        "Which page mentions the flood?",
        "help desk opening hours",
    ],
)
def test_questions_are_none_of_them(question):
    assert recognise(question) is None
    assert returns(question) is None


def test_very_long_lines_are_questions():
    assert recognise("hi " * 200) is None


def test_back_to_a_topic():
    assert returns("back to Larkspur") == ("Larkspur", "")
    assert returns("Back to the bridge: who built it?") == ("the bridge", "who built it?")
    assert returns("OK, let's go back to Tamarisk.") == ("Tamarisk", "")
    assert returns("How do I get back to the menu?") is None


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("sumarise it", Intent(IntentKind.SUMMARY)),
        ("sumarize the Harrow report", Intent(IntentKind.SUMMARY, "the Harrow report")),
        ("are you suer?", Intent(IntentKind.SURE)),
        ("tell me mroe", Intent(IntentKind.MORE)),
        ("anything newr?", Intent(IntentKind.NEWER)),
        ("thnaks", Intent(IntentKind.THANKS)),
        ("which documant?", Intent(IntentKind.DOCUMENT)),
    ],
)
def test_slips_of_the_fingers(line, wanted):
    assert recognise(line) == wanted


@pytest.mark.parametrize(
    "line",
    [
        "who started it?",  # a letter more than "stated"
        "which charter?",
        "which brook?",
        "show me the whale passage",
        "Thnaks",  # a name, as far as anybody knows
        "greet",
        "command",
    ],
)
def test_words_of_their_own_are_no_slips(line):
    assert recognise(line) is None
