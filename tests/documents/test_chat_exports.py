"""Chats exported as JSON: who said what, without what the program adds."""

import json
from typing import Any

import pytest

from qa.datatypes import Document
from qa.documents.loaders.data import json_data


def shown(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def said(name: str, ts: str, text: str, **more: Any) -> dict[str, Any]:
    user = name[0]
    return {
        "type": "message",
        "user": user,
        "ts": ts,
        "text": text,
        "blocks": [{"type": "rich_text", "elements": [{"text": text}]}],
        "user_profile": {"real_name": name, "image_72": "https://a.example/72.png"},
        "reactions": [{"name": "eyes", "users": [user], "count": 1}],
        **more,
    }


def test_slack_by_names_with_replies_below_what_they_reply_to():
    messages = [
        said("Ann Lee", "1740991920.000100", "<!here> who has the key of <#C1|shed>?"),
        said("Bo Dahl", "1740991980.000200", "not me"),
        said("Ann Lee", "1740992000.0", "<@A> has joined", subtype="channel_join"),
        said("Ann Lee", "1740992100.000300", "a *gate* &amp; <https://x.example|plan> <@B>"),
        said("Bo Dahl", "1740992160.000400", ":+1:"),
        said("Bo Dahl", "1740992220.000500", "in the pot", thread_ts="1740991920.000100"),
    ]
    found = json_data.load(json.dumps(messages, indent=1).encode(), "garden/2025-03-03.json")
    assert isinstance(found, Document)
    assert (found.title, str(found.published)) == ("garden 2025-03-03", "2025-03-03")
    assert shown(found) == [
        ("question", "Ann Lee, 08:52 UTC: @here who has the key of #shed?"),
        ("paragraph", "Bo Dahl, 08:57 UTC: in the pot"),
        ("paragraph", "Bo Dahl, 08:53 UTC: not me"),
        ("paragraph", "Ann Lee, 08:55 UTC: a gate & plan @Bo Dahl"),
    ]
    assert [block.parent for block in found.blocks] == [-1, 0, -1, -1]


SAID = "We do not use Vec<u8>."


@pytest.mark.parametrize(
    ("about", "message"),
    [
        (
            {},
            {
                "messageType": "message",
                "createdDateTime": "2025-10-28T09:00:11Z",
                "from": {"user": {"displayName": "Ann Lee"}},
                "body": {"content": "<p>We do <b>not</b> use Vec&lt;u8&gt;.</p>"},
            },
        ),
        (
            {"channel": {"name": "Ann"}},
            {
                "type": "Default",
                "timestamp": "2025-10-28T09:00:11+00:00",
                "isPinned": False,
                "author": {"name": "ann", "nickname": "Ann Lee"},
                "content": "We do **not** use `Vec<u8>`.",
            },
        ),
        (
            {"name": "Ann"},
            {
                "type": "message",
                "date": "2025-10-28T09:00:11+00:00",
                "from": "Ann Lee",
                "from_id": "user1",
                "text": ["We do ", {"type": "bold", "text": "not"}, " use Vec<u8>."],
            },
        ),
        (
            {"title": "Ann"},
            {"sender_name": "Ann Lee", "timestamp_ms": 1761642011000, "content": SAID},
        ),
    ],
    ids=["teams", "discord", "telegram", "messenger"],
)
def test_messages_of_other_chats(about, message):
    data = json.dumps({**about, "messages" if about else "value": [message]})
    found = json_data.load(data.encode(), "Ann.json")
    assert shown(found) == [("paragraph", f"Ann Lee, 09:00 UTC: {SAID}")]
    assert (found.title, str(found.published)) == ("Ann", "2025-10-28")


def test_days_head_the_messages_of_several():
    messages = [said("Ann Lee", "1740991920.0", "Rain."), said("Bo Dahl", "1741078320.0", "Sun.")]
    found = json_data.load(json.dumps(messages).encode(), "weather.json")
    assert [text for _, text in shown(found)] == [
        "2025-03-03",
        "Ann Lee, 08:52 UTC: Rain.",
        "2025-03-04",
        "Bo Dahl, 08:52 UTC: Sun.",
    ]


def test_other_lists_with_a_text_and_a_day_are_no_chat():
    rows = [{"date": "2025-10-28", "text": "Rain.", "from": "Ann Lee"}] * 2
    found = json_data.load(json.dumps(rows).encode(), "weather.json")
    assert shown(found)[0] == ("table", "date: 2025-10-28 · text: Rain. · from: Ann Lee")
