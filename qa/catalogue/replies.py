"""The answer to each kind of question about the collection; None where the documents don't say."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.catalogue.agenda import agenda, birthdays
from qa.catalogue.attachments import attachments
from qa.catalogue.by_language import in_language
from qa.catalogue.by_tag import tags
from qa.catalogue.contents import described
from qa.catalogue.language import PART_NOUNS, SPECIFIC_NOUNS
from qa.catalogue.links import linked
from qa.catalogue.naming import resolve
from qa.catalogue.question import CatalogueQuestion, Kind
from qa.catalogue.sections import section
from qa.catalogue.selecting import select
from qa.catalogue.showing import Asked
from qa.catalogue.single import author, content, date, extreme, title
from qa.catalogue.todos import todos
from qa.datatypes import Answer

_FIRST = re.compile(r"(?:the |my |our )?first \w+\W*", re.I)


def reply(asked: Asked) -> Answer | None:
    """The answer to any kind of question about the collection, or None."""
    if asked.question.whole:
        named = resolve(asked.question.whole, asked.shelf)
        if not named.infos:
            return None
        asked = replace(asked, shelf=asked.shelf.only(named.infos))
    match asked.question.kind:
        case Kind.AGENDA | Kind.BIRTHDAYS:
            events = asked.question.kind is Kind.AGENDA
            otherwise = asked.question.otherwise
            found = agenda(asked) if events else birthdays(asked)
            return found or (reply(replace(asked, question=otherwise)) if otherwise else None)
        case Kind.SELECT if asked.question.language:
            return in_language(asked)
        case Kind.SELECT:
            return select(asked)
        case Kind.EXTREME:
            return extreme(asked)
        case Kind.AUTHOR:
            return author(asked)
        case Kind.DATE:
            return date(asked)
        case Kind.CONTENT:
            return content(asked)
        case Kind.TITLE:
            return title(asked)
        case Kind.SECTION:
            return section(asked) or _first(asked)
        case Kind.OVERVIEW:
            return described(asked.text, asked.shelf, asked.path_of)
        case Kind.TODOS:
            return todos(asked)
        case Kind.TAGS:
            return tags(asked)
        case Kind.LINKS:
            return linked(asked)
        case Kind.ATTACHMENTS:
            return attachments(asked)


def _first(asked: Asked) -> Answer | None:
    """The oldest document where no part is called so: "first letter" may mean either."""
    noun = asked.question.noun
    if noun in PART_NOUNS or noun not in SPECIFIC_NOUNS or not _FIRST.fullmatch(asked.text.strip()):
        return None
    return extreme(
        replace(asked, question=CatalogueQuestion(Kind.EXTREME, noun=noun, newest=False))
    )
