"""Words that mean the opposite of each other, and texts that say the opposite of a question.

A sentence that says "fell" where "rose" is asked for shares every other word with the question, and
so looks like its answer to everything that counts words. Collected by hand; `training` changes
questions with the same words.
"""

from __future__ import annotations

import re

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
_WORD = re.compile(r"[a-z]+")

ANTONYMS: dict[str, tuple[str, ...]] = {}
for _one, _other in OPPOSITES:
    ANTONYMS[_one] = (*ANTONYMS.get(_one, ()), _other)
    ANTONYMS[_other] = (*ANTONYMS.get(_other, ()), _one)


def says_opposite(question: str, text: str) -> bool:
    """Whether `text` has the opposite of a word of `question`, and not that word itself."""
    asked, said = set(_WORD.findall(question.lower())), set(_WORD.findall(text.lower()))
    new = said - asked
    return any(not new.isdisjoint(ANTONYMS.get(word, ())) for word in asked - said)
