"""« Mes progiciels » on the home page: what an agent needs of each software that they use."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Subquery, Value

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


def software_at_hand(agent: Agent, *, limit: int) -> list[SoftwareAtHand]:
    """List software that is down first, then those whose manual the agent pinned, then by name.

    One statement, and two more once a minute or as soon as a pin or an outage changes.
    """
    pins = Pin.objects.filter(agent=agent).values_list(Value("pin"), "manual", Value(""))
    outages = Outage.objects.open().values_list(Value("outage"), "pk", "message")
    same = (agent.direction_id, limit, sorted(pins.union(outages, all=True).order_by()))
    return kept_while(same, f"software.{agent.pk}", lambda: _read(agent, limit))


def _read(agent: Agent, limit: int) -> list[SoftwareAtHand]:
    outages = Outage.objects.open().filter(software=OuterRef("pk")).order_by("-started_at", "-pk")
    pins = Pin.objects.filter(agent=agent, manual__software=OuterRef("pk"))
    used: dict[int, Any] = {
        software.pk: software
        for software in Software.objects.used_by(agent)
        .alive()
        .annotate(outage_message=Subquery(outages.values("message")[:1]), has_pin=Exists(pins))
        .order_by(F("outage_message").asc(nulls_last=True), "-has_pin", *alphabetical("name"), "pk")
        .select_related("functional_referent", "it_referent")
        .only("reference", "name", "link", "version_in_use", *CALLED)[:limit]
    }
    current: dict[int, list[Any]] = defaultdict(list)
    manuals = Manual.objects.current().with_pin_flag(agent).newest_first().defer("body")
    for manual in manuals.filter(software__in=used):
        manual.software = used[manual.software_id]
        current[manual.software_id].append(manual)
    return [
        SoftwareAtHand(
            software,
            software.outage_message or "",
            next((one for one in software.referents if one.phone), None),
            [manual for manual in current[pk] if manual.is_pinned] or current[pk][:1],
        )
        for pk, software in used.items()
    ]
