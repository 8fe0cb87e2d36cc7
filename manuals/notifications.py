"""The notifications of the rubric, and their words."""

from collections.abc import Iterable

from django.db.models import Q
from django.template.loader import render_to_string

from core.notifications.actions import notify
from core.notifications.registry import register, register_group
from core.people.models import Agent
from core.ui.french import NBSP, count_of
from manuals.models import Manual, Software

MINE = register_group("Mes manuels", news="de vos manuels")
REFERENT = register_group("Mes progiciels", news="de vos progiciels")


def keeps_software(agent: Agent) -> bool:
    """Of any software."""
    return Software.objects.filter(Q(functional_referent=agent) | Q(it_referent=agent)).exists()


REPLACED = register("manuals.replaced", "Un manuel que j’ai épinglé est remplacé", group=MINE)
WITHDRAWN = register("manuals.withdrawn", "Un manuel que j’ai épinglé est retiré", group=MINE)
OUTDATED = register(
    "manuals.outdated",
    "Un manuel d’un progiciel dont je suis référent est ancien",
    group=REFERENT,
    to_whom=keeps_software,
)
NAMED = register(
    "manuals.named", "Je deviens référent d’un progiciel", group=REFERENT, to_whom=keeps_software
)


def notify_replaced(manual: Manual, new: Manual, readers: Iterable[Agent]) -> None:
    """`readers` had pinned the old one; their pins are on the new one by now."""
    notify(
        REPLACED,
        readers,
        title=f"Un de vos manuels est remplacé{NBSP}: {manual.title}",
        text=render_to_string("manuals/notifications/replaced.txt", {"manual": manual, "new": new}),
        about=new,
    )


def notify_withdrawn(manual: Manual, readers: Iterable[Agent]) -> None:
    notify(
        WITHDRAWN,
        readers,
        title=f"Un de vos manuels est retiré{NBSP}: {manual.title}",
        text=render_to_string("manuals/notifications/withdrawn.txt", {"manual": manual}),
        about=manual,
    )


def notify_outdated(software: Software, manuals: list[Manual]) -> None:
    """To the referents, once for each manual and version in use."""
    context = {"software": software, "manuals": manuals}
    notify(
        OUTDATED,
        software.referents,
        title=f"{count_of(len(manuals), 'manuel')} à mettre à jour{NBSP}: {software}",
        text=render_to_string("manuals/notifications/outdated.txt", context),
        about=software,
    )


def notify_named(software: Software, agents: Iterable[Agent]) -> None:
    notify(
        NAMED,
        agents,
        title=f"Vous êtes référent de {software}",
        text=render_to_string("manuals/notifications/named.txt", {"software": software}),
        about=software,
    )
