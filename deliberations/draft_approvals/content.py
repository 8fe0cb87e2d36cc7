from __future__ import annotations

from typing import Any

from core.approvals.registry import ApprovedFile, Content
from core.ui.french import listed, spaced
from core.ui.locks import lock_row, locked
from deliberations.models import Councillor, CouncilSession, Deliberation

TEXT = "Texte de la délibération"


def content_of(deliberation: Deliberation) -> Content:
    """The object and the files; votes, numbers and codes come later and reopen nothing."""
    files = [ApprovedFile(TEXT, deliberation.text)] if deliberation.text else []
    annexes = deliberation.annexes.select_related("document").order_by("position")
    files += [ApprovedFile(annex.title, annex.document) for annex in annexes]
    return Content(deliberation.object, "", tuple(files))


def lock_draft(pk: int) -> Deliberation:
    """The session's lock, then the deliberation's: the order of all that the secretary does."""
    session = lock_row(CouncilSession, Deliberation.objects.values_list("session_id", flat=True).get(pk=pk))
    deliberation = locked(Deliberation.objects.select_related("text")).get(pk=pk)
    deliberation.session = session
    return deliberation


def with_rapporteurs(deliberations: Any) -> Any:
    """With what the functions below read; three statements whatever the number of rows."""
    return deliberations.select_related("text", "rapporteur__account").prefetch_related(
        "co_rapporteurs__account"
    )


def rapporteurs_of(deliberation: Deliberation) -> list[Councillor]:
    """The rapporteur first."""
    first = [deliberation.rapporteur] if deliberation.rapporteur else []
    return first + [each for each in deliberation.co_rapporteurs.all() if each not in first]


def obstacle_of(deliberation: Deliberation) -> str:
    """Why the draft cannot be sent; empty when it can."""
    if deliberation.text is None:
        return "sans texte (PDF) à lire"
    if deliberation.rapporteur is None:
        return "sans rapporteur"
    rapporteurs = rapporteurs_of(deliberation)
    if without := [str(each) for each in rapporteurs if each.account is None]:
        return spaced(f"sans compte : {listed(without)}")
    if closed := [str(each) for each in rapporteurs if each.account and not each.account.is_active]:
        return spaced(f"compte fermé : {listed(closed)}")
    return ""
