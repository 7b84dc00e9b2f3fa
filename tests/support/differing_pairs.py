"""Small documents in pairs that answer one question: some contradict each other, others don't."""

from __future__ import annotations

from typing import NamedTuple


class Pair(NamedTuple):
    """A question and the two documents that answer it; `sides` are their words if they differ."""

    name: str
    question: str
    one: str
    other: str
    sides: tuple[str, str] | None = None

    @property
    def files(self) -> dict[str, str]:
        """The documents by file name."""
        return {f"{self.name}-a.md": self.one, f"{self.name}-b.md": self.other}


def _dated(day: str, title: str, text: str) -> str:
    return f"---\ntitle: {title}\ndate: {day}\n---\n\n{text}\n"


# Written before the code.
FIRST: tuple[Pair, ...] = (
    # --- news that differ ---
    Pair(
        "bombing",
        "How many people were killed in the Dornach bombing?",
        _dated(
            "2019-05-02", "Bomb at Dornach station",
            "DORNACH (Reuters) - A bomb killed 12 people at the main station of Dornach on Thursday, "
            "police said. Trains were stopped for the rest of the day.",
        ),
        _dated(
            "2019-05-03", "Dornach mourns",
            "DORNACH (AP) - Flags were lowered on Friday after the Dornach bombing, in which 14 "
            "people were killed. Schools stay closed until Monday.",
        ),
        ("12", "14"),
    ),
    Pair(
        "donation",
        "How much money did Hal Orsted give to the Lund museum?",
        _dated(
            "2020-02-11", "Gift for museum",
            "Hal Orsted gave $1.2 million to the Lund museum, which will use it for a new roof.",
        ),
        _dated(
            "2020-02-12", "Lund museum thanks its friends",
            "The Lund museum thanked Hal Orsted, who gave it $3.5 million last week.",
        ),
        ("$1.2 million", "$3.5 million"),
    ),
    Pair(
        "tramway",
        "When was the Kettlow tramway opened?",
        "# Kettlow tramway\n\nThe Kettlow tramway was opened on 4 March 1904 by the mayor.\n",
        "# Trams in the valley\n\nCrowds cheered when the Kettlow tramway was opened on 11 March "
        "1904. It ran to the mill.\n",
        ("4 March 1904", "11 March 1904"),
    ),
    Pair(
        "regatta",
        "Who won the Senholm regatta?",
        _dated("2021-07-04", "Regatta ends in sunshine", "Oda Farrant won the Senholm regatta on "
               "Sunday, two lengths ahead of the others."),
        _dated("2021-07-05", "A winner at last", "After years of trying, Mirela Stane won the "
               "Senholm regatta. She thanked her crew."),
        ("Oda Farrant", "Mirela Stane"),
    ),
    Pair(
        "talks",
        "Where will the grain talks between Arvia and Torland be held?",
        _dated("2022-09-01", "Talks agreed", "The grain talks between Arvia and Torland will be "
               "held in Velden, officials said on Thursday."),
        _dated("2022-09-02", "Envoys pack", "Envoys said that the grain talks of Arvia and Torland "
               "will be held in Korsholm next week."),
        ("Velden", "Korsholm"),
    ),
    Pair(
        "climber",
        "How old was the climber who was rescued on Mount Ister?",
        _dated("2018-01-08", "Rescue on Ister", "A 34-year-old climber was rescued on Mount Ister "
               "after two nights in a snow hole."),
        _dated("2018-01-09", "Climber safe", "The climber who was rescued on Mount Ister is 37 "
               "years old and comes from Brill."),
        ("34", "37"),
    ),
    Pair(
        "referendum",
        "What percentage of voters supported the Halden bridge referendum?",
        _dated("2016-06-20", "Halden says yes", "In the Halden bridge referendum 52% of voters "
               "supported the plan."),
        _dated("2016-06-21", "Close result", "The Halden bridge referendum was supported by 58 "
               "percent of voters, the council said."),
        ("52%", "58 percent"),
    ),
    Pair(
        "tower",
        "How tall is the Ansgar tower?",
        "# Ansgar tower\n\nThe Ansgar tower is 120 m tall and stands by the harbour.\n",
        "# Sights\n\nThe Ansgar tower, 135 metres tall, can be seen from every street.\n",
        ("120 m", "135 metres"),
    ),
    Pair(
        "brewery",
        "In which year was the Pilsk brewery founded?",
        "# Pilsk brewery\n\nThe Pilsk brewery was founded in 1871 by two brothers.\n",
        "# Old firms of Pilsk\n\nThe oldest firm in town is the Pilsk brewery, founded in 1874.\n",
        ("1871", "1874"),
    ),
    # --- handbooks and documentation that differ ---
    Pair(
        "leave",
        "How many days of paid leave do employees of Fennick get?",
        "# Fennick handbook\n\n## Time off\n\nEmployees of Fennick get 25 days of paid leave a "
        "year.\n",
        "# Welcome to Fennick\n\nAll employees of Fennick get 28 days of paid leave, and a day for "
        "moving house.\n",
        ("25", "28"),
    ),
    Pair(
        "port",
        "Which port does Quillo listen on?",
        "# Quillo server\n\nBy default Quillo listens on port 8080.\n",
        "# Running Quillo\n\nStart the service; Quillo listens on port 9191 then.\n",
        ("8080", "9191"),
    ),
    Pair(
        "maps",
        "Does the Velo app support offline maps?",
        "# Velo app\n\nThe Velo app supports offline maps on all phones.\n",
        "# Questions about Velo\n\nThe Velo app does not support offline maps.\n",
        ("supports", "not"),
    ),
    Pair(
        "clinic",
        "What is the phone number of the Arden clinic?",
        "# Arden clinic\n\nThe phone number of the Arden clinic is 0551 73820.\n",
        "# Addresses\n\nCall the Arden clinic under the phone number 0551 64417.\n",
        ("73820", "64417"),
    ),
    # --- minutes that differ ---
    Pair(
        "tents",
        "Who will order the tents for the Marsh fair?",
        "# Minutes of the fair committee\n\nAnna Berg will order the tents for the Marsh fair.\n",
        "# Minutes of the board\n\nThe tents for the Marsh fair will be ordered by Tomas "
        "Lindqvist.\n",
        ("Anna Berg", "Tomas Lindqvist"),
    ),
    Pair(
        "orchard",
        "When is the next meeting of the orchard committee?",
        "# Orchard minutes\n\nThe next meeting of the orchard committee is on 12 June at Rosa's.\n",
        "# Calendar\n\nOn 19 June there is the next meeting of the orchard committee.\n",
        ("12 June", "19 June"),
    ),
    # --- notes that differ ---
    Pair(
        "wifi",
        "What is the wifi password of the lake cabin?",
        "# Cabin\n\nThe wifi password of the lake cabin is marigold.\n",
        "# Holiday notes\n\nFor the lake cabin the wifi password is harebell now.\n",
        ("marigold", "harebell"),
    ),
    Pair(
        "dough",
        "How long must the dough for the Brenn loaf rest?",
        "# Brenn loaf\n\nThe dough for the Brenn loaf must rest for two hours.\n",
        "# Baking notes\n\nLet the dough of the Brenn loaf rest for 45 minutes.\n",
        ("two hours", "45 minutes"),
    ),
    Pair(
        "boat",
        "What colour is Kirsten's new boat?",
        "# Harbour diary\n\nKirsten's new boat is blue and has a small cabin.\n",
        "# Letter\n\nKirsten came with her new boat. Kirsten's new boat is green.\n",
        ("blue", "green"),
    ),
    Pair(
        "library",
        "When does the Tolland library close on Fridays?",
        "# Tolland library\n\nOn Fridays the Tolland library closes at 18:00.\n",
        "# Opening hours in Tolland\n\nThe Tolland library closes at 8 p.m. on Fridays.\n",
        ("18:00", "8 p.m."),
    ),
    Pair(
        "dogs",
        "Are dogs allowed on Harrow beach?",
        "# Harrow beach\n\nDogs are allowed on Harrow beach all year.\n",
        "# Rules of the coast\n\nDogs are not allowed on Harrow beach.\n",
        ("allowed", "not"),
    ),
    # --- the same in other words ---
    Pair(
        "grant",
        "How much money did the Ferrow school receive?",
        "# News of May\n\nThe Ferrow school received $1.2 million for its gym.\n",
        "# Accounts\n\nThe Ferrow school received $1,200,000 from the state.\n",
    ),
    Pair(
        "jurors",
        "How many jurors sat in the Pell trial?",
        "# The Pell trial\n\nIn the Pell trial twelve jurors sat for nine weeks.\n",
        "# Courts\n\nThe 12 jurors who sat in the Pell trial were paid for it.\n",
    ),
    Pair(
        "lighthouse",
        "When was the Skerry lighthouse lit first?",
        "# Skerry\n\nThe Skerry lighthouse was lit first on 4 March 1851.\n",
        "# Lamps of the north\n\nThe Skerry lighthouse was lit first on March 4 of that year.\n",
    ),
    Pair(
        "chair",
        "Who chairs the Ostrey council?",
        "# Ostrey council\n\nThe Ostrey council is chaired by Ines Calder.\n",
        "# Visit\n\nMs Calder, who chairs the Ostrey council, showed us the hall.\n",
    ),
    Pair(
        "flood",
        "How many people died in the Wessen flood?",
        _dated("2013-06-03", "Flood in Wessen", "At least 12 people died in the Wessen flood, the "
               "police said on Monday."),
        _dated("2013-06-10", "After the flood", "The Wessen flood, in which 14 people died, has "
               "left mud in all cellars."),
    ),
    Pair(
        "inflation",
        "What percentage did prices in Torland rise by?",
        "# Prices\n\nPrices in Torland rose by about 12% last year.\n",
        "# Bank report\n\nIn Torland prices rose by 11.9 percent last year.\n",
    ),
    Pair(
        "shift",
        "How long is a night shift at Corbel?",
        "# Corbel rules\n\nA night shift at Corbel is two hours long.\n",
        "# Corbel plan\n\nAt Corbel a night shift takes 120 minutes.\n",
    ),
    Pair(
        "verdict",
        "When was the verdict against Ruvik given?",
        _dated("2019-05-01", "Ruvik guilty", "The verdict against Ruvik was given on Tuesday, after "
               "a trial of six weeks."),
        _dated("2020-03-01", "Ruvik in prison", "Ruvik was found guilty: the verdict against Ruvik "
               "was given on 30 April 2019."),
    ),
    Pair(
        "lynx",
        "How many lynxes live in the Aspen forest?",
        "# Lynx report\n\nBetween 50 and 60 lynxes live in the Aspen forest.\n",
        "# Aspen forest\n\nSome 55 lynxes live in the Aspen forest today.\n",
    ),
    Pair(
        "bench",
        "Is smoking forbidden in the Larkin hall?",
        "# Larkin hall\n\nSmoking is forbidden in the Larkin hall.\n",
        "# House rules\n\nSmoking is not allowed in the Larkin hall.\n",
    ),
    # --- other things, other times, several answers ---
    Pair(
        "plans",
        "How much does the Plus plan of Brindle cost?",
        "# Brindle prices\n\nThe Plus plan of Brindle costs $10 a month.\n",
        "# Brindle for beginners\n\nThe Basic plan of Brindle costs $5 a month.\n",
    ),
    Pair(
        "tarn",
        "How much memory does Tarn 2.1 need?",
        "# Tarn 2.1\n\nTarn 2.1 needs 4 GB of memory.\n",
        "# Tarn 2.2\n\nTarn 2.2 needs 8 GB of memory.\n",
    ),
    Pair(
        "osprey",
        "Which Java version does Osprey require?",
        "# Osprey 3.0\n\nOsprey requires Java 11.\n",
        "# Osprey 4.0\n\nOsprey requires Java 17.\n",
    ),
    Pair(
        "treaty",
        "Which countries signed the Marrow treaty?",
        "# Marrow treaty\n\nArvia and Torland signed the Marrow treaty in spring.\n",
        "# Treaties\n\nThe Marrow treaty was signed by Lunia and Pesk.\n",
    ),
    Pair(
        "choir",
        "How many members did the Oxley choir have in 2018?",
        _dated("2018-12-20", "Choir in 2018", "The Oxley choir had 40 members in 2018."),
        _dated("2020-12-20", "Choir in 2020", "The Oxley choir had 52 members in 2020."),
    ),
    Pair(
        "strike",
        "Why did the ferry crews of Brea strike?",
        "# Ferries\n\nThe ferry crews of Brea went on strike because their pay was cut.\n",
        "# Harbour\n\nThe ferry crews of Brea went on strike because of long shifts.\n",
    ),
    Pair(
        "quake",
        "How many people were killed in the Pernis earthquake?",
        _dated("2011-03-04", "Earthquake in Pernis", "An earthquake killed 230 people in Pernis on "
               "Friday."),
        _dated("2011-09-04", "Earthquake in Salt Bay", "An earthquake killed 45 people in Salt Bay "
               "on Sunday, half a year after that of Pernis."),
    ),
    Pair(
        "speech",
        "Who opened the Wick fair?",
        "# Wick fair\n\nThe Wick fair was opened by Petra Vale.\n",
        "# Weekend\n\nThe mayor opened the Wick fair in the rain.\n",
    ),
    Pair(
        "concert",
        "Where was the Midsummer concert of the Asker band?",
        "# Concerts\n\nThe Midsummer concert of the Asker band was in the town hall of Selwick.\n",
        "# Asker band\n\nThe Midsummer concert of the Asker band was in Selwick.\n",
    ),
    Pair(
        "mine",
        "How many miners are trapped in the Gorsk mine?",
        _dated("2014-05-14", "Miners trapped", "In the Gorsk mine 8 miners are trapped, the owner "
               "said."),
        _dated("2014-05-15", "More miners trapped", "The number of miners trapped in the Gorsk mine "
               "rose from 8 to 11 on Thursday."),
    ),
)
