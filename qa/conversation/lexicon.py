"""Word lists of the interpretation of follow-up questions: English closed classes and verbs."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


# Pronouns, each with what it can stand for.
PERSON_PRONOUNS = word_set("he she him her his hers himself herself")
THING_PRONOUNS = word_set("it its itself")
PLURAL_PRONOUNS = word_set("they them their theirs themselves")
PRONOUNS = PERSON_PRONOUNS | THING_PRONOUNS | PLURAL_PRONOUNS
POSSESSIVES = word_set("his its their hers theirs")
SUBJECT_PRONOUNS = word_set("he she it they")
SPEAKERS = word_set("i you we me us my your our mine yours ours one's")
DEMONSTRATIVES = word_set("this that these those")

WH_WORDS = word_set("who whom whose what which when where why how whos whats wheres whens hows")
DO_VERBS = word_set("do does did can could will would shall should may might must")
BE_VERBS = word_set("am is are was were be been being")
HAVE_VERBS = word_set("has have had having")
AUXILIARIES = (
    DO_VERBS
    | BE_VERBS
    | HAVE_VERBS
    | word_set(
        """
    don't doesn't didn't can't couldn't won't wouldn't shouldn't isn't aren't wasn't weren't
    hasn't haven't hadn't dont doesnt didnt couldnt wouldnt shouldnt isnt arent wasnt werent hasnt
    havent hadnt
    """
    )
)
PREPOSITIONS = word_set(
    """
    in on at of for from to with by about under over into onto through during before after since
    until between against among without within as per than via around near behind beyond like
    regarding concerning toward towards across along upon inside outside off out up down
    """
)
DETERMINERS = word_set("the a an some any each every no all both another other my your our")
CONJUNCTIONS = word_set("and or but so then if because while when although though nor yet")
# Words that may stand between any others and name nothing.
ADVERBS = word_set(
    """
    not n't also too still just only even ever never again already now then there here please
    exactly really actually very much many more most less least few several such same else
    instead together altogether later earlier once often usually always sometimes today
    yesterday tomorrow tonight currently recently soon ago away back well okay ok yes oh hm hmm
    first last next
    """
)
FUNCTION_WORDS = (
    PRONOUNS
    | SPEAKERS
    | DEMONSTRATIVES
    | WH_WORDS
    | AUXILIARIES
    | PREPOSITIONS
    | DETERMINERS
    | CONJUNCTIONS
    | ADVERBS
    | word_set(
        """
    anything something everything nothing anyone someone everyone anybody somebody everybody
    nobody anywhere somewhere everywhere thank thanks please sorry hi hello hey i'm i've i'd
    i'll you're you'd we're we'd they're he's she's i'd am one ones there's that's what's who's
    it's let's
    """
    )
)

# "how old", "how far": what is asked for, not what it is asked of.
MEASURES = word_set(
    """
    long old fast far tall big large high deep wide heavy small hot cold loud strong slow hard
    easy expensive cheap close good bad quickly slower faster
    """
)
LY_NOUNS = word_set(
    """
    family supply reply assembly monopoly anomaly butterfly jelly belly bully rally weekly daily
    monthly early
    """
)
PREDICATES = word_set("due available possible necessary true false like responsible")
# These at the end of a question, or before a function word: "why is it cheaper than ...".
LAST_PREDICATES = word_set(
    """
    faster slower better worse cheaper dearer easier harder safer larger smaller bigger higher lower
    older newer younger longer shorter stronger weaker free safe ready open closed required optional
    mandatory supported deprecated allowed enabled disabled valid legal illegal fast slow expensive
    cheap big small old new
    """
)

# Nouns that say nothing without what they belong to.
RELATIONAL_NOUNS = word_set(
    """
    address age aim amount answer author capital cause cost date dates default difference
    duration effect effects end ending fee goal height length limit location meaning name names
    number origin outcome place point population price prices purpose rate reason reasons result
    results role rule rules salary size source speed start status step steps temperature time
    title topic total type value version weather weight winner year details consequences
    requirements conditions deadline author's company country city town person man woman thing
    things
    """
)
TIME_NOUNS = word_set(
    """
    time year years month months week weeks day days century decade morning evening night season
    moment way
    """
)
PERIODS = word_set(
    """
    second seconds minute minutes hour hours year years month months week weeks day days quarter
    quarters decade century period season moment january february march april june july august
    september october november december monday tuesday wednesday thursday friday saturday sunday
    """
)
PERSON_NOUNS = word_set(
    """
    man woman boy girl person president minister chief king queen officer servant spokesman
    spokeswoman actor actress author writer singer player mother father brother sister wife
    husband son daughter doctor judge lawyer secretary chairman director governor senator mayor
    captain chef narrator creature hero heroine boss leader founder owner manager treasurer
    chair chairwoman chairperson headmaster headmistress caretaker tenant landlord landlady lodger
    child children people men women adult member student parent kid pensioner employee guest visitor
    deputy successor predecessor assistant colleague partner rival widow widower friend
    boyfriend girlfriend fiance uncle aunt cousin niece nephew grandfather grandmother
    vicar priest bishop nurse teacher pupil student coach trainer referee editor reporter
    """
)
# In names of companies, institutions and groups, which are no persons. Without words that are
# surnames as well.
ORGANISATION_NOUNS = word_set(
    """
    academy administration agency airlines airport airways army alliance association assembly
    authority bank board brewery brigade broadcasting bureau cathedral centre center chamber
    charity clinic club co college commission committee communications company conference
    congress consortium consulting cooperative corp corporation council court daily department
    directorate division enterprises exchange expedition faculty federation ferries ferry festival
    financial force forum foundation front fund gallery gazette government group guild harbour
    harbor herald holding holdings hospital hotel inc industries industry initiative institute
    institution insurance investments journal laboratories laboratory league library limited line
    lines ltd llc logistics mills mines ministry motors movement museum navy network news
    newspaper observatory office orchestra organisation organization parliament partners
    partnership party pharmaceuticals plc police port post press productions project publishers
    publishing quarterly railway railways records refinery republic restaurant school senate
    service services shipping shipyard society solutions station steel studios syndicate systems
    team telegraph television theatre theater times transport treasury tribunal trust union
    university works workshop
    """
)
# In such names, and surnames as well.
SURNAMES_TOO = word_set("bridge castle church hall house mill park street temple wells")
# Behind "what did X": what was announced is spoken of next, and not who announced it.
SPEECH_VERBS = word_set(
    """
    announce answer argue ask claim decide demand explain mean offer order plan promise propose
    recommend reply report request say suggest tell think want warn write
    """
)
PERSON_ENDINGS = ("er", "or", "ist", "man", "woman", "ian", "eer")
IRREGULAR_PLURALS = word_set("people men women children mice feet teeth geese data media")

# Verbs in their base form: those that follow "did he", "can they", "to" in public collections of
# questions, where they stand there more often than behind "the" or "his".
_VERBS = """
    abandon abdicate abolish absorb accept access accommodate accomplish achieve acquire
    activate adapt add address adhere adopt advance advertise agree allow analyze announce
    answer apologize appear apply appoint approve argue arise arrive ask assassinate assemble
    assess assign assist assume assure attach attack attain attempt attend attract avoid back
    bake balance ban bark bat be bear beat become begin believe belong bet bite blame blend
    block blunder boil bomb boost boot born boycott break brew bring broadcast build burn buy
    bypass calculate call cancel capture carry catch categorize cause cease celebrate
    challenge change characterize charge check choose chop circumvent claim classify clean
    clear click close collaborate collapse collect college combat combine come commemorate
    commit communicate compare compete complete comply compose condemn conduct configure
    confirm conform confront connect conquer consent consider construct consume contact
    contain continue contribute control convert convey convince cook cool cooperate coordinate
    cope copy correct cost counter counteract cover create criticize cure cut damage deal
    decide declare decline decrease defeat defend define delete deliver demonstrate denote
    deny depart describe designate destroy detect determine develop diagnose die differentiate
    dig direct disappear disband disclose discover discuss dislike display disrupt dissolve
    distinguish distribute diverge divide divorce do document dominate download draft draw
    drink drive drop earn eat edit elect eliminate embark embrace emerge employ empty emulate
    enable enact encode encounter encourage end endorse endure enforce engage enhance enjoy
    enlarge enroll ensure enter eradicate escape establish evacuate evolve examine exclude
    execute exist expand expect expel experience experiment expire explain explore express
    extend extract face fail farm feature feed feel fetch fight figure fill finance find
    finish fit fix flee flip fly follow forbid force forget forgive form found freeze fulfill
    gain gather generate get give go govern graduate grant grasp grind grow halt handle hang
    happen harvest hate have heal hear heat help hide hire hold hope host hunt hurt identify
    ignore impeach implement improve include incorporate increase indicate influence inhabit
    input inspect inspire install integrate interact intervene introduce invade invalidate
    invest investigate join justify keep kick kill know launch lay lead learn leave lend let
    lie lift like limit list listen live load locate lock log look lose maintain make manage
    manufacture marry mean measure meet memorize mention merge migrate minimize mitigate mix
    modify monitor mount move name need negotiate observe obtain occupy occur offer open
    operate oppose opt organize oust overcome override oversee overthrow overturn owe own
    paint participate pass pay perform pick pitch plan plant play pop portray possess practice
    preach precipitate predict prefer prepare preserve prevent print proceed produce promote
    propose prosecute protect prove provide publish pull purchase pursue push put qualify
    quantify quit raise ratify reach react read realize really rebuild receive reclaim
    recognize recommend reconcile recover recruit rectify reduce refer reflect reform refuse
    regain register regulate rehab reject release relieve relocate rely remain remember remind
    remove rename rent reopen reorganize repair repay repeal replace represent reproduce
    request require rescue resemble reside resign resist resolve respond restore restrict
    resume retain retire retreat return reveal reverse revert revise revive ride ring rise rub
    ruin run said sail save say score search secure security see seek seize select sell send
    separate serve set settle shake share shoot shut sign simplify simulate sing sink sit
    sleep slow smell smoke solve sort speak spend split spread spy stabilize stand standardize
    star start stash stay steal stick still sting stop store stream strengthen strike study
    submit suffer suggest support suppress surrender survive sustain swim swing switch
    symbolize sync take talk teach tell terminate test testify thank think thrive throw touch
    tour track trade train transfer transform translate transport travel treat try turn
    understand undo unify unite update upgrade uphold use utilize verify veto view visit vote
    wait wake walk want warn wash watch water wear weave weigh win wind wish withdraw work
    worry wrestle write
"""
SHOWING = word_set("tell show list name give explain describe find define compare")  # orders to us
# What is done to files, programs and data.
_TECHNICAL = """
    append archive authenticate authorize autocomplete automate compile compress concatenate
    crop debounce debug decode decompress decrypt deploy deserialize downgrade encrypt insert
    instantiate invert iterate lint mock mute overwrite parse paste prepend preview recompile
    redact redo redirect refresh reinstall reload render reset resize restart retry rewrite
    rotate serialize strip subscribe throttle toggle truncate uninstall unsubscribe unzip upload
    validate whitelist zip
"""
VERBS = frozenset(_VERBS.split()) | word_set(_TECHNICAL)
_PAST = """
    ate beat became began bit bled blew bore born bought bound bred broke broken brought built burnt
    came caught chose chosen cut dealt did done drank drawn drew driven drove eaten fallen fed fell
    felt flew flown fought found fled forgot forgotten froze frozen gave given gone got grew grown
    had heard held hid hidden hit hurt kept knew known laid lain led left lent lit lost made meant
    met paid put quit ran rang read ridden risen rode rose said sang sat saw seen sent set shaken
    shook shot shown shut slept slid sold sought spent spoke spoken spread stole stolen stood struck
    stuck sung sunk swam swore sworn taken taught thought threw thrown told took understood went
    begun woke won wore worn wound written wrote
"""
PAST_FORMS = frozenset(_PAST.split())


_SINGULAR_IN_S = word_set("series species means lens gas atlas bias canvas")


def plural_noun(word: str) -> bool:
    """Whether a lower-case word looks like the plural of a noun."""
    return word in IRREGULAR_PLURALS or (
        word.endswith("s")
        and len(word) > 3
        and not word.endswith(("ss", "us", "is", "'s", "news"))
        and word not in _SINGULAR_IN_S
    )


def base_verb(word: str) -> bool:
    """Whether a lower-case word is the base form of a verb, as it follows "did" or "to"."""
    return word in VERBS


def inflected_verb(word: str) -> bool:
    """Whether a lower-case word looks like a past form, a participle or a third person."""
    if word in PAST_FORMS:
        return True
    for ending in ("ied", "ed", "ing", "ies", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            if stem in VERBS or stem + "e" in VERBS or stem + "y" in VERBS:
                return True
            if len(stem) > 2 and stem[-1] == stem[-2] and stem[:-1] in VERBS:
                return True
    return word.endswith("ed") and len(word) > 4
