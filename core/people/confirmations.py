"""Changes that no account makes alone: a head, a deputy named by another, the address of somebody who decides.

One account asks, another confirms. Where no other account could, it is done at once; human resources and those whom it
concerns are notified in both cases.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.french import of, spaced
from core.history.context import action_context
from core.people import policies
from core.people.actions import record_address
from core.people.models import Absence, Agent, ChangeRequest, Direction
from core.people.signals import absence_changed, change_asked, change_decided
from core.web.locks import lock_row

State = ChangeRequest.State
OWN_NAME = spaced("On ne se nomme pas soi-même : une autre personne le demande.")
OWN_PLACE = spaced("On ne met pas une direction sous la sienne : une autre personne le fait.")
OWN_LEVEL = spaced(
    "On ne change pas soi-même la place ou le niveau de sa direction : une autre personne le fait."
)
OWN_TEAM = spaced("On ne met pas un agent sous soi : une autre personne le fait.")
OWN_HEAD = spaced("Ses visas viendraient à vous, qui dirigez au-dessus : une autre personne ferme ce compte.")
OWN_DIRECTION = spaced("On ne change pas soi-même de direction : une autre personne le fait.")
NOT_YOURS = spaced(
    "Qui demande ce changement, ou en est nommé, ne le confirme pas : il y faut un autre compte."
)
MOVED = spaced(
    "Une autre personne a été nommée depuis cette demande : refusez-la, puis demandez-la de nouveau si besoin."
)
WAITS = spaced("attend la confirmation d’une seconde personne ; le reste est enregistré.")


@transaction.atomic
def ask(
    *,
    by: Agent,
    direction: Direction | None = None,
    absence: Absence | None = None,
    account: Agent | None = None,
    person: Agent | None = None,
    is_interim: bool = False,
    email: str = "",
) -> bool:
    """Ask a second account to confirm this in place of what was asked before; return whether it waits.

    The caller has checked the right. Raises ValidationError when `by` names themselves or it cannot be written.
    """
    if person is not None and person.pk == by.pk:
        raise ValidationError(OWN_NAME)
    target = {"direction": direction, "absence": absence, "account": account}
    change = ChangeRequest(**target, person=person, is_interim=is_interim, email=email, asked_by=by)
    _lock(change)
    change.former = change.current
    with action_context("a demandé un changement à confirmer", by=by):
        drop(by=by, reason="une autre demande l’a remplacé", **target)
        if policies.confirmers_of(change).exists():
            change.save()
            change_asked.send(ChangeRequest, change=change)
            return True
    _do(change, by=by, name="a fait un changement que personne d’autre ne pouvait confirmer")
    return False


def drop(*, by: Agent, reason: str, **target: Any) -> None:
    """Refuse what waits for this direction, absence or account, which the caller has locked and changes otherwise."""
    for change in ChangeRequest.objects.waiting().filter(**target):
        _refuse(change, by=by, reason=reason)


def waits(absence: Absence) -> str:
    """Return a sentence about the deputy who is not named yet, or nothing."""
    is_asked = ChangeRequest.objects.waiting().filter(absence=absence).exists()
    return f" Qui la remplace {WAITS}" if is_asked else ""


@transaction.atomic
def confirm(change: ChangeRequest, *, by: Agent) -> None:
    change = _waiting(change)
    if not policies.may_confirm(by, change):
        raise PermissionDenied(NOT_YOURS)
    _do(change, by=by, name="a confirmé le changement demandé par une autre personne")
    change.save()


@transaction.atomic
def refuse(change: ChangeRequest, *, by: Agent, reason: str) -> None:
    """Refuse it, or take back what one asked oneself."""
    change = _waiting(change)
    if not policies.can_read_changes(by):
        raise PermissionDenied(NOT_YOURS)
    with action_context("a refusé le changement demandé", by=by):
        _refuse(change, by=by, reason=reason)


def _refuse(change: ChangeRequest, *, by: Agent, reason: str) -> None:
    _decide(change, State.REFUSED, by=by)
    change.save()
    change_decided.send(ChangeRequest, change=change, reason=reason)


def _do(change: ChangeRequest, *, by: Agent, name: str) -> None:
    _lock(change)
    if change.current != change.former:
        raise ValidationError(MOVED)
    if change.person is not None and not change.person.is_at_work:
        raise ValidationError(spaced(f"Le compte {of(change.person)} est fermé : nommez quelqu’un d’autre."))
    with action_context(name, by=by):
        if change.direction:
            change.direction.head, change.direction.is_interim = change.person, change.is_interim
            change.direction.save(update_fields=["head", "is_interim"])
        elif change.absence:
            if change.absence.is_over:
                raise ValidationError(
                    spaced("Cette absence est passée : plus personne n’y remplace personne.")
                )
            change.absence.deputy = change.person
            change.absence.save(update_fields=["deputy"])
            absence_changed.send(Absence, absence=change.absence, by=change.asked_by, is_new_deputy=True)
        elif change.account:
            _write_address(change.account, change.email)
    _decide(change, State.CONFIRMED, by=by)
    change_decided.send(ChangeRequest, change=change, reason="")


def _write_address(account: Agent, email: str) -> None:
    """Check the address again as the admin would, for it may have been taken since, and write it."""
    before, account.email = account.email or "", email or None
    others = {field.name for field in Agent._meta.fields} - {"email"}
    try:
        account.full_clean(exclude=others)
        with transaction.atomic():
            account.save(update_fields=["email"])
    except ValidationError as error:
        raise ValidationError(error.messages) from error
    except IntegrityError as error:
        raise ValidationError("Cette adresse vient d’être donnée à un autre agent.") from error
    record_address(account, before=before)


def _decide(change: ChangeRequest, state: State, *, by: Agent) -> None:
    change.state, change.decided_by, change.decided_at, change.email = state, by, timezone.now(), ""


def _waiting(change: ChangeRequest) -> ChangeRequest:
    """Return the request as it is now, locked after what it changes."""
    _lock(change)
    row = lock_row(ChangeRequest, change.pk)
    if not row.is_waiting:
        raise ValidationError(f"Ce changement est déjà {row.get_state_display()}.")
    return row


def _lock(change: ChangeRequest) -> None:
    """Lock what it changes, and read it as it is now."""
    try:
        if change.direction:
            change.direction = lock_row(Direction, change.direction.pk)
        elif change.absence:
            change.absence = lock_row(Absence, change.absence.pk)
        elif change.account:
            change.account = lock_row(Agent, change.account.pk)
    except ObjectDoesNotExist as error:
        raise ValidationError(spaced("Ce changement n’a plus d’objet : il a été supprimé.")) from error
