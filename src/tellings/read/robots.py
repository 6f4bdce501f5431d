"""What a host's robots.txt allows (RFC 9309): the group of the program's own name, the longest rule that matches wins."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from tellings.read.addresses import ESCAPED, UNRESERVED

LARGEST = 512 * 1024
"""Bytes of a robots.txt that are read (RFC 9309 asks for 500 KiB at least)."""
PATH_SAFE = "/:@!$&'()*+,;=%-._~?[]|^`{}\\"
RULES = 20_000
LONGEST_DELAY = 3600.0
TOKEN = re.compile(r"[a-z_-]+")


class Rule(NamedTuple):
    """One line of a group: a path prefix, in which * stands for anything and $ for the end."""

    allow: bool
    path: str


class Robots(NamedTuple):
    """The rules for one program, and the seconds between two requests where the file asks for some (not in the RFC)."""

    rules: tuple[Rule, ...] = ()
    delay: float | None = None
    sitemaps: tuple[str, ...] = ()


ALLOW_ALL = Robots()
ALLOW_NONE = Robots(rules=(Rule(False, "/"),))


def answered(status: int | None, text: str | None, agent: str) -> Robots:
    """Return the rules that an answer stands for: the file, none where there is none (4xx), nothing allowed else."""
    if status is not None and 200 <= status < 300:
        return parse_robots(text or "", agent)
    return ALLOW_ALL if status is not None and 400 <= status < 500 and status != 429 else ALLOW_NONE


@lru_cache(maxsize=32)
def parse_robots(text: str, agent: str) -> Robots:
    """Return the rules for an agent (its name without version): those of its groups, else those for all."""
    name = agent.lower()
    own, others, sitemaps = _Group(), _Group(), []
    found = False
    into: list[_Group] = []
    naming = False
    for field, value in _lines(text):
        if field == "sitemap":
            sitemaps.append(value)
        elif field == "user-agent":
            if not naming:
                into = []
            naming = True
            token = TOKEN.match(value.lower())
            if value == "*":
                into.append(others)
            elif token and token.group() == name:
                found = True
                into.append(own)
        else:
            naming = False
            for group in into:
                group.take(field, value)
    group = own if found else others
    return Robots(tuple(group.rules), group.delay, tuple(sitemaps[:100]))


class _Group:
    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self.delay: float | None = None

    def take(self, field: str, value: str) -> None:
        if field in ("allow", "disallow") and value and len(self.rules) < RULES:
            self.rules.append(Rule(field == "allow", _spelled(value)))
        elif field == "crawl-delay":
            try:
                seconds = float(value)
            except ValueError:
                return
            if seconds >= 0:
                self.delay = min(seconds, LONGEST_DELAY)


def _lines(text: str) -> list[tuple[str, str]]:
    found = []
    for line in text.lstrip("\ufeff").splitlines():
        field, colon, value = line.partition("#")[0].partition(":")
        if colon:
            found.append((field.strip().lower(), value.strip()))
    return [(f, v) for f, v in found if f in ("user-agent", "allow", "disallow", "crawl-delay", "sitemap")]


def allowed(robots: Robots, target: str) -> bool:
    """Tell whether a path with its query may be fetched; of two rules of one length the one that allows wins."""
    if target == "/robots.txt":
        return True
    path = _spelled(target)
    best = (-1, True)
    for rule in robots.rules:
        if len(rule.path) >= best[0] and _matches(rule.path, path):
            best = max(best, (len(rule.path), rule.allow))
    return best[1]


def _matches(pattern: str, path: str) -> bool:
    """Match piece by piece from the left, so that no pattern takes more than pieces times path."""
    anchored = pattern.endswith("$")
    pieces = (pattern[:-1] if anchored else pattern).split("*")
    if not path.startswith(pieces[0]):
        return False
    at = len(pieces[0])
    for i, piece in enumerate(pieces[1:], 1):
        if anchored and i == len(pieces) - 1:
            return len(path) - len(piece) >= at and path.endswith(piece)
        at = path.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return not anchored or at == len(path)


def _spelled(path: str) -> str:
    def one(found: re.Match[str]) -> str:
        byte = int(found.group(1), 16)
        return chr(byte) if byte in UNRESERVED else found.group(0).upper()

    return quote(ESCAPED.sub(one, path), safe=PATH_SAFE, errors="replace")
