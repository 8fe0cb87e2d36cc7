"""Declare what the app lends to the rungs below it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.checks import CheckMessage, Error, register
from django.db.models import OuterRef, Subquery

from core.french import NBSP, count_of
from core.operations.findings import Finding, check, failure, fine
from core.operations.personal_data import Part, give
from core.operations.purges import Kept, keep
from core.people import purges, sign_ins
from core.people.actions import CODE_DAYS
from core.people.models import (
    Absence,
    AddressAlias,
    Agent,
    AgentSkill,
    Assignment,
    ChangeRequest,
    Project,
    SecretAddress,
    SignIn,
    SignInCode,
)
from core.people.openid.providers import BoundedSession
from core.people.ordering import alphabetical
from core.people.querysets import AssignmentQuerySet
from core.people.second_factor.policies import HOLDERS
from core.people.sign_ins import SIGN_IN_DAYS

# Personal data


def _assignments(agent: Agent) -> AssignmentQuerySet:
    """A project that they read no more, or not yet, is not named."""
    named = Project.objects.visible_to(agent).filter(pk=OuterRef("project")).values("name")
    mine = Assignment.objects.filter(agent=agent)
    return mine.annotate(project_name=Subquery(named)).order_by("period")


give(
    Part(
        "Mon compte",
        {
            "identifiant": "identifiant",
            "prénom": "first_name",
            "nom": "last_name",
            "adresse de messagerie": "email",
            "direction ou service": "direction__name",
            "fonction": "function",
            "catégorie": "category",
            "téléphone": "phone",
            "matricule": "personnel_number",
            "clé dans l’annuaire technique": "directory_key",
            "a un poste informatique": "has_workstation",
            "dernière connexion": "last_login",
        },
        lambda agent: Agent.objects.filter(pk=agent.pk),
    ),
    Part("Mes rôles", {"rôle": "name"}, lambda agent: agent.groups.order_by(*alphabetical("name"))),
    Part(
        "Mes autres adresses",
        {"adresse": "address"},
        lambda agent: AddressAlias.objects.filter(agent=agent).order_by("pk"),
    ),
    Part(
        "Mes absences",
        {"période": "period"},
        lambda agent: Absence.objects.filter(agent=agent).order_by("period"),
    ),
    Part(
        "Mes affectations",
        {
            "nature": "kind",
            "projet": "project_name",
            "où": "direction__name",
            "rôle": "title",
            "période": "period",
        },
        _assignments,
    ),
    Part(
        "Mes compétences déclarées",
        {"compétence": "skill__name"},
        lambda agent: AgentSkill.objects.filter(agent=agent).order_by("pk"),
    ),
    Part(
        "Mon compte chez le fournisseur d’identité",
        {"fournisseur": "provider", "identifiant": "uid", "lié le": "date_joined"},
        lambda agent: SocialAccount.objects.filter(user_id=agent.pk).order_by("pk"),
    ),
    Part(
        "Ce qui protège mon compte",
        {"sorte": "type", "ajouté le": "created_at", "dernier usage": "last_used_at"},
        lambda agent: Authenticator.objects.filter(user_id=agent.pk).order_by("pk"),
    ),
    Part(
        "Mes sessions",
        {
            "depuis l’adresse": "ip",
            "navigateur": "user_agent",
            "depuis": "created_at",
            "vue le": "last_seen_at",
        },
        lambda agent: UserSession.objects.filter(user_id=agent.pk).order_by("pk"),
    ),
    Part(
        "Mes connexions",
        {"quand": "at", "depuis l’adresse": "address", "moyen": "means", "résultat": "outcome"},
        lambda agent: SignIn.objects.filter(agent=agent).order_by("at"),
    ),
    Part(
        "Mes adresses secrètes d’agendas et de flux",
        {
            "usage": "purpose",
            "donnée le": "created_at",
            "retirée le": "revoked_at",
            "dernier usage": "last_used_on",
        },
        lambda agent: SecretAddress.objects.filter(agent=agent).order_by("pk"),
    ),
)


# Doctor

DISCOVERY = "/.well-known/openid-configuration"
# Beyond, their tokens are refused as too old or not yet good.
DRIFT_SECONDS = 60


@check("Comptes extérieurs", asks_database=False)
def providers(at: datetime) -> Iterator[Finding]:
    """Nobody signs in by a provider that is away: better read it here than from those who are shut out."""
    for described in settings.OPENID_PROVIDERS:
        yield _looked_at(described, at)


def _looked_at(described: dict[str, Any], at: datetime) -> Finding:
    name, address = described["name"], described["provider_id"]
    try:
        with BoundedSession() as session:
            response = session.get(f"{address}{DISCOVERY}")
            response.raise_for_status()
            issuer = str(response.json()["issuer"])
    except requests.exceptions.SSLError:
        return failure(
            f"{name} : le certificat de {address} n’est pas accepté",
            "Une autorité propre à la ville se donne par REQUESTS_CA_BUNDLE (docs/exploitation.md, « Les rôles et les "
            "comptes »).",
        )
    except (requests.RequestException, KeyError, TypeError, ValueError) as error:
        return failure(
            f"{name} : {address} ne répond pas comme il le doit ({type(error).__name__})",
            f"Tapez « curl -sS {address}{DISCOVERY} » sur cette machine, puis demandez à qui tient ce service.",
        )
    if issuer.rstrip("/") != address:
        return failure(f"{name} : {address} se nomme autrement, {issuer}", "Corrigez son adresse dans .env.")
    if (drift := _drift(response.headers.get("Date", ""), at)) > DRIFT_SECONDS:
        return failure(
            f"{name} : son horloge et celle de cette machine diffèrent de {drift:.0f} secondes",
            "Tapez « timedatectl » : les connexions sont refusées tant que l’heure n’est pas juste.",
        )
    return fine(f"{name} répond")


def _drift(said: str, at: datetime) -> float:
    """Seconds between that moment and the header of an answer; 0 where it says none."""
    try:
        there = parsedate_to_datetime(said)
    except ValueError:
        return 0
    return abs((there.replace(tzinfo=there.tzinfo or UTC) - at).total_seconds())


# Settings


@register()
def second_factor(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A word that names nobody would leave people without a second factor, silently."""
    unknown = [name for name in settings.SECOND_FACTOR_FOR if name not in HOLDERS]
    if not unknown:
        return []
    text = f"SECOND_FACTOR_FOR{NBSP}: « {unknown[0]} » ne nomme personne. Les mots sont {', '.join(HOLDERS)}."
    return [Error(text, id="people.E001")]


# Kept for how long

keep(
    Kept(
        "Sessions ouvertes",
        count_of(settings.SESSION_COOKIE_AGE // 86_400, "jour"),
        rows=lambda at: Session.objects.filter(expire_date__lt=at),
    ),
    Kept("Navigateur et adresse des sessions finies", "la durée de la session", rows=purges.ended_sessions),
    Kept(
        "Codes de connexion imprimés",
        count_of(CODE_DAYS, "jour"),
        rows=lambda at: SignInCode.objects.filter(expires_at__lt=at),
    ),
    Kept(
        "Journal des connexions",
        count_of(SIGN_IN_DAYS, "jour"),
        rows=lambda at: SignIn.objects.filter(at__lt=at - timedelta(days=SIGN_IN_DAYS)),
        purge=sign_ins.purge,
    ),
    Kept(
        "Changements de l’annuaire que personne n’a confirmés",
        count_of(purges.CHANGE_DAYS, "jour"),
        rows=lambda at: ChangeRequest.objects.waiting().filter(
            asked_at__lt=at - timedelta(days=purges.CHANGE_DAYS)
        ),
    ),
    Kept(
        "Adresses, numéros, compétences et accès de qui est parti",
        "12 mois après la fermeture du compte",
        rows=purges.leavers,
        purge=purges.forget_leavers,
    ),
)
