"""Every page that one may open from the site map, by rubric; nothing that is not there."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from core.people.models import Agent
from dematerialisation.models import Page
from tips.models import Tip


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    links: tuple[Link, ...]


def parts(agent: Agent) -> list[Part]:
    """Two statements: the pages the group wrote, the years that have a tip."""
    pages = Page.objects.values_list("title", "slug")
    years = Tip.objects.published().years()
    found = [
        Part(
            "L’essentiel",
            (
                _link("Accueil", "home"),
                _link("Rechercher partout", "search:results"),
                _link("Mon espace", "my_space"),
                *_mine(),
            ),
        ),
        *_rubrics(years),
        Part(
            "Le groupe",
            (
                _link("Les membres du groupe", "group"),
                *(_link(title, "page_detail", slug) for title, slug in pages),
                _link("Ce que le groupe a fait", "action_list"),
            ),
        ),
        Part("À propos", _about()),
    ]
    if agent.is_staff:
        found.append(
            Part("Administration", (_link("Le bureau du groupe et des gestionnaires", "admin:index"),))
        )
    return found


def _rubrics(years: Iterable[int]) -> list[Part]:
    return [
        Part(
            "Saperlipopette !",
            (
                _link("Toutes les idées", "suggestions:idea_list"),
                _link("Proposer une idée", "suggestions:idea_propose"),
            ),
        ),
        Part(
            "Physique nucléaire",
            (
                _link("Le conseil du mois", "tips:tip_current"),
                *(_link(f"Les conseils de {year}", "tips:tip_year", year) for year in years),
            ),
        ),
        Part(
            "Salles",
            (
                _link("Le jour, site par site", "rooms:day"),
                _link("Réserver une salle", "rooms:booking_create"),
                _link("Mes réservations", "rooms:my_bookings"),
            ),
        ),
        Part(
            "Progiciels",
            (
                _link("Les progiciels et leurs manuels", "manuals:software_list"),
                _link("Mes manuels", "manuals:my_manuals"),
            ),
        ),
        Part(
            "Délibérations",
            (
                _link("Les séances du conseil, par année", "deliberations:council"),
                _link("Le fil des dernières délibérations", "deliberations:feed"),
            ),
        ),
        Part(
            "Annuaire",
            (
                _link("Chercher quelqu’un", "directory:agent_list"),
                _link("L’organigramme", "directory:chart"),
                _link("Ma fiche", "directory:card_correct"),
            ),
        ),
    ]


def _link(label: str, route: str, *args: object) -> Link:
    return Link(label, reverse(route, args=args))


def _mine() -> tuple[Link, ...]:
    return (
        _link("Mes notifications", "notifications:notification_list"),
        _link("Choisir ce que je reçois par message", "notifications:preferences"),
        _link("Changer mon mot de passe", "account_change_password"),
    )


def _about() -> tuple[Link, ...]:
    return (
        _link("Aide", "help"),
        _link("Accessibilité : non conforme", "accessibility"),
        _link("Mentions légales", "legal_notice"),
    )
