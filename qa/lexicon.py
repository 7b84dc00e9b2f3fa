"""English as the rules need it: months, titles, verbs of saying, abbreviations, opposites.

Data only; patterns are made of it by the modules that use them. A Python module, not a TOML file:
it loads in 0.4 ms once compiled, tomllib takes 16 ms for the same lists.
"""

from __future__ import annotations


def alternatives(*lists: tuple[str, ...]) -> str:
    """The words of the lists as alternatives of a pattern, longest first, without a group."""
    return "|".join(sorted((word for words in lists for word in words), key=len, reverse=True))


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# --- time -------------------------------------------------------------------------------------

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
MONTHS_SHORT = ("Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS_SHORT = ("Mon", "Tue", "Tues", "Wed", "Thu", "Thur", "Thurs", "Fri", "Sat", "Sun")

# --- numbers and amounts ----------------------------------------------------------------------

ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBER_VALUES = {word: n for n, word in enumerate(ONES)} | {
    word: 10 * n for n, word in enumerate(TENS, 2)
}
ORDINALS = (
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth", "eleventh", "twelfth",
)  # fmt: skip
MAGNITUDE_VALUES = {
    "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
MAGNITUDES = tuple(MAGNITUDE_VALUES)
NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "dozen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    *MAGNITUDES, "half", "twice", "once", "single", "both", "none", "zero",
)  # fmt: skip
CURRENCIES = (
    "dollar", "dollars", "euro", "euros", "pound", "pounds", "cent", "cents", "yen", "yuan",
    "rupee", "rupees", "ruble", "rubles", "rouble", "roubles", "franc", "francs", "lira", "peso",
    "pesos",
)  # fmt: skip

# --- people -----------------------------------------------------------------------------------

# Written with a full stop before a name.
TITLES_SHORT = _words(
    "Mr Mrs Ms Mx Messrs Dr Drs Prof Gov Govs Sen Sens Rep Reps Gen Gens Lt Col Capt Cmdr Sgt Maj "
    "Cpl Pvt Adm Brig Rev Fr Hon Supt Pres Sec Det Insp Amb Atty Msgr Pte Spc Mme Mlle St"
)
TITLES = (
    "Sir", "Dame", "Lord", "Lady", "Pope", "President", "Vice President", "Prime Minister",
    "Chancellor", "King", "Queen", "Prince", "Princess",
)  # fmt: skip
# Before a name or after it.
OFFICES = (
    "Minister", "Secretary", "Governor", "Mayor", "Senator", "Judge", "Justice", "Chairman",
    "Chairwoman", "Chair", "Director", "Captain", "Coach", "General", "Colonel", "Officer",
    "Professor", "Doctor", "Miss", "Inspector",
)  # fmt: skip
# After or before a speaker in running text.
SAYING = (
    "say", "says", "said", "tell", "tells", "told", "add", "adds", "added", "ask", "asks", "asked",
    "write", "writes", "wrote", "argued", "warned", "testified", "insisted", "noted", "tweeted",
    "posted", "shouted", "exclaimed", "cried", "yelled", "screamed", "replied", "responded",
    "wondered", "recalled", "joked", "quipped", "continued", "declared",
)  # fmt: skip
# Of a question that asks for somebody's words, as they begin: "explain" is also "explained".
SAYING_ASKED = (
    "say", "said", "saying", "tell", "told", "warn", "claim", "announce", "promise", "think",
    "respond", "answer", "argue", "explain", "describe", "comment", "react",
)  # fmt: skip

# --- abbreviations ----------------------------------------------------------------------------

# Don't end a sentence by themselves, beside titles.
ABBREVIATIONS = _words("Asst Assoc Ste Mt Ft vs v cf al approx ca est Nos Vol Figs Op Ch Dist Elem")
# May end a sentence: what follows decides.
NAME_ENDINGS = _words("Inc Corp Co Cos Ltd LLC Bros Jr Sr Esq")
STREETS = _words("Ave Blvd Rd Hwy Pkwy")
UNITS_SHORT = _words("ft lbs oz yr yrs hrs mins sq tbsp tsp")
INSTITUTIONS = _words("Dept Univ Mfg Intl Assn")
STATES = _words(
    "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb "
    "Nev Okla Ore Pa Tenn Tex Vt Va Wash Wis Wisc Wyo Ont Que"
)

ENDINGS = (*NAME_ENDINGS, *STREETS, *UNITS_SHORT, *INSTITUTIONS, "etc")

# --- agencies ---------------------------------------------------------------------------------

AGENCIES = {  # as shown -> as written in lines and datelines
    "Reuters": ("Reuters", "REUTERS", "Thomson Reuters"),
    "Associated Press": ("Associated Press", "The Associated Press", "AP", "ASSOCIATED PRESS"),
    "AFP": ("AFP", "Agence France-Presse"),
    "Bloomberg": ("Bloomberg", "Bloomberg News"),
    "UPI": ("UPI", "United Press International"),
    "dpa": ("dpa", "DPA"),
    "ANSA": ("ANSA",),
    "EFE": ("EFE",),
    "TASS": ("TASS",),
    "Interfax": ("Interfax",),
    "Xinhua": ("Xinhua",),
    "Kyodo News": ("Kyodo", "Kyodo News"),
    "Yonhap": ("Yonhap",),
    "PTI": ("PTI", "Press Trust of India"),
    "IANS": ("IANS",),
    "ANI": ("ANI",),
    "Anadolu Agency": ("Anadolu Agency",),
    "AAP": ("AAP",),
    "PA Media": ("PA Media", "Press Association"),
    "The Canadian Press": ("The Canadian Press", "Canadian Press"),
    "CNN": ("CNN", "CNN Business", "CNN Newsource"),
    "BBC": ("BBC", "BBC News", "BBC Sport"),
    "NPR": ("NPR",),
    "USA TODAY": ("USA TODAY", "USA Today"),
    "Al Jazeera": ("Al Jazeera",),
    "Deutsche Welle": ("Deutsche Welle", "DW"),
    "Voice of America": ("Voice of America",),
    "CNBC": ("CNBC",),
    "NBC News": ("NBC News",),
    "ABC News": ("ABC News",),
    "CBS News": ("CBS News",),
    "The New York Times": ("The New York Times", "New York Times"),
    "The Washington Post": ("The Washington Post", "Washington Post"),
    "The Guardian": ("The Guardian", "Guardian"),
    "The Economist": ("The Economist",),
    "The Independent": ("The Independent",),
    "The Verge": ("The Verge",),
    "TechCrunch": ("TechCrunch",),
    "Politico": ("Politico", "POLITICO"),
    "Axios": ("Axios",),
    "Le Monde": ("Le Monde",),
    "Der Spiegel": ("Der Spiegel", "DER SPIEGEL"),
    "Kaiser Health News": ("Kaiser Health News",),
}

# --- words for one thing -----------------------------------------------------------------------

# In questions and answers about one event; any form of them.
ALIKE = (
    ("killed", "died", "dead", "death", "toll", "lives"), ("injured", "wounded", "hurt"),
    ("bought", "acquired", "purchased"), ("founded", "established", "set"),
    ("begin", "began", "start", "started"), ("cost", "price", "paid", "fare", "fee"),
    ("allowed", "permitted"), ("elected", "voted"), ("large", "big", "area"),
    ("tall", "high", "height"), ("long", "length"), ("old", "age", "aged"),
    ("arrested", "detained", "held"), ("burnt", "burned", "destroyed"),
)  # fmt: skip

# Places with the words for their people and things; a stem that both share is not repeated.
PEOPLES = tuple(_words(line) for line in (
    "America American Americans", "Argentina Argentine Argentinian", "Asia Asian",
    "Africa African", "Australia Australian", "Austria Austrian", "Belgium Belgian Belgians",
    "Brazil Brazilian", "Britain British Briton Britons UK", "Canada Canadian",
    "China Chinese", "Cuba Cuban", "Denmark Danish Dane Danes", "Egypt Egyptian",
    "England English Englishman", "Europe European", "Finland Finnish Finn Finns",
    "France French Frenchman", "Germany German Germans", "Greece Greek Greeks",
    "Hungary Hungarian", "India Indian", "Indonesia Indonesian", "Iran Iranian", "Iraq Iraqi",
    "Ireland Irish Irishman", "Israel Israeli", "Italy Italian", "Japan Japanese",
    "Kenya Kenyan", "Korea Korean", "Mexico Mexican", "Mongolia Mongol Mongolian",
    "Netherlands Dutch Dutchman", "Nigeria Nigerian", "Norway Norwegian",
    "Pakistan Pakistani", "Poland Polish Pole Poles", "Portugal Portuguese", "Rome Roman",
    "Russia Russian", "Scotland Scottish Scots", "Spain Spanish Spaniard Spaniards",
    "Sweden Swedish Swede Swedes", "Switzerland Swiss", "Syria Syrian",
    "Turkey Turkish Turk Turks", "Ukraine Ukrainian", "Vietnam Vietnamese", "Wales Welsh",
))  # fmt: skip

# --- opposites --------------------------------------------------------------------------------

# Collected by hand. A phrase of several words is one entry: "least" in "at least" isn't "most".
OPPOSITES = (
    ("first", "last"), ("before", "after"), ("most", "least"), ("more", "less"),
    ("more", "fewer"), ("largest", "smallest"), ("biggest", "smallest"), ("highest", "lowest"),
    ("longest", "shortest"), ("oldest", "youngest"), ("best", "worst"), ("earliest", "latest"),
    ("early", "late"), ("north", "south"), ("east", "west"), ("northern", "southern"),
    ("eastern", "western"), ("increase", "decrease"), ("increased", "decreased"),
    ("rise", "fall"), ("rose", "fell"), ("win", "lose"), ("won", "lost"), ("winner", "loser"),
    ("begin", "end"), ("began", "ended"), ("start", "finish"), ("started", "stopped"),
    ("open", "close"), ("opened", "closed"), ("male", "female"), ("men", "women"),
    ("man", "woman"), ("boy", "girl"), ("father", "mother"), ("son", "daughter"),
    ("brother", "sister"), ("husband", "wife"), ("king", "queen"), ("allow", "forbid"),
    ("allowed", "forbidden"), ("accept", "reject"), ("accepted", "rejected"), ("buy", "sell"),
    ("bought", "sold"), ("above", "below"), ("inside", "outside"), ("major", "minor"),
    ("old", "new"), ("young", "old"), ("large", "small"), ("big", "little"), ("high", "low"),
    ("long", "short"), ("good", "bad"), ("strong", "weak"), ("public", "private"),
    ("support", "oppose"), ("supported", "opposed"), ("agree", "disagree"),
    ("agreed", "refused"), ("always", "never"), ("all", "none"), ("include", "exclude"),
    ("included", "excluded"), ("join", "leave"), ("joined", "left"), ("arrive", "depart"),
    ("arrived", "departed"), ("create", "destroy"), ("created", "destroyed"), ("built", "razed"),
    ("gain", "lose"), ("gained", "lost"), ("like", "dislike"), ("liked", "disliked"),
    ("love", "hate"), ("loved", "hated"), ("cause", "prevent"), ("caused", "prevented"),
    ("import", "export"), ("attack", "defend"), ("attacked", "defended"), ("add", "remove"),
    ("added", "removed"), ("appointed", "dismissed"), ("hired", "fired"), ("born", "buried"),
    ("common", "rare"), ("popular", "unpopular"), ("successful", "unsuccessful"),
    ("same", "different"), ("at least", "at most"), ("over", "under"),
    ("majority", "minority"), ("maximum", "minimum"), ("upper", "lower"), ("success", "failure"),
    ("peace", "war"), ("internal", "external"), ("positive", "negative"), ("fast", "slow"),
    ("easy", "hard"), ("cheap", "expensive"), ("hot", "cold"), ("warm", "cool"),
    ("approve", "veto"), ("approved", "vetoed"), ("asked", "answered"), ("teacher", "student"),
    ("lend", "borrow"), ("alive", "dead"), ("rich", "poor"), ("pro", "anti"),
    ("federal", "local"), ("ancient", "modern"), ("urban", "rural"), ("offense", "defense"),
    ("left", "right"), ("higher", "lower"), ("raise", "lower"), ("raised", "lowered"),
    ("rising", "falling"), ("northward", "southward"), ("eastward", "westward"),
    ("positively", "negatively"), ("uncommon", "common"), ("significant", "insignificant"),
    ("reduce", "increase"), ("reduced", "increased"), ("reduces", "increases"),
    ("enhance", "reduce"), ("increasing", "decreasing"), ("simple", "complex"),
    ("easiest", "hardest"), ("better", "worse"), ("stronger", "weaker"), ("larger", "smaller"),
    ("bigger", "smaller"), ("greater", "lesser"), ("faster", "slower"), ("older", "younger"),
    ("longer", "shorter"), ("earlier", "later"), ("easier", "harder"), ("richer", "poorer"),
    ("difficult", "easy"), ("direct", "indirect"), ("legal", "illegal"), ("formal", "informal"),
    ("natural", "artificial"), ("active", "passive"), ("permanent", "temporary"),
    ("similar", "different"), ("primary", "secondary"), ("known", "unknown"),
    ("necessary", "unnecessary"), ("likely", "unlikely"), ("possible", "impossible"),
    ("regular", "irregular"), ("complete", "incomplete"), ("dependent", "independent"),
    ("expanded", "shrank"), ("grew", "shrank"), ("entered", "left"), ("remained", "left"),
    ("appeared", "disappeared"), ("succeeded", "failed"), ("succeed", "fail"),
    ("enabled", "prevented"), ("lift", "impose"), ("lifted", "imposed"), ("ally", "enemy"),
    ("allies", "enemies"), ("victory", "defeat"), ("victories", "defeats"),
    ("employer", "employee"), ("parents", "children"), ("advantage", "disadvantage"),
    ("advantages", "disadvantages"), ("beginning", "end"), ("top", "bottom"), ("front", "back"),
    ("summer", "winter"), ("day", "night"), ("morning", "evening"), ("dry", "wet"),
    ("hard", "soft"), ("wide", "narrow"), ("deep", "shallow"), ("empty", "full"),
    ("often", "rarely"), ("usually", "rarely"), ("quickly", "slowly"), ("with", "without"),
    ("inner", "outer"), ("heavier", "lighter"), ("heavy", "light"),
    ("domestic", "foreign"), ("civilian", "military"), ("superior", "inferior"),
    ("attracted", "repelled"), ("combine", "separate"), ("combined", "separated"),
    ("merged", "split"), ("release", "capture"), ("released", "captured"),
    ("encouraged", "discouraged"), ("improved", "worsened"), ("improve", "worsen"),
    ("widespread", "rare"), ("sometimes", "never"), ("frequently", "seldom"),
    ("increases", "decreases"), ("decrease", "raise"), ("declined", "rose"), ("fell", "grew"),
    ("decline", "growth"), ("gains", "losses"), ("gain", "loss"), ("profit", "loss"),
    ("rises", "falls"), ("slower", "quicker"), ("lowest", "greatest"), ("fewest", "most"),
    ("smallest", "greatest"), ("newest", "oldest"), ("weakest", "strongest"),
    ("cheapest", "costliest"), ("nearest", "farthest"), ("northernmost", "southernmost"),
    ("easternmost", "westernmost"), ("northeast", "southwest"), ("northwest", "southeast"),
    ("northeastern", "southwestern"), ("northwestern", "southeastern"), ("upstream", "downstream"),
    ("uphill", "downhill"), ("upward", "downward"), ("inward", "outward"), ("forward", "backward"),
    ("buyer", "seller"), ("buyers", "sellers"), ("lender", "borrower"), ("guilty", "innocent"),
    ("acquitted", "convicted"), ("arrested", "freed"), ("hero", "villain"), ("friend", "enemy"),
    ("enemies", "friends"), ("majority", "few"), ("many", "few"), ("presence", "absence"),
    ("present", "absent"), ("visible", "invisible"), ("legally", "illegally"),
    ("directly", "indirectly"), ("voluntary", "compulsory"), ("mandatory", "optional"),
    ("equal", "unequal"), ("equality", "inequality"), ("fair", "unfair"), ("stable", "unstable"),
    ("safe", "dangerous"), ("healthy", "sick"), ("wealthy", "poor"), ("wealth", "poverty"),
    ("employed", "unemployed"), ("employment", "unemployment"), ("believed", "doubted"),
    ("remember", "forget"), ("hated", "liked"), ("praised", "criticized"),
    ("approval", "disapproval"), ("trust", "distrust"), ("encourage", "discourage"),
    ("strengthen", "weaken"), ("strengthened", "weakened"), ("widened", "narrowed"),
    ("lengthened", "shortened"), ("heated", "cooled"), ("melts", "freezes"),
    ("appears", "disappears"), ("arrives", "departs"), ("enters", "leaves"), ("ends", "begins"),
    ("starts", "ends"), ("opens", "closes"), ("wins", "loses"), ("victor", "loser"),
    ("attacks", "defends"), ("invaded", "defended"), ("surrendered", "conquered"),
    ("permitted", "prohibited"), ("permits", "prohibits"), ("allows", "forbids"),
    ("required", "optional"), ("banned", "allowed"), ("abolished", "established"),
    ("founded", "dissolved"), ("loosened", "tightened"), ("exported", "imported"),
    ("exports", "imports"), ("income", "expenses"), ("ceded", "gained"), ("sells", "buys"),
    ("lent", "borrowed"), ("intentional", "accidental"), ("abundant", "scarce"),
    ("dense", "sparse"), ("rural", "metropolitan"), ("senior", "junior"), ("adult", "child"),
    ("adults", "children"), ("boys", "girls"), ("wives", "husbands"), ("sons", "daughters"),
    ("brothers", "sisters"), ("emperor", "empress"), ("prince", "princess"), ("uncle", "aunt"),
)  # fmt: skip
