"""Chats exported as JSON: Slack, Microsoft Teams, Discord, Telegram, Messenger, Google Chat.

Each message is a paragraph led by who wrote it and at what time; ids of people are read as the
names that the same file gives them. Replies of a thread stand below what they reply to. What the
program adds for itself (blocks, reactions, who joined) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import PurePosixPath
from typing import Any

from qa.datatypes import BlockKind, DateOrigin, Document
from qa.documents.loaders.builder import Builder, Piece
from qa.documents.loaders.data.records import document
from qa.documents.loaders.line_rules import words
from qa.documents.loaders.plain_entries import is_asked
from qa.documents.loaders.tree import QUESTION_LEVEL

_LISTS = ("messages", "value")  # members that hold the messages
_SAMPLE = 50  # messages by which it is decided whether they are some
_REPLIES = 2  # messages below a question that may answer it, where no thread says so
_MOST_NAME = 120
_MOST_SECONDS = 1 << 32  # larger stamps count milliseconds or microseconds
_SLACK_LINK = re.compile(r"<([@#!]?)([^<>|\s]{1,2000})(?:\|([^<>]{0,300}))?>")
_FENCE = re.compile(r"```\w{0,20}")
_MARKED = re.compile(r"(?<![\w*_~`])([*_~`]{1,2})(?=\S)([^*_~`\n]{1,300})(?<=\S)\1(?![\w*_~`])")
_EMOJI = re.compile(r"(?:\s*:[\w+'-]{1,60}:)+\s*")
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,15})(?:\s[^<>]{0,2000})?/?>")
_INLINE = frozenset(words("a at b strong em i u s span code emoji"))


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a program writes a message: paths of names to what is in it."""

    time: str
    text: tuple[str, ...]
    author: tuple[str, ...]
    known_by: str  # a member that records of other kinds don't have
    kind: str = ""  # where it says what kind of message it is,
    kinds: frozenset[str] = frozenset()  # and those that people write
    markup: str = ""  # of its text: that of Slack, or HTML


_SHAPES = (
    _Shape(
        "ts",
        ("text",),
        ("user_profile.real_name", "user_profile.display_name", "username", "user"),
        "ts",
        "subtype",
        frozenset(words("bot_message me_message thread_broadcast file_share file_comment")) | {""},
        "slack",
    ),
    _Shape(
        "createdDateTime",
        ("body.content",),
        ("from.user.displayName", "from.application.displayName"),
        "messageType",
        "messageType",
        frozenset({"message"}),
        "html",
    ),
    _Shape(
        "timestamp",
        ("content",),
        ("author.nickname", "author.name"),
        "isPinned",
        "type",
        frozenset({"Default", "Reply"}),
    ),
    _Shape("date", ("text",), ("from",), "from_id", "type", frozenset({"message"})),
    _Shape("timestamp_ms", ("content",), ("sender_name",), "sender_name"),
    _Shape("created_date", ("text",), ("creator.name",), "creator"),
)


@dataclass(frozen=True, slots=True)
class _Message:
    text: str
    author: str  # a name, or an id
    time: datetime | None
    line: int
    key: str = ""  # by which replies name it
    thread: str = ""  # the key of the message that it replies to


def messages_at(value: Any) -> str | None:
    """The member of a JSON value that holds messages of a chat, "" if it is their list itself."""
    if isinstance(value, list):
        return "" if _shape(value) else None
    if not isinstance(value, dict):
        return None
    return next((name for name in _LISTS if _shape(value.get(name))), None)


def chat(records: Iterable[tuple[int, Any]], about: Any, source: str) -> Document:
    """The document of the messages, each with its line; `about` is what the file says of them."""
    items = list(records)
    shape = _shape([value for _, value in items]) or _SHAPES[0]
    names = _names(value for _, value in items)
    read = (_message(value, shape, names, line) for line, value in items)
    found = [message for message in read if message]
    days = {message.time.date() for message in found if message.time}
    builder = Builder()
    _add_all(builder, found, several=len(days) > 1)
    title = _title(about, source, by_day=shape is _SHAPES[0])
    made = document(builder, source, title, empty="It holds no messages.")
    if made.published is None and len(days) == 1:
        return replace(made, published=days.pop(), date_origin=DateOrigin.CELL)
    return made


def _add_all(builder: Builder, found: Sequence[_Message], several: bool) -> None:
    """Append messages, replies below what they reply to, days as headings where there are more."""
    keys = {message.key for message in found}
    replies: dict[str, list[_Message]] = {}
    first = []
    for message in found:
        if message.thread and message.thread != message.key and message.thread in keys:
            replies.setdefault(message.thread, []).append(message)
        else:
            first.append(message)
    day: date | None = None
    waiting = 0  # messages that may still answer a question
    for place, message in enumerate(first):
        if several and message.time and message.time.date() != day:
            day = message.time.date()
            builder.heading([Piece(day.isoformat(), message.line)], 1)
            waiting = 0
        below = replies.get(message.key, [])
        following = first[place + 1] if place + 1 < len(first) else None
        others = following is not None and following.author != message.author
        asked = is_asked(message.text) or (bool(below) and message.text.endswith("?"))
        if asked and (below or others):
            builder.heading([_said(message)], QUESTION_LEVEL + 1, BlockKind.QUESTION)
            waiting = 0 if below else _REPLIES
        else:
            builder.add(BlockKind.PARAGRAPH, [_said(message)])
            waiting = max(0, waiting - 1)
        for reply in below:
            builder.add(BlockKind.PARAGRAPH, [_said(reply)])
        if not waiting:
            builder.tree.close_question()


def _said(message: _Message) -> Piece:
    time = message.time
    at = f", {time:%H:%M}{' UTC' if time.utcoffset() == timedelta() else ''}" if time else ""
    return Piece(f"{message.author}{at}: {message.text}", message.line)


def _shape(values: Any) -> _Shape | None:
    """How the messages of a list are written; None where it holds something else."""
    if not isinstance(values, list):
        return None
    sample = [value for value in values[:_SAMPLE] if isinstance(value, dict)]
    if not sample or len(sample) < len(values[:_SAMPLE]):
        return None
    for shape in _SHAPES:
        like = [each for each in sample if shape.known_by in each and shape.time in each]
        if 10 * len(like) >= 9 * len(sample) and any(_text(each, shape) for each in like):
            return shape
    return None


def _message(
    value: Mapping[str, Any], shape: _Shape, names: Mapping[str, str], line: int
) -> _Message | None:
    """A message that somebody wrote; None for one of the program, or without words."""
    kind = str(value.get(shape.kind) or "")
    if shape.kinds and kind not in shape.kinds:
        return None
    text = _plain(_text(value, shape), shape.markup, names)
    attached = [name for each in _list(value, "files") if (name := str(each.get("name") or ""))]
    text = " ".join(filter(None, (text, *(f"[{name}]" for name in attached))))
    if not text or _EMOJI.fullmatch(text):
        return None
    found = (_at(value, path) for path in shape.author)
    author = next((each.strip() for each in found if isinstance(each, str) and each.strip()), "?")
    author = names.get(author, author)[:_MOST_NAME]
    thread = str(value.get("thread_ts") or "")
    return _Message(text, author, _time(value.get(shape.time)), line, _key(value), thread)


def _key(value: Mapping[str, Any]) -> str:
    return str(value.get("ts") or "")


def _names(values: Iterable[Any]) -> dict[str, str]:
    """The names of people by their ids, as far as the messages themselves give them."""
    found: dict[str, str] = {}
    for value in values:
        if isinstance(value, dict) and isinstance(user := value.get("user"), str):
            for path in ("user_profile.real_name", "user_profile.display_name"):
                if isinstance(name := _at(value, path), str) and name.strip():
                    found.setdefault(user, " ".join(name.split()))
    return found


def _text(value: Mapping[str, Any], shape: _Shape) -> str:
    """What a message says, and what a program that writes it attached to it."""
    for path in shape.text:
        found = _joined(_at(value, path))
        if found.strip():
            return found
    parts = [each.get("text") or each.get("fallback") or "" for each in _list(value, "attachments")]
    return "\n".join(part for part in parts if isinstance(part, str))


def _joined(value: Any) -> str:
    """A text, also one given in parts of which some are objects."""
    if isinstance(value, list):
        parts = [each.get("text") if isinstance(each, dict) else each for each in value]
        return "".join(part for part in parts if isinstance(part, str))
    return value if isinstance(value, str) else ""


def _plain(text: str, markup: str, names: Mapping[str, str]) -> str:
    """The text as it is read: without marks and tags, people and channels by their names."""

    def linked(match: re.Match[str]) -> str:
        sign, target, label = match.groups()
        if sign == "@":
            return f"@{(label or names.get(target, target)).lstrip('@')}"
        if not sign:
            return str(label or target.removeprefix("mailto:"))
        named = str(label or target.split("^")[0])
        return named if named[:1] in ("@", "#") else f"{'@' if sign == '!' else '#'}{named}"

    if markup == "slack":
        text = unescape(_SLACK_LINK.sub(linked, text))
    elif markup == "html":
        text = _TAG.sub(lambda match: "" if match[1].lower() in _INLINE else "\n", text)
        text = unescape(text)
    text = _MARKED.sub(r"\2", _FENCE.sub("", text))
    lines = (" ".join(line.split()) for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(filter(None, lines))


def _time(value: Any) -> datetime | None:
    """The moment of a message: seconds since 1970, or as ISO 8601 writes it."""
    text = str(value or "").strip()
    try:
        seconds = float(text)
    except ValueError:
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            return None
    while seconds > _MOST_SECONDS:
        seconds /= 1000
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _at(value: Any, path: str) -> Any:
    """What stands below the names of a path."""
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _list(value: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = value.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _title(about: Any, source: str, by_day: bool) -> str | None:
    """What the chat is called: by its file, or in a folder of its name with a file for each day."""
    for path in ("channel.name", "name", "topic", "title"):
        if isinstance(name := _at(about, path), str) and 0 < len(name.strip()) <= _MOST_NAME:
            return " ".join(name.split())
    place = PurePosixPath(source)
    return f"{place.parent.name} {place.stem}" if by_day and place.parent.name else None
