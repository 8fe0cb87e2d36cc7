"""The software and their outages, then their manuals."""

from collections.abc import Callable
from functools import partial
from operator import attrgetter, methodcaller
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.documents.serving import Held
from core.french import spaced
from core.history.entries import history_of
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.web.pagination import paginate
from core.web.refusals import refusals_as_messages, submitted
from core.web.spreadsheets import columns_response
from core.web.stale_forms import atomic_post, lock_on_post
from manuals import actions, policies
from manuals.contracts import contract_sheet
from manuals.follow_ups import with_abilities
from manuals.forms import ManualForm, OutageForm, SoftwareFilterForm, SoftwareForm, manual_form
from manuals.models import Manual, Software, SoftwareLink
from manuals.pictures import body_of
from manuals.problems import sheets_of


def _open(agent: Agent | None) -> Agent | None:
    return agent if agent and agent.is_active else None


COLUMNS: list[tuple[str, Callable[[Any], Any]]] = [
    ("Progiciel", attrgetter("name")),
    ("À quoi il sert", attrgetter("purpose")),
    ("Besoins", lambda software: ", ".join(sorted(need.name for need in software.needs.all()))),
    ("Direction", attrgetter("owner.name")),
    ("État", methodcaller("get_state_display")),
    ("Panne en cours", attrgetter("is_down")),
    ("Version en service", attrgetter("version_in_use")),
    ("Éditeur", attrgetter("vendor")),
    ("Référent fonctionnel", lambda software: _open(software.functional_referent)),
    ("Téléphone", lambda software: getattr(_open(software.functional_referent), "phone", "")),
    ("Référent informatique", lambda software: _open(software.it_referent)),
    ("Téléphone", lambda software: getattr(_open(software.it_referent), "phone", "")),
    ("Adresse", attrgetter("link")),
]


LATEST_OUTAGES = 6
# What is open comes first.
LATEST_FOLLOW_UPS = 20


@require_safe
def software_list(request: AgentRequest) -> HttpResponse:
    filters = SoftwareFilterForm.reading(request.GET)
    page = paginate(filters.filter(Software.objects.all()).for_list(), request)
    context = {
        "page": page,
        "filters": filters,
        "can_manage": policies.can_manage(request.user),
    }
    return render(request, "manuals/software_list.html", context)


@require_safe
def software_export(request: AgentRequest) -> FileResponse:
    filters = SoftwareFilterForm.reading(request.GET)
    software = filters.filter(Software.objects.all()).for_list()
    rows = list(software.select_related("owner", "functional_referent", "it_referent"))
    # Read before it leaves: the read-only transaction is over by the time that the lines are sent.
    return columns_response(COLUMNS, rows, name="progiciels", form="csv")


@require_safe
def software_detail(request: AgentRequest, reference: str) -> HttpResponse:
    software = get_object_or_404(Software.objects.for_page().with_problems(), reference=reference)
    outages = list(software.outages.select_related("said_by").order_by("-started_at")[:LATEST_OUTAGES])
    outage = next((outage for outage in outages if outage.ended_at is None), None)
    rows = Manual.objects.filter(software=software).select_related("document", "replaced_by")
    manuals = list(rows.with_pin_flag(request.user).newest_first())
    for manual in manuals:
        # The page has the software already: reading it again for each manual would be a statement each.
        manual.software = software
    can = policies.software_abilities(request.user, software, is_down=outage is not None)
    context = {
        "software": software,
        "outage": outage,
        "past_outages": [past for past in outages if past.ended_at],
        "current": [manual for manual in manuals if manual.is_current],
        "older": [manual for manual in manuals if not manual.is_current],
        "can": can,
        "follow_ups": with_abilities(software.follow_ups.for_list()[:LATEST_FOLLOW_UPS], request.user),
        "sheets": sheets_of(software, sees_contract=can["see_contract"], on=timezone.localdate()),
        "contract_sheet": contract_sheet(software, on=timezone.localdate()) if can["see_contract"] else None,
        "links": SoftwareLink.objects.visible_to(request.user).of(software).for_list(),
        "entries": history_of(software),
        "shared_by": software.shared_by.by_name() if software.is_collaborative else (),
    }
    return render(request, "manuals/software_detail.html", context)


@atomic_post
def software_edit(request: AgentRequest, reference: str) -> HttpResponse:
    software = policies.kept_software(request.user, reference)
    lock_on_post(request, software)
    form = SoftwareForm(request.POST or None, initial=SoftwareForm.initial_for(software))
    action = partial(actions.describe, software, by=request.user)
    if submitted(request, form, action, done="La fiche est à jour."):
        return redirect(software)
    return render(request, "manuals/software_edit.html", {"form": form, "software": software})


@atomic_post
def software_outage(request: AgentRequest, reference: str) -> HttpResponse:
    """Say that it is down, or more of what is known."""
    software = policies.kept_software(request.user, reference)
    lock_on_post(request, software)
    if request.method != "POST" and software.is_retired and not software.outages.open().exists():
        raise PermissionDenied(spaced("Ce progiciel est retiré : on n’y signale plus de panne."))
    form = OutageForm(request.POST or None, initial=OutageForm.initial_for(software))
    # What the page showed decides: a second referent who also starts one learns of the first.
    is_amending = "modifier" in request.POST
    action = partial(actions.amend_outage if is_amending else actions.start_outage, software, by=request.user)
    done = "Le message est modifié." if is_amending else "La panne est signalée en haut de la page."
    if submitted(request, form, action, done=done):
        return redirect(software)
    context = {"form": form, "software": software, "outage": software.outages.open().first()}
    return render(request, "manuals/software_outage.html", context)


@require_POST
def software_outage_end(request: AgentRequest, reference: str) -> HttpResponse:
    software = policies.kept_software(request.user, reference)
    with refusals_as_messages(request):
        actions.end_outage(software, by=request.user)
        messages.success(request, spaced(f"La panne est terminée : {software} marche de nouveau."))
    return redirect(software)


# Manuals


@require_safe
def manual_detail(request: AgentRequest, manual_reference: str) -> HttpResponse:
    manuals = Manual.objects.for_page().with_pin_flag(request.user)
    manual = get_object_or_404(manuals, reference=manual_reference)
    can = policies.manual_abilities(request.user, manual)
    pictures = [] if manual.document_id else list(manual.pictures.all())
    context = {
        "manual": manual,
        "can": can,
        "entries": history_of(manual),
        "can_keep": policies.can_keep(request.user, manual.software),
        "pictures": pictures,
        "body": body_of(manual, pictures),
    }
    return render(request, "manuals/manual_detail.html", context)


@require_safe
def my_manuals(request: AgentRequest) -> HttpResponse:
    page = paginate(Manual.objects.pinned_by(request.user), request)
    return render(request, "manuals/my_manuals.html", {"page": page})


@require_POST
def manual_pin(request: AgentRequest, manual_reference: str) -> HttpResponse:
    """The button says which of the two it does: pressed twice, or on an old page, it never does the other."""
    manual = get_object_or_404(Manual, reference=manual_reference)
    target: Manual | None = manual
    if request.POST.get("epingler") == "non":
        actions.unpin(manual, by=request.user)
        messages.success(request, spaced(f"« {manual.title} » n’est plus dans « Mes manuels »."))
    else:
        with refusals_as_messages(request):
            target = actions.pin(manual, by=request.user)
            messages.success(request, spaced(f"« {target.title} » est dans « Mes manuels », sur l’accueil."))
    if request.POST.get("retour") == "mes-manuels":
        return redirect("manuals:my_manuals")
    return redirect(target or manual)


def manual_add(request: AgentRequest, reference: str, kind: str) -> HttpResponse:
    software = policies.kept_software(request.user, reference)
    initial = {"software_version": software.version_in_use, "dated_on": timezone.localdate()}
    return _creating(request, software, kind=kind, initial=initial)


def manual_replace(request: AgentRequest, manual_reference: str, kind: str) -> HttpResponse:
    manual = _kept_manual(request.user, manual_reference)
    if request.method != "POST" and not manual.is_current:
        raise PermissionDenied(
            spaced("Ce manuel n’est plus le manuel courant : on ne peut plus le remplacer.")
        )
    initial = ManualForm.initial_for(manual) | {
        "software_version": manual.software.version_in_use,
        "dated_on": timezone.localdate(),
    }
    return _creating(request, manual.software, kind=kind, initial=initial, replaces=manual)


def _creating(
    request: AgentRequest,
    software: Software,
    *,
    kind: str,
    initial: dict[str, Any],
    replaces: Manual | None = None,
) -> HttpResponse:
    form = _form(request, kind, initial=initial, correcting=False)
    added = "Le manuel est ajouté : tous les agents peuvent le lire."
    replaced = "Le manuel est remplacé. Qui avait épinglé l’ancien en est prévenu."
    if manual := submitted(
        request,
        form,
        partial(actions.add_manual, software, by=request.user, replaces=replaces),
        done=replaced if replaces else added,
        mine=Manual.objects.filter(added_by=request.user),
        again="Ce manuel était déjà enregistré : le voici.",
    ):
        return redirect(manual)
    context = {"form": form, "software": software, "kind": kind, "replaces": replaces}
    return render(request, "manuals/manual_add.html", context)


@atomic_post
def manual_correct(request: AgentRequest, manual_reference: str) -> HttpResponse:
    manual = _kept_manual(request.user, manual_reference)
    if request.method != "POST" and not manual.is_current:
        raise PermissionDenied(spaced("Ce manuel n’est plus le manuel courant : il reste comme on l’a lu."))
    lock_on_post(request, manual.software, manual)
    kind = "fichier" if manual.document_id else "page"
    form = _form(request, kind, initial=ManualForm.initial_for(manual), correcting=True)
    action = partial(actions.correct_manual, manual, by=request.user)
    if submitted(request, form, action, done="Le manuel est corrigé."):
        return redirect(manual)
    context = {"form": form, "manual": manual, "pictures": manual.pictures.all()}
    return render(request, "manuals/manual_correct.html", context)


def manual_withdraw(request: AgentRequest, manual_reference: str) -> HttpResponse:
    manual = _kept_manual(request.user, manual_reference)
    if request.method == "POST":
        with refusals_as_messages(request):
            actions.withdraw_manual(manual, by=request.user)
            messages.success(request, spaced("Le manuel est retiré : il reste derrière, parmi les anciens."))
        return redirect(manual)
    if not manual.is_current:
        raise PermissionDenied("Ce manuel n’est plus le manuel courant.")
    return render(request, "manuals/manual_withdraw.html", {"manual": manual})


@require_POST
def manual_restore(request: AgentRequest, manual_reference: str) -> HttpResponse:
    manual = _kept_manual(request.user, manual_reference)
    with refusals_as_messages(request):
        actions.restore_manual(manual, by=request.user)
        messages.success(request, "Le manuel est remis parmi les manuels courants.")
    return redirect(manual)


def find_file(request: HttpRequest, manual_reference: str) -> Held:
    """Every agent reads every manual, the older ones too."""
    manual = Manual.objects.select_related("document").filter(reference=manual_reference).first()
    if manual is None or manual.document is None:
        raise Http404
    return Held(manual.document, manual.title, reverse("manuals:manual_detail", args=[manual_reference]))


def _form(request: AgentRequest, kind: str, *, initial: dict[str, Any], correcting: bool) -> forms.Form:
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return manual_form(kind, correcting=correcting, by=request.user, data=data, files=files, initial=initial)


def _kept_manual(agent: Agent, reference: str) -> Manual:
    manual = get_object_or_404(Manual.objects.for_page(), reference=reference)
    policies.check_keeper(agent, manual.software)
    return manual
