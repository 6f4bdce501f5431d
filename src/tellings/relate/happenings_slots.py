"""What the reports of one happening say of when, where, who and how many: every value with its passages and accounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tellings.model import Accounts, Argument, Cite, Days, Slot, SlotName, Value
from tellings.relate.happenings_reports import Told, pronouns

ORDER: tuple[SlotName, ...] = (
    "when", "where", "actor", "recipient", "realis", "killed", "injured", "missing", "arrested", "deployed", "money",
)  # fmt: skip


def slots_of(told: Sequence[Told], evidence: Sequence[Cite], names: Mapping[str, str], accounts: Accounts) -> tuple[Slot, ...]:
    """Return every slot that some report fills; within a slot the value of most independent accounts comes first."""
    given: dict[SlotName, dict[str, list[Cite]]] = {}
    for one, cite in zip(told, evidence, strict=True):
        for name, value in dict.fromkeys(_answers(one, names)):
            given.setdefault(name, {}).setdefault(value, []).append(cite)
    return tuple(Slot(name=name, values=_values(given[name], accounts)) for name in ORDER if name in given)


def _values(given: Mapping[str, Sequence[Cite]], accounts: Accounts) -> tuple[Value, ...]:
    found = [Value(value=value, evidence=tuple(cites), accounts=accounts.count(cites)) for value, cites in given.items()]
    return tuple(sorted(found, key=lambda v: (-v.accounts, -len(v.evidence))))


def _answers(one: Told, names: Mapping[str, str]) -> Iterator[tuple[SlotName, str]]:
    event, text = one.event, one.article.text
    if one.days is not None:
        yield "when", interval(one.days)
    if event.where is not None:
        yield from (("where", name) for name in _named([event.where], one, names))
    yield from (("actor", name) for name in _named(event.actors, one, names))
    yield from (("recipient", name) for name in _named(event.recipients, one, names))
    yield "realis", event.realis
    for count in event.counts:
        amount = count.of(text) if count.value is None else f"{count.value:g}" if count.value < 1e6 else f"{count.value:.0f}"
        yield count.kind, f"{amount} {count.unit}" if count.kind == "money" and count.unit else amount


def _named(arguments: Iterable[Argument], one: Told, names: Mapping[str, str]) -> Iterator[str]:
    """Yield what each participant is called: the name of the story's actor, else the report's own words; no pronouns."""
    text = one.article.text
    for argument in arguments:
        known = names.get(one.actors.get(argument.entity or "", ""))
        own = " ".join(argument.of(text).split())
        if known or own.lower() not in pronouns(one.language):
            yield known or own


def interval(days: Days) -> str:
    """Return days as one string: a day, an interval "first/last" (ISO 8601), "../last" or "first/.." where one end is open."""
    if days.first_day == days.last_day:
        return days.first_day or ""
    return f"{days.first_day or '..'}/{days.last_day or '..'}"
