"""Sessions, codes, the journal of sign-ins, and the personal fields of those who left."""

from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Subquery

from core.history.context import action_context
from core.operations.purges import AT_ONCE
from core.people.models import AddressAlias, Agent, AgentSkill
from core.web.locks import locked

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
    """Return leavers with personal data left beside the name."""
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
    """Return rows whose session has gone, or ends by then."""
    live = Session.objects.filter(expire_date__gte=at)
    return UserSession.objects.exclude(session_key__in=live.values("session_key"))
