from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from core.history.entries import history_of
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.ui.pagination import paginate
from core.ui.spreadsheets import table_response
from core.ui.stale_forms import atomic_post, lock_on_post
from manuals import actions, policies
from manuals.exports import COLUMNS, rows_of
from manuals.forms import OutageForm, SoftwareFilterForm, SoftwareForm
from manuals.models import Manual, Outage, Software
from manuals.reading import manuals_of

LATEST_OUTAGES = 6


def software_list(request: AgentRequest) -> HttpResponse:
    filters = SoftwareFilterForm.from_query(request.GET)
    page = paginate(filters.filter(Software.objects.all()).for_list(), request)
    context = {"page": page, "filters": filters, "can_manage": policies.can_manage(request.user)}
    return render(request, "manuals/software_list.html", context)


def software_export(request: AgentRequest) -> FileResponse:
    """The list as it is filtered, whole."""
    filters = SoftwareFilterForm.from_query(request.GET)
    software = filters.filter(Software.objects.all()).for_list()
    rows = list(software.select_related("owner", "functional_referent", "it_referent"))
    # Read before it leaves: the read-only transaction is over by the time that the lines are sent.
    return table_response(COLUMNS, rows_of(rows), name="progiciels", form="csv")


def software_detail(request: AgentRequest, reference: str) -> HttpResponse:
    software = get_object_or_404(Software.objects.for_page(), reference=reference)
    outages = list(
        Outage.objects.filter(software=software)
        .select_related("said_by")
        .order_by("-started_at")[:LATEST_OUTAGES]
    )
    outage = next((outage for outage in outages if outage.ended_at is None), None)
    manuals = Manual.objects.filter(software=software).select_related("document", "replaced_by")
    current, older = manuals_of(software, list(manuals.with_pin_flag(request.user).newest_first()))
    context = {
        "software": software,
        "outage": outage,
        "past_outages": [past for past in outages if past.ended_at],
        "current": current,
        "older": older,
        "can": policies.software_abilities(request.user, software, is_down=outage is not None),
        "entries": history_of(software),
    }
    return render(request, "manuals/software_detail.html", context)


@atomic_post
def software_edit(request: AgentRequest, reference: str) -> HttpResponse:
    software = _kept(request.user, reference)
    lock_on_post(request, software)
    form = SoftwareForm(request.POST or None, initial=SoftwareForm.initial_for(software))
    if request.method == "POST" and form.is_valid():
        try:
            actions.describe(software, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "La fiche est à jour.")
            return redirect(software)
    return render(request, "manuals/software_edit.html", {"form": form, "software": software})


@atomic_post
def software_outage(request: AgentRequest, reference: str) -> HttpResponse:
    """Say that it is down, or more of what is known."""
    software = _kept(request.user, reference)
    lock_on_post(request, software)
    outage = software.outages.open().first()
    if request.method != "POST" and outage is None and software.is_retired:
        raise PermissionDenied("Ce progiciel est retiré\u00a0: on n’y signale plus de panne.")
    form = OutageForm(request.POST or None, initial=OutageForm.initial_for(software))
    if request.method == "POST" and form.is_valid():
        # What the page showed decides: a second referent who also starts one is told of the first.
        is_amending = "modifier" in request.POST
        try:
            (actions.amend_outage if is_amending else actions.start_outage)(
                software, by=request.user, message=form.cleaned_data["message"]
            )
        except ValidationError as error:
            form.add_error(None, error)
            outage = software.outages.open().first()
        else:
            said = "Le message est modifié." if is_amending else "La panne est signalée en haut de la page."
            messages.success(request, said)
            return redirect(software)
    context = {"form": form, "software": software, "outage": outage}
    return render(request, "manuals/software_outage.html", context)


@require_POST
def software_outage_end(request: AgentRequest, reference: str) -> HttpResponse:
    software = _kept(request.user, reference)
    try:
        actions.end_outage(software, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, f"La panne est terminée\u00a0: {software} marche de nouveau.")
    return redirect(software)


def _kept(agent: Agent, reference: str) -> Software:
    """Seen by all, kept by few: 404 when there is none, 403 when it is not theirs."""
    software = get_object_or_404(Software.objects.for_page(), reference=reference)
    if not policies.can_keep(agent, software):
        raise PermissionDenied(actions.NOT_KEEPER)
    return software
