"""Documents of a time, without one, or all of a kind: which, how many."""

from __future__ import annotations

from qa.catalogue.kinds import BY_DAYS, fits_modifiers, is_day, of_kind
from qa.catalogue.naming import file_stem
from qa.catalogue.showing import (
    EXACT,
    TITLED,
    Asked,
    counted,
    listed,
    named_note,
    newest_first,
    undated_note,
    within,
)
from qa.datatypes import Answer


def of_time(asked: Asked) -> Answer | None:
    """How many documents there are, or those of a period; None where none is of the kind."""
    question, shelf = asked.question, asked.shelf
    infos = list(shelf.infos.values())
    if not fits_modifiers(question, infos):
        return None
    chosen = of_kind(question, infos, shelf)
    if not chosen:
        return None
    if question.noun in BY_DAYS and not all(is_day(file_stem(info)) for info in chosen):
        return None  # a file may hold many of them
    if question.undated:
        times = shelf.times(chosen)
        chosen = [info for info in chosen if info.source not in times]
        if not chosen:
            return None
        return listed(asked, chosen, EXACT, [f"{counted(len(chosen), question)} without a date."])
    if question.period is None:
        return listed(asked, newest_first(chosen), EXACT, [f"{counted(len(chosen), question)}."])
    times = shelf.times(chosen)
    has = [i for i in chosen if (time := times.get(i.source)) and within(time, question.period)]
    if not has:
        return None
    notes = [f"{counted(len(has), question)}."]
    named = named_note(has, shelf)
    if undated := len(chosen) - len(times):
        notes.append(undated_note(undated))
    has.sort(key=lambda info: (times[info.source].since, info.source))
    sure = len(times) == len(chosen) and not named
    return listed(asked, has, EXACT if sure else TITLED, [*notes, *named])
