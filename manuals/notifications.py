"""The notifications of the rubric, and their words."""

from collections.abc import Iterable

from django.db.models import Q

from core.notifications.actions import notify
from core.notifications.registry import register, register_group
from core.people.models import Agent
from core.ui.french import count_of
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
        title=f"Un de vos manuels est remplacé\u00a0: {manual.title}",
        text=(
            f"Le manuel «\u00a0{manual.title}\u00a0» ({manual.software}), que vous aviez épinglé, est remplacé par "
            f"«\u00a0{new.title}\u00a0».\n"
            "Votre épingle a suivi\u00a0: le nouveau manuel est maintenant dans «\u00a0Mes manuels\u00a0»."
        ),
        about=new,
    )


def notify_withdrawn(manual: Manual, readers: Iterable[Agent]) -> None:
    notify(
        WITHDRAWN,
        readers,
        title=f"Un de vos manuels est retiré\u00a0: {manual.title}",
        text=(
            f"Le manuel «\u00a0{manual.title}\u00a0» ({manual.software}), que vous avez épinglé, est retiré sans être "
            "remplacé. Vous pouvez encore le lire\u00a0; il ne correspond plus à ce qui se fait."
        ),
        about=manual,
    )


def notify_outdated(software: Software, manuals: list[Manual]) -> None:
    """To the referents, once for each manual and version in use."""
    lines = [
        f"–\u00a0«\u00a0{manual.title}\u00a0», écrit pour la version {manual.software_version}"
        for manual in manuals
    ]
    notify(
        OUTDATED,
        software.referents,
        title=f"{count_of(len(manuals), 'manuel')} à mettre à jour\u00a0: {software}",
        text=(
            f"La version en service de {software} est la {software.version_in_use}. "
            "Décrivent une version plus ancienne\u00a0:\n"
            + "\n".join(lines)
            + "\nLes agents le voient sur chaque manuel. Remplacez-les depuis leur page, dès qu’ils sont prêts."
        ),
        about=software,
    )


def notify_named(software: Software, agents: Iterable[Agent]) -> None:
    notify(
        NAMED,
        agents,
        title=f"Vous êtes référent de {software}",
        text=(
            f"Le groupe Dématérialisation vous confie la page du progiciel {software}\u00a0: vous pouvez la modifier, "
            "signaler une panne, ajouter et remplacer ses manuels. Les agents y trouvent votre nom, votre téléphone "
            "et votre adresse."
        ),
        about=software,
    )
