"""The group, the pages that it writes, the site map, help and legal pages."""

import csv
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Self

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.french import spaced
from core.history.entries import history_of
from core.mail.policies import can_see_mailboxes
from core.operations.purges import TABLE
from core.people.middleware import can_reach
from core.people.models import Agent
from core.people.requests import AgentRequest
from dematerialisation import policies
from dematerialisation.models import GroupMember, Page, Survey
from legalwatch.policies import can_write as can_write_watch
from mailroom.policies import is_mail_office
from manuals.policies import can_see_contracts
from memos.policies import is_hr
from rooms.policies import can_manage_some
from spaces.policies import can_create as can_create_project
from suggestions.policies import is_in_group
from tips.models import Tip

with (Path(__file__).parent / "data" / "page_aliases.toml").open("rb") as file:
    ALIASES: dict[str, list[str]] = tomllib.load(file)
# The audit, as it was made (docs/accessibilite/README.md); the statement counts it.
AUDIT = settings.BASE_DIR / "docs" / "accessibilite" / "grille.csv"
AUDITED_ON = date(2026, 12, 2)


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    route: str
    args: tuple[object, ...] = ()

    @property
    def url(self) -> str:
        return reverse(self.route, args=self.args)

    @property
    def aliases(self) -> list[str]:
        """What agents call it when they search."""
        return ALIASES.get(self.route, [])


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    links: tuple[Link, ...]


def parts(agent: Agent) -> list[Part]:
    """Four statements: the group's pages, the years that have a tip, the rooms one keeps, the contracts one reads."""
    years = Tip.objects.published().years()
    found = [
        Part(
            "L’essentiel",
            (
                _link("Accueil", "home"),
                _link("Rechercher partout", "search:results"),
                _link("Mon espace", "my_space"),
                _link("Mes données", "my_data"),
                _link("Mes sessions", "session_list"),
                _link("Protéger mon compte", "mfa_index"),
                _link("À viser", "approvals:approval_list"),
                _link("Mes absences, et qui agit à ma place", "absence_list"),
                _link("Mes notifications", "notifications:notification_list"),
                _link("Choisir ce que je reçois par message", "notifications:preferences"),
                _link("Changer mon mot de passe", "account_change_password"),
            ),
        ),
        _ideas(agent),
        *_rubrics(agent, years),
        _memos(agent),
        _mail(agent),
        Part(
            "Le groupe",
            (
                _link("Les membres du groupe", "group"),
                _link("Les enquêtes auprès des directions", "survey_list"),
                _link("Les bilans du groupe", "assessment_list"),
                _link("Les priorités du groupe", "priority_list"),
                _link("Les souhaits des directions", "wish_list"),
                _link("Un jour sans imprimante", "printerless_list"),
                _link("La revue et ses articles", "review"),
                *(
                    _link(title, "page_detail", slug)
                    for title, slug in Page.objects.values_list("title", "slug")
                ),
            ),
        ),
        Part(
            "À propos",
            (
                _link("Aide", "help"),
                _link(f"Accessibilité : {Conformity.of('site', 'bureau').state}", "accessibility"),
                _link("Mentions légales", "legal_notice"),
            ),
        ),
    ]
    if agent.is_staff:
        links = [_link("Le bureau du groupe et des gestionnaires", "admin:index")]
        if can_see_mailboxes(agent):
            links.append(_link("Les boîtes aux lettres", "mail:mailboxes"))
        found.append(Part("Administration", tuple(links)))
    return found


def _ideas(agent: Agent) -> Part:
    links = [
        _link("Toutes les idées", "suggestions:idea_list"),
        _link("Proposer une idée", "suggestions:idea_propose"),
        _link("Écrire l’idée d’un collègue sans ordinateur", "suggestions:idea_enter"),
        _link("Suivre mon idée anonyme, avec son code", "suggestions:follow_up"),
        _link("Vous l’avez dit, on l’a fait", "action_list"),
        _link("Les idées en chiffres", "suggestions:statistics"),
        _link("L’affiche à imprimer", "suggestions:poster"),
        _link("Mes adresses, pour un lecteur de flux (RSS)", "suggestions:feed_address"),
    ]
    if is_in_group(agent):
        links += [
            _link("À évaluer", "suggestions:to_evaluate"),
            _link("Les réunions du groupe", "suggestions:meeting_list"),
            _link("Commentaires signalés", "suggestions:reports"),
            _link("Exporter les idées", "suggestions:idea_export"),
            _link("La file des idées, au bureau", "admin:suggestions_idea_changelist"),
            _link("La grille d’évaluation", "admin:suggestions_grid_changelist"),
            _link("Les absences", "admin:people_absence_changelist"),
        ]
    return Part(spaced("Saperlipopette !"), tuple(links))


def _memos(agent: Agent) -> Part:
    links = [
        _link("Mes notes", "memos:memo_list"),
        _link("Écrire une note", "memos:memo_kinds"),
    ]
    if is_hr(agent):
        links += [
            _link("Les notes reçues, au bureau", "admin:memos_memo_changelist"),
            _link("Chiffres et conservation", "memos:retention"),
        ]
    return Part("Notes aux ressources humaines", tuple(links))


def _mail(agent: Agent) -> Part:
    links = [_link("Le courrier à suivre", "mailroom:item_list")]
    if is_mail_office(agent):
        links += [
            _link("Enregistrer une lettre", "mailroom:item_new"),
            _link("Les natures de courrier", "admin:mailroom_itemkind_changelist"),
            _link("Les adresses du courrier", "admin:mailroom_registeraddress_changelist"),
            _link("Les coordonnées des services", "admin:mailroom_servicecontact_changelist"),
            _link("Les modèles de réponse", "admin:mailroom_answertext_changelist"),
            _link("Le modèle d’accusé de réception", "admin:mailroom_acknowledgementtext_changelist"),
        ]
    return Part("Le courrier de la mairie", tuple(links))


def _rubrics(agent: Agent, years: Iterable[int]) -> list[Part]:
    return [
        Part(
            "Physique nucléaire",
            (
                _link("Le conseil du mois", "tips:tip_current"),
                _link("Le cours de physique nucléaire", "tips:course"),
                *(_link(f"Les conseils de {year}", "tips:tip_year", year) for year in years),
            ),
        ),
        Part(
            "Salles",
            (
                _link("Le jour, site par site", "rooms:day"),
                _link("La semaine, toutes les salles", "rooms:week_of_rooms"),
                _link("Réserver une salle", "rooms:booking_create"),
                _link("Trouver une salle", "rooms:find_room"),
                _link("Libre maintenant", "rooms:free_now"),
                _link("Réserver plusieurs dates", "rooms:series_create"),
                _link("Mes réservations", "rooms:my_bookings"),
                _link("S’abonner aux agendas", "rooms:subscriptions"),
                *_keeping(agent),
            ),
        ),
        Part(
            "Progiciels",
            (
                _link("Les progiciels et leurs manuels", "manuals:software_list"),
                _link("Mes manuels", "manuals:my_manuals"),
                _link("Travailler ensemble", "manuals:shared_tools"),
                _link("Les liens entre progiciels", "manuals:link_list"),
                _link("Les trois problèmes des progiciels", "manuals:overview"),
                _link("Les suites à donner", "manuals:follow_up_list"),
                *(
                    [_link("Les contrats par date", "manuals:contract_list")]
                    if can_see_contracts(agent)
                    else ()
                ),
            ),
        ),
        Part(
            "Délibérations",
            (
                _link("Les séances du conseil, par année", "deliberations:council"),
                _link("Le fil des dernières délibérations", "deliberations:feed"),
            ),
        ),
        Part("Veille juridique", _watch(agent)),
        Part("Espaces", _spaces(agent)),
        Part(
            "Annuaire",
            (
                _link("Chercher quelqu’un", "directory:agent_list"),
                _link("L’organigramme", "directory:chart"),
                _link("Qui travaille sur quoi", "directory:grid"),
                _link("Ma fiche", "directory:card_correct"),
                _link("Mes compétences", "directory:skill_declare"),
            ),
        ),
    ]


def _watch(agent: Agent) -> tuple[Link, ...]:
    links = (
        _link("Ce qui change", "legalwatch:entry_list"),
        _link("Mes sujets", "legalwatch:follow"),
        _link("Les archives, par année et par sujet", "legalwatch:archive"),
        _link("Mon adresse, pour un lecteur de flux (RSS)", "legalwatch:feed_address"),
    )
    if not can_write_watch(agent):
        return links
    return (
        *links,
        _link("Écrire un texte de veille", "legalwatch:entry_write"),
        _link("La liste des sujets, au bureau", "admin:legalwatch_subject_changelist"),
    )


def _spaces(agent: Agent) -> tuple[Link, ...]:
    links = (
        _link("Mes espaces, et ceux que je peux lire", "spaces:my_spaces"),
        _link("Demander un projet", "spaces:request_create"),
        _link("Les demandes de projet", "spaces:request_list"),
    )
    return (*links, _link("Créer un projet", "spaces:project_create")) if can_create_project(agent) else links


def _keeping(agent: Agent) -> tuple[Link, ...]:
    """For the managers of at least one room."""
    if not can_manage_some(agent):
        return ()
    return (
        _link("Les demandes de salles", "rooms:requests"),
        _link("Les fermetures", "rooms:closures"),
        _link("Les salles en chiffres", "rooms:statistics"),
        _link("Les salles restées vides", "rooms:no_shows"),
        _link("Les séries sans organisateur", "rooms:series_orphans"),
        _link("Les services sollicités, jour par jour", "rooms:services_of_day"),
        _link("Les écrans et les affiches", "rooms:screen_list"),
    )


def _link(label: str, route: str, *args: object) -> Link:
    return Link(label, route, args)


@require_safe
def group(request: AgentRequest) -> HttpResponse:
    survey = Survey.objects.with_progress().first()
    context = {
        "pages": Page.objects.defer("body"),
        "members": GroupMember.objects.for_group_page(),
        "survey": survey,
        "can_read_survey": survey is not None and policies.can_read_survey(request.user, survey),
    }
    return render(request, "dematerialisation/pages/group.html", context)


@require_safe
def page_detail(request: AgentRequest, slug: str) -> HttpResponse:
    page = get_object_or_404(Page, slug=slug)
    context = {
        "page": page,
        "others": Page.objects.defer("body").exclude(pk=page.pk),
        "can_write": policies.can_write(request.user),
        "entries": history_of(page),
    }
    return render(request, "dematerialisation/pages/page_detail.html", context)


@require_safe
def site_map(request: AgentRequest) -> HttpResponse:
    """All that this person may open; elected members have a few pages."""
    found = parts(request.user)
    if request.user.is_elected:
        reached = [
            Part(part.title, tuple(link for link in part.links if can_reach(link.route))) for part in found
        ]
        found = [part for part in reached if part.links]
    return render(request, "dematerialisation/pages/site_map.html", {"parts": found})


@require_safe
@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    """Open: users who cannot sign in need it most."""
    is_elected = getattr(request.user, "is_elected", False)
    page = "dematerialisation/pages/elected_help.html" if is_elected else "dematerialisation/pages/help.html"
    return render(request, page, _town_details())


@require_safe
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    on_site, everywhere = Conformity.of("site"), Conformity.of("site", "bureau")
    context = {
        **_town_details(),
        "on_site": on_site,
        "everywhere": everywhere,
        "audited_on": AUDITED_ON,
        "plan_url": settings.ACCESSIBILITY_PLAN_URL,
    }
    return render(request, "dematerialisation/pages/accessibility.html", context)


@dataclass(frozen=True, slots=True)
class Failing:
    """A criterion that fails: its number, its name, where, why, and the day by which it will not."""

    criterion: str
    name: str
    pages: str
    proof: str
    by: date


@dataclass(frozen=True, slots=True)
class Conformity:
    """How many of the RGAA's criteria that apply hold, on some sides of the site."""

    applicable: int
    failing: tuple[Failing, ...]

    @classmethod
    @cache
    def of(cls, *sides: str) -> Self:
        """Count the grid: a criterion applies where it does on a side, and fails where it does on one."""
        results = [({row[side] for side in sides}, row) for row in audit()]
        failing = [
            Failing(
                row["critère"],
                row["intitulé"],
                row["échoue sur"],
                row["preuve"],
                date.fromisoformat(row["au plus tard"]),
            )
            for found, row in results
            if "NC" in found
        ]
        return cls(sum(found != {"NA"} for found, _ in results), tuple(failing))

    @property
    def conform(self) -> int:
        return self.applicable - len(self.failing)

    @property
    def rate(self) -> int:
        """In percent, rounded down: 100 means all."""
        return 100 * self.conform // self.applicable

    @property
    def state(self) -> str:
        """The words of the decree of 2019-07-24 on accessibility: all, half, or less."""
        if not self.failing:
            return "totalement conforme"
        return "partiellement conforme" if self.rate >= 50 else "non conforme"


def audit() -> list[dict[str, str]]:
    with AUDIT.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@require_safe
@login_not_required
def legal_notice(request: HttpRequest) -> HttpResponse:
    context = {**_town_details(), "kept": TABLE.values()}
    return render(request, "dematerialisation/pages/legal_notice.html", context)


def _town_details() -> dict[str, object]:
    return {
        "publisher": settings.LEGAL_PUBLISHER,
        "contact": settings.LEGAL_CONTACT,
        "shared_minutes": settings.SHARED_WORKSTATION_MINUTES,
        "session_days": settings.SESSION_COOKIE_AGE // 86_400,
    }
