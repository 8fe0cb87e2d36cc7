"""A note, to the members whom it concerns. A member's words stay on the idea's page."""

from core.notifications.actions import notify
from core.notifications.registry import Channel, NotificationKind
from core.people.models import Agent
from core.ui.mails import render_mail
from suggestions.ideas.recipients import GROUP, hides_an_author
from suggestions.models import Idea, Note
from suggestions.policies import group_members, is_in_group

NOTED = NotificationKind(
    "suggestions.noted",
    "Un membre écrit une note au groupe sur une idée que je suis, ou que j’ai annotée",
    group=GROUP,
    to_whom=is_in_group,
    default=Channel.SITE,
)
MAILED = NotificationKind(
    "suggestions.group_mailed",
    "Un agent écrit au groupe, par courriel, au sujet d’une idée",
    group=GROUP,
    to_whom=is_in_group,
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


def notify_mailed(note: Note) -> None:
    """The member in charge, else the whole group; never an author, nor who wrote."""
    idea = note.idea
    members = group_members().exclude(pk__in={*idea.author_ids, note.written_by_id})
    in_charge = members.filter(pk=idea.member_in_charge_id or 0)
    notify(
        MAILED,
        in_charge if in_charge.exists() else members,
        **render_mail("suggestions/mails/group_mailed.txt", idea=idea, note=note),
        about=idea,
        is_confidential=hides_an_author(idea),
    )
