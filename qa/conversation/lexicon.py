"""Word lists of the interpretation of follow-up questions: English closed classes and verbs."""

from __future__ import annotations

# Pronouns, each with what it can stand for.
PERSON_PRONOUNS = frozenset("he she him her his hers himself herself".split())
THING_PRONOUNS = frozenset("it its itself".split())
PLURAL_PRONOUNS = frozenset("they them their theirs themselves".split())
PRONOUNS = PERSON_PRONOUNS | THING_PRONOUNS | PLURAL_PRONOUNS
POSSESSIVES = frozenset("his its their hers theirs".split())
SUBJECT_PRONOUNS = frozenset("he she it they".split())
SPEAKERS = frozenset("i you we me us my your our mine yours ours one's".split())
DEMONSTRATIVES = frozenset("this that these those".split())

WH_WORDS = frozenset("who whom whose what which when where why how".split())
DO_VERBS = frozenset("do does did can could will would shall should may might must".split())
BE_VERBS = frozenset("am is are was were be been being".split())
HAVE_VERBS = frozenset("has have had having".split())
AUXILIARIES = DO_VERBS | BE_VERBS | HAVE_VERBS | frozenset(
    "don't doesn't didn't can't couldn't won't wouldn't shouldn't isn't aren't wasn't weren't hasn't"
    " haven't hadn't".split()
)
PREPOSITIONS = frozenset(
    """
    in on at of for from to with by about under over into onto through during before after since
    until between against among without within as per than via around near behind beyond like
    regarding concerning toward towards across along upon inside outside off out up down
    """.split()
)
DETERMINERS = frozenset("the a an some any each every no all both another other my your our".split())
CONJUNCTIONS = frozenset("and or but so then if because while when although though nor yet".split())
# Words that may stand between any others and name nothing.
ADVERBS = frozenset(
    """
    not n't also too still just only even ever never again already now then there here please exactly
    really actually very much many more most less least few several such same else instead together
    altogether later earlier once often usually always sometimes today yesterday tomorrow tonight
    currently recently soon ago away back well okay ok yes oh hm hmm first last next
    """.split()
)
FUNCTION_WORDS = (
    PRONOUNS | SPEAKERS | DEMONSTRATIVES | WH_WORDS | AUXILIARIES | PREPOSITIONS | DETERMINERS
    | CONJUNCTIONS | ADVERBS | frozenset("anything something everything nothing anyone someone everyone anybody somebody everybody nobody"
        " anywhere somewhere everywhere thank thanks please sorry hi hello hey i'm i've i'd i'll you're you'd we're we'd they're he's"
    " she's i'd am one ones there's that's what's who's it's let's".split())
)

# "how old", "how far": what is asked for, not what it is asked of.
MEASURES = frozenset(
    """
    long old fast far tall big large high deep wide heavy small hot cold loud strong slow hard easy
    expensive cheap close good bad quickly slower faster
    """.split()
)
LY_NOUNS = frozenset(
    "family supply reply assembly monopoly anomaly butterfly jelly belly bully rally weekly daily"
    " monthly early".split()
)
PREDICATES = frozenset("due available possible necessary true false like responsible".split())

# Nouns that say nothing without what they belong to.
RELATIONAL_NOUNS = frozenset(
    """
    address age aim amount answer author capital cause cost date dates default difference duration
    effect effects end ending fee goal height length limit location meaning name names number origin
    outcome place point population price prices purpose rate reason reasons result results role rule
    rules salary size source speed start status step steps temperature time title topic total type
    value version weather weight winner year details consequences requirements conditions deadline
    author's company country city town person man woman thing things
    """.split()
)
TIME_NOUNS = frozenset(
    "time year years month months week weeks day days century decade morning evening night season"
    " moment way".split()
)
PERIODS = frozenset(
    """
    second seconds minute minutes hour hours year years month months week weeks day days quarter quarters decade century period season
    moment january february march april june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday
    """.split()
)
PERSON_NOUNS = frozenset(
    """
    man woman boy girl person president minister chief king queen officer servant spokesman
    spokeswoman actor actress author writer singer player mother father brother sister wife husband
    son daughter doctor judge lawyer secretary chairman director governor senator mayor captain chef
    narrator creature hero heroine boss leader founder owner manager
    """.split()
)
PERSON_ENDINGS = ("er", "or", "ist", "man", "woman", "ian", "eer")
IRREGULAR_PLURALS = frozenset("people men women children mice feet teeth geese data media".split())

# Verbs in their base form: those that follow "did he", "can they", "to" in public collections of
# questions, where they stand there more often than behind "the" or "his".
_VERBS = """
    get do have be let end resume stash list print undo revert abandon abdicate abolish absorb accept access accommodate accomplish achieve acquire
    activate adapt add address adhere adopt advance advertise agree allow analyze announce
    answer apologize appear apply appoint approve argue arise arrive ask assassinate assemble
    assess assign assist assume assure attach attack attain attempt attend attract avoid back
    bake balance ban bark bat bear beat become begin believe belong bet bite blame blend block
    blunder boil bomb boost boot born boycott break brew bring broadcast build burn buy bypass
    calculate call cancel capture carry catch categorize cause cease celebrate challenge
    change characterize charge check choose chop circumvent claim classify clean clear click
    close collaborate collapse collect college combat combine come commemorate commit
    communicate compare compete complete comply compose condemn conduct configure confirm
    conform confront connect conquer consent consider construct consume contact contain
    continue contribute control convert convey convince cook cool cooperate coordinate cope
    copy correct cost counter counteract cover create criticize cure cut damage deal decide
    declare decline decrease defeat defend define delete deliver demonstrate denote deny
    depart describe designate destroy detect determine develop diagnose die differentiate dig
    direct disappear disband disclose discover discuss dislike display disrupt dissolve
    distinguish distribute diverge divide divorce document dominate download draft draw drink
    drive drop earn eat edit elect eliminate embark embrace emerge employ empty emulate enable
    enact encode encounter encourage endorse endure enforce engage enhance enjoy enlarge
    enroll ensure enter eradicate escape establish evacuate evolve examine exclude execute
    exist expand expect expel experience experiment expire explain explore express extend
    extract face fail farm feature feed feel fetch fight figure fill finance find finish fit
    fix flee flip fly follow forbid force forget forgive form found freeze fulfill gain gather
    generate give go govern graduate grant grasp grind grow halt handle hang happen harvest
    hate heal hear heat help hide hire hold hope host hunt hurt identify ignore impeach
    implement improve include incorporate increase indicate influence inhabit input inspect
    inspire install integrate interact intervene introduce invade invalidate invest
    investigate join justify keep kick kill know launch lay lead learn leave lend lie lift
    like limit listen live load locate lock log look lose maintain make manage manufacture
    marry mean measure meet memorize mention merge migrate minimize mitigate mix modify
    monitor mount move name need negotiate observe obtain occupy occur offer open operate
    oppose opt organize oust overcome override oversee overthrow overturn owe own paint
    participate pass pay perform pick pitch plan plant play pop portray possess practice
    preach precipitate predict prefer prepare preserve prevent proceed produce promote propose
    prosecute protect prove provide publish pull purchase pursue push put qualify quantify
    quit raise ratify reach react read realize really rebuild receive reclaim recognize
    recommend reconcile recover recruit rectify reduce refer reflect reform refuse regain
    register regulate rehab reject release relieve relocate rely remain remember remind remove
    rename rent reopen reorganize repair repay repeal replace represent reproduce request
    require rescue resemble reside resign resist resolve respond restore restrict retain
    retire retreat return reveal reverse revise revive ride ring rise rub ruin run said sail
    save say score search secure security see seek seize select sell send separate serve set
    settle shake share shoot shut sign simplify simulate sing sink sit sleep slow smell smoke
    solve sort speak spend split spread spy stabilize stand standardize star start stay steal
    stick still sting stop store stream strengthen strike study submit suffer suggest support
    suppress surrender survive sustain swim swing switch symbolize sync take talk teach tell
    terminate test testify thank think thrive throw touch tour track trade train transfer
    transform translate transport travel treat try turn understand unify unite update upgrade
    uphold use utilize verify veto view visit vote wait wake walk want warn wash watch water
    wear weave weigh win wind wish withdraw work worry wrestle write
"""
VERBS = frozenset(_VERBS.split())
_PAST = """
    ate beat became began bit bled blew bore born bought bound bred broke broken brought built burnt
    came caught chose chosen cut dealt did done drank drawn drew driven drove eaten fallen fed fell
    felt flew flown fought found fled forgot forgotten froze frozen gave given gone got grew grown
    had heard held hid hidden hit hurt kept knew known laid lain led left lent lit lost made meant
    met paid put quit ran rang read ridden risen rode rose said sang sat saw seen sent set shaken
    shook shot shown shut slept slid sold sought spent spoke spoken spread stole stolen stood struck
    stuck sung sunk swam swore sworn taken taught thought threw thrown told took understood went
    woke won wore worn wound written wrote
"""
PAST_FORMS = frozenset(_PAST.split())


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
