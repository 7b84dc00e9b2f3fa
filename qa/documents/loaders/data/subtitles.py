"""SubRip and WebVTT: what is spoken as running text, cited by the second at which it is said.

Cues are joined to paragraphs: a new one begins with another speaker, after a pause, and where a
sentence ends once enough was said. Rolling captions, which repeat the line before, are said once.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from qa.datatypes import BlockKind, Document, Place, PlaceKind
from qa.documents.loaders import plain_text
from qa.documents.loaders.builder import Builder, Piece
from qa.documents.loaders.data.records import document
from qa.documents.loaders.encoding_detection import decode
from qa.errors import DocumentError

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_VOICE = re.compile(r"<v(?:\.[^\s>]{0,100})?\s+([^>\n]{1,100})>")
_TAG = re.compile(r"</?[a-zA-Z0-9][^<>\n]{0,200}>|\{\\[^}\n]{0,100}\}")
_SPEAKER = re.compile(r"(?:>>\s*)?(?P<name>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}):\s+(?=\S)")
_CHANGE = re.compile(r"(?:>>+|[-–—])\s*(?=\S)")
_SOUND = re.compile(r"[\s♪♫#*]*(?:[\[(][^\])\n]{0,80}[\])][\s♪♫]*)*")
_ENDS = re.compile(r"[.!?…][\"'”’)\]]*\Z")
_PAUSE = 4.0  # seconds without words
_ENOUGH = 50  # words after which the next end of a sentence ends the paragraph
_MOST = 120  # words of a paragraph without any end of a sentence: captions nobody punctuated
_VTT_HEAD = ("WEBVTT", "NOTE", "STYLE", "REGION")


@dataclass(frozen=True, slots=True)
class _Cue:
    line: int  # of the file, where its words begin
    start: float  # seconds
    end: float
    text: str
    speaker: str = ""
    turn: bool = False  # somebody else begins to speak


def load(data: bytes, source: str) -> Document:
    """Make a document of a subtitle file's bytes."""
    text = plain_text.unix_lines(decode(data)).removeprefix("\ufeff")
    builder = Builder()
    for paragraph in _paragraphs(_cues(text.split("\n"))):
        _add(builder, paragraph)
    if not builder.tree.blocks:
        raise DocumentError("It holds no subtitles.")
    return document(builder, source)


def _add(builder: Builder, cues: list[_Cue]) -> None:
    pieces: list[Piece] = []
    offsets: list[tuple[int, _Cue]] = []
    length = 0
    for number, cue in enumerate(cues):
        speaker = f"{cue.speaker}: " if cue.speaker and number == 0 else ""
        text = speaker + cue.text + ("" if number + 1 == len(cues) else " ")
        pieces.append(Piece(text, cue.line))
        offsets.append((length, cue))
        length += len(text)
    at = builder.add(BlockKind.PARAGRAPH, pieces)
    start = builder.tree.blocks[at].start
    for offset, cue in offsets:
        builder.places.append(Place(start + offset, PlaceKind.SECOND, int(cue.start)))


def _paragraphs(cues: Iterator[_Cue]) -> Iterator[list[_Cue]]:
    found: list[_Cue] = []
    words = 0
    for cue in cues:
        before = found[-1] if found else None
        if before and (
            cue.turn
            or cue.speaker != before.speaker
            or cue.start - before.end > _PAUSE
            or (words >= _ENOUGH and _ENDS.search(before.text))
            or words >= _MOST
        ):
            yield found
            found, words = [], 0
        found.append(cue)
        words += len(cue.text.split())
    if found:
        yield found


def _cues(lines: list[str]) -> Iterator[_Cue]:
    at = 0
    before: list[str] = []  # lines of the cue before
    speaker = ""
    while at < len(lines):
        timing = _TIMING.match(lines[at])
        if timing is None:
            at += 1
            continue
        start, end = _seconds(timing.groups()[:4]), _seconds(timing.groups()[4:])
        first = at = at + 1
        while at < len(lines) and lines[at].strip() and not _TIMING.match(lines[at]):
            at += 1
        # A cue's number may stand right above the next timing, where the blank line is missing.
        if at < len(lines) and _TIMING.match(lines[at]) and lines[at - 1].strip().isdigit():
            own = lines[first : at - 1]
        else:
            own = lines[first:at]
        shown = [_clean(line) for line in own]
        new = _without_repeated(shown, before)
        before = [line for line in shown if line]
        raw = " ".join(own)
        voice = _VOICE.search(raw)
        text = " ".join(line for line in new if line)
        if not text or _SOUND.fullmatch(text):
            continue
        cue = _spoken(_Cue(first + 1 + _first_word(shown, new), start, end, text))
        if voice:
            cue = replace(cue, speaker=html.unescape(voice[1]).strip())
        elif cue.turn and not cue.speaker:
            speaker = ""
        speaker = cue.speaker or speaker
        yield replace(cue, speaker=speaker)


def _spoken(cue: _Cue) -> _Cue:
    """A cue whose text says who speaks, or that somebody else does."""
    if match := _SPEAKER.match(cue.text):
        return replace(cue, text=cue.text[match.end() :], speaker=match["name"], turn=True)
    if match := _CHANGE.match(cue.text):
        return replace(cue, text=cue.text[match.end() :], turn=True)
    return cue


def _without_repeated(lines: list[str], before: list[str]) -> list[str]:
    """The lines of a cue that the one before did not end with."""
    shown = [line for line in lines if line]
    for count in range(min(len(shown), len(before)), 0, -1):
        if shown[:count] == before[-count:]:
            return shown[count:]
    return shown


def _first_word(lines: list[str], new: list[str]) -> int:
    """How many lines of a cue stand before its first new one."""
    return lines.index(new[0]) if new and new[0] in lines else 0


def _clean(line: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", line)).split())


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(each or 0) for each in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000
