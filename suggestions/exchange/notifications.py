"""Questions and answers between the group, an idea's author and the experts it asks."""

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.ui.mails import render_mail
from suggestions.ideas.by_mail import answering
from suggestions.ideas.recipients import GROUP, MINE, OPINIONS, hides_an_author, notify_authors
from suggestions.models import Idea, Message, Opinion
from suggestions.policies import group_members, is_in_group

WRITTEN = NotificationKind("suggestions.written", "Le groupe m’écrit au sujet de mon idée", group=MINE)
REPLIED = NotificationKind(
    "suggestions.author_replied", "L’auteur d’une idée répond au groupe", group=GROUP, to_whom=is_in_group
)
ASKED = NotificationKind("suggestions.opinion_asked", "Le groupe me demande un avis", group=OPINIONS)
GIVEN = NotificationKind(
    "suggestions.opinion_given", "Un avis demandé est donné, ou décliné", group=GROUP, to_whom=is_in_group
)

ON_PAGE = "votre avis se donne sur sa page"


def notify_written(idea: Idea, message: Message) -> None:
    notify_authors(
        idea,
        WRITTEN,
        **render_mail("suggestions/mails/written.txt", idea=idea, message=message),
        ending=answering(),
    )


def notify_replied(idea: Idea, message: Message) -> None:
    """The member in charge and the last member who wrote, else the whole group; never an author."""
    group = group_members().exclude(pk__in=idea.author_ids)
    notify(
        REPLIED,
        _concerned(idea) or group,
        **render_mail(
            "suggestions/mails/author_replied.txt",
            idea=idea,
            message=message,
            answering=answering(but="l’auteur lit ce que vous écrivez sur la page de l’idée"),
        ),
        about=idea,
        is_confidential=hides_an_author(idea),
    )


def notify_asked(opinion: Opinion) -> None:
    idea = opinion.idea
    notify(
        ASKED,
        [opinion.expert],
        **render_mail(
            "suggestions/mails/opinion_asked.txt",
            idea=idea,
            opinion=opinion,
            answering=answering(but=ON_PAGE),
        ),
        about=idea,
        url=opinion.get_absolute_url(),
    )


def notify_given(opinion: Opinion) -> None:
    notify(
        GIVEN,
        _askers(opinion),
        **render_mail("suggestions/mails/opinion_given.txt", idea=opinion.idea, opinion=opinion),
        about=opinion.idea,
        url=opinion.get_absolute_url(),
    )


def notify_declined(opinion: Opinion) -> None:
    notify(
        GIVEN,
        _askers(opinion),
        **render_mail("suggestions/mails/opinion_declined.txt", idea=opinion.idea, opinion=opinion),
        about=opinion.idea,
        url=opinion.get_absolute_url(),
    )


def notify_given_up(opinion: Opinion) -> None:
    notify(
        ASKED,
        [opinion.expert],
        **render_mail("suggestions/mails/opinion_given_up.txt", idea=opinion.idea),
        about=opinion.idea,
    )


def notify_reminded_expert(opinion: Opinion) -> None:
    notify(
        ASKED,
        [opinion.expert],
        **render_mail(
            "suggestions/mails/expert_reminded.txt",
            idea=opinion.idea,
            opinion=opinion,
            answering=answering(but=ON_PAGE),
        ),
        about=opinion.idea,
        url=opinion.get_absolute_url(),
    )


def notify_reminded_author(message: Message) -> None:
    idea = message.idea
    assert message.due_on
    notify_authors(
        idea,
        WRITTEN,
        **render_mail("suggestions/mails/author_reminded.txt", idea=idea, message=message),
        ending=answering(),
    )


def _concerned(idea: Idea) -> list[Agent]:
    last = idea.messages.filter(is_from_author=False).select_related("written_by").last()
    people = [idea.member_in_charge, last.written_by if last else None]
    return [agent for agent in people if agent]


def _askers(opinion: Opinion) -> list[Agent]:
    people = [opinion.asked_by, opinion.idea.member_in_charge]
    return [agent for agent in people if agent and agent != opinion.expert]
