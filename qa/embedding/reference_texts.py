"""The texts on which a compiled model is compared with the original, and how alike it must be.

Of different length, subject and shape; the same for every model and never tuned on.
"""

MIN_COSINE = 0.98

REFERENCE_TEXTS = (
    "Who asked for a waiver?",
    "S-400",
    "The company said on Friday that quarterly profit rose 12 percent to $3.5 billion.",
    "Parliament voted 312 to 207 to reject the treaty, a defeat for the government that had "
    "spent two years negotiating it with neighbouring states and the European Commission.",
    "Rain is expected in the north tomorrow; the south stays dry with highs near 24 degrees.",
    "def area(radius):\n    return 3.14159 * radius ** 2",
    "Le président a déclaré mardi que les négociations reprendraient la semaine prochaine.",
    "Researchers followed 4,200 adults for eleven years and found that those who walked every "
    "day were less likely to develop heart disease, although the study could not show why. "
    "The authors, writing in a medical journal, asked for a larger trial. Two of them have "
    "received money from makers of fitness trackers, the journal noted.",
    '"I don\'t want to say which countries we would use," he told reporters, "because there\'s '
    'a multitude of factors."',
    "1. e4 e5 2. Nf3 Nc6 3. Bb5 a6",
    "The museum's new wing, designed by a local architect, opens to the public in March.",
    "How many people live in the capital of Australia?",
)
