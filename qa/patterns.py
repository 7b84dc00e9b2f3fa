"""Regular expressions that are compiled when they are first used.

Compiling costs more of a cold start than anything else that modules do when they are imported, and
most questions need few of the patterns that some question needs. As `django.utils.regex_helper`
does it.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, Generic, cast


class _Pattern(Generic[AnyStr]):
    """Stands for a compiled pattern; what it is asked for once is its own from then on."""

    def __init__(self, text: AnyStr, flags: int) -> None:
        self._source: tuple[AnyStr, int] = text, flags
        self._compiled: re.Pattern[AnyStr] | None = None

    def __getattr__(self, name: str) -> Any:
        if self._compiled is None:
            self._compiled = re.compile(*self._source)
        value = getattr(self._compiled, name)
        setattr(self, name, value)
        return value


def lazy_pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, when it is first used. Not for `re.sub` and the like.

    A pattern that is wrong raises re.error only then, so tests should use each.
    """
    return cast("re.Pattern[AnyStr]", _Pattern(text, flags))
