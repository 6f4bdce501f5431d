"""What a run of a watch did, in numbers and with the problems it met."""

from __future__ import annotations

from collections import Counter

from tellings.model.feeds import Event

SHOWN = 200
PROBLEMS = frozenset({"feed-failed", "feed-gone", "page-failed", "page-gone"})


class Account:
    """Counts events; keeps the first problems in words."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.stubs = self.from_feeds = self.waiting = 0
        self.problems: list[Event] = []

    def take(self, event: Event) -> None:
        """Count an event."""
        self.counts[event.what] += 1
        if event.what in ("page-new", "page-changed"):
            self.stubs += event.stub
            self.from_feeds += event.told == "feed"
        if event.what in PROBLEMS and len(self.problems) < SHOWN:
            self.problems.append(event)

    @property
    def failed(self) -> int:
        """Return how many feeds and pages could not be had."""
        return self.counts["feed-failed"] + self.counts["page-failed"]

    def lines(self) -> list[str]:
        """Return the account in words."""
        c = self.counts
        told = [
            f"{counted(c['feed-read'] + c['feed-unchanged'], 'feed')} read ({c['feed-unchanged']} unchanged)",
            f"{counted(c['page-new'], 'page')} new, {c['page-changed']} changed, {c['page-unchanged']} unchanged",
        ]
        parts = (
            (self.from_feeds, "told by the feed, the page being closed"), (self.stubs, "only the beginning of a closed page"),
            (c["page-passed"], "not allowed by robots.txt"), (c["page-later"], "to be tried again"),
            (c["page-failed"], "failed"), (c["page-gone"], "gone"),
        )  # fmt: skip
        more = [f"{counted(number, 'page')} {words}" for number, words in parts if number]
        lost = ((c["feed-failed"], "failed"), (c["feed-gone"], "gone"), (c["feed-moved"], "moved"))
        more += [f"{counted(number, 'feed')} {words}" for number, words in lost if number]
        more += [f"{counted(self.waiting, 'page')} waiting"] if self.waiting else []
        hooks = ((c["hook-told"], "taken in"), (c["hook-failed"], "failed and will be tried again"))
        more += [f"{counted(number, 'webhook delivery')} {words}" for number, words in hooks if number]
        if c["would-fetch"]:
            more.append(f"{counted(c['would-fetch'], 'page')} would be fetched, where robots.txt allows it")
        return ["; ".join(told), *(["; ".join(more)] if more else [])]


def counted(number: int, noun: str) -> str:
    """Return a number with its noun."""
    if number == 1:
        return f"{number} {noun}"
    return f"{number} {noun[:-1]}ies" if noun.endswith("y") else f"{number} {noun}s"
