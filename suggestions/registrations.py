"""Declare what the app lends to the rungs below it."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone

from core.admin import to_do
from core.admin.to_do import Queue
from core.french import count_of, long_date, spaced
from core.mail import monitoring
from core.mail import registry as inboxes
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
from core.web.rich_text import text_of
from suggestions import feedback, notes
from suggestions.anonymous import actions as anonymous
from suggestions.comments import actions as comments
from suggestions.decisions import actions as decisions
from suggestions.evaluation import actions as evaluation
from suggestions.evaluation.queue import files_of
from suggestions.exchange import actions as exchange
from suggestions.ideas import notifications as ideas
from suggestions.ideas.by_mail import INBOX
from suggestions.mail_in import OBJECT_ACTIONS, answer, begin, kept_from, may_read_mail
from suggestions.meetings import actions as meetings
from suggestions.merging import actions as merging
from suggestions.models import Answer, Comment, Draft, Idea, IdeaFile
from suggestions.policies import is_in_group

# To do: each queue leads to its list


@to_do.register
def idea_queues(agent: Agent) -> Iterator[Queue]:
    if not is_in_group(agent):
        return
    files, url = files_of(agent), reverse("admin:suggestions_idea_changelist")
    late = f"{url}?file=en-retard"
    yield Queue(files["en-retard"], "idée en retard", "idées en retard", late, is_late=True)
    for name, one, several in (
        ("recues", "idée reçue à prendre en charge", "idées reçues à prendre en charge"),
        ("a-evaluer", "idée à évaluer", "idées à évaluer"),
        ("contestees", "refus contesté, sans réponse", "refus contestés, sans réponse"),
        ("a-ecarter", "mise à l’écart à confirmer", "mises à l’écart à confirmer"),
        ("a-relire", "réponse à relire", "réponses à relire"),
        ("a-publier", "réponse relue à publier", "réponses relues à publier"),
    ):
        yield Queue(files[name], one, several, f"{url}?file={name}")
    reports = reverse("suggestions:reports")
    yield Queue(Comment.objects.reported(), "commentaire signalé", "commentaires signalés", reports)


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
follow(Answer, lambda answer: [answer.idea])
follow(IdeaFile, lambda file: [file.idea.head or file.idea])
# The words of a merged idea changed, or it has just been merged.
follow(Idea, lambda idea: [idea.head] if idea.head else [])


# Mail in: « saperlipopette@… »


@monitoring.watched
def waiting_deposits(at: datetime) -> str:
    count = anonymous.left_behind(at).count()
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

keep(
    Kept("Idées, réponses et décisions", "sans limite", "jamais d’effacement"),
    Kept(
        "Brouillons d’idées",
        "1 an sans y toucher",
        rows=lambda at: Draft.objects.filter(saved_at__lt=at - timedelta(days=365)),
    ),
)


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
        "Mon brouillon d’idée",
        {
            "titre": "data__title",
            "ce qui gêne": "data__problem",
            "ce que je ferais": "data__proposal",
            "ce que cela changerait": "data__benefit",
            "gardé le": "saved_at",
        },
        lambda agent: Draft.objects.filter(agent=agent),
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
    days = anonymous.left_behind(at).order_by("received_on").values_list("received_on", flat=True)
    if not days:
        yield fine("aucun n’est en retard")
        return
    said = count_of(len(days), "attend", "attendent")
    yield failure(
        f"{said} le groupe, le plus ancien depuis le {long_date(days[0])}",
        "Tapez « journalctl -u intranet-worker --since yesterday | grep -i anonymous ». Rien n’est perdu.",
    )


# Kinds of notifications, in the order of the page of preferences

kinds.register_group(ideas.MINE, news="de vos idées")
kinds.register_group(ideas.COMMENTS, news="des commentaires")
kinds.register_group(ideas.GROUP, news="du groupe Dématérialisation")
kinds.register_group(ideas.FOLLOWED, news="des idées que vous suivez")
kinds.register_group(ideas.OPINIONS, news="des avis que l’on vous demande")
kinds.register(ideas.TO_TELL)
kinds.register_from(
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
