import ipaddress

from allauth.account.models import Login
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.request import split_domain_port

from core.people.models import Agent
from core.people.policies import can_remove_second_factor, is_proof
from core.people.roles import GROUP, Role

# What SECOND_FACTOR_FOR may name. « managers » have a managing role here; who heads a direction has none by that.
HOLDERS: dict[str, tuple[Role, ...]] = {
    "group": GROUP,
    "managers": (Role.ROOM_MANAGER, Role.DIRECTORY_MANAGER, Role.COUNCIL_SECRETARY, Role.WATCHER),
    "hr": (Role.HUMAN_RESOURCES,),
    "mail": (Role.MAIL_OFFICE,),
    "administrators": (Role.ADMINISTRATOR,),
}


def must_have(agent: Agent) -> bool:
    """Whether their roles want a second factor, by the town's setting."""
    roles = [role for name in settings.SECOND_FACTOR_FOR for role in HOLDERS[name]]
    return bool(roles) and agent.has_role(*roles)


def lacks(agent: Agent) -> bool:
    """Whether they must have one and have none; the request's own agent has the answer loaded (`backends`)."""
    if not must_have(agent):
        return False
    if (loaded := getattr(agent, "has_second_factor", None)) is not None:
        return not loaded
    return not is_mfa_enabled(agent)


def factors(agent: Agent) -> QuerySet[Authenticator]:
    """The oldest first. Recovery codes stand for one of these, and are none."""
    theirs = Authenticator.objects.filter(user=agent).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return theirs.order_by("created_at", "pk")


def has_application(agent: Agent) -> bool:
    return factors(agent).filter(type=Authenticator.Type.TOTP).exists()


def recovery_codes(agent: Agent) -> Authenticator | None:
    """One row, replaced when new ones are made."""
    return Authenticator.objects.filter(user=agent, type=Authenticator.Type.RECOVERY_CODES).first()


def codes_left(agent: Agent) -> int:
    """How many recovery codes have not served."""
    kept = recovery_codes(agent)
    return len(kept.wrap().get_unused_codes()) if kept else 0


def can_remove(agent: Agent, factor: Authenticator) -> bool:
    """The last one stays while their roles want one."""
    return not must_have(agent) or factors(agent).exclude(pk=factor.pk).exists()


def can_remove_of(agent: Agent, subject: Agent) -> bool:
    """`can_remove_second_factor`, and there is one."""
    return can_remove_second_factor(agent, subject) and factors(subject).exists()


def can_use_passkeys(request: HttpRequest) -> bool:
    """Browsers bind a passkey to a name, and to HTTPS unless it is `localhost`."""
    host, _ = split_domain_port(request.get_host())
    if host == "localhost":
        return True
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure()
    return False


def may_go_on(login: Login, *, proof: str) -> bool:
    """Whether a sign-in whose first step was taken, with that `proof`, still asks for the second."""
    agent: Agent = login.user
    if not is_proof(agent, proof) or not factors(agent).exists():
        return False
    return agent.access_changed_at is None or agent.access_changed_at.timestamp() <= login.initiated_at
