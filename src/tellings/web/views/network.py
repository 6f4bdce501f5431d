"""Who did what to whom: a drawing made on the server, and the same as a table with its passages."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tellings.export.report_cites import CiteView
from tellings.export.report_phrases import days_text
from tellings.model import Happening, Story
from tellings.web.addresses import actor_link, story_link
from tellings.web.asked import Asked
from tellings.web.desk import Desk
from tellings.web.views.actors import cites_of
from tellings.web.views.kept import Names, found_pages, found_story
from tellings.web.views.stories import EVENT_WORDS, wanted_of

NODES = 18
ROWS = 60
STORIES = 24
"""Stories, the first in rank, that the network of a library is made from."""
WIDTH, HEIGHT = 900, 620
LOW = ((2, 180), (5, 400))
"""Up to how many actors a drawing is less high, and how high: a pair stands side by side."""
REALIS = {
    "actual": "happened", "planned": "planned", "hypothetical": "supposed", "denied": "denied", "past-background": "earlier",
}  # fmt: skip


@dataclass(frozen=True)
class NodeView:
    """An actor in the drawing."""

    name: str
    type: str
    x: float
    y: float
    radius: float
    anchor: str
    text_x: float
    link: str
    deeds: int


@dataclass(frozen=True)
class EdgeView:
    """What one did to another, as a curve; `words` tells it."""

    path: str
    width: float
    words: str


@dataclass(frozen=True)
class RowView:
    """One happening between two named actors."""

    who: tuple[tuple[str, str], ...]
    whom: tuple[tuple[str, str], ...]
    what: str
    type: str
    when: str
    realis: str
    accounts: int
    cites: tuple[CiteView, ...]
    story: str
    title: str


@dataclass(frozen=True)
class NetworkView:
    """The drawing and the table."""

    title: str
    back: str
    width: int
    height: int
    nodes: tuple[NodeView, ...]
    edges: tuple[EdgeView, ...]
    rows: tuple[RowView, ...]
    total: int
    left_out: int
    stories: int


@dataclass(frozen=True)
class _Deed:
    story: Story
    happening: Happening
    who: tuple[str, ...]
    whom: tuple[str, ...]


def story_network(desk: Desk, asked: Asked) -> NetworkView:
    """Return who did what to whom in a story. Raises NotFound."""
    story = found_story(desk.library, asked.param("story"))
    return _network(desk, [story], story.title or "Untitled", story_link(story.id))


def library_network(desk: Desk, asked: Asked) -> NetworkView:
    """Return who did what to whom in the stories that rank first."""
    wanted = wanted_of(asked)
    cards = desk.shelf.choose(wanted)[:STORIES]
    stories = [s for c in cards if (s := desk.library.story(c.story)) is not None]
    return _network(desk, stories, "Who did what to whom" + (f" on {wanted.day}" if wanted.day else ""), "")


def _network(desk: Desk, stories: Sequence[Story], title: str, back: str) -> NetworkView:
    types = {a.name: a.type for s in stories for a in s.actors}
    deeds = [d for s in stories for d in _deeds(s)]
    pairs: dict[tuple[str, str], list[_Deed]] = defaultdict(list)
    for deed in deeds:
        for who in deed.who:
            for whom in deed.whom:
                if who != whom:
                    pairs[who, whom].append(deed)
    degree: Counter[str] = Counter()
    for (who, whom), own in pairs.items():
        degree[who] += len(own)
        degree[whom] += len(own)
    names = [n for n, _ in degree.most_common(NODES)]
    height = next((h for n, h in LOW if len(names) <= n), HEIGHT)
    nodes = _nodes(_round(names, pairs), types, degree, height)
    edges = _edges(nodes, pairs, height)
    listed = sorted(deeds, key=lambda d: (-d.happening.accounts, d.happening.realis != "actual"))[:ROWS]
    cited = Names(found_pages(desk.library, [c.document for d in listed for c in d.happening.evidence]))
    return NetworkView(
        title=title, back=back, width=WIDTH, height=height, nodes=tuple(nodes), edges=tuple(edges),
        rows=tuple(_row(d, cited) for d in listed), total=len(deeds), left_out=max(0, len(degree) - len(names)),
        stories=len(stories),
    )  # fmt: skip


def _deeds(story: Story) -> list[_Deed]:
    """Return what named actors of a story did to named others."""
    known = {a.name for a in story.actors}
    found = []
    for happening in story.happenings:
        who = tuple(n for n in dict.fromkeys(happening.actors) if n in known)
        whom = tuple(n for n in dict.fromkeys(happening.recipients) if n in known and n not in who)
        if who and whom:
            found.append(_Deed(story, happening, who, whom))
    return found


def _round(names: Sequence[str], pairs: dict[tuple[str, str], list[_Deed]]) -> list[str]:
    """Return the names in an order round a circle that keeps those who have to do with each other near."""
    weight = Counter({frozenset(p): 0 for p in pairs})
    for pair, own in pairs.items():
        weight[frozenset(pair)] += len(own)
    left: list[str] = list(names)
    order: list[str] = []
    while left:
        last = order[-1] if order else left[0]
        following = max(left, key=lambda n: (weight[frozenset((last, n))], -left.index(n)))
        left.remove(following)
        order.append(following)
    return order


def _nodes(names: Sequence[str], types: Mapping[str, str], degree: Counter[str], height: int) -> list[NodeView]:
    most = max((degree[n] for n in names), default=1)
    first = math.pi if len(names) <= 2 else -math.pi / 2
    found = []
    for i, name in enumerate(names):
        angle = 2 * math.pi * i / max(1, len(names)) + first
        x, y = WIDTH / 2 + 250 * math.cos(angle), height / 2 + (height / 2 - 75) * math.sin(angle)
        radius = 6 + 12 * math.sqrt(degree[name] / most)
        side = 0 if abs(math.cos(angle)) < 0.25 else math.copysign(1, math.cos(angle))
        anchor = {0: "middle", 1: "start", -1: "end"}[int(side)]
        found.append(
            NodeView(
                name, types.get(name, "other"), round(x, 1), round(y, 1), round(radius, 1), anchor,
                round(x + side * (radius + 6), 1), actor_link(name), degree[name],
            )
        )  # fmt: skip
    return found


def _edges(nodes: Sequence[NodeView], pairs: dict[tuple[str, str], list[_Deed]], height: int) -> list[EdgeView]:
    at = {n.name: n for n in nodes}
    found = []
    for (who, whom), own in sorted(pairs.items(), key=lambda item: -len(item[1])):
        if who not in at or whom not in at:
            continue
        a, b = at[who], at[whom]
        bend_x = (a.x + b.x) / 2 + (WIDTH / 2 - (a.x + b.x) / 2) * 0.35 + (b.y - a.y) * 0.06
        bend_y = (a.y + b.y) / 2 + (height / 2 - (a.y + b.y) / 2) * 0.35 - (b.x - a.x) * 0.06
        length = math.hypot(b.x - bend_x, b.y - bend_y) or 1.0
        stop = b.radius + 7
        end_x, end_y = b.x - (b.x - bend_x) * stop / length, b.y - (b.y - bend_y) * stop / length
        what = ", ".join(dict.fromkeys(d.happening.predicate or "" for d in own[:6]))
        path = f"M{a.x} {a.y}Q{bend_x:.1f} {bend_y:.1f} {end_x:.1f} {end_y:.1f}"
        found.append(EdgeView(path, round(min(6.0, 1 + math.log2(1 + len(own))), 1), f"{who} → {whom}: {what}"))
    return found


def _row(deed: _Deed, names: Names) -> RowView:
    happening = deed.happening
    longest = max(happening.evidence, key=lambda c: len(c.text), default=None)
    return RowView(
        who=tuple((n, actor_link(n)) for n in deed.who), whom=tuple((n, actor_link(n)) for n in deed.whom),
        what=longest.text if longest else happening.predicate or "",
        type=EVENT_WORDS.get(happening.type or "", ""), when=days_text(happening.when) if happening.when else "",
        realis=REALIS[happening.realis], accounts=happening.accounts, cites=cites_of(happening.evidence, names),
        story=story_link(deed.story.id), title=deed.story.title or "Untitled",
    )  # fmt: skip
