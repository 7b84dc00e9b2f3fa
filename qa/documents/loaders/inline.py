"""What a reader sees of Markdown inside a paragraph: no marks, links by their text.

markdown-it parses it, with two rules of our own (wiki links and math), in bounded portions:
with them the worst of hostile input takes 0.5 s for 8,000 characters, and so stays linear.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qa.documents.loaders.builder import Piece
from qa.documents.loaders.emoji_names import emoji
from qa.documents.loaders.html_text import HIDDEN, attribute, known_tag, picture, tag_name

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

PORTION = 8_000  # characters that are parsed at a time

_WIKI = re.compile(
    r"!?\[\[(?P<target>[^\[\]|#^\n]{0,300})(?P<place>[#^][^\[\]|\n]{0,300})?"
    r"(?:\|(?P<shown>[^\[\]\n]{0,300}))?\]\]"
)
_MATH = re.compile(r"\$\$[^$]{1,2000}\$\$|\$(?=[^\s$])[^$\n]{0,300}(?<=[^\s$\\])\$(?!\d)")
_SIZE = re.compile(r"\d+(?:x\d+)?|.*\.(?:png|jpe?g|gif|svg|webp|mp[34]|pdf|webm)", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,60}\]")
_NOTE = re.compile(r"\s?\^\[(?=[^\[\]\n]{0,200}\s)([^\[\]\n]{3,500})\](?![(*+?{])")
_HIGHLIGHT = re.compile(r"(?<![\w=])==(?=[^\s=])([^=\n]{1,500})(?<=\S)==(?!=)")
_SHORTCODE = re.compile(r"\{\{[<%][^{}]{0,300}[%>]\}\}|\{%[^{}]{0,300}%\}")
_BLOCK_ID = re.compile(r"[ \t]\^[A-Za-z0-9-]{1,60}\Z")
_ARROW = re.compile(r"\s*(?:→|⇒|➜|->|=>|-->)")
_STRUCK = frozenset({"s", "del", "strike"})


@dataclass(slots=True)
class Line:
    """A line of a paragraph as it is read, and what the whole of it is."""

    pieces: list[Piece] = field(default_factory=list)
    hard: bool = False  # its end was made on purpose
    bold: bool = False  # nothing but bold
    code: bool = False  # nothing but code
    link: str | None = None  # nothing but a link to there

    @property
    def text(self) -> str:
        """The words of the line."""
        return "".join(piece.text for piece in self.pieces)


def parser() -> MarkdownIt:
    """A parser of Markdown as it is written: CommonMark, tables, struck text, wiki links, math."""
    # 35 ms, and only when there is Markdown to read
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"])
    # Inline text is parsed by `lines`, in portions.
    made.core.ruler.enableOnly(["normalize", "block"])
    places = _Places()
    rules = dict(_named(made))
    for name in ("backticks", "html_inline", "link", "image", "autolink"):
        made.inline.ruler.at(name, places.noting(rules[name]))
    made.inline.ruler.before("link", "wiki", _wiki)
    made.inline.ruler.before("escape", "math", places.noting(_math))
    made.inline.ruler.before("escape", "emoji", emoji)
    return made


def _named(made: MarkdownIt) -> Iterator[tuple[str, Callable[..., bool]]]:
    for rule in made.inline.ruler.__rules__:
        yield rule.name, rule.fn


class _Places:
    """Notes on tokens in which line of the text they end; markdown-it keeps no places itself."""

    def __init__(self) -> None:
        self._of = ""
        self._starts: list[int] = []

    def noting(self, rule: Callable[..., bool]) -> Callable[[StateInline, bool], bool]:
        def noted(state: StateInline, silent: bool) -> bool:
            if not rule(state, silent):
                return False
            if not silent and state.tokens:
                state.tokens[-1].meta = {**state.tokens[-1].meta, "line": self._line(state)}
            return True

        return noted

    def _line(self, state: StateInline) -> int:
        if self._of is not state.src:
            self._of = state.src
            self._starts = [match.end() for match in re.finditer("\n", state.src)]
        return bisect_right(self._starts, state.pos)


def _wiki(state: StateInline, silent: bool) -> bool:
    match = _WIKI.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        shown = match["shown"]
        if match[0][0] == "!":  # an embedded note or picture
            shown = "" if shown is None or _SIZE.fullmatch(shown.strip()) else shown
        elif shown is None:
            parts = [match["target"], *re.split(r"[#^]+", match["place"] or "")]
            shown = " > ".join(part.strip() for part in parts if part.strip())
        token = state.push("wiki_link", "", 0)
        token.content = shown.strip()
        token.meta = {"href": match["target"] or match["place"] or ""}
    state.pos = match.end()
    return True


def _math(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "$":
        return False
    match = _MATH.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        state.push("math", "", 0).content = match[0]
    state.pos = match.end()
    return True


def lines(made: MarkdownIt, content: str, line: int, env: dict[str, Any]) -> list[Line]:
    """The lines of a paragraph whose first stands in `line` of the file."""
    found: list[Line] = []
    for portion, below in _portions(content):
        tokens: list[Token] = []
        made.inline.parse(portion, made, env, tokens)
        reader = _Reader(line + below)
        reader.read(tokens)
        found += reader.lines()
    if found and found[-1].pieces:
        last = found[-1].pieces[-1]
        found[-1].pieces[-1] = Piece(_BLOCK_ID.sub("", last.text), last.line)
    return found


def _portions(content: str) -> Iterator[tuple[str, int]]:
    """The content in portions and the number of lines above each."""
    start = below = 0
    while len(content) - start > PORTION:
        end = content.rfind("\n", start + PORTION // 2, start + PORTION) + 1
        end = end or content.rfind(" ", start + PORTION // 2, start + PORTION) + 1
        end = end or start + PORTION
        portion = content[start:end]
        yield portion.removesuffix("\n"), below
        below += portion.count("\n")
        start = end
    yield content[start:], below


class _Reader:
    """Reads the tokens of one portion."""

    def __init__(self, line: int) -> None:
        self._first = self._line = line
        self._lines = [Line()]
        self._shapes: list[list[tuple[str, str]]] = [[]]  # what stands at the top of each line
        self._depth = 0
        self._struck = 0
        self._gone: list[Piece] = []  # what was struck last
        self._hidden = ""

    def lines(self) -> list[Line]:
        for line, shape in zip(self._lines, self._shapes, strict=True):
            shape = [part for part in shape if part != ("text", "")]
            if len(shape) == 1:
                kind, value = shape[0]
                line.bold = kind == "strong"
                line.code = kind == "code"
                line.link = value if kind == "link" else None
        return self._lines

    def read(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            self._token(token)
            if "line" in token.meta:
                self._line = self._first + token.meta["line"]

    def _token(self, token: Token) -> None:
        match token.type:
            case "softbreak" | "hardbreak":
                self._break(token.type == "hardbreak")
            case "s_open":
                self._struck += 1
            case "s_close":
                self._struck -= 1
            case "strong_open" | "link_open" | "em_open":
                self._open(token)
            case "strong_close" | "link_close" | "em_close":
                self._depth -= 1
            case "html_inline":
                self._html(token.content)
            case "image":
                alt = "".join(child.content for child in token.children or ())
                alt = picture(alt, str(token.attrs.get("src", "")))
                self._write("image", "" if _SIZE.fullmatch(alt.strip()) else alt)
            case "wiki_link":
                self._write("link", token.content, token.meta["href"])
            case "code_inline":
                self._write("code", token.content)
            case "math":
                self._write("math", token.content)
            case "emoji":
                self._write("text", token.content)
            case _:
                self._write("text", _cleaned(token.content))

    def _open(self, token: Token) -> None:
        if not self._depth:
            kind = token.type.removesuffix("_open")
            self._shapes[-1].append((kind, str(token.attrs.get("href", ""))))
        self._depth += 1

    def _write(self, kind: str, text: str, value: str = "") -> None:
        if self._hidden:
            return
        if self._struck:
            self._gone.append(Piece(text, self._line))
            return
        gone, self._gone = self._gone, []
        if gone and _ARROW.match(text):  # "~~Code 128~~ → DataMatrix" says what came in its place
            self._lines[-1].pieces += [piece for piece in gone if piece.text]
        if not self._depth:
            self._shapes[-1].append((kind, value or text.strip()))
        pieces = self._lines[-1].pieces
        if text[:1] == " " and pieces and pieces[-1].text[-1] == " ":  # around what was left out
            text = text[1:]
        if text:
            pieces.append(Piece(text, self._line))

    def _break(self, hard: bool) -> None:
        self._gone = []
        if self._depth:  # inside bold or a link the line goes on
            self._lines[-1].pieces.append(Piece("\n", self._line))
        else:
            self._lines[-1].hard = hard
            self._lines.append(Line())
            self._shapes.append([])
        self._line += 1

    def _html(self, tag: str) -> None:
        name, closing = tag_name(tag)
        if name in _STRUCK:
            self._struck = max(0, self._struck + (-1 if closing else 1))
        elif name in HIDDEN:
            self._hidden = "" if closing else name
        elif name == "br":
            self._write("text", " ")
            self._lines[-1].hard = True
        elif name == "img":
            self._write("image", picture(attribute(tag, "alt"), attribute(tag, "src")))
        elif name and not known_tag(tag):
            self._write("text", tag)  # `<username>`, `Vec<T>`: no markup, somebody's words


def _cleaned(text: str) -> str:
    if "[^" in text:
        text = _FOOTNOTE.sub("", text)
    if "^[" in text:
        text = _NOTE.sub(r" (\1)", text)
    if "==" in text:
        text = _HIGHLIGHT.sub(r"\1", text)
    if "{" in text:
        text = _SHORTCODE.sub("", text)
    return text
