"""Declare what the app lends to the rungs below it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone

from core.admin import to_do
from core.admin.to_do import Queue
from core.mail import registry as inboxes
from core.mail.monitoring import task_queues
from core.mail.registry import Inbox
from core.notifications import registry as kinds
from core.operations.findings import Finding, check, failure, fine
from core.operations.personal_data import Part, give
from core.operations.purges import Kept, keep
from core.people.models import Agent
from core.people.roles import Role
from core.search import registry as search
from core.search.index import follow
from core.search.readers import EVERYONE, this_agent, with_role
from core.search.registry import File, Kind, Offer
from core.ui.french import count_of, long_date, spaced
from core.ui.prose import text_of
from suggestions.anonymous import notifications as anonymous
from suggestions.anonymous.actions import left_behind
from suggestions.appeals.policies import appeals_waiting_for
from suggestions.comments import notifications as comments
from suggestions.decisions import notifications as decisions
from suggestions.evaluation import notifications as evaluation
from suggestions.evaluation.queue import evaluations_waiting_for, rereadings_waiting_for
from suggestions.exchange import notifications as exchange
from suggestions.feedback import notifications as feedback
from suggestions.ideas import notifications as ideas
from suggestions.ideas import recipients
from suggestions.ideas.by_mail import INBOX
from suggestions.mail_in.new_ideas import begin
from suggestions.mail_in.object_actions import OBJECT_ACTIONS
from suggestions.mail_in.policies import kept_from, may_read_mail
from suggestions.mail_in.replies import answer
from suggestions.meetings import notifications as meetings
from suggestions.merging import notifications as merging
from suggestions.models import Answer, Comment, Idea, IdeaFile
from suggestions.notes import notifications as notes
from suggestions.policies import is_in_group
from suggestions.states import State

# To do: each queue leads to its list


@to_do.register
def idea_queues(agent: Agent) -> Iterator[Queue]:
    if not is_in_group(agent):
        return
    waiting = Idea.objects.waiting()
    url = reverse("admin:suggestions_idea_changelist")
    yield Queue(
        Idea.objects.overdue(on=timezone.localdate()),
        "idée en retard",
        "idées en retard",
        f"{url}?file=en-retard",
        is_late=True,
    )
    yield Queue(
        waiting.filter(state=State.RECEIVED).without_those_of(agent),
        "idée reçue à prendre en charge",
        "idées reçues à prendre en charge",
        f"{url}?file=recues",
    )
    yield Queue(
        evaluations_waiting_for(agent),
        "idée à évaluer",
        "idées à évaluer",
        f"{url}?file=a-evaluer",
    )
    yield Queue(
        appeals_waiting_for(agent),
        "refus contesté, sans réponse",
        "refus contestés, sans réponse",
        f"{url}?file=contestees",
    )
    yield Queue(
        Idea.objects.set_aside_to_confirm(agent),
        "mise à l’écart à confirmer",
        "mises à l’écart à confirmer",
        f"{url}?file=a-ecarter",
    )
    yield Queue(
        rereadings_waiting_for(agent),
        "réponse à relire",
        "réponses à relire",
        f"{url}?file=a-relire",
    )
    yield Queue(
        waiting.to_be_published().without_those_of(agent),
        "réponse relue à publier",
        "réponses relues à publier",
        f"{url}?file=a-publier",
    )


# Search: the same readers as the list, and never a hidden name. A merged idea is found through its head, with its
# text, number and files.

GROUP = (with_role(Role.PROJECT_GROUP), with_role(Role.GROUP_HEAD))


def offer(idea: Idea) -> Offer | None:
    """The same readers as `IdeaQuerySet.visible_to`; no author's name, and of the answer what is published."""
    if idea.merged_into_id:
        return None
    family = [idea, *idea.family.all()]
    answer = idea.published_answer
    words = [each.text for each in family]
    words += [each.title for each in family[1:]]
    if answer:
        words.append(text_of(answer.text))
    return Offer(
        title=idea.title,
        url=idea.get_absolute_url(),
        readers=_readers(idea, family),
        text="\n".join(words),
        keywords=" ".join(each.label for each in family if each.label),
        on=timezone.localdate(idea.received_at),
        direction_id=idea.direction_id,
        files=[
            File(
                file.document_id,
                reverse("suggestions:idea_file", args=[each.reference, file.document.reference]),
            )
            for each in family
            for file in each.files.all()
        ],
    )


def _readers(idea: Idea, family: Iterable[Idea]) -> tuple[str, ...]:
    if idea.is_public:
        return (EVERYONE,)
    # Of merged ideas, the authors only: the colleague who entered one reads that one.
    people = {idea.author_id, idea.entered_by_id, *(each.author_id for each in family)}
    return (*GROUP, *(this_agent(pk) for pk in sorted(pk for pk in people if pk is not None)))


def _ideas(rows: QuerySet[Any]) -> QuerySet[Any]:
    files = IdeaFile.objects.for_all_readers().select_related("document")
    family = Idea.objects.order_by("received_at", "pk").prefetch_related(Prefetch("files", files))
    return rows.select_related("answer").prefetch_related(
        Prefetch("files", files), Prefetch("family", family)
    )


def _idea_of(answer: Answer) -> list[Idea]:
    return [answer.idea]


def _holder_of(file: IdeaFile) -> list[Idea]:
    return [file.idea.head or file.idea]


def _head_of(idea: Idea) -> list[Idea]:
    """The words of a merged idea changed, or it has just been merged."""
    return [idea.head] if idea.head else []


search.register(
    Kind(
        code="suggestions.idea",
        label="Idées",
        model=Idea,
        objects=_ideas,
        offer=offer,
        can_link=lambda agent, idea: is_in_group(agent),
        words="idée",
        weight=0.7,
        has_files=True,
    )
)
follow(Answer, _idea_of)
follow(IdeaFile, _holder_of)
follow(Idea, _head_of)


# Mail in: « saperlipopette@… »


@task_queues.watched
def waiting_deposits(at: datetime) -> str:
    """Gives a count."""
    count = left_behind(at).count()
    return count_of(count, "envoi sans nom", "envois sans nom") if count else ""


SAPERLIPOPETTE = inboxes.register(
    Inbox(
        name=INBOX,
        label=spaced("Saperlipopette ! Les idées"),
        begin=begin,
        answer=answer,
        may_read=is_in_group,
        may_read_one=may_read_mail,
        # A letter about a comment is answered in its conversation, one about anything else of an idea on its page.
        models=("suggestions.Idea", "suggestions.Comment"),
        object_actions=OBJECT_ACTIONS,
        kept_from=kept_from,
        # What authors write is for the group: the address of a mail says who hides their name.
        is_confidential=True,
    )
)


# Kept for how long

keep(Kept("Idées, réponses et décisions", "sans limite", "jamais d’effacement"))


# Personal data: what an author signed or hid the name of; of an anonymous idea, nothing says whose it is

give(
    Part(
        "Mes idées",
        {
            "titre": "title",
            "ce qui gêne": "problem",
            "ce que je ferais": "proposal",
            "ce que cela changerait": "benefit",
            "mon nom": "identity",
            "état": "state",
            "reçue le": "received_at",
        },
        lambda agent: Idea.objects.filter(author=agent).order_by("received_at"),
    ),
    Part(
        "Mes commentaires",
        {"texte": "text", "écrit le": "created_at"},
        lambda agent: Comment.objects.filter(author=agent).order_by("created_at"),
    ),
)


# Doctor: nobody else could say that an anonymous idea is late


@check("Envois sans nom")
def anonymous_deposits(at: datetime) -> Iterator[Finding]:
    days = left_behind(at).order_by("received_on").values_list("received_on", flat=True)
    if not days:
        yield fine("aucun n’est en retard")
        return
    said = count_of(len(days), "attend", "attendent")
    yield failure(
        f"{said} le groupe, le plus ancien depuis le {long_date(days[0])}",
        "Tapez « journalctl -u intranet-worker --since yesterday | grep -i anonymous ». Rien n’est perdu.",
    )


# Kinds of notifications, in the order of the page of preferences

kinds.register_group(recipients.MINE, news="de vos idées")
kinds.register_group(recipients.COMMENTS, news="des commentaires")
kinds.register_group(recipients.GROUP, news="du groupe Dématérialisation")
kinds.register_group(recipients.FOLLOWED, news="des idées que vous suivez")
kinds.register_group(recipients.OPINIONS, news="des avis que l’on vous demande")
kinds.register_from(
    recipients,
    comments,
    merging,
    ideas,
    decisions,
    evaluation,
    meetings,
    exchange,
    notes,
    anonymous,
    feedback,
)
