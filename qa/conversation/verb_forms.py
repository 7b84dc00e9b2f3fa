"""Forms of English verbs: base, past, third person."""

from __future__ import annotations

import re

from qa.conversation.lexicon import VERBS

_IRREGULAR_PAIRS = """
    ate:eat beat:beat became:become began:begin bit:bite blew:blow bought:buy broke:break
    brought:bring built:build caught:catch chose:choose came:come cut:cut drew:draw drove:drive
    fell:fall felt:feel fought:fight found:find gave:give got:get grew:grow had:have heard:hear
    held:hold hit:hit kept:keep knew:know laid:lay led:lead left:leave lent:lend lost:lose
    made:make meant:mean met:meet paid:pay put:put ran:run read:read rose:rise said:say
    sang:sing saw:see sent:send set:set shot:shoot shut:shut sold:sell spent:spend spoke:speak
    stole:steal stood:stand struck:strike swam:swim taught:teach thought:think threw:throw
    told:tell took:take understood:understand went:go won:win wore:wear wrote:write
"""
_IRREGULAR = dict(pair.split(":") for pair in _IRREGULAR_PAIRS.split())


def base_form(verb: str) -> str | None:
    """The base form of a past or third person form, None when it is unknown."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    for ending, more in (
        ("ied", "y"), ("ed", ""), ("ed", "e"), ("ies", "y"), ("es", ""), ("s", ""), ("d", ""),
    ):  # fmt: skip
        stem = verb.removesuffix(ending)
        if stem != verb:
            if stem + more in VERBS:
                return stem + more
            if len(stem) > 2 and stem[-1] == stem[-2] and stem[:-1] in VERBS:
                return stem[:-1]
    return None


def past_form(verb: str) -> str:
    """The simple past of a verb: that of the table, else by the rules of spelling."""
    irregular = {base: past for past, base in _IRREGULAR.items()}
    if verb in irregular:
        return irregular[verb]
    if verb.endswith("e"):
        return verb + "d"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ied"
    if re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", verb):
        return verb + verb[-1] + "ed"  # plan, planned
    return verb + "ed"


def third_person(verb: str) -> str:
    """The third person of a verb in the present."""
    if verb == "have":
        return "has"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
