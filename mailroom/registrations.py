"""Declare what the app lends to the rungs below it."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from core.admin import to_do
from core.admin.to_do import Queue
from core.approvals import registry as approvals
from core.approvals.registry import Approvable
from core.french import count_of, spaced, with_capital
from core.mail import registry as inboxes
from core.mail.registry import Inbox
from core.notifications import registry as kinds
from core.operations.personal_data import Part, give
from core.operations.purges import Kept, keep
from core.people.models import Agent
from core.people.roles import Role
from core.search import registry as search
from core.search.readers import this_agent, this_direction, with_role
from core.search.registry import Kind, Offer
from mailroom import answers, notifications, policies, retention
from mailroom.mail_in import answer, begin, may_read_one
from mailroom.models import Item, ItemKind, PendingAnswer, State
from mailroom.policies import is_mail_office
from mailroom.querysets import TO_ASSIGN, in_charge, is_late, units_of

# To do


@to_do.register
def mail_to_treat(agent: Agent) -> Iterator[Queue]:
    """Queue items to assign, for the mail office; for everybody, those they follow or their direction must take."""
    url, is_office, units = reverse("mailroom:item_list"), is_mail_office(agent), list(units_of(agent))
    theirs = in_charge(agent, units)
    late = is_late(on=timezone.localdate())
    asked = {
        "late": late if is_office else late & theirs,
        "mine": Q(state=State.TAKEN, taken_by=agent),
        "to_take": Q(state=State.ASSIGNED) & theirs,
        "opinions": Item.objects.opinion_asked_of(units),
    }
    if is_office:
        asked["to_assign"] = Q(state__in=TO_ASSIGN)
    # All of what is open, in one statement: each of these is a part of it.
    items = Item.objects.visible_to(agent, units).filter(closed_at=None)
    many = items.aggregate(**{name: Count("pk", filter=which) for name, which in asked.items()})
    yield Queue(
        many["late"], "courrier en retard", "courriers en retard", f"{url}?queue=en-retard", is_late=True
    )
    yield Queue(
        many.get("to_assign", 0), "courrier à attribuer", "courriers à attribuer", f"{url}?queue=a-attribuer"
    )
    yield Queue(many["mine"], "courrier à répondre", "courriers à répondre", f"{url}?queue=a-moi&state=taken")
    yield Queue(
        many["to_take"],
        "courrier à prendre en charge",
        "courriers à prendre en charge",
        f"{url}?queue=ma-direction&state=assigned",
    )
    yield Queue(
        many["opinions"],
        "avis à donner sur un courrier",
        "avis à donner sur des courriers",
        f"{url}?queue=avis",
    )


# Approvals


def described(pending: PendingAnswer) -> str:
    item = pending.item
    again = spaced(" ; l’expéditeur a écrit de nouveau depuis") if pending.written_again_at else ""
    return f"Courrier {item.label}, {item.kind}{again}"


approvals.register(
    Approvable(
        code="mailroom.answer",
        label="réponse à un courrier",
        model=PendingAnswer,
        content=answers.content_of,
        lock=answers.lock_pending,
        approved=answers.approve,
        returned=lambda pending, approval, by: None,
        can_read=lambda agent, pending: Item.objects.visible_to(agent).filter(pk=pending.item_id).exists(),
        can_manage=lambda agent, pending: is_mail_office(agent),
        is_confidential=True,
        described=described,
        described_with=("item__kind",),
        owner=Role.MAIL_OFFICE,
        circuits=lambda: ItemKind.objects.exclude(answer_circuit=None).values("answer_circuit"),
        stuck=lambda pending, step: notifications.notify_stuck(pending.item, pending.by),
        unblocked="qui l’a soumise la retire, et la soumet de nouveau",
    )
)


# Personal data: their own words, of the items that they may still read

give(
    Part(
        "Mes réponses soumises au visa",
        {"année": "item__year", "courrier": "item__sequence", "texte": "text", "soumise le": "submitted_at"},
        lambda agent: PendingAnswer.objects.filter(by=agent, item__in=Item.objects.visible_to(agent)),
    )
)


# Search: items are found by their number only, so that « voir aussi » links them; never a word of theirs. Their words
# are found on the register's own page. A head of direction named later finds earlier items there too.


RELATED = ("direction__children", "copies__children", "copies__parent", "readers")


def offer(item: Item) -> Offer | None:
    if item.state == State.SPAM:
        return None
    return Offer(
        title=with_capital(str(item)),
        url=item.get_absolute_url(),
        readers=readers_of(item),
        keywords=f"{item.sequence} {item.sequence:05} {item.year}-{item.sequence} {item.label}",
        on=item.received_on,
        direction_id=None if item.is_confidential else item.direction_id,
    )


def readers_of(item: Item) -> tuple[str, ...]:
    """The readers of `visible_to`, as words of the index."""
    people = {item.taken_by_id, item.direction.head_id if item.direction else None}
    people |= {reader.pk for reader in item.readers.all()}
    directions: set[int] = set()
    for unit in () if item.is_confidential else filter(None, [item.direction, *item.copies.all()]):
        people |= {unit.head_id, unit.parent.head_id if unit.kind == "service" and unit.parent else None}
        below = [child.pk for child in unit.children.all()] if unit.kind == "direction" else []
        directions |= {unit.pk, *below}
    return (
        with_role(Role.MAIL_OFFICE),
        *(this_direction(pk) for pk in sorted(directions)),
        *(this_agent(pk) for pk in sorted(pk for pk in people if pk is not None)),
    )


search.register(
    Kind(
        code="mailroom.item",
        label="Courrier",
        model=Item,
        objects=lambda rows: rows.select_related("direction__parent").prefetch_related(*RELATED),
        offer=offer,
        can_link=policies.may_treat,
        weight=0.3,
    )
)


# Mail in: « mairie@… », open to all

COURRIER = inboxes.register(
    Inbox(
        name="courrier",
        label="Bureau du courrier",
        begin=begin,
        answer=answer,
        begin_public=begin,
        answer_public=answer,
        may_read=is_mail_office,
        may_read_one=may_read_one,
        models=("mailroom.Item",),
        is_confidential=True,
    )
)


# Kept for how long

keep(
    Kept(
        "Registre du courrier",
        "selon la nature du courrier",
        "élimination par le bureau du courrier, avec le visa des archives",
        apps=("mailroom",),
    ),
    Kept(
        "Courriers indésirables",
        count_of(settings.MAIL_QUARANTINE_DAYS, "jour"),
        "effacement de leur contenu chaque nuit",
        rows=retention.spam_to_erase,
        purge=retention.expire,
    ),
    Kept("Adresses mises en sourdine", "12 mois", rows=retention.quiet_enough),
)


# Kinds of notifications, in the order of the page of preferences

kinds.register_group(notifications.GROUP, news="du courrier")
kinds.register_from(notifications)
