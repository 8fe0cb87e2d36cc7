"""Act on dates and decisions as a member: a later decision replaces one."""

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core.history.context import action_context
from core.people import secret_addresses
from core.people.models import Agent, Project
from core.ui.french import spaced
from spaces import notifications, policies
from spaces.corrections import WITHDRAWN
from spaces.models import Decision, Event

CANCELLED = spaced("Cette date est annulée : elle ne change plus. Ajoutez-en une autre.")
PAST = spaced("Cette date est passée : choisissez un jour et une heure à venir.")
REPLACED = "Cette décision est déjà remplacée par une autre."


@transaction.atomic
def add_event(
    project: Project,
    *,
    by: Agent,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    submission_key: UUID,
) -> Event:
    project = policies.lock_to_write(project, by=by)
    _check_to_come(ends_at)
    with action_context("a ajouté la date", by=by):
        event = Event.objects.create(
            project=project,
            title=title,
            starts_at=starts_at,
            ends_at=ends_at,
            place=place,
            created_by=by,
            submission_key=submission_key,
        )
    notifications.notify_event(event, by=by, is_new=True)
    return event


@transaction.atomic
def change_event(
    event: Event, *, by: Agent, title: str, starts_at: datetime, ends_at: datetime, place: str
) -> None:
    """Calendars take what has a greater sequence. One that was held keeps its moments, or moves to others to come."""
    event = _locked(event, by=by)
    if (event.starts_at, event.ends_at) != (starts_at, ends_at):
        _check_to_come(ends_at)
    new = {"title": title, "starts_at": starts_at, "ends_at": ends_at, "place": place}
    if all(getattr(event, name) == value for name, value in new.items()):
        return
    for name, value in new.items():
        setattr(event, name, value)
    event.sequence += 1
    with action_context("a changé la date", by=by):
        event.save(update_fields=[*new, "sequence", "changed_at"])
    notifications.notify_event(event, by=by)


@transaction.atomic
def cancel_event(event: Event, *, by: Agent) -> None:
    event = _locked(event, by=by)
    event.cancelled_at = timezone.now()
    event.sequence += 1
    with action_context("a annulé la date", by=by):
        event.save(update_fields=["cancelled_at", "sequence", "changed_at"])
    notifications.notify_event(event, by=by)


def _check_to_come(ends_at: datetime) -> None:
    if ends_at <= timezone.now():
        raise ValidationError({"day": PAST})


def _locked(event: Event, *, by: Agent) -> Event:
    """Return the current row. Raise PermissionDenied, and ValidationError for one that is cancelled."""
    policies.lock_to_write(event.project, by=by)
    event = policies.lock(event)
    if event.cancelled_at:
        raise ValidationError(CANCELLED)
    return event


@transaction.atomic
def decide(
    project: Project,
    *,
    by: Agent,
    text: str,
    decided_on: date,
    submission_key: UUID,
    replaces: Decision | None = None,
) -> Decision:
    """Write a decision down, and what it replaces; nothing else of that one changes."""
    project = policies.lock_to_write(project, by=by)
    replaced = policies.lock(replaces) if replaces else None
    if replaced and replaced.replaced_by_id:
        raise ValidationError(REPLACED)
    if replaced and replaced.is_withdrawn:
        raise ValidationError(WITHDRAWN)
    if replaced and decided_on < replaced.decided_on:
        raise ValidationError({"decided_on": "Elle précède la décision qu’elle remplace."})
    with action_context("a noté la décision", by=by):
        decision = Decision.objects.create(
            project=project, text=text, decided_on=decided_on, written_by=by, submission_key=submission_key
        )
        if replaced:
            replaced.replaced_by = decision
            replaced.save(update_fields=["replaced_by"])
    notifications.notify_decision(decision)
    return decision


# The calendar feed: of one member and one project


def give_feed(project: Project, *, by: Agent) -> str:
    """The secret of a new address; the earlier one of this agent for this project is void."""
    policies.Rights(by, project).check_write()
    return secret_addresses.give(by, policies.feed_purpose(project))
