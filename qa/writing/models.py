"""What a language model is to the rest: a name, whose it is, and a stream of text."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is asked: what it is to do, and the quotes with the question."""

    system: str
    user: str


class Model(Protocol):
    """A configured model."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def place(self) -> str:
        """Whose it is, for people: a host with its port, or a package."""

    def stream(self, prompt: Prompt) -> Iterator[str]:
        """Yield the text piece by piece. Raises WriterError, also after the first pieces."""


def is_loopback(host: str) -> bool:
    """Whether a host is this machine by its name or its address, without asking anybody."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
