"""The SCDL file « Délibérations » 2.1.5: seventeen columns, strict; what cannot be said strictly is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.encoding import iri_to_uri

from core.ui.connections import release_connections
from core.ui.spreadsheets import csv_lines
from deliberations.models import Deliberation
from deliberations.models.deliberations import Result
from deliberations.scdl.table import COLUMNS

BATCH = 1000
MATTER_CODE = re.compile(r"[0-9]\.[0-9]{1,2}", re.ASCII)
SIRET = re.compile(r"[0-9]{14}", re.ASCII)
# An act of the council; what was adjourned or withdrawn is none.
ACTS = (Result.ADOPTED, Result.REJECTED, Result.NOTED)


def siret() -> str:
    """The town's. Raises ImproperlyConfigured when TOWN_SIRET is not one: without it no line is valid."""
    if not SIRET.fullmatch(settings.TOWN_SIRET):
        raise ImproperlyConfigured("TOWN_SIRET must hold the 14 digits of the town")
    return settings.TOWN_SIRET


def is_configured() -> bool:
    return SIRET.fullmatch(settings.TOWN_SIRET) is not None


def exclusion_reason(deliberation: Deliberation) -> str:
    """The mandatory value that is missing, in words; empty when the line is valid. Needs its matter."""
    if deliberation.result not in ACTS:
        return "elle n’est ni adoptée ni rejetée."
    if not deliberation.number:
        return "elle n’a pas de numéro."
    code, name = matter_of(deliberation)
    if not code or not name:
        return "sa matière n’est pas dans la nomenclature."
    return ""


def matter_of(deliberation: Deliberation) -> tuple[str, str]:
    """Code and name as SCDL writes them; the received ones when the nomenclature has none; empty when unusable."""
    if deliberation.matter:
        return deliberation.matter.code, deliberation.matter.scdl_name
    code = deliberation.matter_code.strip()
    return (code, scdl_name(deliberation.matter_name)) if MATTER_CODE.fullmatch(code) else ("", "")


def scdl_name(label: str) -> str:
    """« niveau 1/niveau 2 »: lower case, no space round the slash, no comma, nothing in parentheses."""
    plain = re.sub(r"[,()]", " ", re.sub(r"\([^()]*\)", " ", label.lower()))
    return "/".join(" ".join(level.split()) for level in plain.split("/"))


def csv_row(deliberation: Deliberation) -> list[str]:
    """The seventeen values; what is not known is empty."""
    code, name = matter_of(deliberation)
    votes = (
        deliberation.seats,
        deliberation.voters,
        deliberation.votes_for,
        deliberation.votes_against,
        deliberation.abstentions,
    )
    received = deliberation.acknowledged_on
    return [
        settings.COUNCIL_NAME,
        siret(),
        deliberation.number,
        deliberation.adopted_on.isoformat(),
        code,
        name,
        " ".join(deliberation.object.split()),
        deliberation.budget_year,
        deliberation.budget_name,
        deliberation.prefecture,
        received.isoformat() if received else "",
        *("" if number is None else str(number) for number in votes),
        iri_to_uri(deliberation.public_url),
    ]


def csv_chunks(session_ids: Iterable[int]) -> Iterator[bytes]:
    """The CSV of these sessions, block by block; no connection is held while a slow reader takes them."""
    yield _csv([COLUMNS])
    for session_id in session_ids:
        position = 0
        while batch := _batch(session_id, after=position):
            yield _csv(csv_row(each) for each in batch if not exclusion_reason(each))
            position = batch[-1].position
            if len(batch) < BATCH:
                break


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    return "".join(csv_lines(rows, delimiter=",")).encode()


def _batch(session_id: int, *, after: int) -> list[Deliberation]:
    rows = Deliberation.objects.filter(session=session_id, position__gt=after)
    batch = list(rows.select_related("matter").order_by("position")[:BATCH])
    release_connections()
    return batch
