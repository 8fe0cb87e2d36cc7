"""« Mes progiciels » on the home page: what an agent needs of each software that they use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value

from core.people.models import Agent
from core.people.ordering import alphabetical
from core.web.cache import kept_while
from manuals.models import Manual, Outage, Pin, Software


@dataclass(frozen=True, slots=True)
class SoftwareAtHand:
    software: Software
    # What its outage in progress says; empty when it works.
    outage: str
    # Whom to call: the first of its referents who has a telephone.
    referent: Agent | None
    # Those that the agent pinned, or the newest.
    manuals: list[Manual]


# The fields shown of the people whom an agent calls.
CALLED = [
    f"{referent}__{name}"
    for referent in ("functional_referent", "it_referent")
    for name in ("first_name", "last_name", "identifiant", "phone", "is_active")
]


def _used_by(agent: Agent, limit: int) -> QuerySet[Software]:
    outages = Outage.objects.open().filter(software=OuterRef("pk")).order_by("-started_at", "-pk")
    pins = Pin.objects.filter(agent=agent, manual__software=OuterRef("pk"))
    return (
        Software.objects.used_by(agent)
        .alive()
        .annotate(outage_message=Subquery(outages.values("message")[:1]), has_pin=Exists(pins))
        .order_by(F("outage_message").asc(nulls_last=True), "-has_pin", *alphabetical("name"), "pk")
        .select_related("functional_referent", "it_referent")
        .only("reference", "name", "link", "version_in_use", *CALLED)[:limit]
    )


def _current_manuals(agent: Agent, software: list[Software]) -> QuerySet[Manual]:
    manuals = Manual.objects.current().with_pin_flag(agent).newest_first().defer("body")
    return manuals.filter(software__in=software)


def software_at_hand(agent: Agent, *, limit: int) -> list[SoftwareAtHand]:
    """List software that is down first, then those whose manual the agent pinned, then by name.

    One statement, and two more once a minute or as soon as a pin or an outage changes.
    """
    pins = Pin.objects.filter(agent=agent).values_list(Value("pin"), "manual")
    outages = Outage.objects.open().values_list(Value("outage"), "pk")
    same = (agent.direction_id, limit, sorted(pins.union(outages, all=True).order_by()))
    return kept_while(same, f"software.{agent.pk}", lambda: _read(agent, limit))


def _read(agent: Agent, limit: int) -> list[SoftwareAtHand]:
    used = list(_used_by(agent, limit))
    manuals = list(_current_manuals(agent, used))
    by_key = {software.pk: software for software in used}
    for manual in manuals:
        manual.software = by_key[manual.software_id]
    return [
        _at_hand(software, [manual for manual in manuals if manual.software_id == software.pk])
        for software in used
    ]


def _at_hand(software: Any, current: list[Any]) -> SoftwareAtHand:
    """Build from an annotated row, whose class does not know the annotations."""
    pinned = [manual for manual in current if manual.is_pinned]
    return SoftwareAtHand(
        software,
        software.outage_message or "",
        next((one for one in software.referents if one.phone), None),
        pinned or current[:1],
    )
