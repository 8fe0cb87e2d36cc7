"""Notify members of projects as each chose, and never of a word of what a space says.

A project reserved to its members is named to them alone, and its mails stay off the administrators' lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Model, Q
from django.db.models.functions import Coalesce, Now
from django.urls import reverse
from django.utils import timezone

from core.french import moment
from core.mail.models import OutgoingMail
from core.notifications.actions import notify, outdate
from core.notifications.models import Notification
from core.notifications.registry import Channel, NotificationKind
from core.people.models import Agent, Assignment, Project
from core.people.roles import GROUP
from core.people.tree import Tree
from core.web.mails import Mail, render_mail
from spaces.models import Decision, Event, Message, Note, NoteVersion, ProjectRequest, Thread
from spaces.policies import can_create

MINE = "Mes espaces"

MEMBER = NotificationKind("spaces.member", "J’entre dans un projet, ou j’en sors", group=MINE)
ANSWER = NotificationKind(
    "spaces.answer", "Une réponse dans un sujet où j’ai écrit", group=MINE, is_batched=True
)
MESSAGE = NotificationKind(
    "spaces.message", "Un autre message d’un projet", group=MINE, default=Channel.DIGEST, is_batched=True
)
EVENT = NotificationKind("spaces.event", "Une date ajoutée, changée ou annulée", group=MINE, is_batched=True)
NOTE = NotificationKind(
    "spaces.note", "Une note écrite ou modifiée", group=MINE, default=Channel.DIGEST, is_batched=True
)
DECISION = NotificationKind(
    "spaces.decision", "Une décision notée", group=MINE, default=Channel.DIGEST, is_batched=True
)
CLOSED = NotificationKind("spaces.closed", "Un de mes projets change de pilote, ou se clôt", group=MINE)
ANSWERED = NotificationKind("spaces.answered", "La réponse à ma demande de projet", group=MINE)
REQUESTED = NotificationKind("spaces.requested", "Un agent demande un projet", group=MINE, to_whom=can_create)
TEAM = NotificationKind(
    "spaces.team", "Un agent de mon équipe entre dans un projet", group=MINE, default=Channel.DIGEST
)
NO_LEAD = NotificationKind(
    "spaces.no_lead", "Un projet que porte ma direction n’a plus de pilote", group=MINE
)
# Those about a project itself, settled when it closes.
OF_A_PROJECT = (MEMBER, CLOSED, NO_LEAD)


def members_of(project: Project, **which: Any) -> list[Agent]:
    """Return members at work, today or on its last day."""
    theirs = Assignment.objects.filter(project=project, **which).as_member()
    return list(Agent.objects.active().filter(pk__in=theirs.values("agent")))


# What happens in a space: the other members are notified


def notify_message(message: Message) -> None:
    """Notify those who wrote in the thread of an answer, the other members of a message."""
    thread, by = message.thread, message.written_by
    wrote = set(thread.messages.values_list("written_by", flat=True))
    members = members_of(thread.project)
    answered = [agent for agent in members if agent.pk in wrote]
    others = [agent for agent in members if agent.pk not in wrote]
    _notify(ANSWER, thread.project, "une réponse à votre message", about=thread, by=by, to=answered)
    _notify(MESSAGE, thread.project, "un nouveau message", about=thread, by=by, to=others)


def notify_note(version: NoteVersion) -> None:
    said = "une nouvelle note" if version.number == 1 else "une note modifiée"
    _notify(NOTE, version.note.project, said, about=version.note, by=version.written_by)


def notify_event(event: Event, *, by: Agent, is_new: bool = False) -> None:
    """Added, changed or cancelled, as it is now; of one that is over, nothing is news."""
    if event.ends_at <= timezone.now():
        return
    if event.cancelled_at:
        said = f"la date du {moment(event.starts_at)} est annulée"
    else:
        said = f"{'une nouvelle date' if is_new else 'une date changée'}, {moment(event.starts_at)}"
    _notify(EVENT, event.project, said, about=event, by=by)


def notify_decision(decision: Decision) -> None:
    project = decision.project
    url = reverse("spaces:event_list", args=[project.reference])
    _notify(DECISION, project, "une décision est notée", about=decision, by=decision.written_by, url=url)


def _notify(
    kind: NotificationKind,
    project: Project,
    said: str,
    *,
    by: Agent,
    about: Model,
    url: str = "",
    to: Iterable[Agent] | None = None,
) -> None:
    """All members, unless `to` names some."""
    notify(
        kind,
        [agent for agent in (members_of(project) if to is None else to) if agent != by],
        **render_mail("spaces/mails/news.txt", project=project, said=said, by=by),
        about=about,
        url=url,
        is_confidential=not project.is_open,
    )


# Projects and their members


def notify_entered(assignment: Assignment, *, by: Agent) -> None:
    """The member; their manager when everybody may read the project."""
    project, agent = assignment.project, assignment.agent
    assert project
    if agent != by:
        said = render_mail("spaces/mails/entered.txt", assignment=assignment, project=project, by=by)
        notify(MEMBER, [agent], **said, about=project, is_confidential=not project.is_open)
    if project.is_open:
        manager = Tree().manager_of(agent)
        said = render_mail("spaces/mails/team_entered.txt", agent=agent, project=project)
        notify(TEAM, [manager] if manager and manager != by else [], **said, about=project)


def notify_left(project: Project, agent: Agent, *, by: Agent) -> None:
    """Notify a removed member, or the lead of one who leaves, who is not given a reserved project's name."""
    if agent != by:
        url = project.get_absolute_url() if project.is_open else reverse("spaces:my_spaces")
        said = render_mail("spaces/mails/removed.txt", project=project)
        about = project if project.is_open else None
        notify(MEMBER, [agent], **said, url=url, about=about, is_confidential=not project.is_open)
        return
    said = render_mail("spaces/mails/left.txt", agent=agent, project=project)
    notify(
        MEMBER, members_of(project, is_lead=True), **said, about=project, is_confidential=not project.is_open
    )


def notify_lead(project: Project, lead: Agent, *, by: Agent) -> None:
    """All members, of who leads it now."""
    _notify_members(project, render_mail("spaces/mails/lead.txt", project=project, lead=lead), by=by)
    outdate([NO_LEAD], project)


def notify_closed(project: Project, *, by: Agent) -> None:
    outdate(OF_A_PROJECT, project)
    _notify_members(project, render_mail("spaces/mails/closed.txt", project=project, by=by), by=by)


def notify_reopened(project: Project, *, by: Agent) -> None:
    outdate([CLOSED], project)
    _notify_members(project, render_mail("spaces/mails/reopened.txt", project=project, by=by), by=by)


def _notify_members(project: Project, mail: Mail, *, by: Agent) -> None:
    people = [agent for agent in members_of(project) if agent != by]
    notify(CLOSED, people, **mail, about=project, is_confidential=not project.is_open)


def notify_no_lead(project: Project) -> None:
    """The head of the sponsor, once a lead: not a member perhaps, so that a reserved project is not named."""
    head = project.sponsor.head if project.sponsor else None
    if head is None or _was_notified_since_last_lead(project, head):
        return
    notify(
        NO_LEAD,
        [head],
        **render_mail("spaces/mails/no_lead.txt", project=project),
        about=project,
        url=reverse("spaces:lead_name", args=[project.reference]),
        is_confidential=not project.is_open,
    )


def _was_notified_since_last_lead(project: Project, head: Agent) -> bool:
    sent = Notification.objects.filter(kind=NO_LEAD.code, recipient=head, object_id=project.pk)
    leads = Assignment.objects.filter(project=project, is_lead=True).order_by("-period__startswith")
    if last := leads.first():
        sent = sent.filter(created_at__date__gt=last.first_day)
    return sent.exists()


def notify_reserved(project: Project) -> None:
    """It was open: what was said of it leaves the administrators' lists, and is named to its members alone."""
    about = _about(project)
    OutgoingMail.objects.filter(about, is_confidential=False).update(is_confidential=True)
    open_ones = Notification.objects.filter(about, is_confidential=False).exclude(kind=NO_LEAD.code)
    Notification.objects.filter(pk__in=open_ones.locked().values("pk")).update(is_confidential=True)
    hide(project)


def hide(project: Project) -> None:
    """Reserved, it is named to its members alone: what others were sent says it no more, and no mail repeats it."""
    members = Assignment.objects.filter(project=project).as_member()
    unnamed = Q(url=reverse("spaces:my_spaces")) | Q(kind=NO_LEAD.code, is_confidential=True)
    sent = Notification.objects.filter(_about(project)).exclude(unnamed)
    theirs = sent.exclude(recipient__in=members.values("agent"))
    Notification.objects.filter(pk__in=theirs.locked().values("pk")).update(
        title="Une nouvelle d’un projet réservé à ses membres",
        text="",
        url=reverse("spaces:my_spaces"),
        read_at=Coalesce(F("read_at"), Now()),
        awaits_digest=False,
        letter_due_at=None,
        is_confidential=True,
    )


def _about(project: Project) -> Q:
    """Itself, and what its space holds."""
    about = Q(content_type=ContentType.objects.get_for_model(Project), object_id=project.pk)
    for model in (Note, Event, Decision, Thread):
        held = model._base_manager.filter(project=project)
        about |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=held.values("pk"))
    return about


# Requests


def notify_requested(asked: ProjectRequest) -> None:
    group = Agent.objects.with_role(*GROUP).exclude(pk=asked.asked_by_id)
    notify(REQUESTED, group, title=f"{asked.asked_by} demande un projet", about=asked, is_confidential=True)


def notify_answered(asked: ProjectRequest) -> None:
    outdate([REQUESTED], asked)
    if project := asked.project:
        said = render_mail("spaces/mails/accepted.txt", project=project)
        notify(ANSWERED, [asked.asked_by], **said, about=project, is_confidential=not project.is_open)
    else:
        said = render_mail("spaces/mails/declined.txt", asked=asked)
        notify(ANSWERED, [asked.asked_by], **said, about=asked, is_confidential=True)
