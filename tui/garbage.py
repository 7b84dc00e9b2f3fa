"""Python's garbage collector, kept from looking again and again at what stays.

A list of 28,000 documents makes a full run take 30 to 100 ms, between two keys. `qa.cli.chat`
switches it off while modules are loaded, which starts dozens of runs that find nothing.
"""

from __future__ import annotations

import gc

_YOUNG = 10_000  # objects after which the youngest are looked at; Python's 700 are made by one key


def settle() -> None:
    """Look for garbage, but only among what is made from now on. For a process of ours alone."""
    gc.collect(1)  # the youngest objects: what is garbage of them would stay for ever
    gc.freeze()
    gc.set_threshold(_YOUNG)
    gc.enable()
