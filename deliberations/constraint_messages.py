from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError

from core.ui.french import spaced

NUMBER_TAKEN = "Ce numéro est déjà celui d’une autre délibération de l’année."
TWICE = "Le rapporteur n’est pas aussi co-rapporteur."
# The name of a constraint → the field that corrects it, and what to do.
MESSAGES = {
    "deliberation_number_once_a_year": ("number", NUMBER_TAKEN),
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
def explain_constraints(words: dict[str, tuple[str, str]] = MESSAGES) -> Iterator[None]:
    """Turn the violation of a known constraint into a ValidationError; goes around the transaction."""
    try:
        yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
        if name not in words:
            raise
        field, message = words[name]
        raise ValidationError({field: message}) from error
