"""A note, to the members whom it concerns; its words stay on the idea's page."""

from core.notifications.actions import notify
from core.notifications.registry import Channel, NotificationKind
from core.people.models import Agent
from core.ui.mails import render_mail
from suggestions.ideas.recipients import GROUP
from suggestions.models import Idea, Note
from suggestions.policies import group_members, is_in_group

NOTED = NotificationKind(
    "suggestions.noted",
    "Un membre écrit une note au groupe sur une idée que je suis, ou que j’ai annotée",
    group=GROUP,
    to_whom=is_in_group,
    default=Channel.SITE,
)


def notify_noted(idea: Idea, *, by: Agent) -> None:
    """The member in charge and those who wrote before; never an author."""
    writers = Note.objects.filter(idea__in=Idea.objects.family_of(idea).order_by().values("pk"))
    concerned = {*writers.values_list("written_by", flat=True), idea.member_in_charge_id or 0}
    notify(
        NOTED,
        group_members().filter(pk__in=concerned - {by.pk} - idea.author_ids),
        **render_mail("suggestions/mails/noted.txt", idea=idea, by=by),
        about=idea,
    )
