"""Webhooks: stories that changed are told to addresses that a person named, signed, and tried again where that fails.

The signature is that of the Standard Webhooks specification (1.0): HMAC-SHA256 over id, time and body, in the fields
`webhook-id`, `webhook-timestamp` and `webhook-signature`. The id stays when a delivery is tried again, so that whoever takes
it in twice can tell. Addresses on private networks are refused unless the settings allow them (`watch.allow`).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

import msgspec
from msgspec import structs

from tellings import shelving
from tellings.errors import FetchError, ForbiddenAddress, InputError
from tellings.library import Library, Tally
from tellings.model import Cite, Counts, Record, Shelved
from tellings.model.feeds import Event
from tellings.model.hooks import Delivery, Hook
from tellings.read.addresses import parse
from tellings.read.answers import Request
from tellings.read.fetch import Fetcher
from tellings.stage import fingerprint

AT_ONCE = 50
"""Stories of one delivery."""
FIRST_WAIT, LONGEST_WAIT = 60.0, 6 * 3600.0
"""Seconds until a delivery is tried again: doubled each time."""
TRIES = 12
"""Failures in a row after which a webhook is given up: some two days."""
GONE = 410
TOLERANCE = 300
"""Seconds that a delivery may be old for whoever checks its signature."""
ANSWER_BYTES = 64 * 1024
PREFIX = "whsec_"


class ToldSentence(Record, frozen=True):
    """A sentence of a story's summary with its passages."""

    text: str
    evidence: tuple[Cite, ...]


class ToldStory(Record, frozen=True):
    """A story that is new or changed; `removed`: it is no more, all else is null then."""

    story: str
    removed: bool = False
    title: str | None = None
    first: str | None = None
    last: str | None = None
    counts: Counts | None = None
    changed: str | None = None
    pages: tuple[str, ...] = ()
    summary: tuple[ToldSentence, ...] = ()


class Message(Record, frozen=True):
    """The body of a delivery."""

    type: str
    timestamp: str
    stories: tuple[ToldStory, ...]


def add(library: Library, url: str) -> Hook:
    """Keep a webhook that is told of what changes from now on. Raises FetchError where the address cannot be used."""
    parse(url)
    shelving.refresh(library.store)
    number = max((h.number for h in library.store.hooks()), default=0) + 1
    secret = PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()
    turn = max((s.turn for s in library.store.cards()), default=0)
    now = _moment(time.time())
    made = Hook(number=number, url=url, secret=secret, made=now, since=now, turn=turn)
    library.store.put_hook(made)
    return made


def remove(library: Library, number: int) -> Hook:
    """Take a webhook out. Raises InputError where there is none of that number."""
    found = next((h for h in library.store.hooks() if h.number == number), None)
    if found is None:
        raise InputError(f"no webhook {number}", hint="`tellings hooks list` lists them")
    library.store.remove_hook(number)
    return found


def sign(secret: str, key: str, timestamp: int, body: bytes) -> str:
    """Return the signature of a delivery. Raises InputError where the secret is none of ours."""
    try:
        raw = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError) as problem:
        raise InputError("this is no secret of a webhook", hint=f"it begins with {PREFIX}") from problem
    signed = hmac.new(raw, f"{key}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(signed).decode()


def verify(secret: str, fields: Mapping[str, str], body: bytes, *, now: float) -> bool:
    """Tell whether a delivery is genuine and not older than five minutes; field names in small letters."""
    timestamp = fields.get("webhook-timestamp", "")
    if not re.fullmatch(r"[0-9]{1,12}", timestamp) or abs(now - int(timestamp)) > TOLERANCE:
        return False
    expected = sign(secret, fields.get("webhook-id", ""), int(timestamp), body)
    return any(
        hmac.compare_digest(expected.encode(), one.encode("utf-8", "replace"))
        for one in fields.get("webhook-signature", "").split()
    )


def deliver(library: Library, *, fetcher: Fetcher | None = None, clock: Callable[[], float] = time.time) -> Iterator[Delivery]:
    """Tell every webhook that is due what it has not been told; yield what became of each try."""
    shelving.refresh(library.store)
    sender = fetcher or Fetcher(library.settings.watch)
    for hook in library.store.hooks():
        if hook.ended is None and hook.due <= clock():
            yield from _told(library, hook, sender, clock)


def after_round(library: Library) -> Iterator[Event]:
    """Put the pages that came into stories, and tell the webhooks that are due; yield what was done. For a watch."""
    changed = library.group()
    library.tally = Tally()  # a watch may run for months
    if changed:
        yield Event(what="stories-told", address="", detail=f"{len(changed)} new or changed")
    if any(hook.ended is None for hook in library.store.hooks()):
        for done in deliver(library):
            if done.problem:
                yield Event(what="hook-failed", address=done.url, detail=done.problem)
            else:
                yield Event(
                    what="hook-told", address=done.url, detail=f"{done.stories} {'story' if done.stories == 1 else 'stories'}"
                )


def _told(library: Library, hook: Hook, sender: Fetcher, clock: Callable[[], float]) -> Iterator[Delivery]:
    changes = [one for one in library.store.cards(hook.turn) if one.card is None or one.card.changed >= (hook.since or "")]
    for begin in range(0, len(changes), AT_ONCE):
        batch = changes[begin : begin + AT_ONCE]
        problem = _send(library, hook, batch, sender, clock())
        if problem is not None:
            library.store.put_hook(_failed(hook, problem, clock()))
            yield Delivery(hook=hook.number, url=hook.url, problem=problem.message)
            return
        hook = structs.replace(
            hook, turn=batch[-1].turn, since=_newest(batch, hook.since), tries=0, due=0.0, told=_moment(clock()), failed=None
        )
        library.store.put_hook(hook)
        yield Delivery(hook=hook.number, url=hook.url, stories=len(batch))


def _newest(batch: list[Shelved], since: str | None) -> str | None:
    return max([one.card.changed for one in batch if one.card] + ([since] if since else []), default=None)


def _send(library: Library, hook: Hook, batch: list[Shelved], sender: Fetcher, now: float) -> FetchError | None:
    newest = _newest(batch, None) or _moment(now)
    message = Message(type="stories.changed", timestamp=newest, stories=tuple(_story(library, one) for one in batch))
    body, key = msgspec.json.encode(message), "msg_" + fingerprint("hook", hook.number, hook.made, hook.turn, batch[-1].turn)
    fields = (
        ("webhook-id", key),
        ("webhook-timestamp", str(int(now))),
        ("webhook-signature", sign(hook.secret, key, int(now), body)),
    )
    try:
        sender.get(Request(hook.url, limit=ANSWER_BYTES, body=body, fields=fields))
    except FetchError as problem:
        return problem
    return None


def _story(library: Library, one: Shelved) -> ToldStory:
    card = one.card
    if card is None:
        return ToldStory(story=one.story, removed=True)
    story = library.story(card.story)
    return ToldStory(
        story=card.story, title=card.title, first=card.first, last=card.last, counts=card.counts, changed=card.changed,
        pages=tuple(a.document for a in card.arrived),
        summary=tuple(ToldSentence(text=s.text, evidence=s.evidence) for s in story.summary) if story else (),
    )  # fmt: skip


def _failed(hook: Hook, problem: FetchError, now: float) -> Hook:
    """Return the webhook with when it is tried again, or why it is not."""
    tries = hook.tries + 1
    wait = min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT)
    ended = None
    if problem.status == GONE:
        ended = "the address is gone (410)"
    elif isinstance(problem, ForbiddenAddress):
        ended = "the address may not be asked"
    elif tries >= TRIES:
        ended = f"{tries} failures in a row"
    due = now + max(wait, problem.retry_after or 0.0)
    return structs.replace(hook, tries=tries, due=due, failed=problem.message, ended=ended)


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
