"""The list as a table for a spreadsheet."""

from collections.abc import Iterable, Iterator
from typing import Any

from core.people.models import Agent
from manuals.models import Software

COLUMNS = [
    "Progiciel",
    "À quoi il sert",
    "Besoins",
    "Direction",
    "État",
    "Panne en cours",
    "Version en service",
    "Éditeur",
    "Référent fonctionnel",
    "Téléphone",
    "Référent informatique",
    "Téléphone",
    "Adresse",
]


def rows_of(software: Iterable[Software]) -> Iterator[list[Any]]:
    return (_row(each) for each in software)


def _row(software: Software) -> list[Any]:
    functional, technical = software.functional_referent, software.it_referent
    return [
        software.name,
        software.purpose,
        ", ".join(sorted(need.name for need in software.needs.all())),
        software.owner.name,
        software.get_state_display(),
        "oui" if software.is_down else "non",  # type: ignore[attr-defined]  # for_list annotates it
        software.version_in_use,
        software.vendor,
        _open(functional) or "",
        getattr(_open(functional), "phone", ""),
        _open(technical) or "",
        getattr(_open(technical), "phone", ""),
        software.link,
    ]


def _open(agent: Agent | None) -> Agent | None:
    return agent if agent and agent.is_active else None
