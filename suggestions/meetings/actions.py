"""A meeting of the group: prepared, opened, held, closed.

Lock order: the meeting, then its ideas by id. Deciding, opening and closing then never deadlock.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone

from core.french import spaced
from core.history.context import action_context
from core.notifications.actions import notify
from core.people.models import Agent
from core.web.locks import lock_row, locked
from core.web.mails import render_mail
from core.web.ordering import move_by_one
from suggestions import policies
from suggestions.evaluation.actions import close_evaluations
from suggestions.ideas.notifications import group_kind
from suggestions.models import AgendaItem, Idea, Meeting
from suggestions.policies import group_members, is_in_group
from suggestions.states import State

NOT_THEIRS = spaced("Les réunions sont celles du groupe projet : lui seul les prépare et les tient.")
IS_OPEN = "La réunion est ouverte."
# Beyond, no meeting ends.
LONGEST_AGENDA = 100
FARTHEST = timedelta(days=730)


@transaction.atomic
def prepare(
    *,
    by: Agent,
    starts_at: datetime,
    place: str = "",
    chaired_by: Agent | None = None,
    submission_key: uuid.UUID | None = None,
) -> Meeting:
    if not policies.can_see_meetings(by):
        raise PermissionDenied(NOT_THEIRS)
    _check_when(starts_at, chaired_by)
    with action_context("a préparé la réunion", by=by):
        meeting = Meeting.objects.create(
            starts_at=starts_at,
            place=place,
            chaired_by=chaired_by,
            submission_key=submission_key or uuid.uuid4(),
        )
    _notify(meeting, "suggestions/mails/meeting_prepared.txt", by=by)
    return meeting


@transaction.atomic
def amend(
    meeting: Meeting, *, by: Agent, starts_at: datetime, place: str = "", chaired_by: Agent | None = None
) -> Meeting:
    """Change the day, the place or the chair; the group is notified of a move."""
    meeting = _locked(meeting, by, "amend")
    _check_when(starts_at, chaired_by)
    is_moved = (meeting.starts_at, meeting.place) != (starts_at, place)
    meeting.starts_at, meeting.place, meeting.chaired_by = starts_at, place, chaired_by
    with action_context("a modifié la réunion", by=by):
        meeting.save(update_fields=["starts_at", "place", "chaired_by"])
    if is_moved:
        _notify(meeting, "suggestions/mails/meeting_moved.txt", by=by)
    return meeting


@transaction.atomic
def compose(meeting: Meeting, *, by: Agent) -> int:
    """Put on the agenda all that is ready and undecided, the most disagreed first; how many were added."""
    meeting = _locked(meeting, by, "arrange")
    return _append(meeting, ready_for(meeting), by)


@transaction.atomic
def add(meeting: Meeting, *, by: Agent, idea: Idea) -> Meeting:
    meeting = _locked(meeting, by, "arrange")
    if meeting.items.filter(idea=idea).exists():
        raise ValidationError("Cette idée est déjà à l’ordre du jour.")
    if meeting.items.count() >= LONGEST_AGENDA:
        raise ValidationError(
            spaced(f"L’ordre du jour compte déjà {LONGEST_AGENDA} idées : préparez une autre réunion.")
        )
    if not _append(meeting, ready_for(meeting).filter(pk=idea.pk), by):
        raise ValidationError(
            spaced(
                "Cette idée ne peut pas venir en réunion : elle n’est pas prête, elle est déjà décidée, "
                "ou elle est à l’ordre du jour d’une autre réunion."
            )
        )
    return meeting


@transaction.atomic
def put_on_next_agenda(ideas: Iterable[Idea], *, by: Agent) -> tuple[Meeting, int]:
    """Add the ready ideas to the next planned meeting; returns the meeting and how many were added."""
    planned = Meeting.objects.filter(state=Meeting.State.PLANNED).order_by("starts_at", "pk").first()
    if planned is None:
        raise ValidationError(spaced("Aucune réunion n’est en préparation : préparez-en une d’abord."))
    meeting = _locked(planned, by, "amend")
    return meeting, _append(meeting, ready_for(meeting).filter(pk__in=[idea.pk for idea in ideas]), by)


@transaction.atomic
def remove(meeting: Meeting, *, by: Agent, idea: Idea) -> Meeting:
    meeting = _locked(meeting, by, "arrange")
    item = _item(meeting, idea)
    if item.outcome == AgendaItem.Outcome.DECIDED:
        raise ValidationError(spaced("Cette idée est décidée : elle reste au compte rendu."))
    with action_context(f"a retiré de l’ordre du jour «\u00a0{idea}\u00a0»", by=by):
        item.delete()
    return meeting


@transaction.atomic
def move(meeting: Meeting, *, by: Agent, idea: Idea, is_up: bool) -> Meeting:
    """One place earlier or later; at an end of the agenda, nothing."""
    meeting = _locked(meeting, by, "arrange")
    item = _item(meeting, idea)
    with action_context("a changé l’ordre du jour", by=by):
        move_by_one(meeting.items.all(), item, is_up=is_up)
    return meeting


@transaction.atomic
def open_meeting(meeting: Meeting, *, by: Agent) -> Meeting:
    """The evaluations of what is on its agenda are closed: everyone in the room reads the marks."""
    meeting = _locked(meeting, by, "open")
    moment = timezone.now()
    meeting.state, meeting.opened_at = Meeting.State.OPEN, moment
    with action_context("a ouvert la réunion", by=by):
        meeting.save(update_fields=["state", "opened_at"])
        items = meeting.items.values("idea")
        ideas = Idea.objects.filter(pk__in=items, state=State.UNDER_STUDY, merged_into=None, decision=None)
        close_evaluations(list(locked(ideas.order_by("pk"))), at=moment, by=by, reason=IS_OPEN)
    return meeting


@transaction.atomic
def note(
    meeting: Meeting,
    *,
    by: Agent,
    present: Iterable[Agent],
    notes: str = "",
    chaired_by: Agent | None = None,
) -> Meeting:
    """Record who is present, and the other points; those who were present stay so after they leave the group."""
    meeting = _locked(meeting, by, "hold")
    people, noted = list(present), set(meeting.present.all())
    if any(agent not in noted and not is_in_group(agent) for agent in people):
        raise ValidationError(
            spaced("Cochez parmi les membres du groupe ; nommez les invités dans les autres points.")
        )
    votes = F("votes_for") + F("votes_against") + F("votes_abstained")
    most = meeting.decisions.aggregate(most=Max(votes))["most"] or 0
    # Only when somebody is taken out: older meetings have more votes than people present, and their notes change.
    if most > len(people) and len(people) < len(noted):
        raise ValidationError(
            {"present": spaced(f"Une décision compte {most} voix : cochez au moins autant de présents.")}
        )
    meeting.notes, meeting.chaired_by = notes.strip(), chaired_by
    with action_context("a noté les présents et les autres points", by=by):
        meeting.save(update_fields=["notes", "chaired_by"])
        meeting.present.set(people)
    return meeting


@transaction.atomic
def postpone(meeting: Meeting, *, by: Agent, idea: Idea, said: str = "") -> Meeting:
    meeting = _locked(meeting, by, "hold")
    item = _item(meeting, idea)
    if item.outcome == AgendaItem.Outcome.DECIDED:
        raise ValidationError(spaced("Cette idée vient d’être décidée : elle ne peut plus être reportée."))
    item.outcome, item.note = AgendaItem.Outcome.POSTPONED, said.strip()
    with action_context(f"a reporté «\u00a0{idea}\u00a0»", by=by):
        item.save(update_fields=["outcome", "note"])
    return meeting


@transaction.atomic
def close(meeting: Meeting, *, by: Agent) -> Meeting:
    """Close the meeting: undecided items are postponed, and the group is notified."""
    meeting = _locked(meeting, by, "hold")
    meeting.state, meeting.closed_at = Meeting.State.CLOSED, timezone.now()
    unsaid = meeting.items.filter(outcome=AgendaItem.Outcome.OPEN)
    with action_context("a clos la réunion", by=by):
        # Decided from the idea's own page.
        unsaid.filter(idea__decision__isnull=False).update(outcome=AgendaItem.Outcome.DECIDED)
        unsaid.update(outcome=AgendaItem.Outcome.POSTPONED)
        meeting.save(update_fields=["state", "closed_at"])
    outcomes = list(meeting.items.values_list("outcome", flat=True))
    decided = outcomes.count(AgendaItem.Outcome.DECIDED)
    postponed = outcomes.count(AgendaItem.Outcome.POSTPONED)
    _notify(meeting, "suggestions/mails/meeting_closed.txt", by=by, decided=decided, postponed=postponed)
    return meeting


@transaction.atomic
def reopen(meeting: Meeting, *, by: Agent) -> Meeting:
    meeting = _locked(meeting, by, "reopen")
    meeting.state, meeting.closed_at = Meeting.State.OPEN, None
    with action_context("a rouvert la réunion", by=by):
        meeting.save(update_fields=["state", "closed_at"])
    return meeting


STILL_WAITS = Q(outcome=AgendaItem.Outcome.OPEN) & ~Q(meeting__state=Meeting.State.CLOSED)


def waiting_elsewhere(meeting: Meeting) -> int:
    return AgendaItem.objects.filter(STILL_WAITS).exclude(meeting=meeting).count()


def ready_for(meeting: Meeting) -> QuerySet[Idea]:
    """Ideas that may be added: ready, undecided, on no other open agenda; the most disagreed first."""
    taken = AgendaItem.objects.filter(Q(meeting=meeting) | STILL_WAITS)
    return (
        Idea.objects.filter(
            state=State.UNDER_STUDY, merged_into=None, decision=None, tally__ready_at__isnull=False
        )
        # One set of ideas, not a join for each reason: read once, whatever the number of ready ideas.
        .exclude(pk__in=taken.values("idea"))
        .order_by(F("tally__disagreement").desc(nulls_last=True), "pk")
    )


def _append(meeting: Meeting, ideas: QuerySet[Idea], by: Agent) -> int:
    """Add `ideas`, chosen among `ready_for`, that may still come once they are locked; return their number."""
    room = max(LONGEST_AGENDA - meeting.items.count(), 0)
    wanted = [idea.pk for idea in ideas[:room]]
    rows = {idea.pk: idea for idea in locked(Idea.objects.filter(pk__in=wanted).order_by("pk"))}
    # Asked again after the wait: another meeting may have taken one, a decision another.
    added = [rows[idea.pk] for idea in ready_for(meeting).filter(pk__in=wanted)]
    last = meeting.items.aggregate(last=Max("position"))["last"] or 0
    with action_context("a complété l’ordre du jour", by=by):
        AgendaItem.objects.bulk_create(
            AgendaItem(meeting=meeting, idea=idea, position=position)
            for position, idea in enumerate(added, start=last + 1)
        )
        if meeting.state == Meeting.State.OPEN:
            close_evaluations(added, at=timezone.now(), by=by, reason=IS_OPEN)
    return len(added)


def _locked(meeting: Meeting, by: Agent, ability: str) -> Meeting:
    if not policies.can_see_meetings(by):
        raise PermissionDenied(NOT_THEIRS)
    meeting = lock_row(Meeting, meeting.pk)
    if meeting.state not in policies.MEETING_STATES[ability]:
        said = {
            Meeting.State.PLANNED: "Cette réunion n’est pas encore ouverte.",
            Meeting.State.OPEN: "Cette réunion est déjà ouverte.",
            Meeting.State.CLOSED: spaced(
                "Cette réunion a été close entre-temps : son compte rendu ne change plus."
            ),
        }
        raise ValidationError(said[Meeting.State(meeting.state)])
    return meeting


def _item(meeting: Meeting, idea: Idea) -> AgendaItem:
    item = meeting.items.filter(idea=idea).first()
    if item is None:
        raise ValidationError("Cette idée n’est plus à l’ordre du jour de cette réunion.")
    return item


def _check_when(starts_at: datetime, chaired_by: Agent | None) -> None:
    if abs(starts_at - timezone.now()) > FARTHEST:
        raise ValidationError("Choisissez un jour dans les deux ans.")
    if chaired_by and not is_in_group(chaired_by):
        raise ValidationError(
            spaced(f"{chaired_by} n’est pas membre du groupe : un membre préside la réunion.")
        )


MEETING = group_kind("suggestions.meeting", "Une réunion du groupe")


def _notify(meeting: Meeting, template: str, *, by: Agent, **context: Any) -> None:
    mail = render_mail(template, meeting=meeting, by=by, **context)
    notify(MEETING, group_members().exclude(pk=by.pk), **mail, about=meeting)
