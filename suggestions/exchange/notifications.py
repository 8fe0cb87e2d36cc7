"""Questions and answers between the group, an idea's author and the experts it asks."""

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.ui.french import long_date
from suggestions.ideas.by_mail import OPINION, TO_GROUP, answering, answering_an_author
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


def notify_written(idea: Idea, message: Message) -> None:
    asks = f"\n\nUne réponse est espérée pour le {long_date(message.due_on)}." if message.due_on else ""
    notify_authors(
        idea,
        WRITTEN,
        f"Le groupe vous écrit au sujet de votre idée\u00a0: {idea.title}",
        (
            f"{message.written_by} vous écrit, pour le groupe Dématérialisation\u00a0:\n\n{message.text}{asks}\n\n"
            "Répondez sur la page de votre idée\u00a0: vous et le groupe seuls lisez cet échange."
        ),
        ending=answering(TO_GROUP),
    )


def notify_replied(idea: Idea, message: Message) -> None:
    """The member in charge and the last member who wrote, else the whole group; never an author."""
    group = group_members().exclude(pk__in=idea.author_ids)
    notify(
        REPLIED,
        _concerned(idea) or group,
        title=f"L’auteur a répondu\u00a0: {idea.title}",
        text=f"L’auteur de l’idée «\u00a0{idea.title}\u00a0» a répondu au groupe\u00a0:\n\n{message.text}"
        f"{answering_an_author(idea)}",
        about=idea,
        is_confidential=hides_an_author(idea),
    )


def notify_asked(opinion: Opinion) -> None:
    idea = opinion.idea
    notify(
        ASKED,
        [opinion.expert],
        title=f"Votre avis est demandé\u00a0: {idea.title}",
        text=(
            f"{opinion.asked_by} vous demande, pour le groupe Dématérialisation, un avis sur l’idée "
            f"«\u00a0{idea.title}\u00a0», d’ici au {long_date(opinion.due_on)}\u00a0:\n\n{opinion.question}\n\n"
            "Quelques lignes suffisent. Si ce n’est pas pour vous, dites-le\u00a0: "
            f"le groupe se tournera vers quelqu’un d’autre.{answering(OPINION)}"
        ),
        about=idea,
        url=opinion.get_absolute_url(),
    )


def notify_given(opinion: Opinion) -> None:
    notify(
        GIVEN,
        _askers(opinion),
        title=f"L’avis est donné\u00a0: {opinion.idea.title}",
        text=f"Sur l’idée «\u00a0{opinion.idea.title}\u00a0», {opinion.expert} écrit\u00a0:\n\n{opinion.text}",
        about=opinion.idea,
        url=opinion.get_absolute_url(),
    )


def notify_declined(opinion: Opinion) -> None:
    notify(
        GIVEN,
        _askers(opinion),
        title=f"L’avis est décliné\u00a0: {opinion.idea.title}",
        text=f"{opinion.expert} ne donnera pas d’avis. Pourquoi\u00a0:\n\n{opinion.given_up_because}",
        about=opinion.idea,
        url=opinion.get_absolute_url(),
    )


def notify_given_up(opinion: Opinion) -> None:
    notify(
        ASKED,
        [opinion.expert],
        title=f"Votre avis n’est plus attendu\u00a0: {opinion.idea.title}",
        text=f"Le groupe poursuit l’étude de l’idée «\u00a0{opinion.idea.title}\u00a0» sans attendre votre avis.",
        about=opinion.idea,
    )


def notify_reminded_expert(opinion: Opinion) -> None:
    notify(
        ASKED,
        [opinion.expert],
        title=f"Le groupe attend votre avis\u00a0: {opinion.idea.title}",
        text=(
            f"Votre avis sur l’idée «\u00a0{opinion.idea.title}\u00a0» était espéré pour le "
            f"{long_date(opinion.due_on)}. Quelques lignes suffisent, ou dites que ce n’est pas pour vous."
            f"{answering(OPINION)}"
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
        f"Le groupe attend votre réponse\u00a0: {idea.title}",
        (
            f"Une réponse était espérée pour le {long_date(message.due_on)} au sujet de votre idée "
            f"«\u00a0{idea.title}\u00a0»\u00a0:\n\n{message.text}\n\n"
            "Sans elle, le groupe poursuivra avec ce qu’il sait."
        ),
        ending=answering(TO_GROUP),
    )


def _concerned(idea: Idea) -> list[Agent]:
    last = idea.messages.filter(is_from_author=False).select_related("written_by").last()
    people = [idea.member_in_charge, last.written_by if last else None]
    return [agent for agent in people if agent]


def _askers(opinion: Opinion) -> list[Agent]:
    people = [opinion.asked_by, opinion.idea.member_in_charge]
    return [agent for agent in people if agent and agent != opinion.expert]
