"""The notifications of the survey, of the group's actions, of its assessments and of the review.

The authors of ideas are notified, and their names are never given.
"""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.urls import reverse

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent
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


def notify_entrusted(action: Action, *, by: Agent, is_new: bool) -> None:
    """To the leader, unless they took it themselves."""
    if action.leader is None or action.leader == by:
        return
    notify(
        ENTRUSTED,
        [action.leader],
        **render_mail("dematerialisation/mails/entrusted.txt", action=action, by=by, is_new=is_new),
        about=action,
    )


def notify_blocked(action: Action, *, by: Agent) -> None:
    notify(
        BLOCKED,
        [agent for agent in _followers(action) if agent != by],
        **render_mail("dematerialisation/mails/blocked.txt", action=action, by=by),
        about=action,
    )


def notify_dropped(action: Action, *, by: Agent) -> None:
    if action.leader and action.leader != by:
        notify(
            DROPPED,
            [action.leader],
            **render_mail("dematerialisation/mails/dropped.txt", action=action),
            about=action,
        )
    notify_authors(action, by=by)


def notify_wishes(action: Action, wishes: Iterable[Wish], *, by: Agent) -> None:
    """To the head of each direction that made some, and to its agents whose answers they come from, once."""
    by_direction = sorted(wishes, key=lambda wish: wish.direction_id)
    for direction, found in groupby(by_direction, key=lambda wish: wish.direction):
        made = list(found)
        writers = [wish.answer.answered_by for wish in made if wish.answer]
        people = [direction.head, *(each for each in writers if each and each.direction_id == direction.pk)]
        notify(
            WISH,
            {agent for agent in people if agent and agent != by},
            **render_mail("dematerialisation/mails/wish.txt", action=action, wishes=made),
            about=action,
        )


def notify_authors(action: Action, *, by: Agent) -> None:
    """To the authors of the ideas that it answers, and of the wishes: it starts, it is done, it is given up."""
    wishes = Wish.objects.filter(priority__actions=action).distinct()
    notify_wishes(action, wishes.select_related("direction__head", "answer__answered_by"), by=by)
    for idea in action.ideas.select_related("author", "entered_by"):
        notify_authors_of(idea, MOVED, "dematerialisation/mails/moved.txt", action=action)


def notify_late(action: Action) -> None:
    """To the leader and the group."""
    assert action.due_on
    notify(
        LATE,
        _followers(action),
        **render_mail("dematerialisation/mails/late.txt", action=action),
        about=action,
    )


def notify_survey_sent(interview: Interview, head: Agent, *, by: Agent) -> None:
    """To the head of the direction that is asked."""
    notify(
        SURVEY_SENT,
        [agent for agent in [head] if agent != by],
        **render_mail("dematerialisation/mails/survey_sent.txt", survey=interview.survey, by=by),
        about=interview,
    )


def notify_survey_filled(interview: Interview, *, by: Agent) -> None:
    """To those of the group who lead the talk; to the group while nobody does."""
    group = _group()
    leads = set(interview.leads.values_list("pk", flat=True))
    notify(
        SURVEY_FILLED,
        [agent for agent in [each for each in group if each.pk in leads] or group if agent != by],
        **render_mail("dematerialisation/mails/survey_filled.txt", direction=interview.direction, by=by),
        about=interview,
    )


def notify_missing_tip(missing: MissingTip, *, has_draft: bool) -> None:
    """To the group."""
    notify(
        MISSING_TIP,
        _group(),
        **render_mail("dematerialisation/mails/missing_tip.txt", month=missing.month, has_draft=has_draft),
        about=missing,
        url=reverse("review"),
    )


def notify_anniversary(reminder: AssessmentReminder, head: Agent, first: date, last: date) -> None:
    notify(
        ANNIVERSARY,
        [head],
        **render_mail("dematerialisation/mails/anniversary.txt", first=first, last=last),
        about=reminder,
        url=reverse("assessment_begin"),
    )


def _group() -> list[Agent]:
    return list(Agent.objects.with_role(*GROUP))


def _followers(action: Action) -> list[Agent]:
    group = _group()
    return [*group, action.leader] if action.leader else group
