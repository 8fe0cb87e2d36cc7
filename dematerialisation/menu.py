"""The rubrics of the common section, as the menu shows them."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from mailroom.policies import is_mail_office


class Rubric(NamedTuple):
    label: str
    route: str
    # How the names of its pages begin, where they have no namespace.
    words: str = ""

    def holds(self, word: str) -> bool:
        return word in (self.route.partition(":")[0], *self.words.split())


RUBRICS = (
    Rubric("Accueil", "home"),
    Rubric("Saperlipopette !", "suggestions:idea_list"),
    Rubric("Physique nucléaire", "tips:tip_current"),
    Rubric("Salles", "rooms:day"),
    Rubric("Progiciels", "manuals:software_list"),
    Rubric("Délibérations", "deliberations:council"),
    Rubric("Veille", "legalwatch:entry_list"),
    Rubric("Espaces", "spaces:my_spaces"),
    Rubric("Annuaire", "directory:agent_list"),
    Rubric(
        "Le groupe",
        "group",
        "page action priority wish survey interview review article assessment assessed printerless",
    ),
)
# Whose daily work it is; others come to it by « À traiter ».
REGISTER = Rubric("Courrier", "mailroom:item_list")
# What elected members reach.
ELECTED_RUBRICS = (
    Rubric("À viser", "approvals:approval_list"),
    *(rubric for rubric in RUBRICS if rubric.route == "deliberations:council"),
)


class Entry(NamedTuple):
    label: str
    url: str
    # The page shown belongs to it.
    is_current: bool


def menu_for(request: HttpRequest) -> tuple[Entry, ...]:
    """Return nothing for strangers, to whom all is closed."""
    agent = getattr(request, "user", None)
    if agent is None or not agent.is_authenticated:
        return ()
    rubrics = ELECTED_RUBRICS if agent.is_elected else RUBRICS
    if is_mail_office(agent):
        rubrics = (*rubrics, REGISTER)
    match = request.resolver_match
    here = (match.namespace or match.url_name or "").partition("_")[0] if match else ""
    return tuple(Entry(rubric.label, reverse(rubric.route), rubric.holds(here)) for rubric in rubrics)


def section(request: HttpRequest) -> dict[str, Any]:
    """The menu, on every page."""
    return {"menu": menu_for(request)}
