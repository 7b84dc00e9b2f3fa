"""The words that questions about documents are made of, as data for `qa.catalogue.patterns`."""

from __future__ import annotations

from qa import lexicon


def _words(text: str) -> list[str]:
    return text.split()


# Singular: plural. Generic ones call any document by name; of the others a collection has some
# only where a folder, file name, title or tag says so.
GENERIC_NOUNS = {
    "document": "documents",
    "doc": "docs",
    "file": "files",
    "note": "notes",
    "page": "pages",
    "article": "articles",
    "story": "stories",
    "entry": "entries",
    "post": "posts",
    "piece": "pieces",
    "chapter": "chapters",
}
SPECIFIC_NOUNS = {
    "book": "books",
    "ebook": "ebooks",
    "e-book": "e-books",
    "novel": "novels",
    "meeting": "meetings",
    "set of minutes": "sets of minutes",
    "minutes": "minutes",
    "release": "releases",
    "release note": "release notes",
    "version": "versions",
    "email": "emails",
    "e-mail": "e-mails",
    "mail": "mails",
    "message": "messages",
    "letter": "letters",
    "memo": "memos",
    "paper": "papers",
    "thesis": "theses",
    "lecture": "lectures",
    "exam": "exams",
    "essay": "essays",
    "speech": "speeches",
    "sermon": "sermons",
    "editorial": "editorials",
    "bulletin": "bulletins",
    "poem": "poems",
    "song": "songs",
    "report": "reports",
    "transcript": "transcripts",
    "episode": "episodes",
    "recipe": "recipes",
    "presentation": "presentations",
    "interview": "interviews",
    "protocol": "protocols",
    "tutorial": "tutorials",
    "guide": "guides",
    "manual": "manuals",
    "handbook": "handbooks",
    "section": "sections",
    "amendment": "amendments",
    "survey": "surveys",
    "policy": "policies",
    "contract": "contracts",
    "invoice": "invoices",
    "agreement": "agreements",
    "receipt": "receipts",
    "quote": "quotes",
    "quotation": "quotations",
    "estimate": "estimates",
    "statement": "statements",
    "certificate": "certificates",
    "agenda": "agendas",
    "bill": "bills",
    "payslip": "payslips",
    "lease": "leases",
    "leaflet": "leaflets",
    "warranty": "warranties",
    "prescription": "prescriptions",
    "booking": "bookings",
    "pdf": "pdfs",
    "spreadsheet": "spreadsheets",
    "web page": "web pages",
    "webpage": "webpages",
    "picture": "pictures",
    "image": "images",
    "photo": "photos",
    "notebook": "notebooks",
    "newsletter": "newsletters",
    "changelog": "changelogs",
    "diary entry": "diary entries",
    "journal entry": "journal entries",
    "blog post": "blog posts",
    "event": "events",
    "appointment": "appointments",
    "contact": "contacts",
    "press release": "press releases",
    "runbook": "runbooks",
    "playbook": "playbooks",
    "post-mortem": "post-mortems",
    "postmortem": "postmortems",
    "post mortem": "post mortems",
    "retrospective": "retrospectives",
    "adr": "adrs",
    "decision record": "decision records",
}
_OTHER_IN_SINGULAR = ("agenda", "bill")  # that of a meeting, a name
SINGULAR = {plural: noun for noun, plural in (GENERIC_NOUNS | SPECIFIC_NOUNS).items()} | {
    noun: noun for noun in GENERIC_NOUNS | SPECIFIC_NOUNS if noun not in _OTHER_IN_SINGULAR
}
# A document that has parts of its own calls them so.
PART_NOUNS = frozenset({"chapter", "article", "section", "amendment", "entry", "recipe", "story"})
ONLY_PARTS = frozenset({"section", "amendment"})  # never a document of their own
# One release is called by many names; so is the record of a meeting.
SAME_NOUNS = {
    "version": ("version", "release", "changelog"),
    "release": ("release", "version", "changelog"),
    "release note": ("release", "version", "changelog"),
    "meeting": ("meeting", "minutes"),
    "minutes": ("meeting", "minutes"),
    "set of minutes": ("meeting", "minutes"),
    "ebook": ("ebook", "book"),
    "e-book": ("ebook", "book"),
    "mail": ("mail", "email", "message"),
    "email": ("mail", "email", "message"),
    "e-mail": ("mail", "email", "message"),
    "message": ("mail", "email", "message"),
    "diary entry": ("diary", "journal", "daily"),
    "journal entry": ("diary", "journal", "daily"),
    "blog post": ("blog", "post"),
    **dict.fromkeys(("post-mortem", "postmortem", "post mortem"), ("postmortem", "mortem")),
    "decision record": ("adr", "decision"),
    "quote": ("quote", "quotation"),
    "quotation": ("quote", "quotation"),
    "bill": ("bill", "invoice"),
    "picture": ("picture", "image", "photo"),
    "image": ("picture", "image", "photo"),
    "photo": ("picture", "image", "photo"),
}
# What has a number: "Article 20", "the third amendment".
NUMBERED_PARTS = _words(
    "article section chapter amendment part clause paragraph rule annex appendix act scene recital"
    " schedule letter book lesson unit"
)
# Words that numbers are made of.
NUMBER_WORDS = [
    *lexicon.ONES[1:],
    *lexicon.TENS,
    *_words(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
        " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        " thirtieth"
    ),
]
# Papers that say at their head what they are; a mail about one is none.
PAPERS = frozenset(
    [
        "set of minutes",
        *_words(
            "letter report memo invoice contract agreement policy receipt quote quotation estimate"
            " statement certificate agenda bill minutes meeting payslip lease leaflet warranty"
            " prescription booking"
        ),
    ]
)
# Documents that say at their head what they are, whatever their names.
SELF_NAMING = PAPERS | frozenset(
    _words("book ebook e-book novel paper essay transcript recipe protocol")
)
# What texts speak of as often as of documents: asked for only where some documents are that.
RARE_NOUNS = frozenset(
    [
        "web page",
        *_words(
            "agreement receipt quote quotation estimate statement certificate agenda bill lease"
            " leaflet warranty prescription booking pdf spreadsheet webpage picture image photo"
            " notebook event appointment contact thesis lecture exam poem song"
        ),
    ]
)
# Words that can't stand before a noun as its modifier ("handbook page", "politics articles").
NO_MODIFIERS = frozenset(
    _words("""
        a an the this that these those of in on at by for with from to and or is are was were be
        been do does did has have had can could will would should may might must not no which what
        who whom whose when where why how many much more most than as it its his her their our my
        your there about mention mentions said says if so i we you he she they them one first last
        other made wrote written published released called named used new newest latest oldest
        earliest recent final several some any all every each both two three four five
    """)
)

MONTHS = [name.lower() for name in lexicon.MONTHS]
# Capitalised words that name nothing.
NO_NAMES = frozenset(
    MONTHS
    + [name.lower() for name in (*lexicon.WEEKDAYS, *lexicon.TITLES_SHORT)]
    + _words("but yes no not")
)
# Written small in titles.
SMALL_WORDS = frozenset(
    _words("a an and at by for from in of on or the to with de la le der die das")
)
# Documents that have something: a book or a story that has something is rarely one of one's own.
EVENT_NOUNS = frozenset(_words("meeting minutes release document doc file note page chapter"))

NEWEST = r"newest|latest|most recent|most recently (?:published|written|released|added)|last"
OLDEST = r"oldest|earliest|first|very first"

MENTIONING = (
    r"mentions?|mentioned|mentioning|refers? to|referred to|referring to|makes? (?:a )?"
    r"(?:mention of|reference to)|brings? up|talks? of"
    r"|(?:contain|use|include|ha(?:s|ve)|show)(?:s|ing|ed|d)? (?:the |an? )?"
    r"(?:exact )?(?:words?|terms?|phrases?|names?|strings?|expressions?)"
)
MENTIONED = r"mentioned|referred to|brought up|referenced|named by name|spoken of"
APPEARING = r"appear|come up|occur|show up|turn up|get mentioned|get a mention|crop up"
DISCUSSED = r"discussed|talked about|debated|raised|on the agenda|dealt with|covered|addressed"
EXPLAINED = r"explained|described|introduced|treated|documented"
ABOUT = (
    r"about|on the (?:subject|topic) of|concerning|regarding|to do with"
    r"|deals? with|dealing with|talk(?:s|ing|ed)? about|covers?|covering"
    r"|discuss(?:es|ing)?|focus(?:es)? on|focusing on|reports? on"
)
WRITTEN = r"written|published|released|posted|sent|issued|created|dated|recorded|held|made"

HAPPENED = r"came out|come out|appeared|took place|happened"
DONE = (
    r"fixed|changed|added|improved|removed|introduced|decided|discussed|announced|released"
    r"|deprecated|said|covered"
)

# Labels before a date or a name in the first lines of a document.
DATE_LABEL = (
    r"(?:(?:original |first |last )?(?:release|publication|report|meeting)[ _-]?)?date(?:d)?"
    r"|released?(?: on)?|(?:first )?published(?: on)?|publication|created(?: on)?|posted(?: on)?"
    r"|written(?: on)?|issued(?: on)?|sent(?: on)?|recorded(?: on)?|held(?: on)?|presented(?: on)?"
)
AUTHOR_LABEL = (
    r"authors?|author\(s\)|written by|by|from|writers?|presented by|speakers?|prepared by"
    r"|posted by|editors?|edited by|sender|produced by"
)
TODO = r"to[- ]?do(?: items?| lists?|s)?|tasks?|action items?|checkbox(?:es)?|check ?list items?"
