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
            "2019-05-02",
            "Bomb at Dornach station",
            "DORNACH (Reuters) - A bomb killed 12 people at the main station of Dornach on "
            "Thursday, police said. Trains were stopped for the rest of the day.",
        ),
        _dated(
            "2019-05-03",
            "Dornach mourns",
            "DORNACH (AP) - Flags were lowered on Friday after the Dornach bombing, in which 14 "
            "people were killed. Schools stay closed until Monday.",
        ),
        ("12", "14"),
    ),
    Pair(
        "donation",
        "How much money did Hal Orsted give to the Lund museum?",
        _dated(
            "2020-02-11",
            "Gift for museum",
            "Hal Orsted gave $1.2 million to the Lund museum, which will use it for a new roof.",
        ),
        _dated(
            "2020-02-12",
            "Lund museum thanks its friends",
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
        _dated(
            "2021-07-04",
            "Regatta ends in sunshine",
            "Oda Farrant won the Senholm regatta on Sunday, two lengths ahead of the others.",
        ),
        _dated(
            "2021-07-05",
            "A winner at last",
            "After years of trying, Mirela Stane won the Senholm regatta. She thanked her crew.",
        ),
        ("Oda Farrant", "Mirela Stane"),
    ),
    Pair(
        "talks",
        "Where will the grain talks between Arvia and Torland be held?",
        _dated(
            "2022-09-01",
            "Talks agreed",
            "The grain talks between Arvia and Torland will be "
            "held in Velden, officials said on Thursday.",
        ),
        _dated(
            "2022-09-02",
            "Envoys pack",
            "Envoys said that the grain talks of Arvia and Torland "
            "will be held in Korsholm next week.",
        ),
        ("Velden", "Korsholm"),
    ),
    Pair(
        "climber",
        "How old was the climber who was rescued on Mount Ister?",
        _dated(
            "2018-01-08",
            "Rescue on Ister",
            "A 34-year-old climber was rescued on Mount Ister after two nights in a snow hole.",
        ),
        _dated(
            "2018-01-09",
            "Climber safe",
            "The climber who was rescued on Mount Ister is 37 years old and comes from Brill.",
        ),
        ("34", "37"),
    ),
    Pair(
        "referendum",
        "What percentage of voters supported the Halden bridge referendum?",
        _dated(
            "2016-06-20",
            "Halden says yes",
            "In the Halden bridge referendum 52% of voters supported the plan.",
        ),
        _dated(
            "2016-06-21",
            "Close result",
            "The Halden bridge referendum was supported by 58 percent of voters, the council said.",
        ),
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
        _dated(
            "2013-06-03",
            "Flood in Wessen",
            "At least 12 people died in the Wessen flood, the police said on Monday.",
        ),
        _dated(
            "2013-06-10",
            "After the flood",
            "The Wessen flood, in which 14 people died, has left mud in all cellars.",
        ),
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
        _dated(
            "2019-05-01",
            "Ruvik guilty",
            "The verdict against Ruvik was given on Tuesday, after a trial of six weeks.",
        ),
        _dated(
            "2020-03-01",
            "Ruvik in prison",
            "Ruvik was found guilty: the verdict against Ruvik was given on 30 April 2019.",
        ),
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
        _dated(
            "2011-03-04",
            "Earthquake in Pernis",
            "An earthquake killed 230 people in Pernis on Friday.",
        ),
        _dated(
            "2011-09-04",
            "Earthquake in Salt Bay",
            "An earthquake killed 45 people in Salt Bay "
            "on Sunday, half a year after that of Pernis.",
        ),
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
        _dated(
            "2014-05-14",
            "Miners trapped",
            "In the Gorsk mine 8 miners are trapped, the owner said.",
        ),
        _dated(
            "2014-05-15",
            "More miners trapped",
            "The number of miners trapped in the Gorsk mine rose from 8 to 11 on Thursday.",
        ),
    ),
)

# Written after the code, and measured before anything was changed for them.
SECOND: tuple[Pair, ...] = (
    # --- news that differ ---
    Pair(
        "ferry",
        "How many passengers were on board the ferry Halcyon when it sank?",
        _dated(
            "2017-08-20",
            "Ferry sinks off Corran",
            "The ferry Halcyon sank off Corran on "
            "Saturday with 86 passengers on board. A fishing boat picked most of them up.",
        ),
        _dated(
            "2017-08-21",
            "Search goes on",
            "Divers are looking for people from the ferry "
            "Halcyon, which had 104 passengers on board when it sank.",
        ),
        ("86", "104"),
    ),
    Pair(
        "merger",
        "How much did Norfolk Glass pay for Tessel?",
        _dated(
            "2018-10-02",
            "Norfolk Glass buys Tessel",
            "Norfolk Glass paid 240 million euros for Tessel, the two firms said on Tuesday.",
        ),
        _dated(
            "2018-10-04",
            "A rich summer",
            "The biggest deal of the year was that of Norfolk "
            "Glass, which paid 310 million euros for its rival Tessel.",
        ),
        ("240 million euros", "310 million euros"),
    ),
    Pair(
        "arrest",
        "When was the banker Ossian Dell arrested?",
        _dated(
            "2015-11-12",
            "Banker held",
            "The banker Ossian Dell was arrested on 10 November at the airport.",
        ),
        _dated(
            "2015-11-13",
            "Lawyers protest",
            "Ossian Dell was arrested on November 8, lawyers "
            "of the banker said, and has seen no judge since.",
        ),
        ("10 November", "November 8"),
    ),
    Pair(
        "goal",
        "Who scored the winning goal for Brea Rovers?",
        _dated(
            "2022-04-11",
            "Rovers through",
            "Brea Rovers are in the final. Ivo Marsh scored the winning goal in the last minute.",
        ),
        _dated(
            "2022-04-11",
            "Late drama",
            "Luka Brandt scored the winning goal for Brea Rovers, who had been behind for an hour.",
        ),
        ("Ivo Marsh", "Luka Brandt"),
    ),
    Pair(
        "summit",
        "Which city will host the river summit in 2025?",
        _dated(
            "2024-02-01",
            "River summit",
            "The river summit of 2025 will be hosted by the city of Ludrova.",
        ),
        _dated(
            "2024-02-03",
            "Hotels are glad",
            "In 2025 the city of Pelham will host the river summit, and hotels are glad of it.",
        ),
        ("Ludrova", "Pelham"),
    ),
    Pair(
        "acres",
        "How large was the area burnt in the Cobb hill fire?",
        _dated(
            "2020-07-09",
            "Fire on Cobb hill",
            "The fire on Cobb hill burnt an area of 300 hectares before rain put it out.",
        ),
        _dated(
            "2020-07-10",
            "After the fire",
            "The Cobb hill fire burnt an area of 1,100 hectares, foresters say.",
        ),
        ("300", "1,100"),
    ),
    Pair(
        "turnout",
        "What was the turnout in the Varna county election?",
        _dated("2021-05-04", "Varna county votes", "Turnout in the Varna county election was 61%."),
        _dated(
            "2021-05-05",
            "A dull election",
            "The turnout in the Varna county election was only 47 percent, less than ever.",
        ),
        ("61%", "47 percent"),
    ),
    Pair(
        "convicted",
        "Was Jonas Feld convicted of fraud?",
        _dated(
            "2016-03-03",
            "Feld trial ends",
            "Jonas Feld was convicted of fraud by a court in Brill on Thursday.",
        ),
        _dated("2016-03-04", "Correction", "Jonas Feld was not convicted of fraud."),
        ("was convicted", "not convicted"),
    ),
    # --- handbooks that differ ---
    Pair(
        "notice",
        "How long is the notice period at Harbourline?",
        "# Harbourline staff handbook\n\n## Leaving\n\nThe notice period at Harbourline is four "
        "weeks.\n",
        "# Harbourline contracts\n\nAt Harbourline the notice period is three months for everybody."
        "\n",
        ("four weeks", "three months"),
    ),
    Pair(
        "timeout",
        "What is the default timeout of the Pico client?",
        "# Pico client\n\nThe default timeout of the Pico client is 30 seconds.\n",
        "# Tuning Pico\n\nThe Pico client has a default timeout of 10 seconds, which is short.\n",
        ("30 seconds", "10 seconds"),
    ),
    Pair(
        "licence",
        "Under which licence is Wrenlib published?",
        "# Wrenlib\n\nWrenlib is published under the Apache licence.\n",
        "# About the libraries\n\nWrenlib is published under the MIT licence.\n",
        ("Apache", "MIT"),
    ),
    Pair(
        "proxy",
        "Does Pico support proxies?",
        "# Pico features\n\nPico supports proxies of all kinds.\n",
        "# Pico limits\n\nPico doesn't support proxies.\n",
        ("supports", "doesn't"),
    ),
    # --- minutes and notes that differ ---
    Pair(
        "treasurer",
        "Who was elected treasurer of the rowing club?",
        "# Rowing club, general meeting\n\nMarit Sund was elected treasurer of the rowing club "
        "with 31 votes.\n",
        "# Newsletter of the rowing club\n\nThe rowing club has elected Piet Hals as its "
        "treasurer.\n",
        ("Marit Sund", "Piet Hals"),
    ),
    Pair(
        "budget",
        "How much money was set aside for the playground?",
        "# Council minutes\n\nThe council set aside 40,000 crowns for the playground.\n",
        "# Parents' evening\n\nFor the playground 25,000 crowns were set aside by the council.\n",
        ("40,000 crowns", "25,000 crowns"),
    ),
    Pair(
        "deadline",
        "What is the deadline for the heritage grant?",
        "# Grants\n\nThe deadline for the heritage grant is 15 October.\n",
        "# To do\n\nThe heritage grant: the deadline is 1 October.\n",
        ("15 October", "1 October"),
    ),
    Pair(
        "oven",
        "At what temperature is the almond tart baked?",
        "# Almond tart\n\nThe almond tart is baked at 180 degrees.\n",
        "# Recipes of Aunt Ro\n\nAunt Ro bakes the almond tart at 210 degrees.\n",
        ("180", "210"),
    ),
    Pair(
        "train",
        "At what time does the night train to Korsholm leave?",
        "# Travel notes\n\nThe night train to Korsholm leaves at 22:40 from platform 3.\n",
        "# Letter from Ada\n\nTake the night train to Korsholm, it leaves at 23:15.\n",
        ("22:40", "23:15"),
    ),
    Pair(
        "dentist",
        "On which day is Milo's dentist appointment?",
        "# Week\n\nMilo's dentist appointment is on Tuesday.\n",
        "# Family calendar\n\nMilo's dentist appointment is on Thursday.\n",
        ("Tuesday", "Thursday"),
    ),
    Pair(
        "composer",
        "Who composed the Tidewater suite?",
        "# Programme\n\nThe Tidewater suite was composed by Greta Lohmann.\n",
        "# Records\n\nThe Tidewater suite, composed by Emil Stroud, fills the second side.\n",
        ("Greta Lohmann", "Emil Stroud"),
    ),
    Pair(
        "capital",
        "What is the capital of the province of Nordmark?",
        "# Nordmark\n\nThe capital of the province of Nordmark is Elsby.\n",
        "# Provinces\n\nNordmark is a province whose capital is Tarnhus.\n",
        ("Elsby", "Tarnhus"),
    ),
    # --- the same in other words ---
    Pair(
        "fans",
        "How many people watched the Callow derby?",
        _dated("2019-09-09", "Derby day", "The Callow derby was watched by 21,000 people."),
        _dated("2019-09-10", "A derby to remember", "Some 21,300 people watched the Callow derby."),
    ),
    Pair(
        "ship",
        "When did the Esperance reach Port Lorn?",
        _dated("2012-06-07", "Ship arrives", "The Esperance reached Port Lorn yesterday evening."),
        _dated("2012-07-01", "Voyage of the year", "The Esperance reached Port Lorn on 6 June."),
    ),
    Pair(
        "judge",
        "Which judge led the Moreno inquiry?",
        "# Moreno inquiry\n\nThe Moreno inquiry was led by Judge Teresa Quill.\n",
        "# Inquiries\n\nJustice T. Quill led the Moreno inquiry.\n",
    ),
    Pair(
        "warehouse",
        "How much did the warehouse in Tolk cost?",
        "# Buildings\n\nThe warehouse in Tolk cost €3.4m.\n",
        "# Report\n\nThe warehouse in Tolk cost 3.4 million euros.\n",
    ),
    Pair(
        "cable",
        "How long is the cable to Fair Skerry?",
        "# Cable\n\nThe cable to Fair Skerry is 42 km long.\n",
        "# Power for the island\n\nThe cable to Fair Skerry is 26 miles long.\n",
    ),
    Pair(
        "evac",
        "How many people were evacuated from Lower Brock?",
        _dated("2014-01-10", "Dam leaks", "More than 600 people were evacuated from Lower Brock."),
        _dated("2014-01-11", "Dam holds", "From Lower Brock 740 people were evacuated."),
    ),
    Pair(
        "agencyhq",
        "Where is the head office of the Delta Fund?",
        "# Delta Fund\n\nThe head office of the Delta Fund is in Harrow Street, Brill.\n",
        "# Funds\n\nThe Delta Fund has its head office in Brill.\n",
    ),
    Pair(
        "closing",
        "When does the Elm Road pool close?",
        "# Pool\n\nThe Elm Road pool closes at 9 pm.\n",
        "# Sport in town\n\nThe Elm Road pool closes at 21:00.\n",
    ),
    Pair(
        "parking",
        "Is parking allowed in Mill Lane?",
        "# Mill Lane\n\nParking is allowed in Mill Lane.\n",
        "# Streets\n\nIn Mill Lane parking is allowed, but not for lorries.\n",
    ),
    Pair(
        "bench2",
        "What colour is the door of the Brock chapel?",
        "# Brock chapel\n\nThe door of the Brock chapel is dark green.\n",
        "# Chapels\n\nThe Brock chapel has a green door.\n",
    ),
    # --- other things, other times, several answers ---
    Pair(
        "tickets",
        "How much is a day ticket for the Alder railway?",
        "# Alder railway\n\nA day ticket for the Alder railway is 18 crowns.\n",
        "# Fares\n\nA single ticket for the Alder railway is 7 crowns.\n",
    ),
    Pair(
        "gdp",
        "How many visitors came to the Lorn museum in 2016?",
        "# Lorn museum 2016\n\nIn 2016 the Lorn museum had 12,000 visitors.\n",
        "# Lorn museum 2017\n\nIn 2017 the Lorn museum had 15,500 visitors.\n",
    ),
    Pair(
        "storm",
        "How many homes lost power in storm Edda?",
        _dated("2020-02-10", "Storm Edda", "Storm Edda left 9,000 homes without power."),
        _dated(
            "2020-02-18",
            "Storm Frode",
            "Storm Frode left 30,000 homes without power, a week after storm Edda.",
        ),
    ),
    Pair(
        "members",
        "Which members of the band Silt play the fiddle?",
        "# Silt\n\nOf the band Silt, Ada Marsh plays the fiddle.\n",
        "# Bands\n\nRolf Kean plays the fiddle in the band Silt.\n",
    ),
    Pair(
        "release",
        "What is the maximum file size in Kestrel?",
        "# Kestrel 1.4\n\nThe maximum file size in Kestrel is 20 MB.\n",
        "# Kestrel 2.0\n\nThe maximum file size in Kestrel is 80 MB.\n",
    ),
    Pair(
        "howto",
        "How do I reset the Orla router?",
        "# Orla router\n\nTo reset the Orla router, press the button for ten seconds.\n",
        "# Router notes\n\nTo reset the Orla router, pull the plug and wait a minute.\n",
    ),
    Pair(
        "minister",
        "Who is the fisheries minister of Arvia?",
        "# Government of Arvia\n\nThe fisheries minister of Arvia is Nils Holm.\n",
        "# Government of Torland\n\nThe fisheries minister of Torland is Eva Brandt.\n",
    ),
    Pair(
        "stores",
        "How many shops does Pennyworth have?",
        "# Pennyworth\n\nPennyworth has 210 shops, 12 more than a year ago, when it had 198.\n",
        "# Retail\n\nPennyworth has 198 shops.\n",
    ),
    Pair(
        "founders",
        "Who founded the Halyard press?",
        "# Halyard press\n\nThe Halyard press was founded by Vera Lund and Otto Reis.\n",
        "# Presses\n\nOtto Reis founded the Halyard press in a barn.\n",
    ),
    Pair(
        "reason",
        "Why was the Tamar bridge closed?",
        "# Bridge\n\nThe Tamar bridge was closed because of cracks.\n",
        "# Traffic\n\nThe Tamar bridge was closed because a ship had hit it.\n",
    ),
)

# Written last, and measured once.
THIRD: tuple[Pair, ...] = (
    Pair(
        "hostages",
        "How many hostages were freed in Ombria?",
        _dated("2010-05-02", "Hostages free", "Rebels in Ombria freed seven hostages on Sunday."),
        _dated(
            "2010-05-03",
            "Home at last",
            "All nine hostages who were freed in Ombria landed in Brill last night.",
        ),
        ("seven", "nine"),
    ),
    Pair(
        "fine",
        "How much was Corvane fined?",
        _dated(
            "2019-03-01",
            "Corvane fined",
            "The regulator fined Corvane €45 million for keeping data too long.",
        ),
        _dated("2019-03-01", "Record fine", "Corvane was fined 54 million euros, lawyers said."),
        ("45 million", "54 million"),
    ),
    Pair(
        "born",
        "When was the painter Ilse Dorn born?",
        "# Ilse Dorn\n\nThe painter Ilse Dorn was born on 2 May 1911 in Tolk.\n",
        "# Painters of the north\n\nIlse Dorn, a painter, was born in 1913.\n",
        ("1911", "1913"),
    ),
    Pair(
        "source",
        "Where does the river Lyn rise?",
        "# Lyn\n\nThe river Lyn rises in the Carrow hills.\n",
        "# Rivers\n\nThe river Lyn rises at Mount Pell and flows south.\n",
        ("Carrow", "Pell"),
    ),
    Pair(
        "speedlimit",
        "What is the speed limit in Fenwick park?",
        "# Fenwick park\n\nThe speed limit in Fenwick park is 20 km/h.\n",
        "# Rules\n\nIn Fenwick park the speed limit is 30 km/h for all.\n",
        ("20", "30"),
    ),
    Pair(
        "vegan",
        "Is the Almora curry vegan?",
        "# Almora curry\n\nThe Almora curry is vegan and quite hot.\n",
        "# Menu notes\n\nThe Almora curry is not vegan.\n",
        ("is vegan", "not vegan"),
    ),
    Pair(
        "sample",
        "How many people took part in the Hollis study?",
        "# Hollis study\n\nIn the Hollis study 1,204 people took part.\n",
        "# Reviews\n\nThe Hollis study, in which 860 people took part, is the oldest.\n",
        ("1,204", "860"),
    ),
    Pair(
        "editor",
        "Who edits the Corran Gazette?",
        "# Papers\n\nThe Corran Gazette is edited by Joan Pike.\n",
        "# Who is who\n\nHarald Venn edits the Corran Gazette.\n",
        ("Joan Pike", "Harald Venn"),
    ),
    Pair(
        "pages",
        "How many pages does the Teal codex have?",
        "# Teal codex\n\nThe Teal codex has 212 pages.\n",
        "# Books of the abbey\n\nWith 196 pages the Teal codex is the thickest.\n",
        ("212", "196"),
    ),
    Pair(
        "checkin",
        "From what time can guests check in at the Rowan inn?",
        "# Rowan inn\n\nGuests can check in at the Rowan inn from 2 pm.\n",
        "# Trip\n\nAt the Rowan inn guests can check in from 15:00.\n",
        ("2 pm", "15:00"),
    ),
    # --- no contradictions ---
    Pair(
        "chairs",
        "Who chaired the meeting of the harbour board?",
        "# Harbour board, 4 May 2021\n\nThe meeting of the harbour board was chaired by Rita "
        "Lowe.\n",
        "# Harbour board, 1 June 2021\n\nThe meeting of the harbour board was chaired by Sam "
        "Ode.\n",
    ),
    Pair(
        "rooms",
        "How much does a double room at the Rowan inn cost?",
        "# Rowan inn prices\n\nA double room at the Rowan inn costs 95 crowns.\n",
        "# Rowan inn offers\n\nA single room at the Rowan inn costs 60 crowns.\n",
    ),
    Pair(
        "wounded",
        "How many people were injured in the Calder crash?",
        _dated("2012-02-02", "Crash", "In the Calder crash 31 people were injured."),
        _dated(
            "2012-02-02",
            "Crash on line 4",
            "In the Calder crash 31 people were injured, and 4 were killed.",
        ),
    ),
    Pair(
        "killed",
        "How many people were killed in the Lorne crash?",
        _dated("2012-02-02", "Crash", "In the Lorne crash 4 people were killed."),
        _dated("2012-02-02", "Crash on line 9", "In the Lorne crash 31 people were injured."),
    ),
    Pair(
        "nickname",
        "Who wrote the song Low Water?",
        "# Songs\n\nThe song Low Water was written by William Tern.\n",
        "# Low Water\n\nBill Tern wrote the song Low Water on a train.\n",
    ),
    Pair(
        "season",
        "When does the Ister pass open?",
        "# Passes\n\nThe Ister pass opens in May.\n",
        "# Roads\n\nThe Ister pass opens on 15 May.\n",
    ),
    Pair(
        "kilos",
        "How heavy is the Marn bell?",
        "# Marn bell\n\nThe Marn bell weighs 2.4 tonnes.\n",
        "# Bells\n\nThe Marn bell weighs 2,400 kg.\n",
    ),
    Pair(
        "plugin",
        "Which port does the Quarto admin page use?",
        "# Quarto\n\nThe Quarto admin page uses port 7001.\n",
        "# Quarto metrics\n\nThe Quarto metrics page uses port 7002.\n",
    ),
    Pair(
        "growth",
        "By how much did exports of Lunia grow in March?",
        _dated("2018-04-10", "Exports up in March", "Exports of Lunia grew by 4% in March."),
        _dated("2018-05-10", "Exports up in April", "Exports of Lunia grew by 6% in April."),
    ),
    Pair(
        "colours",
        "What are the colours of the Brea flag?",
        "# Brea flag\n\nThe colours of the Brea flag are red and white.\n",
        "# Flags\n\nThe Brea flag has a blue cross.\n",
    ),
    Pair(
        "sailors",
        "How many sailors were hurt in the collision at Ostby?",
        _dated(
            "2016-03-09",
            "Nine sailors hurt at Ostby",
            "Nine sailors were hurt when two ferries collided at Ostby, their union said on "
            "Wednesday, and not six. Five of them saw a doctor only later.",
        ),
        _dated(
            "2016-03-02",
            "Ferries collide at Ostby",
            "Two ferries collided at Ostby at 9 p.m. on Tuesday. Six sailors were hurt, the "
            "harbour said.",
        ),
        ("Nine", "Six"),
    ),
    Pair(
        "storehouse",
        "how high was the damage of the fire at Kvenna",
        _dated(
            "2016-06-19",
            "Damage far higher than thought",
            "The fire at the storehouse of Kvenna caused damage of 11 million dollars, the town "
            "said, almost four times its first estimate. Nobody will build it again.",
        ),
        _dated(
            "2016-06-03",
            "Fire at Kvenna",
            "A fire destroyed the storehouse of Kvenna on Tuesday night. The cause is unknown. The "
            "town estimated the damage at 3 million dollars.",
        ),
        ("11 million dollars", "3 million dollars"),
    ),
    Pair(
        "candidates",
        "who is running for mayor of Kvenna",
        _dated("2016-02-11", "Lind stands", "Berit Lind is running for mayor of Kvenna, she said."),
        _dated("2016-02-20", "Okafor stands", "Moses Okafor is running for mayor of Kvenna, too."),
    ),
    Pair(
        "balloon",
        "what happened to the balloon over Ostby",
        _dated(
            "2016-07-05",
            "Balloon shot down",
            "The balloon over Ostby was shot down over the Marn Sea on Saturday.",
        ),
        _dated(
            "2016-07-06",
            "After the balloon",
            "The balloon over Ostby was brought down after it had passed into Lunia.",
        ),
    ),
)
