"""The open data of deliberations (SCDL 2.1.5): what cannot be said strictly is left out, and listed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any

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


# What is not known is empty, and a day is written as ISO 8601 does.
VALUES: dict[str, Callable[[Any], Any]] = {
    "COLL_NOM": lambda act: settings.COUNCIL_NAME,
    "COLL_SIRET": lambda act: siret(),
    "DELIB_ID": attrgetter("number"),
    "DELIB_DATE": attrgetter("adopted_on"),
    "DELIB_MATIERE_CODE": lambda act: matter_of(act)[0],
    "DELIB_MATIERE_NOM": lambda act: matter_of(act)[1],
    "DELIB_OBJET": lambda act: " ".join(act.object.split()),
    "BUDGET_ANNEE": attrgetter("budget_year"),
    "BUDGET_NOM": attrgetter("budget_name"),
    "PREF_ID": attrgetter("prefecture"),
    "PREF_DATE": attrgetter("acknowledged_on"),
    "VOTE_EFFECTIF": attrgetter("seats"),
    "VOTE_REEL": attrgetter("voters"),
    "VOTE_POUR": attrgetter("votes_for"),
    "VOTE_CONTRE": attrgetter("votes_against"),
    "VOTE_ABSTENTION": attrgetter("abstentions"),
    "DELIB_URL": lambda act: iri_to_uri(act.public_url),
}
COLUMNS = tuple(VALUES)


def csv_chunks(session_ids: Iterable[int]) -> Iterator[bytes]:
    """The CSV of these sessions, block by block; no connection is held while a slow reader takes them."""
    yield _csv([COLUMNS])
    for session_id in session_ids:
        position = 0
        while batch := _batch(session_id, after=position):
            acts = [each for each in batch if not exclusion_reason(each)]
            yield _csv([read(act) for read in VALUES.values()] for act in acts)
            position = batch[-1].position
            if len(batch) < BATCH:
                break


def _csv(rows: Iterable[Sequence[Any]]) -> bytes:
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
