"""Sessions, codes, the journal of sign-ins, and the personal fields of those who left."""

from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Subquery

from core.history.context import action_context
from core.operations.purges import AT_ONCE, Kept, keep
from core.people import sign_in_journal
from core.people.actions import CODE_DAYS
from core.people.models import AddressAlias, Agent, AgentSkill, ChangeRequest, SignInCode
from core.people.sign_in_journal import SIGN_IN_DAYS
from core.ui.french import count_of
from core.ui.locks import locked

LEAVER_DAYS, CHANGE_DAYS = 365, 30
LEFT_EMPTY: dict[str, Any] = {
    "email": None,
    "personnel_number": None,
    "directory_key": None,
    "phone": "",
    "category": "",
}
# What stands beside an account, by the field that says whose it is.
BESIDE: dict[type[Model], str] = {
    AddressAlias: "agent",
    AgentSkill: "agent",
    SocialAccount: "user",
    Authenticator: "user",
}


def gone(at: datetime) -> QuerySet[Agent]:
    """Accounts closed for long enough, by their history."""
    limit = at - timedelta(days=LEAVER_DAYS)
    events = apps.get_model("people", "AgentEvent").objects.filter(pgh_obj=OuterRef("pk"))
    before = events.filter(pgh_created_at__lt=limit).order_by("-pgh_created_at", "-pgh_id")
    closed = Agent.objects.filter(is_active=False).annotate(was_open=Subquery(before.values("is_active")[:1]))
    return closed.filter(~Exists(events.filter(pgh_created_at__gte=limit, is_active=True)), was_open=False)


def leavers(at: datetime) -> QuerySet[Agent]:
    """Those of whom something personal is left beside the name."""
    something = ~Q(**LEFT_EMPTY)
    for model, owner in BESIDE.items():
        something |= Q(Exists(model._default_manager.filter(**{owner: OuterRef("pk")})))
    return gone(at).filter(something)


def forget_leavers(at: datetime) -> int:
    """Names stay, with what they wrote; addresses, numbers, category, skills and means of signing in go."""
    forgotten = 0
    while pks := [*leavers(at).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]]:
        with transaction.atomic(), action_context("a effacé ce qui restait d’un départ", by=None):
            agents = Agent.objects.filter(
                pk__in=[agent.pk for agent in locked(Agent.objects.filter(pk__in=pks))]
            )
            for model, owner in BESIDE.items():
                model._default_manager.filter(**{f"{owner}__in": agents}).delete()
            agents.update(**LEFT_EMPTY)
        forgotten += len(pks)
    return forgotten


def ended_sessions(at: datetime) -> QuerySet[UserSession]:
    """What stood beside sessions that have gone, or end by then."""
    live = Session.objects.filter(expire_date__gte=at)
    return UserSession.objects.exclude(session_key__in=live.values("session_key"))


keep(
    Kept(
        "Sessions ouvertes",
        count_of(settings.SESSION_COOKIE_AGE // 86_400, "jour"),
        rows=lambda at: Session.objects.filter(expire_date__lt=at),
    ),
    Kept("Navigateur et adresse des sessions finies", "la durée de la session", rows=ended_sessions),
    Kept(
        "Codes de connexion imprimés",
        count_of(CODE_DAYS, "jour"),
        rows=lambda at: SignInCode.objects.filter(expires_at__lt=at),
    ),
    Kept(
        "Journal des connexions",
        count_of(SIGN_IN_DAYS, "jour"),
        rows=sign_in_journal.old_lines,
        purge=sign_in_journal.purge,
    ),
    Kept(
        "Changements de l’annuaire que personne n’a confirmés",
        count_of(CHANGE_DAYS, "jour"),
        rows=lambda at: ChangeRequest.objects.waiting().filter(asked_at__lt=at - timedelta(days=CHANGE_DAYS)),
    ),
    Kept(
        "Adresses, numéros, compétences et accès de qui est parti",
        "12 mois après la fermeture du compte",
        rows=leavers,
        purge=forget_leavers,
    ),
)
