"""The corpus half of the pipeline: articles become copies and stories, and each story is told in full."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from msgspec import structs

from tellings.compare.facts import compare_accounts, find_omissions
from tellings.compare.lexicon import lexicon
from tellings.compare.since import new_since
from tellings.compare.summary import summarise, written_summary
from tellings.compare.timeline import build_timeline
from tellings.compare.written import Ask
from tellings.errors import EmptyInput, TellingsError
from tellings.model import (
    Analysis,
    Article,
    ArticleKey,
    Copy,
    Dating,
    Failure,
    Group,
    Guidance,
    Material,
    Member,
    News,
    Story,
    Versions,
    Writing,
    articles_of,
)
from tellings.model.grouping import Known
from tellings.relate.accounts import count_facts, fold_accounts
from tellings.relate.actors import merge_actors
from tellings.relate.copies import find_copies
from tellings.relate.copies_origin import with_origins
from tellings.relate.dating import date_by_siblings
from tellings.relate.happenings import merge_happenings
from tellings.relate.stories import groups_of, place
from tellings.relate.stories_members import Placed
from tellings.relate.utterances import match_utterances
from tellings.relate.utterances_verify import Finding, verify_quote
from tellings.relate.versions import find_versions, superseded
from tellings.stage import fingerprint

FULL_TITLE = 6
"""Words that a title is short of when it is two words long: two names alone do not say what happened."""
JUDGING = 0.5
"""What a title with a word that judges is worth, of its full worth."""
OPENING = 600
"""Characters of an article that are taken for its opening."""
VERSION = 11
"""Raised when stories made by an earlier version must be made anew."""


class Corpus(NamedTuple):
    """Articles with the copies between them, the stories that they tell, and those that were seen more than once."""

    articles: Mapping[ArticleKey, Article]
    copies: tuple[Copy, ...]
    groups: tuple[Group, ...]
    versions: tuple[Versions, ...] = ()
    placed: Placed | None = None
    """How the articles came to their places."""


def relate(
    analyses: Sequence[Analysis], *, newest: Collection[str] | None = None, guidance: Guidance | None = None,
    copies: Sequence[Copy] | None = None, known: Known | None = None,
) -> Corpus:  # fmt: skip
    """Find the copies and the stories of a corpus; of an article that was seen more than once, the newest reading counts.

    `newest` names the documents that may be the newest reading; see `find_versions`. `guidance` holds a person's corrections
    and the stories of earlier runs, `copies` those that were found already; without them they are looked for.
    `known` is the library that the analyses are a part of.
    """
    versions = find_versions(analyses, newest=newest)
    older = superseded(versions)
    current = [a for a in analyses if a.id not in older and (newest is None or a.id in newest)]
    articles = [article for analysis in current for article in articles_of(analysis)]
    copies = find_copies(articles) if copies is None else _still_told(copies, articles)
    guided = (guidance or Guidance()).renamed(older)
    placed = place(articles, copies, guided, known)
    return Corpus({a.key: a for a in articles}, copies, groups_of(placed, guided), versions, placed)


def _still_told(copies: Sequence[Copy], articles: Sequence[Article]) -> tuple[Copy, ...]:
    """Return the copies between the articles, with their common origins."""
    told = {a.document for a in articles}
    return with_origins(articles, [c for c in copies if c.origin.document in told and c.target.document in told])


def datings(corpus: Corpus) -> dict[str, tuple[Dating, ...]]:
    """Return, by document, the days that undated pages get from the pages of their story."""
    found: dict[str, tuple[Dating, ...]] = {}
    for group in corpus.groups:
        if len(group.members) > 1:
            for document, own in date_by_siblings(_members(group, corpus.articles)).items():
                found[document] = (*found.get(document, ()), *own)
    return found


def tell(corpus: Corpus, analyses: Sequence[Analysis]) -> tuple[list[Story], list[Failure]]:
    """Return every story in full, made from (possibly newer) analyses; what could not be told is a failure beside it."""
    articles = {a.key: a for analysis in analyses for a in articles_of(analysis)}
    touching: dict[str, list[Copy]] = {}
    for copy in corpus.copies:
        for document in {copy.origin.document, copy.target.document}:
            touching.setdefault(document, []).append(copy)
    versions = {v.document: v for v in corpus.versions}
    stories, failures = [], []
    for group in corpus.groups:
        own = _members(group, articles)
        copies = {id(c): c for a in own for c in touching.get(a.document, ())}.values()
        try:
            stories.append(tell_story(group, own, copies))
        except Exception as problem:  # one story must never stop the others: it is listed without its comparison
            why = f"the story could not be compared ({type(problem).__name__}: {problem}); its pages are listed"
            failures.append(Failure(kind="stage", message=why, source=f"story {group.id}", id=group.id, stage="tell"))
            stories.append(_bare(group, own, copies))
        stories[-1] = _with_versions(stories[-1], versions)
    return _linked(stories, corpus.groups), failures


def _linked(stories: Sequence[Story], groups: Sequence[Group]) -> list[Story]:
    """Return the stories with their former names, and the others of their affair called by title and days."""
    told = {s.id: s for s in stories}
    found = []
    for story, group in zip(stories, groups, strict=True):
        others = [(c, told[c.story]) for c in group.chain]
        chain = tuple(structs.replace(c, title=s.title, first=s.first, last=s.last) for c, s in others)
        found.append(structs.replace(story, former=group.former, chain=chain) if chain or group.former else story)
    return found


def _with_versions(story: Story, versions: Mapping[str, Versions]) -> Story:
    """Return a story with the older readings of its articles listed behind the newest."""
    own = tuple(versions[m.id] for m in story.documents if m.part == 0 and m.id in versions)
    if not own:
        return story
    listed: list[Member] = []
    for member in story.documents:
        listed.append(member)
        if member.part == 0 and member.id in versions:
            earlier = versions[member.id].readings[:-1]
            listed += [Member(id=r.document, why=("an earlier reading of this page",), version_of=member.id) for r in earlier]
    return structs.replace(story, documents=tuple(listed), versions=own)


def _members(group: Group, articles: Mapping[ArticleKey, Article]) -> list[Article]:
    return [articles[m.id, m.part] for m in group.members if (m.id, m.part) in articles]


def tell_story(group: Group, articles: Sequence[Article], copies: Iterable[Copy]) -> Story:
    """Return one story in full: its articles related and compared, its timeline and its summary."""
    inside = tuple(copies)
    accounts, counts = fold_accounts(articles, inside)
    actors = merge_actors(articles)
    utterances = match_utterances(articles, actors)
    happenings = merge_happenings(articles, actors, accounts, utterances)
    material = Material(
        id=group.id, articles=tuple(articles), copies=inside, accounts=accounts, counts=counts, actors=actors,
        utterances=utterances, happenings=happenings,
    )  # fmt: skip
    comparison = count_facts(compare_accounts(material), accounts)
    timeline = build_timeline(material)
    summary = summarise(material, comparison, timeline)
    first, last = _days(articles)
    return Story(
        id=group.id, title=_title(articles), first=first, last=last, documents=group.members, counts=counts,
        copies=inside, actors=actors, utterances=utterances, happenings=happenings, comparison=comparison,
        omissions=find_omissions(material, comparison), timeline=timeline, summary=summary.sentences,
        summary_note=summary.note,
    )  # fmt: skip


def reword(story: Story, analyses: Iterable[Analysis], ask: Ask, *, model: str) -> Story:
    """Return a story whose summary a language model words, each sentence proved or dropped; see docs/compare.md.

    Where the model gives no answer the story keeps its summary, and `writing` says why.
    """
    articles = {a.key: a for analysis in analyses for a in articles_of(analysis)}
    own = [articles[m.id, m.part] for m in story.documents if (m.id, m.part) in articles and not m.version_of]
    accounts, counts = fold_accounts(own, story.copies)
    material = Material(
        id=story.id, articles=tuple(own), copies=story.copies, accounts=accounts, counts=counts, actors=story.actors,
        utterances=story.utterances, happenings=story.happenings,
    )  # fmt: skip
    try:
        summary, written = written_summary(material, story.comparison, ask)
    except TellingsError as problem:
        return structs.replace(story, writing=Writing(model=model, failure=problem.message))
    writing = Writing(model=model, kept=len(written.sentences), dropped=written.dropped)
    return structs.replace(story, summary=summary.sentences, summary_note=summary.note, writing=writing)


def news(story: Story, analyses: Iterable[Analysis], since: datetime) -> News:
    """Return what is new in a story since a time; the analyses may hold other pages too."""
    articles = {a.key: a for analysis in analyses for a in articles_of(analysis)}
    own = [articles[m.id, m.part] for m in story.documents if (m.id, m.part) in articles and not m.version_of]
    accounts, _ = fold_accounts(own, story.copies)
    return new_since(story, own, accounts, since)


def _bare(group: Group, articles: Sequence[Article], copies: Iterable[Copy]) -> Story:
    _, counts = fold_accounts(articles, tuple(copies))
    first, last = _days(articles)
    note = "the comparison failed"
    return Story(
        id=group.id, title=_title(articles), first=first, last=last, documents=group.members, counts=counts, summary_note=note
    )


def _days(articles: Sequence[Article]) -> tuple[str | None, str | None]:
    days = sorted(a.published.day for a in articles if a.published and a.published.day)
    return (days[0], days[-1]) if days else (None, None)


def _title(articles: Sequence[Article]) -> str | None:
    """Return the title whose words most other articles use in their own title or opening; the earlier where two do.

    One with a word that judges ("crook") comes behind plain ones. It is taken from the language that most articles are in.
    """
    if not any(a.title for a in articles):
        return None
    spoken = Counter(a.analysis.metadata.language for a in articles if a.title).most_common(1)[0][0]
    titled = [a for a in articles if a.title and a.analysis.metadata.language == spoken]
    titled = [a for a in titled if a.part == 0] or titled
    plain = lexicon(spoken or "en")
    opening = {a.key: _words(f"{a.title or ''} {' '.join(b.of(a.text) for b in a.main_blocks)[:OPENING]}") for a in articles}

    def shared(article: Article) -> float:
        own = _words(article.title or "") - plain.stop
        others = [opening[a.key] for a in articles if a.key != article.key]
        known = sum(len(own & other) for other in others) / (len(own) + FULL_TITLE)
        return known * (JUDGING if own & plain.judging else 1.0)

    titled.sort(key=lambda a: (-shared(a), a.published.value if a.published else "9999"))
    return titled[0].title


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{4,}", text.casefold()))


def compare_as_one(analyses: Sequence[Analysis]) -> Story:
    """Compare analyses that are taken to tell one story, without asking whether they do. Raises EmptyInput."""
    versions = find_versions(analyses)
    older = superseded(versions)
    articles = [article for analysis in analyses if analysis.id not in older for article in articles_of(analysis)]
    if not articles:
        raise EmptyInput("nothing to compare", why="no analysis was given")
    return _with_versions(compare_articles(articles), {v.document: v for v in versions})


def compare_articles(articles: Sequence[Article]) -> Story:
    """Compare articles (at least one) that are taken to tell one story, without asking whether they do."""
    members = tuple(Member(id=a.document, part=a.part, why=("named by the caller",)) for a in articles)
    group = Group(id=fingerprint("story", articles[0].document, articles[0].part), members=members)
    return tell_story(group, articles, find_copies(articles))


def check_quote(words: str, analyses: Sequence[Analysis], *, speaker: str | None = None) -> Finding:
    """Say whether somebody is quoted with these words: exact, altered, given to somebody else, or not found."""
    return verify_quote(words, [a for analysis in analyses for a in articles_of(analysis)], speaker=speaker)
