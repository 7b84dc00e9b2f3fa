"""Forty sentences as a language model writes them from quotes: twenty true, twenty subtly false.

The quotes are of the two news articles in `seeds/` and of four short texts of our own: a manual,
the minutes of a meeting, a page on a building, terms of sale.
"""

from __future__ import annotations

SANCTIONS = (
    "U.S. still pressing Turkey to 'walk away' from Russian missile purchase, official says",
    "NATO allies Turkey and the United States have been at loggerheads over the purchase of the "
    "S-400 system, which the United States says is not compatible with NATO defenses and poses a "
    "threat to Lockheed Martin's LMT.N F-35 'stealth' fighter jet.\n"
    "Washington has previously warned Ankara that it will face sanctions over the purchase and "
    "removed Turkey from its F-35 program, but has fallen short of slapping such penalties.",
)
BATTERIES = (
    SANCTIONS[0],
    "Batteries of the S-400 began arriving in Turkey in July but have not yet been switched on, "
    "which the U.S. official acknowledged.",
)
WAIVER = (
    "The Pentagon is pressing for a national security exemption for sanctions on countries "
    "purchasing Russian military hardware",
    "Under the current sanctions law against Russia, American allies—and countries Washington is "
    "courting—such as Turkey and India could face penalties for purchasing weapons from Moscow. "
    "The imposition of those sanctions could torpedo budding relationships such as the one between "
    "Washington and New Delhi and threatens to unravel the alliance with Turkey.\n"
    "However, while Mattis is making the case for exemptions, newly installed Secretary of State "
    "Mike Pompeo is working to deter Turkey from buying the Russian S-400 air defence system.",
)
PUMP = (
    "Garden pump GP 40: manual",
    "Before the first use, fill the pump housing with water through the filling plug. Running dry "
    "destroys the seal. In winter the pump must be drained and stored free of frost. The filter "
    "has to be cleaned once a month, or weekly if the water is sandy.",
)
MINUTES = (
    "Minutes of the allotment association, 12 March 2024",
    "The treasurer, Ines Pohl, reported a surplus of 1,340 euros. Mr Adler proposed to spend it on "
    "a new water butt; Ms Brandt would rather repair the fence. The members voted 18 to 11 for the "
    "fence. The rent stays at 85 euros a year. The next meeting is on 9 October.",
)
LIGHTHOUSE = (
    "Torsö lighthouse",
    "The lighthouse on Torsö was designed by the engineer Karl Ek and built between 1887 and 1889. "
    "It was lit with paraffin until electricity came in 1936. The last keeper, Sven Dahl, left in "
    "1974, when the light was automated. Today it belongs to the parish, which lets the keeper's "
    "house to visitors in summer.",
)
TERMS = (
    "Terms of sale",
    "You may return goods within 30 days of delivery if they are unused. We refund the price "
    "within 14 days of receiving them; you bear the cost of sending them back. Gift cards and cut "
    "fabric can't be returned. For faulty goods we pay the postage.",
)

TRUE = (
    (SANCTIONS, "Turkey was removed from the F-35 program over its purchase of the S-400."),
    (SANCTIONS, "The United States considers the S-400 incompatible with NATO defenses."),
    (SANCTIONS, "Washington has warned Ankara of sanctions but has not imposed them."),
    (BATTERIES, "The first S-400 batteries arrived in Turkey in July."),
    (BATTERIES, "The S-400 batteries in Turkey have not been activated yet."),
    (WAIVER, "Pompeo is trying to keep Turkey from buying the S-400."),
    (WAIVER, "Sanctions could harm the relationship between Washington and New Delhi."),
    (WAIVER, "Turkey and India could be penalised for buying Russian weapons."),
    (PUMP, "The pump housing must be filled with water before it is used for the first time."),
    (PUMP, "The seal is destroyed if the pump runs dry."),
    (PUMP, "With sandy water, the filter needs cleaning every week."),
    (MINUTES, "The association had a surplus of 1,340 euros, Ines Pohl reported."),
    (MINUTES, "A majority of 18 to 11 voted to repair the fence."),
    (MINUTES, "Mr Adler wanted to spend the surplus on a new water butt."),
    (LIGHTHOUSE, "The lighthouse was designed by Karl Ek."),
    (LIGHTHOUSE, "Electricity replaced paraffin in 1936."),
    (LIGHTHOUSE, "Sven Dahl was the last keeper and left when the light was automated in 1974."),
    (LIGHTHOUSE, "The parish owns the lighthouse today."),
    (TERMS, "Unused goods can be returned within 30 days of delivery."),
    (TERMS, "The seller pays the postage for faulty goods."),
)
FALSE = (
    (SANCTIONS, "The United States has imposed sanctions on Turkey over the purchase."),
    (SANCTIONS, "Ankara removed Washington from its F-35 program."),
    (SANCTIONS, "The F-35 poses a threat to the S-400 system."),
    (BATTERIES, "Batteries of the S-400 began arriving in Turkey in July and have been "
     "switched on."),
    (BATTERIES, "The U.S. official denied that the batteries have not been switched on."),
    (WAIVER, "Mattis is working to deter Turkey from buying the Russian S-400."),
    (WAIVER, "Pompeo is making the case for exemptions."),
    (WAIVER, "India and Turkey have been penalised for purchasing weapons from Moscow."),
    (PUMP, "In winter the pump must be filled and stored free of frost."),
    (PUMP, "The filter has to be cleaned once a week, or monthly if the water is sandy."),
    (PUMP, "Running dry does not destroy the seal."),
    (MINUTES, "Mr Adler proposed to repair the fence."),
    (MINUTES, "The members voted 18 to 11 for a new water butt."),
    (MINUTES, "The rent rises to 1,340 euros a year."),
    (LIGHTHOUSE, "The lighthouse on Torsö was designed by Sven Dahl."),
    (LIGHTHOUSE, "It was lit with paraffin until 1974."),
    (LIGHTHOUSE, "The parish lets the lighthouse to visitors in winter."),
    (TERMS, "You may return goods within 14 days of delivery."),
    (TERMS, "Gift cards and cut fabric can be returned if they are unused."),
    (TERMS, "For faulty goods you bear the cost of sending them back."),
)  # fmt: skip
