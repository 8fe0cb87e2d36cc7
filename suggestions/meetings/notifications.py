"""The group's meetings: when, and what came of them."""

from collections.abc import Iterable

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.ui.french import count_of, moment
from suggestions.ideas.recipients import GROUP
from suggestions.models import AgendaItem, Meeting
from suggestions.policies import group_members, is_in_group

MEETING = NotificationKind("suggestions.meeting", "Une réunion du groupe", group=GROUP, to_whom=is_in_group)


def notify_prepared(meeting: Meeting, *, by: Agent) -> None:
    notify(
        MEETING,
        _group_but(by),
        title=f"Une réunion du groupe\u00a0: {moment(meeting.starts_at)}",
        text=f"{by} prépare une réunion du groupe, {_when_and_where(meeting)}. Son ordre du jour s’y compose.",
        about=meeting,
    )


def notify_moved(meeting: Meeting, *, by: Agent) -> None:
    notify(
        MEETING,
        _group_but(by),
        title=f"La réunion du groupe change\u00a0: {moment(meeting.starts_at)}",
        text=f"La réunion se tiendra {_when_and_where(meeting)}.",
        about=meeting,
    )


def notify_closed(meeting: Meeting, *, by: Agent) -> None:
    outcomes = list(meeting.items.values_list("outcome", flat=True))
    decided = outcomes.count(AgendaItem.Outcome.DECIDED)
    postponed = outcomes.count(AgendaItem.Outcome.POSTPONED)
    notify(
        MEETING,
        _group_but(by),
        title="Le compte rendu de la réunion est là",
        text=(
            f"{meeting}\u00a0: {count_of(decided, 'idée décidée', 'idées décidées')}, "
            f"{count_of(postponed, 'reportée')}. Les réponses restent à préparer, à relire et à publier."
        ),
        about=meeting,
    )


def _when_and_where(meeting: Meeting) -> str:
    return f"{moment(meeting.starts_at)}, {meeting.place}" if meeting.place else moment(meeting.starts_at)


def _group_but(by: Agent) -> Iterable[Agent]:
    return group_members().exclude(pk=by.pk)
