"""The names of months in eleven languages, as pages and letters write them."""

from __future__ import annotations

import re

from qa.documents.loaders.line_rules import words
from qa.lexicon import MONTHS

# English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Russian, Ukrainian, Polish;
# a full stop after short ones.
_NAMES = (
    "januar jänner janvier enero gennaio janeiro januari jan janv ene gen января січня stycznia",
    "februar février febrero febbraio fevereiro februari feb févr fev февраля лютого lutego",
    "märz mars marzo março maart mär mrz mar mrt марта березня marca",
    "april avril abril aprile apr avr abr апреля квітня kwietnia",
    "mai mayo maggio maio mei may mag maj мая травня maja",
    "juni juin junio giugno junho jun giu июня червня czerwca",
    "juli juillet julio luglio julho jul juil lug июля липня lipca",
    "august août agosto augustus aug ago augusti августа серпня sierpnia",
    "september septembre septiembre settembre setembro sep sept set сентября вересня września",
    "oktober octobre octubre ottobre outubro okt oct ott out октября жовтня października",
    "november novembre noviembre novembro nov ноября листопада listopada",
    "dezember décembre diciembre dicembre dezembro december dez déc dic dec декабря грудня grudnia",
)
MONTH_NUMBERS = {
    name: number
    for number, line in enumerate(_NAMES, start=1)
    for name in (*words(line), MONTHS[number - 1].lower())
}
MONTH = "|".join(sorted(map(re.escape, MONTH_NUMBERS), key=len, reverse=True))
