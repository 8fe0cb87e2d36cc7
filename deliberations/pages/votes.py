"""A vote in words and as a table."""

from core.ui.french import count_of, listed, spaced, with_capital
from deliberations.models import Deliberation
from deliberations.models.deliberations import Result


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
    return spaced(f"{result}{how} : {listed(said)}{voters}.")


def _how(deliberation: Deliberation) -> str:
    if deliberation.votes_against:
        return " à la majorité"
    return " à l’unanimité des suffrages exprimés" if deliberation.abstentions else " à l’unanimité"


def votes_table(deliberation: Deliberation) -> list[tuple[str, int]]:
    """Return known figures of the vote, as (heading, number)."""
    columns = [
        ("Effectif du conseil", deliberation.seats),
        ("Votants", deliberation.voters),
        ("Pour", deliberation.votes_for),
        ("Contre", deliberation.votes_against),
        ("Abstentions", deliberation.abstentions),
    ]
    return [(heading, number) for heading, number in columns if number is not None]
