"""Follow-up questions written out, and whole questions left alone."""

from __future__ import annotations

import time

import pytest

from qa.conversation.anaphora import Kind, mentions
from qa.conversation.clauses import base_form, past_form, statement, third_person
from qa.conversation.interpret import interpret, interpreted
from qa.conversation.past import Past
from qa.conversation.phrases import noun_phrases
from qa.datatypes import Answer, Turn

# The last question, the words that answered it, the line, and what it is taken for.
FOLLOW_UPS = [
    # Pronouns
    (
        "Who started Larkspur?",
        "Nadia Ferro",
        "where does she live?",
        "where does Nadia Ferro live?",
    ),
    ("What is Larkspur?", "", "who started it?", "who started Larkspur?"),
    ("What happened to Harrow Mills?", "", "who is its owner?", "who is Harrow Mills's owner?"),
    (
        "Where are the backups stored?",
        "",
        "how long are they kept?",
        "how long are the backups kept?",
    ),
    ("Who beat Lena Voss in Oslo?", "Mira Holt", "how old is she?", "how old is Mira Holt?"),
    (
        "What are the names of the two lifeboats?",
        "",
        "how fast can they go?",
        "how fast can the two lifeboats go?",
    ),
    ("When was the mill in Harrow built?", "", "who lives there?", "who lives in Harrow?"),
    (
        "What were Velo's net sales in 2023?",
        "",
        "and what was it before?",
        "what was Velo's net sales before?",
    ),
    # What has no noun
    (
        "How do I create a note in Velo?",
        "",
        "and how do I rename one?",
        "how do I rename one (the note, Velo)?",
    ),
    (
        "How many holidays do I get at Velo?",
        "",
        "and how many can I bank?",
        "how many can I bank (holidays, Velo)?",
    ),
    (
        "How do I reset my Velo password?",
        "",
        "will that log me out?",
        "will that log me out (my Velo password)?",
    ),
    # Descriptions
    (
        "When did the S-400 batteries arrive?",
        "",
        "who bought these batteries?",
        "who bought the S-400 batteries?",
    ),
    (
        "Who wrote Harrowgate?",
        "",
        "when was that novel printed?",
        "when was that novel (Harrowgate) printed?",
    ),
    (
        "Who repaired the old mill bridge?",
        "",
        "when was the bridge closed?",
        "when was the old mill bridge closed?",
    ),
    # Ellipsis
    ("When did Turkey buy the S-400?", "", "And India?", "When did India buy the S-400?"),
    ("When was Velo 0.9.0 released?", "", "what about 0.13.0?", "When was Velo 0.13.0 released?"),
    ("What was the profit in 2018?", "", "and 2019?", "What was the profit in 2019?"),
    (
        "How long is parental leave in Colorado?",
        "",
        "and in Oregon?",
        "How long is parental leave in Oregon?",
    ),
    # What shares a noun with it, in the singular or the plural; "of" is no such word.
    (
        "how do I limit file size in multer",
        "",
        "and the number of files?",
        "how do I limit the number of files in multer",
    ),
    (
        "What is the price of a box in the warehouse of Lenz?",
        "",
        "and boxes of glass?",
        "What is the price of boxes of glass in the warehouse of Lenz?",
    ),
    # What begins with its verb goes on with "how do I", and with what it is done with.
    (
        "how do I resize an image with sharp",
        "",
        "and rotate it?",
        "how do I rotate the image with sharp?",
    ),
    (
        "Can you tell me how to copy a file to a folder?",
        "",
        "and delete it",
        "Can you tell me how to delete the file?",
    ),
    (
        "how do I redact fields with pino",
        "",
        "only the password",
        "how do I redact the password with pino",
    ),
    # Options are names.
    ("what does --diff do", "", "and --no-stash?", "what does --no-stash do"),
    # "For" whom is said in addition, unless somebody alike is there already.
    (
        "how much is parental leave?",
        "",
        "and for adoptive parents?",
        "how much is parental leave for adoptive parents?",
    ),
    ("How much do lessons for adults cost?", "", "and for children?",
     "How much do lessons for children cost?"),
    ("What do lessons cost?", "", "and for children?", "What do lessons cost for children?"),
    ("How old must a senator be?", "", "and for a governor?", "How old must a governor be?"),
    ("How long is a passport valid?", "", "and for a visa?", "How long is a visa valid?"),
    ("is express faster?", "", "who maintains it", "who maintains express"),
    ("price of the Basic plan", "", "Plus?", "price of Plus"),
    (
        "is there a discount for schools",
        "",
        "for how long",
        "for how long is there a discount for schools?",
    ),
    (
        "what does the origin option do",
        "",
        "give me an example",
        "give me an example (the origin option)?",
    ),
    ("does it run on Windows", "", "which versions?", "which versions (Windows)?"),
    (
        "what is the rent for the hall at weekends?",
        "",
        "for members",
        "what is the rent for members at weekends?",
    ),
    # A participle takes the place of one; people that are counted are not "that people".
    (
        "how many people were killed in the bombing?",
        "",
        "and injured?",
        "how many people were injured in the bombing?",
    ),
    (
        "how many people were killed in the bombing?",
        "",
        "where did it happen",
        "where were people killed in the bombing?",
    ),
    ("can I carry vacation days over", "", "how many", "how many vacation days can I carry over?"),
    (
        "what did the council decide about the bridge",
        "",
        "what about the school?",
        "what did the council decide about the school",
    ),
    (
        "what did the police say",
        "",
        "same for the second attack",
        "what did the police say for the second attack?",
    ),
    # Who has something, or what somebody has.
    (
        "what's Ines Cole's phone number?",
        "",
        "and the secretary?",
        "what's the secretary's phone number?",
    ),
    ("what's Ines Cole's phone number?", "", "and the address?", "what's Ines Cole's address?"),
    # A title says who is not meant.
    (
        "does Mr Darcy love Elizabeth",
        "",
        "why does she refuse him",
        "why does Elizabeth refuse Mr Darcy",
    ),
    ("How do I list a zip archive?", "", "And a tar file?", "How do I list a tar file?"),
    (
        "Is a Basic plan refundable?",
        "",
        "what about the Plus plan?",
        "Is the Plus plan refundable?",
    ),
    (
        "How long is the President's term of office?",
        "",
        "and that of a senator?",
        "How long is the senator's term of office?",
    ),
    (
        "Do I get credit on a standard schedule?",
        "",
        "and with the flexible one?",
        "Do I get credit on the flexible schedule?",
    ),
    (
        "How old must a voter be at the moment?",
        "",
        "and under the new law?",
        "How old must a voter be under the new law?",
    ),
    # Bare question words
    ("When did Turkey receive the S-400?", "", "why?", "why did Turkey receive the S-400?"),
    (
        "Was Turkey removed from the program?",
        "",
        "When was that?",
        "When was Turkey removed from the program?",
    ),
    ("Who started Larkspur?", "Nadia Ferro", "when?", "when did Nadia Ferro start Larkspur?"),
    ("Who does the roof?", "Velo", "for how much?", "for how much does Velo do the roof?"),
    (
        "What port does the web server listen on?",
        "",
        "and why that one?",
        "why does the web server listen on that port?",
    ),
    ("Who won the Harrow prize?", "", "who else?", "Who else won the Harrow prize?"),
    ("Who won the Harrow prize?", "", "which year?", "which year did they win the Harrow prize?"),
    # Who did it
    (
        "Why was Turkey removed from the program?",
        "",
        "who did that?",
        "by whom was Turkey removed from the program?",
    ),
    ("When did Turkey buy the S-400?", "", "who did that?", "who bought the S-400?"),
    ("Who started Larkspur?", "Nadia Ferro", "who did that?", "who started Larkspur?"),
    ("When will the hall repair the roof?", "", "who?", "who will repair the roof?"),
    ("When does Omar carry the post?", "", "who does that?", "who carries the post?"),
    ("When was the mill built?", "", "by whom?", "by whom was the mill built?"),
    # What fits into no question
    ("What is Larkspur?", "", "who did that?", "who did that (Larkspur)?"),
    (
        "Which countries could face penalties?",
        "",
        "which ones?",
        "which ones (countries could face penalties)?",
    ),
    ("Tell me about Larkspur.", "", "why?", "why (Larkspur)?"),
    (
        "What did Mira Holt say about the mill?",
        "",
        "when?",
        "when did Mira Holt say that about the mill?",
    ),
    ("What did Mira Holt ask of Ada Finch?", "", "who's that?", "who is Ada Finch?"),
    ("Who runs the mill?", "Mira Holt", "who is that?", "who is Mira Holt?"),
    (
        "What did Mira Holt announce in 2023?",
        "raise the rent",
        "by how much?",
        "by how much did Mira Holt announce that in 2023?",
    ),
    ("How long do the buns bake?", "", "at what temperature?",
     "at what temperature do the buns bake?"),
    ("Did Velo accept the loan?", "", "why not?", "why didn't Velo accept the loan?"),
    # What was announced, not who announced it
    ("What did Mira Holt announce?", "", "did Velo accept it?",
     "did Velo accept it (Mira Holt)?"),
    # "was repaired" is a verb, and so is "people work"
    ("What else was discussed by Velo?", "", "did they like it?", "did they like Velo?"),
    ("How many people work at Velo?", "", "who owns it?", "who owns Velo?"),
    # Years
    (
        "How many guests came in 2018?",
        "3,140",
        "and the year after?",
        "How many guests came in 2019?",
    ),
    ("Who led Velo in 2018?", "Mira Holt", "and a year earlier?", "Who led Velo in 2017?"),
    ("When did the mill burn?", "May 1954", "what else burned that year?",
     "what else burned in 1954?"),
    ("When did the mill burn?", "May 1954", "who owned it the previous year?",
     "who owned the mill in 1953?"),
    # Places, amounts, and "they" who are nobody
    ("Where did Mira Holt go in 2023?", "Tarn", "who lives there?", "who lives in Tarn?"),
    ("Where does Mira Holt live?", "Tarn", "what does she do there?",
     "what does Mira Holt do in Tarn?"),
    ("How much is the loaf?", "4.60 euros", "why did it go up?", "why did the loaf go up?"),
    ("How much is the loaf?", "31,200 euros", "why did it go up?", "why did the loaf go up?"),
    ("Was the bicycle stolen?", "", "where did they find it?",
     "where did they find the bicycle?"),
    # "will happen" is a verb
    ("What will happen to the Albatross?", "", "how old is it?", "how old is the Albatross?"),
    # Another one of what a name doesn't tell
    ("How much is the Bongard?", "", "and the other one?",
     "How much is the other one (Bongard)?"),
    ("How much is the new oven?", "", "and the other one?", "How much is the other oven?"),
    ("What does the Bongard cost?", "", "so what happened to the old one?",
     "what happened to the old one (the Bongard)?"),
]  # fmt: skip


def test_no_form_reads_like_a_label():
    for last in ("Why was it?", "What is Larkspur?", "Tell me about it", "Who?", "the mill"):
        for line in ("who did that?", "which?", "says who?", "who else?", "what for?", "whom?"):
            assert ": " not in interpreted(line, [Past(last)]).text


@pytest.mark.parametrize(("last", "span", "line", "wanted"), FOLLOW_UPS)
def test_follow_ups_are_written_out(last, span, line, wanted):
    found = interpreted(line, [Past(last, span=span, document="a.md")])
    assert found.text == wanted
    assert found.question == line
    assert not found.stands_alone
    assert found.document == "a.md"


WHOLE = [
    "What did Turkey do with its batteries?",
    "How long does it take to build a mill?",
    "Is it true that Larkspur is written in Go?",
    "Why did the plane land with its gear up?",
    "How do plants make their food?",
    "Which university has its origins in a school of medicine?",
    "Since students pay no fees, what do they pay for?",
    "Who figured out that gravity is a force?",
    "How many ships are there in the harbour?",
    "What was the device that Tesla built?",
    "Which of those who signed the treaty died first?",
    "What is the IT department's number?",
    "Who was no one to Odysseus?",
    "How much did the mill that he bought in Harrow's name, Dunmore Mill, cost the town of Harrow?",
    "refund policy",
    "git stash",
    "When was the treaty of Harrow signed?",
    "who is the mayor of Harrow?",
    "What is the population of this city of Harrow?",
    "What do green algae have that the red algae don't?",
    "What do seals have that grey whales don't?",
    "What happened to the tools inside the mill after it was torn down?",
    "What must happen to each ferry before they let it sail?",
    "What was it called when Ada Brill crossed the river on stilts?",
    "In what trade is it common for young apprentices to travel?",
    "If two numbers are multiplied, what is this set called?",
    "What kind of bee stings when the hair on its back is touched?",
    "The mill has two wheels and a dam below it. What are they?",
]


@pytest.mark.parametrize("question", [q for q in WHOLE if "he bought" not in q])
def test_whole_questions_are_left_alone(question):
    pasts = [
        Past("Who started Larkspur?", span="Nadia Ferro", quote="Nadia Ferro started Larkspur."),
        Past("When did Turkey receive the S-400 batteries?", span="July", title="The batteries"),
    ]
    found = interpreted(question, pasts)
    assert found.text == question
    assert found.stands_alone
    assert found.terms == ()


def test_the_first_line_is_never_changed():
    assert interpreted("And India?", []).text == "And India?"


def test_a_shift_of_topic_drops_the_context():
    pasts = [
        Past("Who started Larkspur?", span="Nadia Ferro"),
        Past("How tall is the Harrow mill?"),
    ]
    assert interpreted("who owns it?", pasts).text == "who owns the Harrow mill?"


def test_the_topic_outlives_the_name_of_an_answer():
    pasts = [
        Past("What is Larkspur?"),
        Past("Who started Larkspur?"),
        Past("when did Nadia Ferro start Larkspur?"),
    ]
    found = interpreted("And Tamarisk?", pasts)
    assert found.text == "when did Nadia Ferro start Tamarisk?"


def test_uncertain_lines_say_so():
    pasts = [Past("Where is the Harrow summit in 2026?")]
    vague = interpreted("what are the dates?", pasts)
    assert vague.text == "what are the dates (the Harrow summit, 2026)?"
    assert not vague.certain
    bare = interpreted("Oslo?", [Past("When did Lena Voss leave Bergen?")])
    assert bare.text == "When did Lena Voss leave Oslo?"
    assert not bare.certain


def test_a_pronoun_continues_the_last_turn():
    pasts = [
        Past("What did Quill ask for?"),
        Past("Why did Quill ask for that?"),
        Past("what did Quill tell reporters?"),
        Past("What does the council say about the ferry?"),
    ]
    assert interpreted("is it safe?", pasts).text == "is the ferry safe?"
    assert interpreted("what did he say?", pasts).text == "what did Quill say?"


def test_a_whole_question_may_be_about_what_the_last_one_named():
    pasts = [Past("What does Harrow Mills say about returns?")]
    found = interpreted("What is the refund period?", pasts)
    assert found.text == "What is the refund period (Harrow Mills)?"
    assert not found.certain
    assert interpreted("What is the refund period?", [Past("How do returns work?")]).stands_alone
    assert interpreted("What is the refund period of Velo?", pasts).stands_alone
    assert interpreted("What is the price of a ticket?", pasts).stands_alone


def test_what_else_the_line_says_comes_first():
    found = interpreted("I read about the Harrow mill. Who owns it?", [Past("What is Larkspur?")])
    assert found.text == "I read about the Harrow mill. Who owns the Harrow mill?"


def test_added_words_are_named():
    found = interpreted("who started it?", [Past("What is the Larkspur project?")])
    assert found.terms == ("Larkspur", "project")


def test_ten_turns_take_milliseconds():
    quote = "Nadia Ferro of the Harrow Booking Office started Larkspur with Omar Lindt. " * 5
    pasts = [Past(f"What is Larkspur {n} of Harrow?", "Nadia", quote, "Title") for n in range(10)]
    interpreted("who started it?", pasts)
    started = time.process_time()
    for _ in range(10):
        interpreted("when was it started?", pasts)
    assert (time.process_time() - started) / 10 < 0.05  # 5 ms on an idle machine


@pytest.mark.parametrize(
    "line",
    ["?", "", "it", "and", "what about", "that that that", "🙂?", "it? " * 50, "\0 his \x1b"],
)
def test_odd_lines_break_nothing(line):
    pasts = [Past(""), Past("?"), Past("it it it", "()", "\x00", "…")]
    assert interpreted(line, pasts).question == line


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("how old is she?", [Kind.PERSON]),
        ("what did he do with it?", [Kind.PERSON, Kind.THING]),
        ("who lives there?", [Kind.PLACE]),
        ("which country is that country's neighbour?", [Kind.DESCRIPTION]),
        ("what about the other one?", [Kind.ONE]),
        ("What did Turkey do with its batteries?", []),
        ("is there a mill?", []),
        ("what is the speed of its engine?", [Kind.THING]),
    ],
)
def test_mentions_that_point_outside(question, kinds):
    assert [each.kind for each in mentions(question)] == kinds


def test_cells_of_a_row_and_dashes_part_noun_phrases():
    found = noun_phrases("Employee: Tom Okafor · Role: Baker | Backhaus Brandt – Harbour Street")
    assert [phrase.text for phrase in found] == [
        "Employee", "Tom Okafor", "Role", "Baker", "Backhaus Brandt", "Harbour Street",
    ]  # fmt: skip


def test_noun_phrases():
    found = noun_phrases("When did the two firms sell Velo 0.9.0 in the third quarter of 2023?")
    assert [(p.text, p.determiner, p.preposition, p.subject) for p in found] == [
        ("two firms", "the", "", True),
        ("Velo 0.9.0", "", "", False),
        ("third quarter of 2023", "the", "in", False),
    ]


def test_questions_as_statements():
    assert statement("When did Turkey buy it?", "") == ("did", "Turkey buy it")
    assert statement("Who wrote Harrowgate?", "Ada Brill") == ("did", "Ada Brill write Harrowgate")
    assert statement("Is Velo free?", "") == ("is", "Velo free")
    assert statement("the mill", "") is None
    assert [base_form(w) for w in ("started", "moved", "planned", "carried", "wrote", "xyz")] == [
        "start", "move", "plan", "carry", "write", None,
    ]  # fmt: skip
    assert [past_form(w) for w in ("start", "move", "plan", "carry", "write", "play", "open")] == [
        "started", "moved", "planned", "carried", "wrote", "played", "opened",
    ]  # fmt: skip
    assert [third_person(w) for w in ("start", "carry", "watch", "have", "play")] == [
        "starts", "carries", "watches", "has", "plays",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "then", "taken"),
    [
        (
            "who is the mayor of Harrow",
            "why did she resign?",
            "why did the mayor of Harrow resign?",
        ),
        ("who wrote the life of Ada Brill?", "when was she born?", "when was Ada Brill born?"),
    ],
)
def test_who_holds_an_office_is_meant_and_not_the_place(asked, then, taken):
    past = Past(asked, quote="Mayor Delphine Quill resigned on Monday.")
    assert interpreted(then, [past]).text == taken


def test_an_office_is_no_part_of_a_name():
    quote = "The newly installed Secretary of State Mira Holt warned the harbour."
    last = Past("Who is the secretary of state?", "Mira Holt", quote)
    found = interpreted("what did she ask for?", [last])
    assert found.text == "what did Mira Holt ask for?"


def test_the_title_of_a_document_cited_again_does_not_outweigh_the_question():
    title = "Winter timetable of the ferry"
    turns = [
        Past("When does the last boat leave?", "19:40", "The last boat leaves at 19:40.", title),
        Past("Who sails on Sunday?", "", "Nobody sails on Sunday.", title),
        Past("What will happen to the Albatross?", "", "It will be scrapped in spring.", title),
    ]
    assert interpreted("what comes after it?", turns).text == "what comes after the Albatross?"


def test_the_words_of_a_question_stand_for_what_a_title_names():
    turns = [
        Past("What did the footbridge cost?", "2 million euros", "", ""),
        Past("Who spoke?", "", "Rust was found.", "Footbridge at Tarn reopens"),
    ]
    assert interpreted("why was it closed?", turns).text == "why was the footbridge closed?"


@pytest.mark.parametrize(
    ("before", "line"),
    [
        ("How many came in 2018 and 2019?", "what burned that year?"),  # which?
        ("Who runs the mill?", "what burned that year?"),
        ("How many came in 2018?", "what burned in the year after the flood?"),
        ("How many came in 2018?", "what burned in that year when the mill was sold?"),
        ("How many came in 2018?", "what burned in 1954 and the year after?"),
    ],
)
def test_years_that_stand_for_nothing_are_left_alone(before, line):
    assert interpreted(line, [Past(before)]).text == line


def test_what_each_binds_is_whole():
    line = "What must be done with every boat before it is sold?"
    assert interpreted(line, [Past("Who runs the mill?")]).stands_alone


def test_a_place_is_nobody():
    quote = "The miller is Agnes Tull. She delivers on Thursday."
    last = Past("What does the mill at Penrose deliver?", "flour", quote)
    assert interpreted("who runs it?", [last]).text == "who runs the mill (at Penrose)?"
    again = Past("who runs the mill (at Penrose)?", "", quote)
    found = interpreted("how often does she come?", [last, again])
    assert found.text == "how often does Agnes Tull come?"


def test_somebody_is_no_thing():
    asked = Turn("who is Mattis?", answer=Answer("who is Mattis?", False, (), ()))
    wanted = Turn(
        "what did he want?",
        answer=Answer("what did he want?", False, (), (), interpretation="what did Mattis want?"),
    )
    assert interpret("who should get it?", [asked, wanted]).text == "who should get it (Mattis)?"


def test_who_announced_something_is_no_thing_later_either():
    asked = "What did Helen announce in May?"
    other = "what else was discussed?"
    turns = [Turn(each, answer=Answer(each, False, (), ())) for each in (asked, other)]
    assert interpret("did we accept it?", turns).text == "did we accept it?"
