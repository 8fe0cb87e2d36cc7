from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import BooleanField, Case, ExpressionWrapper, F, Prefetch, Q, When
from django.utils import timezone

from core.people.models import Agent, Direction
from core.people.roles import Role

if TYPE_CHECKING:
    from mailroom.models import Item

# The configuration stems French and leaves accents out; the same expression is in the index and in the search.
ITEM_WORDS = SearchVector("subject", "text", "sender_name", "sender_address", config="french_plain")
# Of what the town answers, and of what the sender writes again.
EXCHANGE_WORDS = SearchVector("text", config="french_plain")
# The order of the list, by its index: what is open, the most urgent first; then what is closed.
IS_CLOSED = ExpressionWrapper(Q(closed_at__isnull=False), output_field=BooleanField())
LATE_FIRST = (IS_CLOSED, F("due_on"), F("registered_at").desc(), F("id").desc())
# « 2026-00059 », or « 59 » of any year.
NUMBER = re.compile(r"\s*(?:(\d{4})-)?(\d{1,9})\s*")
# Said of those who do not say who they are.
NAMELESS = {"", "anonyme"}
TO_ASSIGN, TO_ANSWER = ("registered", "returned"), ("assigned", "taken")


def headed_by(agent: Agent) -> Q:
    """The units that this agent heads, and the services of a direction of theirs."""
    return Q(head=agent) | Q(parent__head=agent, kind="service")


def is_late(*, on: date) -> Q:
    return Q(closed_at=None, due_on__lt=on) & ~Q(state="spam")


def units_of(agent: Agent) -> models.QuerySet[Direction, Any]:
    """The units whose mail this agent reads: their own, the direction of their service, and those that they head.

    Not the general direction nor a DGA of a direction: their mail would be read by the whole town hall.
    """
    theirs = headed_by(agent)
    if agent.direction_id:
        theirs |= Q(pk=agent.direction_id) | Q(children=agent.direction_id, kind="direction")
    return Direction.objects.filter(theirs).order_by().values_list("pk", flat=True)


def numbered(typed: str) -> Q:
    found = NUMBER.fullmatch(typed)
    if not found:
        return Q(pk__in=())
    return Q(sequence=int(found[2])) & (Q(year=int(found[1])) if found[1] else Q())


def in_charge(agent: Agent, units: Any) -> Q:
    """Match items that they follow or that their directions have."""
    return Q(direction__in=units) | Q(taken_by=agent)


def readable_by(agent: Agent, units: Any) -> Q:
    """Keep what those read who are not of the mail office; of a confidential item, fewer."""
    item = apps.get_model("mailroom.Item")
    copied = item.copies.through.objects.filter(direction__in=units).values("item")
    named = item.readers.through.objects.filter(agent=agent.pk).values("item")
    everyday = Q(direction__in=units) | Q(pk__in=copied)
    kept = Q(direction__head=agent) | Q(pk__in=named) | Q(taken_by=agent)
    return ~Q(state="spam") & (kept | Q(is_confidential=False) & everyday)


class Standing(NamedTuple):
    """What somebody who is not of the mail office is to an item that they read."""

    is_in_charge: bool = False
    is_head: bool = False


class ItemQuerySet(models.QuerySet["Item"]):
    def visible_to(self, agent: Agent, units: Any = None) -> ItemQuerySet:
        """`units`: those of `units_of`, where they are known."""
        if not agent.is_at_work:
            return self.none()
        if agent.has_role(Role.MAIL_OFFICE):
            return self
        return self.filter(readable_by(agent, units_of(agent) if units is None else units))

    def standing_of(self, agent: Agent, item: Item) -> Standing:
        headed = Q(direction__in=Direction.objects.filter(headed_by(agent)))
        found = (
            self.visible_to(agent)
            .filter(pk=item.pk)
            .values_list(
                Case(When(in_charge(agent, units_of(agent)), then=True), default=False),
                Case(When(headed, then=True), default=False),
            )
        )
        return Standing(*(found.first() or ()))

    def in_charge_of(self, agent: Agent) -> ItemQuerySet:
        return self.filter(in_charge(agent, units_of(agent)))

    def to_assign(self) -> ItemQuerySet:
        return self.filter(state__in=TO_ASSIGN)

    def to_answer(self) -> ItemQuerySet:
        return self.filter(state__in=TO_ANSWER)

    def spam(self) -> ItemQuerySet:
        return self.filter(state="spam")

    def late(self, *, on: date) -> ItemQuerySet:
        return self.filter(is_late(on=on))

    def late_first(self, *, typed: str = "") -> ItemQuerySet:
        """Put those whose number is typed before what holds it as a word."""
        is_asked = Case(When(numbered(typed), then=0), default=1)
        return self.order_by(*([is_asked] if NUMBER.fullmatch(typed) else []), *LATE_FIRST)

    def next_to_assign(self, *, after: Item) -> Item | None:
        """Return the oldest behind this one, else the oldest of all."""
        others = self.to_assign().exclude(pk=after.pk).order_by("pk")
        return others.filter(pk__gt=after.pk).first() or others.first()

    def from_sender(self, address: str, name: str = "") -> ItemQuerySet:
        """Keep what came from this address; from this name where no address is known."""
        if address := address.strip():
            return self.filter(sender_address__iexact=address)
        return self.none() if name.strip().casefold() in NAMELESS else self.filter(sender_name__iexact=name)

    def known_address(self, name: str) -> str:
        """Return the address of the last letter of this name: strangers choose the names that their mails show."""
        letters = self.filter(channel="paper").exclude(state="spam").exclude(sender_address="")
        found = letters.from_sender("", name).order_by("-pk").values_list("sender_address", flat=True)
        return found.first() or ""

    def of_same_person(self, item: Item) -> ItemQuerySet:
        """Keep the others of this name or of this address."""
        said = Q(sender_address__iexact=item.sender_address.strip()) if item.sender_address.strip() else Q()
        if item.sender_name.strip().casefold() not in NAMELESS:
            said |= Q(sender_name__iexact=item.sender_name)
        return (self.filter(said).exclude(pk=item.pk) if said else self.none()).order_by("-pk")

    def senders(self) -> list[str]:
        """Return the names of the latest senders, each once."""
        names = self.exclude(state="spam").order_by("-pk").values_list("sender_name", flat=True)[:1000]
        return [name for name in dict.fromkeys(names) if name.casefold() not in NAMELESS][:300]

    def awaiting_opinion_of(self, agent: Agent) -> ItemQuerySet:
        return self.filter(self.opinion_asked_of(units_of(agent)))

    def opinion_asked_of(self, units: Any) -> Q:
        notes = self.model.notes.rel.related_model._base_manager
        asked = notes.filter(asked_of__in=units, given_at=None)
        return Q(closed_at=None, pk__in=asked.values("item"))

    def in_charge_by_words(self, words: list[str]) -> list[tuple[str, int, int | None]]:
        """Subject, direction in charge and kind of the hundred newest items that hold one of these words of letters."""
        if not words:
            return []
        query = SearchQuery(" | ".join(words), config="french_plain", search_type="raw")
        found = (
            self.exclude(state="spam").alias(words=ITEM_WORDS).filter(words=query, direction__isnull=False)
        )
        return list(found.order_by("-pk").values_list("subject", "direction", "kind")[:100])

    def holding(self, typed: str) -> ItemQuerySet:
        """These words, in the item or in a file of it, of an answer or of a reply; or its number."""
        query = SearchQuery(typed, config="french_plain", search_type="websearch")
        # By key: with « or », the index of words would not be used and each text would be read again.
        found = Q(pk__in=self.model._base_manager.alias(words=ITEM_WORDS).filter(words=query).values("pk"))
        files = self.model.files.rel.related_model._base_manager.filter(words=query)
        found |= Q(pk__in=files.values("item"))
        for said in (self.model.answers, self.model.replies):
            rows = said.rel.related_model._base_manager.alias(words=EXCHANGE_WORDS).filter(words=query)
            found |= Q(pk__in=rows.values("item"))
        return self.filter(found | numbered(typed))

    def with_rights(self) -> ItemQuerySet:
        """With what `policies` ask of each."""
        notes = self.model.notes.rel.related_model._base_manager
        said = notes.select_related("by", "given_by", "asked_of").order_by("at", "pk")
        return self.for_list().prefetch_related("readers", "copies", Prefetch("notes", said))

    def for_list(self) -> ItemQuerySet:
        late = ExpressionWrapper(is_late(on=timezone.localdate()), output_field=BooleanField())
        rows = self.select_related("kind", "direction", "taken_by", "proposed_direction")
        return rows.annotate(is_late=late)
