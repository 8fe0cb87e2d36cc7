"""The open data, for everyone; and what it leaves out, for the secretary."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from core.people.requests import AgentRequest
from core.ui.connections import spooled
from deliberations.models import CouncilSession, Deliberation
from deliberations.policies import check_secretary
from deliberations.querysets import YEARS, SessionQuerySet
from deliberations.scdl import export

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
    if not ids or not export.is_configured():
        raise Http404
    response = FileResponse(spooled(export.csv_chunks(ids)), content_type="text/csv; charset=utf-8")
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
        if why := export.exclusion_reason(deliberation):
            left_out.append((deliberation, why))
            if len(left_out) > MOST_LEFT_OUT:
                break
    context = {
        "year": year,
        "left_out": left_out[:MOST_LEFT_OUT],
        "is_cut": len(left_out) > MOST_LEFT_OUT,
        "is_possible": export.is_configured(),
    }
    return render(request, "deliberations/export_check.html", context)
