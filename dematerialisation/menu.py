"""The rubrics of the common section, as the menu shows them."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from dematerialisation.group_actions.forms import OBJECT_ACTIONS
from mailroom.policies import is_mail_office


@dataclass(frozen=True)
class Rubric:
    label: str
    route: str
    # The URL namespaces and names whose pages belong to it.
    holds: frozenset[str]


RUBRICS = (
    Rubric("Accueil", "home", frozenset({"home"})),
    Rubric("Saperlipopette !", "suggestions:idea_list", frozenset({"suggestions"})),
    Rubric("Physique nucléaire", "tips:tip_current", frozenset({"tips"})),
    Rubric("Salles", "rooms:day", frozenset({"rooms"})),
    Rubric("Progiciels", "manuals:software_list", frozenset({"manuals"})),
    Rubric("Délibérations", "deliberations:council", frozenset({"deliberations"})),
    Rubric("Veille", "legalwatch:entry_list", frozenset({"legalwatch"})),
    Rubric("Espaces", "spaces:my_spaces", frozenset({"spaces"})),
    Rubric("Annuaire", "directory:agent_list", frozenset({"directory"})),
    Rubric(
        "Le groupe",
        "group",
        frozenset(
            {
                "group",
                "page_detail",
                "action_list",
                "action_detail",
                "priority_list",
                "priority_detail",
                "priority_action_create",
                "wish_list",
                "survey_list",
                "survey_open",
                "survey_detail",
                "survey_edit",
                "survey_results",
                "interview_detail",
                "interview_prepare",
                "interview_finish",
                "review",
                "review_issue",
                "article_detail",
                "assessment_list",
                "assessment_begin",
                "assessment_detail",
                "assessment_move",
                "assessment_heading",
                "assessed_action",
                "printerless_list",
                "printerless_detail",
                "printerless_pages",
                "printerless_import",
                *(f"action_{action.name}" for action in OBJECT_ACTIONS),
            }
        ),
    ),
)
# Whose daily work it is; others come to it by « À traiter ».
REGISTER = Rubric("Courrier", "mailroom:item_list", frozenset({"mailroom"}))
# What elected members reach.
ELECTED_RUBRICS = (
    Rubric("À viser", "approvals:approval_list", frozenset({"approvals"})),
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
    here = {match.url_name, *match.namespaces} if match else set()
    return tuple(Entry(rubric.label, reverse(rubric.route), bool(here & rubric.holds)) for rubric in rubrics)


def section(request: HttpRequest) -> dict[str, Any]:
    """The menu, on every page."""
    return {"menu": menu_for(request)}
