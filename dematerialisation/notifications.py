"""The notifications of the survey, of the group's actions, of its assessments and of the review.

The authors of ideas are notified, and their names are never given.
"""

from datetime import date

from django.urls import reverse

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.people.roles import GROUP
from core.ui.french import long_date, month_name, of_month
from dematerialisation import policies
from dematerialisation.models import Action, AssessmentReminder, Interview, MissingTip
from dematerialisation.states import ActionState
from suggestions.ideas.recipients import notify_authors as notify_authors_of

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


def notify_entrusted(action: Action, *, by: Agent, is_new: bool) -> None:
    """To the leader, unless they took it themselves."""
    if action.leader is None or action.leader == by:
        return
    due = f" Elle est à finir pour le {long_date(action.due_on)}." if action.due_on else ""
    if is_new:
        title = f"Une action vous est confiée\u00a0: {action.title}"
        said = f"{by}, du groupe Dématérialisation, vous confie l’action «\u00a0{action.title}\u00a0».{due}"
    else:
        title = f"L’échéance d’une action que vous menez change\u00a0: {action.title}"
        said = f"L’échéance de l’action «\u00a0{action.title}\u00a0», que vous menez, a changé.{due}"
    decided = f"\n\nCe qui a été décidé\u00a0:\n{action.what_was_decided}" if action.what_was_decided else ""
    how = "\n\nSur sa page, vous cochez les étapes faites, et vous dites si quelque chose bloque."
    notify(ENTRUSTED, [action.leader], title=title, text=f"{said}{decided}{how}", about=action)


def notify_blocked(action: Action, *, by: Agent) -> None:
    notify(
        BLOCKED,
        [agent for agent in _followers(action) if agent != by],
        title=f"Une action est bloquée\u00a0: {action.title}",
        text=(
            f"{by} dit que l’action «\u00a0{action.title}\u00a0» est bloquée. Voici pourquoi\u00a0:\n\n"
            f"{action.blocked_reason}"
        ),
        about=action,
    )


def notify_dropped(action: Action, *, by: Agent) -> None:
    if action.leader and action.leader != by:
        notify(
            DROPPED,
            [action.leader],
            title=f"L’action que vous meniez est abandonnée\u00a0: {action.title}",
            text=(
                f"Le groupe abandonne l’action «\u00a0{action.title}\u00a0», que vous meniez. Voici pourquoi\u00a0:\n\n"
                f"{action.dropped_reason}"
            ),
            about=action,
        )
    notify_authors(action)


def notify_authors(action: Action) -> None:
    """To the authors of the ideas that it answers: it starts, it is done, it is given up."""
    said = {
        ActionState.IN_PROGRESS: "elle commence.",
        ActionState.DONE: "c’est fait.",
        ActionState.DROPPED: f"elle est abandonnée. Voici pourquoi\u00a0:\n\n{action.dropped_reason}",
    }[ActionState(action.state)]
    for idea in action.ideas.select_related("author", "entered_by"):
        notify_authors_of(
            idea,
            MOVED,
            f"Des nouvelles de votre idée\u00a0: {idea.title}",
            f"Le groupe répond à votre idée «\u00a0{idea.title}\u00a0» par une action, "
            f"«\u00a0{action.title}\u00a0»\u00a0: {said}",
        )


def notify_late(action: Action) -> None:
    """To the leader and the group."""
    assert action.due_on
    led = f", menée par {action.leader}," if action.leader else ", que personne ne mène encore,"
    notify(
        LATE,
        _followers(action),
        title=f"Une action est en retard\u00a0: {action.title}",
        text=(
            f"L’action «\u00a0{action.title}\u00a0»{led} était à finir pour le {long_date(action.due_on)}. "
            "Sur sa page, dites ce qui bloque\u00a0; le groupe peut la dire faite ou choisir un autre jour."
        ),
        about=action,
    )


def notify_survey_sent(interview: Interview, head: Agent, *, by: Agent) -> None:
    """To the head of the direction that is asked."""
    notify(
        SURVEY_SENT,
        [agent for agent in [head] if agent != by],
        title=f"Quelques questions à votre direction\u00a0: {interview.survey}",
        text=(
            f"{by}, du groupe Dématérialisation, vous envoie les questions que nous posons à toutes les directions, "
            f"avant le {long_date(interview.survey.ends_on)}. Chaque réponse est gardée dès que vous la tapez\u00a0: "
            "vous pouvez vous arrêter et reprendre."
        ),
        about=interview,
    )


def notify_survey_filled(interview: Interview, *, by: Agent) -> None:
    """To those of the group who lead the talk; to the group while nobody does."""
    group = _group()
    leads = set(interview.leads.values_list("pk", flat=True))
    notify(
        SURVEY_FILLED,
        [agent for agent in [each for each in group if each.pk in leads] or group if agent != by],
        title=f"Questionnaire rempli\u00a0: {interview.direction}",
        text=(
            f"{by} a fini de répondre pour {interview.direction}. Lisez ses réponses avant l’entretien\u00a0; elles "
            "peuvent encore changer jusque-là."
        ),
        about=interview,
    )


def notify_missing_tip(missing: MissingTip, *, has_draft: bool) -> None:
    """To the group."""
    state = "son brouillon n’est pas publié" if has_draft else "personne ne l’a encore écrit"
    notify(
        MISSING_TIP,
        _group(),
        title=f"Pas encore de conseil pour {month_name(missing.month)}",
        text=f"La revue {of_month(missing.month)} attend le coin de la physique nucléaire\u00a0: {state}.",
        about=missing,
        url=reverse("review"),
    )


def notify_anniversary(reminder: AssessmentReminder, head: Agent, first: date, last: date) -> None:
    notify(
        ANNIVERSARY,
        [head],
        title=f"Le bilan du groupe est à commencer\u00a0: son année finit le {long_date(last)}",
        text=(
            f"L’année du groupe, commencée le {long_date(first)}, finit dans un mois. Commencez son bilan\u00a0: les "
            "actions de la période et leurs gains y sont déjà."
        ),
        about=reminder,
        url=reverse("assessment_begin"),
    )


def _group() -> list[Agent]:
    return list(Agent.objects.with_role(*GROUP))


def _followers(action: Action) -> list[Agent]:
    group = _group()
    return [*group, action.leader] if action.leader else group
