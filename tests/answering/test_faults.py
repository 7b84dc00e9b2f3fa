"""Kinds of questions that were answered wrongly once, each over a small folder of its own.

Every folder has some more files that speak of other things. `AMISS` holds the cases that aren't
right yet: they are expected to fail, and whoever mends one takes it out.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

import qa
from qa.answering.selection import MORE_WORDS

FILLERS = 8


def filler(n: int) -> str:
    return f"The choir of parish {n} sings in the evening and the candles are lit.\n"


FOLDERS: dict[str, dict[str, str]] = {
    # --- the wrong one of several alike ---
    "lockers": {
        "lockers.txt": "Petra uses the copper locker. Bram uses the tin locker. Yusuf uses the "
        "brass locker. Lena uses the zinc locker.\n"
    },
    "gauges": {
        "gauges.txt": "The rain gauge reports on channel 31. The wind gauge reports on 44.\n",
    },
    "camps": {
        "camps.txt": "The summer camp costs 300 euros per child. The winter camp is 450.\n",
    },
    "repairs": {
        "repairs.md": "# Works\n\n- Chapel\n  - painted on 3 April\n- Tower\n  - painted on 12 "
        "June\n- Porch\n  - painted on 30 August\n"
    },
    "berths": {
        "berths.md": "# Berths\n\n| Berth | Boat | Length |\n|---|---|---|\n"
        + "".join(f"| B{n} | Kittiwake {n} | {n + 5} m |\n" for n in range(1, 121))
    },
    "tiers": {
        "support.md": "# Support us\n\nThank you for keeping the theatre alive.\n\n"
        "| Tier | Friend | Patron | Angel |\n|---|---|---|---|\n"
        "| Gift per year | $30 | $120 | $900 |\n| Seats | 1 | 2 | 6 |\n"
    },
    # Several sections in one passage.
    "sailing": {
        "club.md": "# Sailing club\n\n## How to join the club\n\n1. Fill in the form at the gate."
        "\n2. Pay the deposit.\n3. Collect the key from Ida.\n\n## Boats\n\nBoats lie at the "
        "north pier.\n\n## Dues\n\nThe yearly dues are 40 euros, to be paid in March.\n"
    },
    # Words of a glossary, several in one passage, and the same words in use elsewhere.
    "terms": {
        "terms.md": "# Words of the ledger\n\n## State of an entry\n\n### Ticked\n\n"
        "an entry is ticked when the treasurer has seen it,\nit is not part of the sum of the "
        "chest.\n\n### Sealed\n\nan entry is checked when it was compared with the paper of "
        "the bank,\nthose are part of the sum of the chest.\n\n### Struck\n\nA struck entry "
        "counts nowhere.\n\n## Sums\n\nThe ledger shows 3 sums.\n\n- Sealed: sealed "
        "entries, as on the last paper that was compared\n- Ticked: sealed and ticked entries"
        "\n- Future: all entries\n\n## Mould\n\nA mould fills in an entry with what is the "
        "same each time, so that little is left to write. Moulds are kept in the drawer of "
        "moulds and are made from any entry.\n\n## Donor\n\nCan be set for each entry, to "
        "sort and to count by it later. It is whoever gives money to the club, as well as whoever "
        "is given some. The list is kept in the book of donors.\n\n## Levy\n\nA levy is drawn "
        'from the chest of the donor: formally, the one who draws it ("the drawer") asks the '
        'bank to take an amount from the chest of another ("the donor") that the donor has '
        "allowed.\n",
        "donors.md": "# Book of donors\n\nThe book of donors is for adding, changing and "
        "ordering the donors of the club.\n\n## Buttons\n\n- Add: a new donor\n- Remove: the "
        "donor that is chosen\n- Hide: the donor is left out of lists\n\n## Finding\n\nType "
        "the first letters of a donor. Each donor may have a usual kind of entry.\n",
        "entering.md": "# Entering\n\n- donor: the donor of the entry, see the word donor\n"
        "- mark: s for sealed, t for ticked\n",
    },
    "diary": {
        "diary.txt": "2026-01-02\nSnow at last. Walked to the lake with Maria.\n\n2026-01-05\n"
        "Back at work. Headache all day.\n\n2026-01-14\nThe cat went to the vet. She weighs "
        "5.8 kg.\n\n"
        "2026-02-01\nThe boiler broke down at minus eight.\n"
    },
    # --- a look-alike of what is asked for ---
    "releases": {"changes.md": "# Changes\n\nRelease 3.8.1 removed the colour picker.\n"},
    "hosts": {"hosts.txt": "The printer has the address 10.4.0.7 and stands in the hall.\n"},
    "sections": {
        "bylaws.txt": "Section 9.4 says that members pay their dues by the end of March.\n"
    },
    "kings": {"kings.txt": "Aldric VIII was crowned at Senholm in 1402.\n"},
    "vitamins": {"food.txt": "Kelp is a good source of vitamin K.\n"},
    "install": {
        "install.md": "# Quillo\n\n## Installing Quillo on Linux, macOS and Windows\n\n"
        "Download the archive from the site and unpack it.\n"
    },
    "insurance": {
        "benefits.md": "# Benefits\n\nEveryone can take out bicycle insurance at half the price.\n"
    },
    "sales": {
        "shops.txt": "Shop sales rise in October\n\nShop sales in Norrland rose 1.4% in the month, "
        "seasonally adjusted.\n\nAnalysts pointed to October's 5% rise in boat sales.\n"
    },
    # --- what proves nothing ---
    "rumours": {
        **{
            f"letter{n}.txt": "Everybody in the valley asked who built the Selwick mill"
            f"{', and so did neighbour number ' + str(n) if n % 2 else ''}.\n"
            for n in range(40)
        },
        "mill.txt": "The Selwick mill was built by Oda Farrant.\n",
    },
    "faq": {
        "faq.md": "# FAQ\n\n**When does the sauna close?**\n\nPlease ask at the desk.\n",
        "hours.txt": "The sauna closes at 21:30, except on Sundays.\n",
    },
    "quiz": {
        "quiz.md": "# Quiz\n\n- Who painted the ceiling of the guildhall?\n- Who wrote the anthem "
        "of Marrow?\n- Who dug the canal?\n"
    },
    "numbered": {
        "quiz.md": "# Pub quiz\n\n1. When did the Marlow war end?\n2. Who signed the peace?\n"
        "3. Where is it kept?\n"
    },
    "invited": {"mail.txt": "Shall we meet on Friday at 12:30 in the canteen, Ada?\n"},
    "dam": {
        "dam.txt": "If the dam had been built, the valley would not have been kept.\n",
    },
    "desk": {
        "support.md": "# Support\n\nThe support desk of Velo answers questions on working days. "
        "Open the app store on your phone, search for Velo and tap Get.\n\nThe number of the "
        "building is 12. Write to desk@velo.example.\n",
    },
    "suppose": {
        "essay.txt": "If Hanne had won the regatta, the town would have rung its bells.\n",
    },
    "resigned": {
        "profile.txt": "Torsten Velde, who has resigned as harbour minister, made his name as a "
        "judge in the north.\n",
        "inquiry.txt": "An inquiry linked Torsten Velde to a secret loan, and he gave up the post "
        "of harbour minister because of it.\n",
    },
    "quarrel": {
        "sport.txt": "Coach Ibsen said on Monday that Larsson's squad had cheated, and that he "
        "would never shake its hand.\n"
    },
    # --- shown, but not the answer ---
    "quillo": {
        "book.md": "# The Quillo Book\n\n- [Foreword](foreword.md)\n- [Installing Quillo on "
        "Linux](install.md)\n- [Using Quillo](use.md)\n",
        "install.md": "# Installing\n\n## Linux\n\nOpen a terminal and enter the following command:"
        "\n\n```console\n$ curl get.quillo.example | sh\n```\n\nThen log in again.\n",
        "foreword.md": "# Foreword\n\nThis book is for everybody who has a heap of files and no "
        "order in them. We hope that it helps.\n\n- Ines Calder, Publisher\n",
    },
    "port": {
        "server.md": "# A server\n\n- Listen for connections on a socket.\n- Answer each of them.\n"
        "\n## The socket\n\nThe web server listens at `127.0.0.1:9191`, where `9191` is the port.\n"
    },
    "law": {
        "law.md": "# Data law\n\n## Article 21 Right to silence ('right to be left alone')\n\n"
        "Everyone may demand that a sender of advertisements stops writing within ten days.\n"
    },
    "custody": {
        "custody.md": "# Custody\n\n_Custody_ is a set of rules for shared tools. It is short.\n"
        "\n### Rules\n\n- Every tool has one keeper.\n- A keeper lends a tool for a week.\n"
        "- Whoever breaks a tool mends it.\n"
    },
    "callouts": {
        "callouts.md": "# Labels\n\nYou can use several label colours in your notes:\n\n- amber\n"
        "- teal\n- crimson\n- slate\n"
    },
    "minutes": {
        "minutes.md": "# Meeting of 4 March\n\n## Present\n\n- Ruth Aske\n- Pavel Dorn\n"
        "- Mina Holt\n\n## Topics\n\n- The fence\n- The wells\n"
    },
    "cheats": {
        "zarr.md": "# zarr\n\n> Pack and unpack zarr archives.\n\n- Extract an archive:\n\n"
        "`zarr -x {{archive.zarr}}`\n\n- Pack a folder:\n\n`zarr -c {{folder}}`\n",
        "fetch.md": "# fetch\n\n> Load files.\n\n- Download a .zarr archive of a site and extract "
        "it later:\n\n`fetch --site {{url}}`\n",
    },
    "refunds": {
        "refunds.md": "# Refunds\n\nTo request a refund:\n\n1. Sign in to the shop.\n2. Open the "
        "order.\n3. Press the button Return.\n4. Send the parcel.\n5. Wait for the mail.\n"
    },
    "pets": {
        "perks.md": "# Perks\n\nEveryone has the option to buy pet insurance through Alder. "
        "Merrow neither administers nor contributes to it.\n"
    },
    "facet": {
        "facets.md": "# Facets\n\nA _facet_ defines the behaviour that several shapes share.\n",
        "objects.md": "# Objects\n\nThe compiler stores a pointer, which is a facet object, next "
        "to the data of the shape.\n",
    },
    "notice": {
        "notice.md": "# Notice\n\nThe notice period depends on how long you have been with us:\n\n"
        "- less than 1 year: 3 weeks\n- over 1 year: 7 weeks\n"
    },
    # --- names, dates, whole collections ---
    "names": {
        "tdpa.txt": "The maximum fine is 3 million crowns or 2% of the yearly turnover.\n",
        "v0.7.0.md": "Released on 2021/03/14.\n",
        "brantham-fire-report-1988.md": "# Summary\n\nThe blaze began in the bakery at dawn.\n",
        "diary/2023-06-08.md": "Walked to the weir and saw two otters.\n",
        "sleep.md": "---\ntags: [health]\n---\n# Sleep\n\nEight hours are best.\n",
        "todo.md": "# Errands\n\n- [ ] mend the kettle\n- [x] post the letter\n",
        "statute.md": "# Statute\n\n## Article 20\n\nThe council meets four times a year.\n\n"
        "## Article 21\n\nThe council elects its own chair.\n",
    },
    # --- typing, markup ---
    "typos": {
        "refs.md": "# Pointers\n\nA dangling reference points to memory that was freed already.\n"
    },
    "markup": {
        "barn.md": "# Barn dance\n\nThe dance is held in the ~~smithy~~ barn at eight.\n\n"
        "%% The dance may be held in the chapel. %%\n\n<!-- The dance is in the cellar. -->\n"
    },
}
FOLDERS |= {
    # --- lines without full stops, words as they are written ---
    "hours": {
        "hours.txt": "Opening hours of the archive\n\nMonday 8 to 11\nTuesday 13 to 16\n"
        "Wednesday closed\nThursday 9 to 15\nFriday 7 to 10\n"
    },
    "suppliers": {
        "suppliers.md": "# Suppliers\n\n| Supplier | Town | Minimum order |\n|---|---|---|\n"
        "| Lenz | Aal | 40 kg |\n| Kontor | Vik | 12 kg |\n| Brandt | Mo | 75 kg |\n"
    },
    "phones": {
        "phones.txt": "Boiler room 555-0143\nGreenhouse 555-0188\nGate house 555-0121\n",
    },
    "accents": {
        # A composed and a decomposed accent; a soft hyphen; a hyphen at the end of a line.
        "lake.txt": "The M\u00f6rnsee lies 412 metres above the sea.\n",
        "pass.txt": "The Cre\u0301py pass is closed from November on.\n",
        "tram.txt": "The ter\u00admi\u00adnus of the tram is at Oak Square.\n",
        "glass.txt": "The workshop of the glass-\nblower stands by the quay.\n",
    },
    "entities": {
        "firm.md": "# Firms\n\n<p>The firm of Gr&uuml;n &amp; S&ouml;hne sells anchors.</p>\n\n"
        "<script>var anchors = 'The firm of Black sells anchors.'</script>\n"
    },
    "links": {
        "notes.md": "# Licence\n\nThe [[Marten licence|Marten licences]] cost 15 crowns a year.\n\n"
        "> [!tip] Saving\n> A group licence costs 60 crowns a year.\n"
    },
    "decimal": {
        "lots.txt": "Lot 17 was sold for 4,250 crowns.\n\nLot 18 was sold for 318 crowns.\n",
    },
    "unrelated": {"pump.txt": "The pump is cleaned on Mondays.\n"},
    "copies": {
        **{f"copy{n}.txt": "The ferry leaves at 7:15 from the north pier.\n" for n in range(6)},
        "other.txt": "Coffee is sold on the ferry from the north pier.\n",
    },
    "versions": {
        "v2.md": "# Version 2\n\nThe limit of an upload is 20 MB.\n",
        "v3.md": "# Version 3\n\nThe limit of an upload is 80 MB.\n",
    },
    "keywords": {
        "editor.md": "# Editor\n\n## Keyboard shortcuts\n\nPress Ctrl+J to join two lines and "
        "Ctrl+K to cut one.\n"
    },
    "compared": {
        "plans.md": "# Plans\n\n## Basic plan\n\nThe basic plan stores 5 GB and has no support.\n\n"
        "## Gold plan\n\nThe gold plan stores 500 GB and has support by phone.\n"
    },
    "negated": {
        "yard.md": "# Yard\n\nBikes, prams and scooters may be left in the yard. Cars may not be "
        "left there.\n"
    },
    "quoted": {
        "news.txt": "“We will rebuild the pier before winter,” mayor Lotte Brandt told the council "
        "on Tuesday.\n"
    },
}
FOLDERS |= {
    # --- the name of the file says what the title doesn't ---
    "agreements": {
        "Lease barn Okonjo.md": "# Agreement\n\n## Term\n\nThis ends after nine years.\n\n"
        "## Pay\n\nThe pay is 300 crowns a month.\n",
        "Loan tractor Verhoeven.md": "# Agreement\n\n## Term\n\nThis ends after two years."
        "\n\n## Pay\n\nThe pay is 75 crowns a month.\n",
        "Verhoeven tractor parts.txt": "A belt for the tractor costs 12 crowns at Verhoeven.\n",
    },
}
ALONE = {"names"}  # folders without fillers: those would be counted and listed

Shown = Callable[[qa.Answer], bool]


def first(*words: str, proof: str = "") -> Shown:
    """The first piece of evidence has these words (in its proof the last)."""

    def holds(answer: qa.Answer) -> bool:
        if not answer.answered or not answer.evidence:
            return False
        text = answer.evidence[0].text
        return all(word in text for word in (*words, proof))

    return holds


def first_proof(*words: str, without: str = "") -> Shown:
    """The words that are marked as proving, in the first piece, are these."""

    def holds(answer: qa.Answer) -> bool:
        if not answer.answered or not answer.evidence:
            return False
        text = proof(answer)
        return all(word in text for word in words) and not (without and without in text)

    return holds


def proof(answer: qa.Answer) -> str:
    """What proves in the first piece, as it is shown."""
    one = answer.evidence[0]
    at, found = 0, []
    for start, end in one.parts:
        a, b = max(start, one.proof[0]), min(end, one.proof[1])
        if a < b:
            found.append(one.text[at + a - start : at + b - start])
        at += end - start + 1
    return "\n".join(found)


def shown(*words: str) -> Shown:
    """All that is shown has these words."""

    def holds(answer: qa.Answer) -> bool:
        text = "\n".join(piece.text for piece in answer.evidence)
        return answer.answered and all(word in text for word in words)

    return holds


def without(*words: str) -> Shown:
    """Whatever is said, these words are not shown as evidence."""

    def holds(answer: qa.Answer) -> bool:
        text = "\n".join(piece.text for piece in answer.evidence)
        return not any(word in text for word in words)

    return holds


def cites_line(line: int) -> Shown:
    """The first piece cites this line of its file."""
    return lambda answer: answer.answered and answer.evidence[0].line == line


def one_piece_with(*words: str) -> Shown:
    """These words are shown once."""

    def holds(answer: qa.Answer) -> bool:
        found = [p for p in answer.evidence if all(word in p.text for word in words)]
        return answer.answered and len(found) == 1

    return holds


def refused(answer: qa.Answer) -> bool:
    return not answer.answered


def missing(word: str) -> Shown:
    """It is refused, and the word is named."""

    def holds(answer: qa.Answer) -> bool:
        return not answer.answered and word in answer.missing_terms

    return holds


def not_sure(answer: qa.Answer) -> bool:
    """It is refused, or said to be weak."""
    return not answer.answered or answer.strength == "weak"


@dataclass(frozen=True, slots=True)
class Case:
    """A question over one folder, and what must be so of its answer."""

    folder: str
    question: str
    holds: Shown


CASES = [
    # the wrong one of several alike
    Case("lockers", "Who uses the tin locker?", first_proof("Bram", without="Petra")),
    Case("lockers", "Who uses the zinc locker?", first_proof("Lena", without="Petra")),
    Case("gauges", "On which channel does the wind gauge report?", first_proof("44", without="31")),
    Case("gauges", "On which channel does the rain gauge report?", first_proof("31", without="44")),
    Case("camps", "How much does the winter camp cost?", first_proof("450", without="300")),
    Case("camps", "How much does the summer camp cost?", first_proof("300", without="450")),
    Case("repairs", "When was the chapel painted?", first("3 April")),
    Case("repairs", "When was the tower painted?", first("12 June")),
    Case("berths", "Which boat lies at berth B57?", first("Kittiwake 57")),
    Case("berths", "How long is the boat at berth B108?", first("113 m")),
    Case("tiers", "How much does the Angel tier cost per year?", first("Angel: $900")),
    Case("diary", "what happened on 14 january 2026", first("went to the vet")),
    Case("diary", "What happened on January 5, 2026?", first("Headache")),
    Case("diary", "what happened on 6 January 2026", refused),
    Case("sailing", "how do I join the club?", first("Collect the key from Ida")),
    Case("sailing", "how can I become a member of the club", first("Collect the key from Ida")),
    Case("terms", "whats a donor", first("whoever gives money")),
    Case("terms", "difference between ticked and sealed",
         first("the treasurer has seen it", "the paper of the bank")),
    # a look-alike of what is asked for
    Case("releases", "What did release 3.8.1 remove?", first("colour picker")),
    Case("releases", "What did release 3.1.8 remove?", refused),
    Case("releases", "What did release 3.1.8 remove?", missing("3.1.8")),
    Case("hosts", "What has the address 10.7.0.4?", refused),
    Case("sections", "What does section 9.4 say?", first("dues")),
    Case("sections", "What does section 4.9 say?", refused),
    Case("kings", "When was Aldric VII crowned?", refused),
    Case("vitamins", "What is a good source of vitamin C?", refused),
    Case("install", "How do I install Quillo with Homebrew?", missing("Homebrew")),
    Case("insurance", "Is there car insurance at half the price?", refused),
    Case("insurance", "Is there bicycle insurance?", first("bicycle insurance")),
    Case("sales", "By how much did shop sales rise in October?", first("1.4%")),
    # what proves nothing
    Case("rumours", "Who built the Selwick mill?", first("Oda Farrant")),
    Case("faq", "When does the sauna close?", first("21:30")),
    Case("quiz", "Who painted the ceiling of the guildhall?", refused),
    Case("numbered", "When did the Marlow war end?", refused),
    Case("numbered", "What questions are in the pub quiz?", shown("signed the peace")),
    Case("invited", "When do we meet Ada in the canteen?", first("12:30")),
    Case("suppose", "Who won the regatta?", refused),
    Case("suppose", "What would the town have done if Hanne had won the regatta?", first("bells")),
    Case("dam", "When was the dam built?", refused),
    Case("desk", "What is the phone number of Velo support?", refused),
    Case("desk", "What is the email address of the Velo support desk?", first("desk@velo.example")),
    Case("resigned", "Why did Torsten Velde resign?", first("secret loan")),
    Case("quarrel", "Why did Ibsen praise Larsson's squad?", not_sure),
    # shown, but not the answer
    Case("quillo", "How do I install Quillo on Linux?", first("command:", "$ curl get.quillo")),
    Case("quillo", "Who wrote the foreword?", shown("Ines Calder")),
    Case("port", "What port does the web server listen on?", first("9191")),
    Case("law", "What is the right to be left alone?", first("stops writing within ten days")),
    Case("custody", "What are the rules of custody?",
         first("one keeper", "for a week", "mends it")),
    Case("callouts", "What label colours can I use?",
         first("amber", "teal", "crimson", "slate")),
    Case("minutes", "Who was present?", first("Ruth Aske", "Pavel Dorn", "Mina Holt")),
    Case("cheats", "How do I extract a zarr archive?", first("zarr -x")),
    Case("refunds", "How do I request a refund?",
         first("Sign in", "Open the order", "Press the button", "Send the parcel", "Wait")),
    Case("pets", "Does Merrow offer pet insurance?",
         first("option to buy pet insurance", "neither administers")),
    Case("facet", "What is a facet?", first("defines the behaviour")),
    Case("notice", "What is the notice period after six months?", first("3 weeks")),
    # names, dates, whole collections
    Case("names", "What is the maximum fine under the TDPA?", first("3 million crowns")),
    Case("names", "When was 0.7.0 released?", first("2021/03/14")),
    Case("names", "Where did the Brantham fire begin?", first("bakery")),
    Case("names", "What did I see on 8 June 2023?", first("otters")),
    Case("names", "Which notes are tagged health?", shown("Sleep")),
    Case("names", "What are my open todos?", shown("mend the kettle")),
    Case("names", "What are my open todos?", without("post the letter")),
    Case("names", "What does Article 20 say?", first("four times a year")),
    # typing, markup
    Case("typos", "what is a danglng refernce", first("dangling reference")),
    Case("markup", "Where is the dance held?", first("barn")),
    Case("markup", "Where is the dance held?", without("chapel", "cellar")),
    Case("hours", "When is the archive open on Thursday?", first_proof("9 to 15")),
    Case("hours", "When is the archive open on Tuesday?", cites_line(4)),
    Case("suppliers", "What is the minimum order at Kontor?", first_proof("12 kg")),
    Case("suppliers", "What is the minimum order at Kontor?", cites_line(6)),
    Case("suppliers", "Which supplier has the smallest minimum order?", first("40 kg")),
    Case("phones", "What is the number of the greenhouse?", first_proof("555-0188")),
    Case("phones", "What is the number of the greenhouse?", cites_line(2)),
    Case("accents", "How high does the Mo\u0308rnsee lie?", first("412 metres")),
    Case("accents", "When is the Cr\u00e9py pass closed?", first("November")),
    Case("accents", "Where is the terminus of the tram?", first("Oak Square")),
    Case("accents", "Where is the workshop of the glassblower?", first("quay")),
    Case("entities", "What does the firm of Grün & Söhne sell?", first("Grün & Söhne", "anchors")),
    Case("entities", "Which firm sells anchors?", without("Black", "var", "<")),
    Case("links", "What does a Marten licence cost?", first("15 crowns")),
    Case("links", "What does a group licence cost?", first("60 crowns")),
    Case("links", "What does a group licence cost?", without("[", "]", "!")),
    Case("decimal", "For how much was lot 17 sold?", first_proof("4,250", without="318")),
    Case("decimal", "Which lot was sold for 4250 crowns?", first_proof("Lot 17")),
    Case("unrelated", "Где находится ближайшая аптека?", refused),
    Case("unrelated", "निकटतम अस्पताल कहाँ है?", refused),
    Case("unrelated", "가장 가까운 약국은 어디에 있습니까?", refused),
    Case("copies", "When does the ferry leave?", one_piece_with("7:15")),
    Case("versions", "What is the limit of an upload?", shown("20 MB", "80 MB")),
    Case("versions", "What is the limit of an upload in version 3?", first("80 MB")),
    Case("keywords", "editor keyboard shortcuts", first("Ctrl+J")),
    Case("compared", "What is the difference between the basic plan and the gold plan?",
         shown("5 GB", "500 GB")),
    Case("negated", "What may not be left in the yard?", first_proof("Cars")),
    Case("quoted", "Who said that the pier will be rebuilt?", first("Lotte Brandt")),
    # the name of the file says what the title doesn't
    Case("agreements", "until when does the tractor loan of Verhoeven run", first("two years")),
    Case("agreements", "until when does the barn lease of Okonjo run", first("nine years")),
]  # fmt: skip

# By folder and question: what is wrong now.
AMISS = {
    ("resigned", "Why did Torsten Velde resign?"): "that he resigned comes before why",
    ("quarrel", "Why did Ibsen praise Larsson's squad?"): "a false premise is answered, strongly",
}


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], qa.Engine]]:
    """The opened index of each folder, built when it is first asked."""
    opened: dict[str, qa.Engine] = {}
    home = tmp_path_factory.mktemp("faults")

    def engine(name: str) -> qa.Engine:
        if name not in opened:
            files = dict(FOLDERS[name])
            if name not in ALONE:
                files |= {f"parish{n}.txt": filler(n) for n in range(FILLERS)}
            for path, text in files.items():
                place = home / name / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(text, "utf-8")
            opened[name] = qa.open(home / "indexes" / name, paths=[home / name])
            opened[name].sync()
        return opened[name]

    yield engine
    for one in opened.values():
        one.close()


def parameters() -> list[object]:
    counted: dict[tuple[str, str], Iterator[int]] = {}
    found = []
    for case in CASES:
        key = (case.folder, case.question)
        number = next(counted.setdefault(key, itertools.count(1)))
        reason = AMISS.get(key)
        marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
        name = f"{case.folder}-{case.question}" + (f"-{number}" if number > 1 else "")
        found.append(pytest.param(case, id=name, marks=marks))
    return found


@pytest.mark.parametrize("case", parameters())
def test_fault(engines: Callable[[str], qa.Engine], case: Case) -> None:
    answer = engines(case.folder).ask(case.question)
    assert case.holds(answer), describe(answer)
    words = sum(len(piece.text.split()) for piece in answer.evidence)
    assert len(answer.evidence) < 2 or words <= MORE_WORDS


def describe(answer: qa.Answer) -> str:
    """What was answered, for whoever reads the failure."""
    said = "answered" if answer.answered else f"refused ({answer.refusal})"
    texts = [piece.text for piece in answer.evidence or answer.misses]
    return f"{said} at {answer.confidence}, missing {answer.missing_terms}: {texts}"
