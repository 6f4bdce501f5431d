"""Every page and every action of the application, in one list each."""

from __future__ import annotations

from tellings.web.front import Action, View
from tellings.web.views import page, searching, stories, story

VIEWS: tuple[View, ...] = (
    View("/", "stories.html.j2", stories.stories, "stories"),
    View("/stories/{story}", "story_page.html.j2", story.story, "stories"),
    View("/stories/{story}/compare", "compare.html.j2", story.compare, "stories"),
    View("/compare", "compare.html.j2", story.compare, "stories"),
    View("/pages/{page}", "page.html.j2", page.page),
    View("/search", "search.html.j2", searching.search, "search"),
    View("/quotes/check", "check.html.j2", searching.check, "check"),
)
ACTIONS: tuple[Action, ...] = ()
