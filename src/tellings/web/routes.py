"""Every page of the application, in one list."""

from __future__ import annotations

from tellings.web.actions import ACTIONS as OWN_ACTIONS
from tellings.web.actions_feeds import FEED_ACTIONS
from tellings.web.front import Action, View
from tellings.web.views import (
    actors,
    copies,
    correcting,
    feeds,
    house,
    keeping,
    network,
    page,
    places,
    searching,
    stories,
    story,
)

VIEWS: tuple[View, ...] = (
    View("/", "stories.html.j2", stories.stories, "stories", stamp=stories.list_stamp),
    View("/stories/{story}", "story_page.html.j2", story.story, "stories", stamp=story.story_stamp),
    View("/stories/{story}/compare", "compare.html.j2", story.compare, "stories"),
    View("/stories/{story}/map", "map.html.j2", places.story_map, "stories"),
    View("/stories/{story}/network", "network.html.j2", network.story_network, "stories"),
    View("/stories/{story}/correct", "correct_story.html.j2", correcting.correct_story, "stories", "editor"),
    View("/compare", "compare.html.j2", story.compare, "stories"),
    View("/copies", "copies.html.j2", copies.copies, "stories"),
    View("/pages/{page}", "page.html.j2", page.page),
    View("/pages/{page}/correct", "correct_page.html.j2", correcting.correct_page, "", "editor"),
    View("/search", "search.html.j2", searching.search, "search"),
    View("/quotes/check", "check.html.j2", searching.check, "check"),
    View("/actors", "actors.html.j2", actors.actors, "actors"),
    View("/actors/{actor}", "actor.html.j2", actors.actor, "actors"),
    View("/map", "map.html.j2", places.world_map, "map"),
    View("/network", "network.html.j2", network.library_network, "network"),
    View("/new", "new.html.j2", keeping.new, "new"),
    View("/days", "days.html.j2", keeping.days, "stories"),
    View("/saved", "saved.html.j2", keeping.saved),
    View("/corrections", "corrections.html.j2", correcting.corrections),
    View("/feeds", "feeds.html.j2", feeds.feeds),
    View("/feeds/{feed}", "feed.html.j2", feeds.feed),
    View("/health", "health.html.j2", house.health),
    View("/audit", "audit.html.j2", house.audit, "", "admin"),
    View("/users", "users.html.j2", house.users, "", "admin"),
    View("/about", "about.html.j2", house.about),
)
ACTIONS: tuple[Action, ...] = (*OWN_ACTIONS, *FEED_ACTIONS)

__all__ = ["ACTIONS", "VIEWS"]
