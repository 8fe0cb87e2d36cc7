"""The open data of deliberations (SCDL 2.1.5): what cannot be said strictly is left out, and listed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.encoding import iri_to_uri
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from core.people.requests import AgentRequest
from core.web.connections import release_connections, spooled
from core.web.spreadsheets import csv_lines
from deliberations.models import CouncilSession, Deliberation
from deliberations.models.deliberations import Result
from deliberations.policies import check_secretary
from deliberations.querysets import YEARS, SessionQuerySet

BATCH = 1000
COLUMNS = (
    "COLL_NOM",
    "COLL_SIRET",
    "DELIB_ID",
    "DELIB_DATE",
    "DELIB_MATIERE_CODE",
    "DELIB_MATIERE_NOM",
    "DELIB_OBJET",
    "BUDGET_ANNEE",
    "BUDGET_NOM",
    "PREF_ID",
    "PREF_DATE",
    "VOTE_EFFECTIF",
    "VOTE_REEL",
    "VOTE_POUR",
    "VOTE_CONTRE",
    "VOTE_ABSTENTION",
    "DELIB_URL",
)
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


# Pages

# What is wrong in a year's export is listed as far as a person reads.
MOST_LEFT_OUT = 200


@require_safe
def year_export(request: AgentRequest, year: int) -> FileResponse:
    sessions = CouncilSession.objects.published().of_year(year)
    return _export(sessions, f"deliberations-{year}.csv")


@require_safe
def session_export(request: AgentRequest, year: int, session: str) -> FileResponse:
    """Only what is published is open."""
    sessions = CouncilSession.objects.published().at_address(year, session)
    return _export(sessions, f"deliberations-{session}.csv")


def _export(sessions: SessionQuerySet, name: str) -> FileResponse:
    ids = list(sessions.order_by("held_on", "pk").values_list("pk", flat=True))
    if not ids or not is_configured():
        raise Http404
    response = FileResponse(spooled(csv_chunks(ids)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
def export_check(request: AgentRequest, year: int) -> HttpResponse:
    """List what the year's open data will leave out, and why."""
    check_secretary(request.user)
    if year not in YEARS:
        raise Http404
    rows = Deliberation.objects.published().filter(year=year).select_related("matter", "session")
    left_out = []
    for deliberation in rows.order_by("session__held_on", "session", "position").iterator(1000):
        if why := exclusion_reason(deliberation):
            left_out.append((deliberation, why))
            if len(left_out) > MOST_LEFT_OUT:
                break
    context = {
        "year": year,
        "left_out": left_out[:MOST_LEFT_OUT],
        "is_cut": len(left_out) > MOST_LEFT_OUT,
        "is_possible": is_configured(),
    }
    return render(request, "deliberations/export_check.html", context)
