"""A deliberation in words: how it was voted, and what still lacks before it is published or exported."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.ui.french import NBSP, count_of, listed, long_date, with_capital
from deliberations.exports import why_left_out
from deliberations.models import CouncilSession, Deliberation
from deliberations.models.deliberations import Result

ACTES_NUMBER = re.compile(r"[0-9A-Z_]{1,15}")


def vote_sentence(deliberation: Deliberation) -> str:
    """« Adoptée à la majorité : 36 pour, 4 contre et 3 abstentions, sur 43 votants. »"""
    result = with_capital(deliberation.get_result_display())
    if not deliberation.has_votes:
        return f"{result}."
    how = _how(deliberation) if deliberation.result == Result.ADOPTED else ""
    said = [f"{deliberation.votes_for} pour"]
    if deliberation.votes_against:
        said.append(f"{deliberation.votes_against} contre")
    if deliberation.abstentions:
        said.append(count_of(deliberation.abstentions, "abstention"))
    voters = f", sur {count_of(deliberation.voters, 'votant')}" if deliberation.voters is not None else ""
    return f"{result}{how}{NBSP}: {listed(said)}{voters}."


def _how(deliberation: Deliberation) -> str:
    if deliberation.votes_against:
        return " à la majorité"
    return " à l’unanimité des suffrages exprimés" if deliberation.abstentions else " à l’unanimité"


def votes_table(deliberation: Deliberation) -> list[tuple[str, int]]:
    """What is known of the vote, as (heading, number)."""
    columns = [
        ("Effectif du conseil", deliberation.seats),
        ("Votants", deliberation.voters),
        ("Pour", deliberation.votes_for),
        ("Contre", deliberation.votes_against),
        ("Abstentions", deliberation.abstentions),
    ]
    return [(heading, number) for heading, number in columns if number is not None]


@dataclass(frozen=True)
class Lack:
    """What a deliberation still lacks; what `is_blocking` stops the publication, the rest only warns."""

    deliberation: Deliberation
    words: str
    is_blocking: bool = False


def lacks_of(session: CouncilSession, deliberations: list[Deliberation]) -> list[Lack]:
    """In the session's order; `deliberations` with their matter and text."""
    return [lack for deliberation in deliberations for lack in _lacks(session, deliberation)]


def _lacks(session: CouncilSession, deliberation: Deliberation) -> list[Lack]:
    found = []
    if not deliberation.number:
        found.append(Lack(deliberation, "n’a pas de numéro.", is_blocking=True))
    elif not ACTES_NUMBER.fullmatch(deliberation.number):
        found.append(
            Lack(
                deliberation,
                "a un numéro que la préfecture refuserait\u00a0: 15 chiffres, majuscules ou «\u00a0_\u00a0» au plus.",
            )
        )
    if deliberation.text is None:
        found.append(Lack(deliberation, "n’a pas encore son texte (PDF)."))
    if deliberation.result == Result.PENDING:
        found.append(Lack(deliberation, "n’a pas de résultat."))
    elif deliberation.result in (Result.ADOPTED, Result.REJECTED) and not deliberation.has_votes:
        found.append(Lack(deliberation, "n’a pas tous ses votes (pour, contre, abstentions)."))
    if deliberation.matter is None:
        found.append(Lack(deliberation, "n’a pas de matière dans la nomenclature."))
    if deliberation.adopted_on != session.held_on:
        found.append(
            Lack(deliberation, f"est datée du {long_date(deliberation.adopted_on)}, pas de la séance.")
        )
    if why := why_left_out(deliberation):
        found.append(Lack(deliberation, f"manquera à l’export SCDL\u00a0: {why}"))
    return found
