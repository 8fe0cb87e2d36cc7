from __future__ import annotations

from dataclasses import replace

from django.utils import timezone

from core.history.entries import Entry, history_of, history_of_rows
from core.people.models import Agent
from suggestions import policies
from suggestions.models import Appeal, Idea, SetAside

# How the name of this action begins, with or without the author's.
ENTERED = "a saisi l’idée pour "


def history_for(agent: Agent, idea: Idea) -> list[Entry]:
    """Return an idea's history as this reader may know it.

    For readers who may not know the author, what they did (or whoever typed it for them) is « l’auteur »’s, on a day:
    the minute would tell who was there.
    """
    entries = history_of(idea)
    if policies.can_see_author(agent, idea):
        return entries
    hidden = {idea.author_id, idea.entered_by_id}
    return [
        _without_author(entry)
        if entry.action.startswith(ENTERED) or (entry.by and entry.by.pk in hidden)
        else entry
        for entry in entries
    ]


def _without_author(entry: Entry) -> Entry:
    """History is never rewritten: earlier entries still say « a saisi l’idée pour X »."""
    action = "a proposé l’idée" if entry.action.startswith(ENTERED) else entry.action
    day = timezone.localtime(entry.at).replace(hour=0, minute=0, second=0, microsecond=0)
    return replace(entry, at=day, by="L’auteur", action=action, changes=(), is_day_only=True)


def history_with_answer(idea: Idea) -> list[Entry]:
    """For the group: entries of the decision, the answer, the appeal and what was to be set aside too, newest first.

    One for an action on several rows.
    """
    entries = {(entry.at, entry.action): entry for entry in history_of(idea)}
    rows = (idea.group_decision, idea.draft)
    others = (history_of_rows(Appeal, idea=idea), _history_of_set_aside(idea))
    for found in (*(history_of(row) for row in rows if row), *others):
        for entry in found:
            same = entries.get((entry.at, entry.action))
            entries[entry.at, entry.action] = (
                replace(same, changes=same.changes + entry.changes) if same else entry
            )
    return sorted(entries.values(), key=lambda entry: entry.at, reverse=True)


def _history_of_set_aside(idea: Idea) -> list[Entry]:
    """Include proposals that were dropped; the entry of a confirmed one is by the person who confirmed it."""
    reason = str(SetAside._meta.get_field("reason").verbose_name)
    return [
        replace(entry, changes=tuple(change for change in entry.changes if change[0] == reason))
        for entry in history_of_rows(SetAside, idea=idea)
    ]
