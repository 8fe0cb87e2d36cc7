"""Locks of sessions, and words for what constraints refuse: what every action needs.

The lock of a session is taken first by all that changes it or its deliberations; another is of all their names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from itertools import chain, count

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError

from core.french import spaced
from core.people.models import Agent
from core.web import locks
from core.web.locks import locked
from deliberations.models import CouncilSession
from deliberations.policies import check_secretary

TWICE = "Le rapporteur n’est pas aussi co-rapporteur."
# The name of a constraint → the field that corrects it, and what to do.
MESSAGES = {
    "deliberation_number_once_a_year": (
        "number",
        "Ce numéro est déjà celui d’une autre délibération de l’année.",
    ),
    "deliberation_address_once": (
        "number",
        "Ce numéro est déjà celui d’une autre délibération de la séance.",
    ),
    "deliberation_votes_fit": (
        "votes_for",
        spaced("Pour, contre et abstentions dépassent le nombre de votants : vérifiez les cinq nombres."),
    ),
    "deliberation_voters_fit": ("voters", "Les votants dépassent l’effectif du conseil."),
    "deliberation_has_an_object": ("object", "L’objet ne peut pas rester vide."),
    "session_since_towns_exist": ("held_on", "La date de la séance n’est pas vraisemblable."),
}
SESSION_MESSAGES = {
    "deliberation_number_once_a_year": (
        "held_on",
        "À cette date, un de ses numéros serait déjà celui d’une autre délibération de l’année.",
    )
}

NUMBERING_MESSAGES = {
    "deliberation_number_once_a_year": (
        NON_FIELD_ERRORS,
        spaced(
            "Deux délibérations d’une même année ont le même numéro : chaque séance garde ses propres numéros."
        ),
    )
}


@contextmanager
def explain_constraints(others: Mapping[str, tuple[str, str]] = {}) -> Iterator[None]:
    """Turn the violation of a known constraint into a ValidationError; goes around the transaction."""
    words = {**MESSAGES, **others}
    try:
        yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
        if name not in words:
            raise
        field, message = words[name]
        raise ValidationError({field: message}) from error


def lock_session(session: CouncilSession, *, by: Agent) -> CouncilSession:
    """The session as it is now, locked until the transaction ends. Raises PermissionDenied, ValidationError."""
    check_secretary(by)
    found = locked(CouncilSession.objects).filter(pk=session.pk).first()
    if found is None:
        raise ValidationError("Cette séance vient d’être supprimée.")
    return found


def lock_session_names() -> None:
    """Two sessions created at once for one day get two names; until the transaction ends."""
    locks.wait_for("deliberations.naming")


def free_slug(held_on: date) -> str:
    """« 2026-06-25 », or « 2026-06-25-2 » for the second session of a day; locks the names."""
    lock_session_names()
    day = held_on.isoformat()
    taken = set(CouncilSession.objects.filter(slug__startswith=day).values_list("slug", flat=True))
    slugs = chain([day], (f"{day}-{rank}" for rank in count(2)))
    return next(slug for slug in slugs if slug not in taken)
