"""The sections of the help page: whose bindings stand in it, the current place first."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen
from textual.widget import Widget

from tui.screens.browsing import BrowsingScreen
from tui.screens.chat import ChatScreen
from tui.screens.conversations import ConversationsScreen
from tui.screens.facets import FacetsScreen
from tui.screens.help import Topic
from tui.screens.library import LibraryScreen
from tui.screens.similar import SimilarScreen
from tui.screens.timeline import TimelineScreen
from tui.widgets.article_view import ArticleView
from tui.widgets.grid import Grid
from tui.widgets.prompt import Prompt
from tui.widgets.quote import Quote
from tui.widgets.source_pane import SourcePane


def help_topics(app: type, screen: Screen[Any], focused: Widget | None) -> list[Topic]:
    """All topics; `app` is the class whose bindings work everywhere."""
    everywhere = Topic("Everywhere", (app,))
    chat = Topic("Chat", (Prompt, Quote, ChatScreen))
    article = Topic("Article", (SourcePane, ArticleView))
    library = Topic("Library", (Grid, BrowsingScreen, LibraryScreen))
    dated = Topic("Timeline", (Grid, BrowsingScreen, TimelineScreen))
    saved = Topic("Conversations", (ConversationsScreen,))
    here = {
        ChatScreen: chat,
        LibraryScreen: library,
        FacetsScreen: library,
        SimilarScreen: library,
        TimelineScreen: dated,
        ConversationsScreen: saved,
    }
    first = here.get(type(screen), everywhere)
    if focused and any(isinstance(each, SourcePane) for each in focused.ancestors_with_self):
        first = article
    topics = (everywhere, chat, article, library, dated, saved)
    return [first, *(each for each in topics if each is not first)]
