"""The macros of mdoc(7), in which BSD and many others write manual pages."""

from __future__ import annotations

from collections.abc import Sequence

from qa.documents.loaders.builder import BETWEEN
from qa.documents.loaders.line_rules import words as listed
from qa.documents.loaders.manual_blocks import ManualBlocks
from qa.documents.loaders.roff import Request

_AROUND = {
    "Op": "[]", "Dq": "“”", "Qq": '""', "Sq": "‘’", "Ql": "‘’", "Pq": "()", "Bq": "[]", "Brq": "{}",
    "Aq": "<>",
}  # fmt: skip
_OPENS = {"Oo": "[", "Do": "“", "Qo": '"', "So": "‘", "Po": "(", "Bo": "[", "Bro": "{", "Ao": "<"}
_CLOSES = {"Oc": "]", "Dc": "”", "Qc": '"', "Sc": "’", "Pc": ")", "Bc": "]", "Brc": "}", "Ac": ">"}
_SHOWN = frozenset(
    listed(
        "Ar Cm Ic Pa Ev Dv Er Li Sy Em No Nm Fl Xr Va Vt Fa Fn Ft Tn Ad An Lk Mt Ms Nd Bx Fx Nx Ox "
        "Dx At St Ux Ns Pf Ap Cd In Lb Rs Re Eo Ec Aq Ta Xo Xc Ex Sx Ef Bf Fo Fc"
    )
) | {*_AROUND, *_OPENS, *_CLOSES}  # fmt: skip
_SYSTEMS = {"Bx": "BSD", "Fx": "FreeBSD", "Nx": "NetBSD", "Ox": "OpenBSD", "Ux": "UNIX"}
_JOINS = {"Ns": "", "Ap": "'", "Ta": BETWEEN}
_IGNORED = frozenset(listed("Os Sm Bk Ek Bf Ef Rs Re Hf Db Ud"))
_STRUCTURE = frozenset(listed("Dd Dt Sh Ss Pp Lp Bl It El Bd Ed Dl D1"))
_LITERAL = frozenset({"-literal", "-unfilled"})
_STOPS = frozenset(".,:;)]?!")


class Mdoc:
    """Reads requests with these macros into blocks."""

    def __init__(self, blocks: ManualBlocks) -> None:
        self.heading: tuple[str, str, str] | None = None  # the page's name, section and day
        self._day = ""
        self._blocks = blocks
        self._name = ""  # what is described
        self._lists: list[tuple[str, int]] = []  # the kinds of those that are open; steps so far
        self._extended = False
        self._displays: list[bool] = []  # whether they are shown as they stand

    def read(self, asked: Request) -> bool:
        """Read a line; False where it is none of these macros, or no page of this kind."""
        macro = asked.macro
        if macro == "Dd":
            self._day = asked.text.removeprefix("$Mdocdate:").strip(" $")
            return True
        if not self._day or not macro:
            return False
        if macro in _STRUCTURE:
            self._structure(asked)
        elif macro in _SHOWN:
            if macro == "Nm" and asked.words and not self._name:
                self._name = asked.words[0]
                if self.heading:
                    self.heading = self._name, *self.heading[1:]
            shown = self._shown([macro, *asked.words], asked.quoted, 1)
            if self._extended and shown:
                self._blocks.another_term()
            self._extended = self._extended and macro != "Xc"
            if shown:
                self._blocks.add((asked.number, shown))
        else:
            return macro in _IGNORED
        return True

    def _structure(self, asked: Request) -> None:
        blocks, macro, words = self._blocks, asked.macro, asked.words
        line = asked.number, self._shown(words, asked.quoted)
        if macro == "Dt" and words:
            self.heading = words[0], words[1] if len(words) > 1 else "", self._day
        elif macro in ("Sh", "Ss"):
            self._lists, self._displays = [], []
            blocks.heading(line, 1 if macro == "Sh" else 2)
        elif macro in ("Pp", "Lp"):
            blocks.flush()
        elif macro == "Bl":
            if self._lists:
                blocks.indent()
            else:
                blocks.flush()
            self._lists.append((words[0] if words else "", 0))
        elif macro == "El" and self._lists:
            self._lists.pop()
            if self._lists:
                blocks.outdent()
            else:
                blocks.flush()
                blocks.inside = False
        elif macro == "It":
            self._extended = "Xo" in words  # its term goes on in the next lines
            self._item(line)
        elif macro == "Bd":
            self._displays.append(not _LITERAL.isdisjoint(words))
            if self._displays[-1]:
                blocks.example()
            else:
                blocks.flush()
        elif macro == "Ed" and self._displays:
            if self._displays.pop():
                blocks.end_example()
            else:
                blocks.flush()
        elif macro in ("Dl", "D1"):
            blocks.example()
            blocks.add(line)
            blocks.end_example()

    def _item(self, line: tuple[int, str]) -> None:
        kind, steps = self._lists.pop() if self._lists else ("", 0)
        self._lists.append((kind, steps + 1))
        if kind == "-enum":
            self._blocks.step((line[0], f"{steps + 1}."))
        elif line[1].strip():
            self._blocks.term(line, bullets=False)
        elif self._extended:
            self._blocks.term()
        else:
            self._blocks.term((line[0], "•"))

    def _shown(self, words: Sequence[str], quoted: frozenset[int], shift: int = 0) -> str:
        """Words with macros among them as they are seen; those in quotes are none."""
        said = _Sentence()
        enclosing: list[str] = []  # marks that stand behind the last word of the line
        before, flag = "", False  # the macro whose words these are; whether it is Fl without any
        last = max((at for at, word in enumerate(words) if word not in _STOPS), default=-1)
        for place, word in enumerate(words):
            behind = words[place + 1] if place + 1 < len(words) else "."
            if place - shift not in quoted and word in _SHOWN:
                if flag:
                    said.add("-")
                if word == "Ex":
                    return (
                        f"The {self._name} utility exits 0 on success, and >0 if an error occurs."
                    )
                before, flag = word, word == "Fl"
                alone = behind in _STOPS or behind in _SHOWN
                if word in _AROUND:
                    enclosing.append(_AROUND[word][1])
                said.macro(word, self._name if word == "Nm" and alone else "", alone)
            elif word in _STOPS:
                if enclosing and place > last:
                    said.attach("".join(reversed(enclosing)))
                    enclosing = []
                said.attach(word)
            elif before == "Xr" and said.parts and word[0].isdigit():
                said.attach(f"({word})")
                before = ""
            else:
                said.add(
                    f"-{word}" if before == "Fl" else word, open_=word in "([" or before == "Pf"
                )
                before = "" if before == "Pf" else before
                flag = False
        if flag:
            said.add("-")
        return "".join([*said.parts, *reversed(enclosing)]).strip()


class _Sentence:
    """Words put together with spaces, but for marks, which stand close to what they belong to."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._open = False  # whether no space comes before the next word

    def add(self, word: str, *, open_: bool = False) -> None:
        """Add a word; with `open_` the next one is joined to it."""
        self.parts.append(word if self._open else f" {word}")
        self._open = open_

    def attach(self, mark: str, *, open_: bool = False) -> None:
        """Add what is joined to the word before."""
        self.parts.append(mark)
        self._open = open_

    def macro(self, name: str, described: str, alone: bool) -> None:
        """Add what a macro shows by itself; `described` is the page's name where that is asked."""
        if name in _AROUND:
            self.add(_AROUND[name][0], open_=True)
        elif name in _OPENS:
            self.add(_OPENS[name], open_=True)
        elif name in _CLOSES:
            self.attach(_CLOSES[name])
        elif name in _JOINS:
            self.attach(_JOINS[name], open_=True)
        elif name in _SYSTEMS:
            self.add(_SYSTEMS[name])
        elif described:
            self.add(described)
        elif name == "Nd":
            self.add("–")
        elif name == "Ar" and alone:
            self.add("file ...")
