"""What forms do: corrections, saved searches, accounts. Each leaves a line in the audit log."""

from __future__ import annotations

from tellings import accounts, amending, curation
from tellings.errors import AccessError, InputError
from tellings.model import SavedSearch
from tellings.web.addresses import slug, story_link
from tellings.web.asked import Asked
from tellings.web.desk import Desk
from tellings.web.front import Action, Done, Form
from tellings.web.views.keeping import check_name
from tellings.web.views.kept import found_story
from tellings.web.views.searching import NAMED
from tellings.web.views.story import article_of


def _one(form: Form, name: str) -> str:
    return form.get(name, ("",))[0].strip()


def _note(form: Form) -> str | None:
    return _one(form, "note")[:500] or None


def _number(value: str) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise InputError(f"{value!r} is no number")
    return int(value)


def seen(desk: Desk, asked: Asked, form: Form) -> Done:
    """Count everything up to now as seen."""
    desk.library.store.put_look(asked.visitor.name, accounts.now())
    return Done("/new", "seen")


def save(desk: Desk, asked: Asked, form: Form) -> Done:
    """Keep a search."""
    query, kind, now = _one(form, "query")[:500], NAMED.get(_one(form, "kind")), accounts.now()
    if not query or kind is None:
        raise InputError("there is no search to keep")
    name = check_name(_one(form, "name"))
    kept = SavedSearch(number=0, who=asked.visitor.name, name=name, query=query, kind=kind, made=now, seen=now)
    desk.library.store.put_saved(kept)
    return Done("/saved", "saved")


def forget(desk: Desk, asked: Asked, form: Form) -> Done:
    """Take a saved search out."""
    desk.library.store.remove_saved(_number(asked.param("number")), asked.visitor.name)
    return Done("/saved", "removed")


def merge(desk: Desk, asked: Asked, form: Form) -> Done:
    """Record that two stories are one."""
    one = found_story(desk.library, asked.param("story"))
    other = found_story(desk.library, _one(form, "other").rstrip("/").rpartition("/")[2])
    made = curation.merge(desk.library, [one, other], one.id, other.id, note=_note(form))
    return _regrouped(desk, asked, one.id, made.number, f"merged with {other.id}")


def split(desk: Desk, asked: Asked, form: Form) -> Done:
    """Record that pages of a story tell another one together."""
    story = found_story(desk.library, asked.param("story"))
    picked = [_named(name) for name in form.get("article", ())]
    if not picked:
        raise InputError("no page was chosen", hint="tick those that tell another story")
    made = curation.split(desk.library, [story], story.id, picked, note=_note(form))
    return _regrouped(desk, asked, story.id, made.number, f"split off {len(picked)}")


def move(desk: Desk, asked: Asked, form: Form) -> Done:
    """Record that a page tells another story."""
    story = found_story(desk.library, asked.param("story"))
    into = found_story(desk.library, _one(form, "into").rstrip("/").rpartition("/")[2])
    made = curation.move(desk.library, [story, into], _named(_one(form, "article")), into.id, note=_note(form))
    return _regrouped(desk, asked, into.id, made.number, f"moved out of {story.id}")


def _named(name: str) -> str:
    document, part = article_of(name)
    return f"{document}#{part}" if part else document


def _regrouped(desk: Desk, asked: Asked, story: str, number: int, words: str) -> Done:
    desk.library.store.put_audit(accounts.now(), asked.visitor.name, "stories corrected", f"{number}: {story} {words}")
    desk.retell()
    return Done(story_link(story), "recorded")


def undo_grouping(desk: Desk, asked: Asked, form: Form) -> Done:
    """Undo a correction of the grouping."""
    undone = curation.undo(desk.library, _number(asked.param("number")))
    desk.library.store.put_audit(accounts.now(), asked.visitor.name, "stories correction undone", str(undone.number))
    desk.retell()
    return Done("/corrections", "undone")


def set_role(desk: Desk, asked: Asked, form: Form) -> Done:
    """Give a block another role."""
    page = asked.param("page")
    amending.set_role(desk.library, page, _number(_one(form, "block")), _one(form, "role"), by=asked.visitor.name)
    desk.retell()
    return Done(f"/pages/{slug(page)}/correct", "corrected")


def set_speaker(desk: Desk, asked: Asked, form: Form) -> Done:
    """Give a quotation another speaker."""
    page = asked.param("page")
    amending.set_speaker(desk.library, page, _number(_one(form, "quote")), _one(form, "speaker"), by=asked.visitor.name)
    desk.retell()
    return Done(f"/pages/{slug(page)}/correct", "corrected")


def set_relation(desk: Desk, asked: Asked, form: Form) -> Done:
    """Say how the values of a fact stand to each other."""
    story = asked.param("story")
    amending.set_relation(desk.library, story, _one(form, "fact"), _one(form, "relation"), by=asked.visitor.name)
    return Done(story_link(story) + "/correct", "changed")


def undo_amendment(desk: Desk, asked: Asked, form: Form) -> Done:
    """Undo an amendment."""
    amending.undo(desk.library, _number(asked.param("number")), by=asked.visitor.name)
    desk.retell()
    return Done("/corrections", "undone")


def add_user(desk: Desk, asked: Asked, form: Form) -> Done:
    """Make an account."""
    name, password = _one(form, "name").lower(), form.get("password", ("",))[0]
    accounts.add(desk.library.store, name, role=_one(form, "role"), password=password, by=asked.visitor.name)
    return Done("/users", "changed")


def change_user(desk: Desk, asked: Asked, form: Form) -> Done:
    """Give an account another role, or take it out."""
    name, role = asked.param("name"), _one(form, "role")
    if name == asked.visitor.name:
        raise AccessError("nobody changes their own account here", hint="another admin can, or `tellings users`")
    if role == "removed":
        accounts.remove(desk.library.store, name, by=asked.visitor.name)
    else:
        accounts.set_role(desk.library.store, name, role, by=asked.visitor.name)
    return Done("/users", "changed")


ACTIONS: tuple[Action, ...] = (
    Action("/new/seen", seen, "reader"),
    Action("/saved", save, "reader"),
    Action("/saved/{number}/remove", forget, "reader"),
    Action("/stories/{story}/merge", merge),
    Action("/stories/{story}/split", split),
    Action("/stories/{story}/move", move),
    Action("/stories/{story}/relation", set_relation),
    Action("/pages/{page}/role", set_role),
    Action("/pages/{page}/speaker", set_speaker),
    Action("/corrections/{number}/undo", undo_grouping),
    Action("/amendments/{number}/undo", undo_amendment),
    Action("/users", add_user, "admin"),
    Action("/users/{name}", change_user, "admin"),
)
