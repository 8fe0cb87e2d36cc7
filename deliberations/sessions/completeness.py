from __future__ import annotations

import re
from dataclasses import dataclass

from core.documents.models import Document
from core.ui.french import listed, long_date, spaced
from deliberations.models import CouncilSession, Deliberation
from deliberations.models.deliberations import Result
from deliberations.scdl.export import matter_of

ACTES_NUMBER = re.compile(r"[0-9A-Z_]{1,15}", re.ASCII)
ACTES_RULE = spaced("15 au plus de chiffres, de majuscules et de « _ »")


@dataclass(frozen=True)
class Problem:
    """All that a deliberation lacks; one that `is_blocking` stops the publication, others only warn."""

    deliberation: Deliberation
    words: str
    is_blocking: bool


def problems_of(session: CouncilSession, deliberations: list[Deliberation]) -> list[Problem]:
    """In the session's order; `deliberations` with their matter, their text, and their annexes' documents."""
    found = []
    for deliberation in deliberations:
        if lacking := _lacking(session, deliberation):
            found.append(Problem(deliberation, f"{listed(lacking)}.", is_blocking=not deliberation.number))
    return found


def _lacking(session: CouncilSession, deliberation: Deliberation) -> list[str]:
    lacking = []
    if not deliberation.number:
        lacking.append("n’a pas de numéro")
    elif not ACTES_NUMBER.fullmatch(deliberation.number):
        lacking.append(f"a un numéro que la préfecture refuserait ({ACTES_RULE})")
    lacking += _files(deliberation)
    if deliberation.result == Result.PENDING:
        lacking.append("n’a pas de résultat")
    elif deliberation.result in (Result.ADOPTED, Result.REJECTED) and not deliberation.has_votes:
        lacking.append("n’a pas tous ses votes")
    if "" in matter_of(deliberation):
        lacking.append("n’a pas de matière de la nomenclature, sans laquelle elle manquera à l’export SCDL")
    if deliberation.adopted_on != session.held_on:
        lacking.append(f"est datée du {long_date(deliberation.adopted_on)}")
    return lacking


def _files(deliberation: Deliberation) -> list[str]:
    """List what to check in its files before agents open them."""
    text = deliberation.text
    if text is None:
        found = ["n’a pas encore son texte (PDF)"]
    elif text.text_state == Document.TextState.NO_TEXT:
        found = ["a pour texte une numérisation, dont la recherche ne lit pas les mots"]
    else:
        found = [f"a un texte {text.reading_problem}"] if text.reading_problem else []
    for annex in deliberation.annexes.all():
        if problem := annex.document.reading_problem:
            found.append(spaced(f"a une annexe (« {annex.title} ») {problem}"))
    return found
