from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import OuterRef, Subquery

from core.operations.personal_data import Part, give
from core.people.models import (
    Absence,
    AddressAlias,
    Agent,
    AgentSkill,
    Assignment,
    Project,
    SecretAddress,
    SignIn,
)
from core.people.ordering import alphabetical
from core.people.querysets import AssignmentQuerySet


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
