"""The group's meetings: when, and what came of them."""

from collections.abc import Iterable

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.ui.mails import render_mail
from suggestions.ideas.recipients import GROUP
from suggestions.models import AgendaItem, Meeting
from suggestions.policies import group_members, is_in_group

MEETING = NotificationKind("suggestions.meeting", "Une réunion du groupe", group=GROUP, to_whom=is_in_group)


def notify_prepared(meeting: Meeting, *, by: Agent) -> None:
    notify(
        MEETING,
        _group_but(by),
        **render_mail("suggestions/mails/meeting_prepared.txt", meeting=meeting, by=by),
        about=meeting,
    )


def notify_moved(meeting: Meeting, *, by: Agent) -> None:
    notify(
        MEETING,
        _group_but(by),
        **render_mail("suggestions/mails/meeting_moved.txt", meeting=meeting),
        about=meeting,
    )


def notify_closed(meeting: Meeting, *, by: Agent) -> None:
    outcomes = list(meeting.items.values_list("outcome", flat=True))
    decided = outcomes.count(AgendaItem.Outcome.DECIDED)
    postponed = outcomes.count(AgendaItem.Outcome.POSTPONED)
    notify(
        MEETING,
        _group_but(by),
        **render_mail(
            "suggestions/mails/meeting_closed.txt", meeting=meeting, decided=decided, postponed=postponed
        ),
        about=meeting,
    )


def _group_but(by: Agent) -> Iterable[Agent]:
    return group_members().exclude(pk=by.pk)
