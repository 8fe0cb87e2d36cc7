"""Addresses that open an account, the codes on paper that do without one, and the accounts of elected members."""

import secrets
from datetime import timedelta
from itertools import chain, count

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from core.french import plain
from core.people import policies
from core.people.models import Agent, SignInCode
from core.people.signals import addresses_changed, code_printed, other_addresses_changed
from core.web.locks import locked, wait_for
from core.web.public_ids import ALPHABET

CODE_LENGTH = 12
CODE_DAYS = 7


def normalise_code(code: str) -> str:
    return "".join(character for character in code.lower() if character.isalnum())


@transaction.atomic
def record_address(agent: Agent, *, before: str | None = None) -> None:
    """Make the directory's address the only one that opens this account: allauth keeps its own list.

    It is recorded as verified, for the directory vouches for it; an unverified one would block a second factor. With
    the address `before` (empty for none), the agent is told of a change, there too; None for a new account.
    """
    EmailAddress.objects.filter(user=agent).exclude(email=agent.email or "").delete()
    if agent.email:
        EmailAddress.objects.update_or_create(
            user=agent, email=agent.email, defaults={"verified": True, "primary": True}
        )
    if before is not None and before != (agent.email or ""):
        addresses_changed.send(Agent, changes=[(agent, before)])


@transaction.atomic
def create_elected_account(first_name: str, last_name: str, *, email: str = "") -> Agent:
    """Without a password yet. The caller has checked the right. Raises ValidationError for an address taken."""
    wait_for("people.elected_account")
    base = "".join(filter(str.isalnum, plain(first_name[:1] + last_name)))[:50] or "elu"
    taken = set(Agent.objects.filter(identifiant__startswith=base).values_list("identifiant", flat=True))
    ranked = chain([base], (f"{base}{rank}" for rank in count(2)))
    identifiant = next(each for each in ranked if each not in taken)
    account = Agent(
        identifiant=identifiant, first_name=first_name, last_name=last_name, email=email, is_elected=True
    )
    account.set_unusable_password()
    check_account(account)
    account.save()
    record_address(account)
    return account


def check_account(account: Agent) -> None:
    """Raises ValidationError, at its field, for an address that is somebody else's."""
    account.clean()
    if account.email and Agent.objects.exclude(pk=account.pk).filter(email__iexact=account.email).exists():
        raise ValidationError({"email": "Cette adresse est déjà celle d’un autre compte."})
    account.full_clean(exclude=["password"])


@transaction.atomic
def notify_other_addresses(agent: Agent, *, before: set[str]) -> None:
    """Notify the agent which of their other addresses came or went since `before`; the database wrote the history."""
    now = set(agent.aliases.values_list("address", flat=True))
    if now != before:
        other_addresses_changed.send(
            Agent, agent=agent, added=sorted(now - before), removed=sorted(before - now)
        )


@transaction.atomic
def print_sign_in_code(agent: Agent, *, by: Agent) -> str:
    """A new code for `agent`, in three groups of four; shown once, the earlier one is void."""
    if not policies.can_print_code(by, agent):
        raise PermissionDenied("Ce code ouvrirait un compte qui a plus de droits que le vôtre.")
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    agent.note_access_change("a imprimé un code de connexion", by=by)
    code_printed.send(Agent, agent=agent, by=by)
    SignInCode.objects.update_or_create(
        agent=agent,
        defaults={
            "code_hash": make_password(code),
            "expires_at": timezone.now() + timedelta(days=CODE_DAYS),
        },
    )
    return "-".join(code[start : start + 4] for start in range(0, CODE_LENGTH, 4))


@transaction.atomic
def use_sign_in_code(identifiant: str, code: str, password: str) -> Agent | None:
    """The agent whose code this is, with their new password set; None otherwise.

    The code's row is locked: a code serves once. Wrong ones do not use it up, or anybody could void it by failing on
    purpose: its 60 bits are not guessed at the rate that `sign_ins` allows.
    """
    found = (
        locked(SignInCode.objects)
        .select_related("agent")
        .filter(agent__identifiant__iexact=identifiant.strip(), agent__is_active=True)
        .filter(expires_at__gt=timezone.now())
        .first()
    )
    if found is None:
        make_password(code)  # as long as a real check: whether the account exists stays unknown
        return None
    if not check_password(normalise_code(code), found.code_hash):
        return None
    found.agent.set_password(password)
    found.agent.save(update_fields=["password"])
    found.delete()
    return found.agent
