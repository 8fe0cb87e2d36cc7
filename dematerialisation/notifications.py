"""The notifications of the survey, of the group's actions, of its assessments and of the review.

The authors of ideas are notified, and their names are never given.
"""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Model
from django.urls import reverse

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.people.querysets import AgentQuerySet
from core.people.roles import GROUP
from core.web.mails import render_mail
from dematerialisation import policies
from dematerialisation.models import Action, AssessmentReminder, Interview, MissingTip, Wish
from suggestions.ideas.notifications import notify_authors as notify_authors_of

ACTIONS = "Les actions du groupe"
MINE = "Mes idées"
REVIEW = "La revue"

ENTRUSTED = NotificationKind(
    "dematerialisation.entrusted", "Une action du groupe m’est confiée", group=ACTIONS
)
LATE = NotificationKind(
    "dematerialisation.late", "Une action que je mène ou que je suis est en retard", group=ACTIONS
)
BLOCKED = NotificationKind("dematerialisation.blocked", "Une action du groupe est bloquée", group=ACTIONS)
DROPPED = NotificationKind(
    "dematerialisation.dropped", "Une action que je menais est abandonnée", group=ACTIONS
)
MISSING_TIP = NotificationKind(
    "dematerialisation.missing_tip",
    "Un mois n’a pas encore de conseil",
    group=REVIEW,
    to_whom=policies.can_write,
)
ANNIVERSARY = NotificationKind(
    "dematerialisation.anniversary",
    "Le bilan annuel du groupe est à commencer",
    group=ACTIONS,
    # The head's; to ask who that is would cost every member's preferences a statement.
    to_whom=policies.can_write,
)
SURVEY_SENT = NotificationKind(
    "dematerialisation.survey_sent", "Le groupe envoie un questionnaire à ma direction", group=ACTIONS
)
SURVEY_FILLED = NotificationKind(
    "dematerialisation.survey_filled",
    "Une direction a fini de remplir son questionnaire",
    group=ACTIONS,
    to_whom=policies.can_write,
)
MOVED = NotificationKind("dematerialisation.moved", "L’action née de mon idée avance", group=MINE)
WISH = NotificationKind("dematerialisation.wish", "Un souhait de ma direction avance", group=ACTIONS)


def _notify(
    kind: NotificationKind,
    people: Iterable[Agent | None],
    template: str,
    about: Model,
    *,
    by: Agent | None = None,
    url: str = "",
    **context: Any,
) -> None:
    """Notify these people, but not who did it, in the words of a mail."""
    told = [agent for agent in people if agent and agent != by]
    notify(kind, told, **render_mail(template, by=by, **context), about=about, url=url)


def notify_entrusted(action: Action, *, by: Agent, is_new: bool) -> None:
    template = "dematerialisation/mails/entrusted.txt"
    _notify(ENTRUSTED, [action.leader], template, action, by=by, action=action, is_new=is_new)


def notify_blocked(action: Action, *, by: Agent) -> None:
    _notify(BLOCKED, _followers(action), "dematerialisation/mails/blocked.txt", action, by=by, action=action)


def notify_dropped(action: Action, *, by: Agent) -> None:
    _notify(DROPPED, [action.leader], "dematerialisation/mails/dropped.txt", action, by=by, action=action)
    notify_authors(action, by=by)


def notify_wishes(action: Action, wishes: Iterable[Wish], *, by: Agent) -> None:
    """To the head of each direction that made some, and to its agents whose answers they come from, once."""
    by_direction = sorted(wishes, key=lambda wish: wish.direction_id)
    for direction, found in groupby(by_direction, key=lambda wish: wish.direction):
        made = list(found)
        writers = [wish.answer.answered_by for wish in made if wish.answer]
        people = [direction.head, *(each for each in writers if each and each.direction_id == direction.pk)]
        _notify(WISH, people, "dematerialisation/mails/wish.txt", action, by=by, action=action, wishes=made)


def notify_authors(action: Action, *, by: Agent) -> None:
    """To the authors of the ideas that it answers, and of the wishes: it starts, it is done, it is given up."""
    wishes = Wish.objects.filter(priority__actions=action).distinct()
    notify_wishes(action, wishes.select_related("direction__head", "answer__answered_by"), by=by)
    for idea in action.ideas.select_related("author", "entered_by"):
        notify_authors_of(idea, MOVED, "dematerialisation/mails/moved.txt", action=action)


def notify_late(action: Action) -> None:
    """To the leader and the group."""
    _notify(LATE, _followers(action), "dematerialisation/mails/late.txt", action, action=action)


def notify_survey_sent(interview: Interview, head: Agent, *, by: Agent) -> None:
    """To the head of the direction that is asked."""
    template = "dematerialisation/mails/survey_sent.txt"
    _notify(SURVEY_SENT, [head], template, interview, by=by, survey=interview.survey)


def notify_survey_filled(interview: Interview, *, by: Agent) -> None:
    """To those of the group who lead the talk; to the group while nobody does."""
    leads = _group().filter(pk__in=interview.leads.values("pk"))
    template = "dematerialisation/mails/survey_filled.txt"
    _notify(SURVEY_FILLED, leads or _group(), template, interview, by=by, direction=interview.direction)


def notify_missing_tip(missing: MissingTip, *, has_draft: bool) -> None:
    """To the group."""
    template, url = "dematerialisation/mails/missing_tip.txt", reverse("review")
    _notify(MISSING_TIP, _group(), template, missing, url=url, month=missing.month, has_draft=has_draft)


def notify_anniversary(reminder: AssessmentReminder, head: Agent, first: date, last: date) -> None:
    template, url = "dematerialisation/mails/anniversary.txt", reverse("assessment_begin")
    _notify(ANNIVERSARY, [head], template, reminder, url=url, first=first, last=last)


def _group() -> AgentQuerySet:
    return Agent.objects.with_role(*GROUP)


def _followers(action: Action) -> list[Agent | None]:
    return [*_group(), action.leader]
