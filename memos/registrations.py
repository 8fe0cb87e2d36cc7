"""Declare what the app lends to the rungs below it."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from core.admin import to_do
from core.admin.to_do import Queue
from core.approvals import registry as approvals
from core.approvals.registry import Approvable, ApprovedFile, Content
from core.french import spaced
from core.notifications import registry as kinds
from core.operations.personal_data import Part, give
from core.operations.purges import Kept, keep
from core.people.models import Agent
from core.people.roles import Role
from core.web.locks import lock_row
from memos import actions, notifications, policies
from memos.models import Memo, MemoKind, State
from memos.policies import is_hr

# To do


@to_do.register
def memos_to_treat(agent: Agent) -> Iterator[Queue]:
    if is_hr(agent):
        url = reverse("admin:memos_memo_changelist")
        mine = Memo.objects.of_hr(agent)
        late = mine.late(on=timezone.localdate())
        yield Queue(
            late, "note aux RH en retard", "notes aux RH en retard", f"{url}?file=en-retard", is_late=True
        )
        yield Queue(
            mine.stuck(),
            "note aux RH dont le visa est bloqué",
            "notes aux RH dont le visa est bloqué",
            f"{url}?file=bloquees",
            is_late=True,
        )
        yield Queue(
            mine.filter(state=State.RECEIVED),
            "note aux RH à prendre",
            "notes aux RH à prendre",
            f"{url}?file=a-prendre",
        )
        yield Queue(
            mine.filter(state=State.TAKEN, taken_by=agent),
            "note aux RH à mon nom",
            "notes aux RH à mon nom",
            f"{url}?file=a-moi",
        )


@to_do.register_with(lambda agent: Memo.objects.by(agent).order_by())
def my_memos(agent: Agent) -> Iterator[Queue]:
    """Queue what HR or the hierarchy ask of an author."""
    url, mine = reverse("memos:memo_list"), Memo.objects.by(agent)
    yield Queue(
        mine.with_open_question(),
        "question des RH sur ma note",
        "questions des RH sur mes notes",
        f"{url}?state=asked",
    )
    yield Queue(
        mine.filter(state=State.RETURNED),
        "note aux RH à corriger",
        "notes aux RH à corriger",
        f"{url}?state=returned",
    )


# Approvals


def content(memo: Memo) -> Content:
    facts = []
    if memo.written_for:
        facts.append(spaced(f"Saisie pour : {memo.written_for}"))
    if memo.person:
        facts.append(spaced(f"Agent concerné : {memo.person}"))
    if memo.about:
        facts.append(spaced(f"Quand : {memo.about}"))
    files = memo.files.filter(is_answer=False, question=None).select_related("document")
    return Content(
        title=memo.subject,
        text="\n\n".join(filter(None, ["\n".join(facts), memo.text])),
        files=tuple(ApprovedFile(file.document.name, file.document) for file in files),
    )


def excluded(memo: Memo) -> set[int]:
    """Whom it is about: they read it once HR opens it."""
    return {pk for pk in (memo.person_id, memo.written_for_id) if pk}


MEMO = approvals.register(
    Approvable(
        code="memos.memo",
        label="note aux ressources humaines",
        model=Memo,
        content=content,
        lock=lambda pk: lock_row(Memo, pk),
        approved=lambda memo, approval: actions.receive(memo),
        returned=lambda memo, approval, by: actions.give_back(memo, by=by),
        can_read=lambda agent, memo: Memo.objects.of_hr(agent).filter(pk=memo.pk).exists(),
        can_manage=policies.can_manage_circuit,
        is_confidential=True,
        may_oppose=True,
        excluded=excluded,
        described=lambda memo: f"{memo.kind}, pour {memo.person}" if memo.person else str(memo.kind),
        described_with=("kind", "person"),
        nature=lambda memo: str(memo.kind_id),
        is_information=lambda memo: memo.kind.is_information,
        owner=Role.HUMAN_RESOURCES,
        circuits=lambda: MemoKind.objects.values("circuit"),
        stuck=notifications.notify_stuck,
        unblocked="les ressources humaines choisiront quelqu’un d’autre",
    )
)


# Kept for how long

keep(
    Kept(
        "Notes aux ressources humaines",
        "selon la nature de la note",
        "élimination par les ressources humaines, avec le visa des archives",
        apps=("memos",),
    )
)


# Personal data: a note that somebody else wrote about them is that author's to show

give(
    Part(
        "Mes notes aux ressources humaines",
        {
            "nature": "kind__name",
            "objet": "subject",
            "texte": "text",
            "état": "state",
            "écrite le": "created_at",
        },
        lambda agent: Memo.objects.filter(author=agent, written_for=None).order_by("created_at"),
    )
)


# Kinds of notifications, in the order of the page of preferences

kinds.register_group(notifications.MINE, news="de vos notes")
kinds.register_group(notifications.TREATED, news="des notes reçues")
kinds.register_from(notifications)
