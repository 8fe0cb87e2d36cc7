from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from core.history.entries import history_of
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.ui.french import spaced
from core.ui.refusals import refusals_in
from core.ui.stale_forms import atomic_post, lock_on_post
from manuals import policies
from manuals.contracts import actions
from manuals.contracts.forms import CommitForm, ContractForm
from manuals.models import Contract, Deadline, Software


@atomic_post
def contract_edit(request: AgentRequest, reference: str) -> HttpResponse:
    software = _software(request.user, reference)
    lock_on_post(request, software)
    contract = Contract.objects.filter(software=software).first()
    form = ContractForm(request.POST or None, initial=ContractForm.initial_for(contract))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.fill_in_contract(software, by=request.user, **form.cleaned_data)
            messages.success(request, "Le contrat est à jour.")
            return redirect(f"{software.get_absolute_url()}#contrat")
    entries = history_of(contract) if contract else []
    context = {"form": form, "software": software, "entries": entries}
    return render(request, "manuals/contracts/contract_edit.html", context)


@atomic_post
def contract_commit(request: AgentRequest, reference: str, deadline: str) -> HttpResponse:
    """Show the date of a reminder, who looks after it, and the button « je m’en occupe »."""
    software = _software(request.user, reference)
    contract = get_object_or_404(Contract, software=software)
    asked = next((each for each in Deadline if each.slug == deadline), None)
    if asked is None:
        raise Http404
    lock_on_post(request, contract)
    if (deadline_on := contract.day_of(asked)) is None:
        raise Http404
    made = contract.commitments.select_related("made_by").filter(deadline=asked, deadline_on=deadline_on)
    commitment = made.first()
    initial = CommitForm.initial_for(commitment) | {"deadline_on": deadline_on}
    form = CommitForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.commit(contract, asked, by=request.user, **form.cleaned_data)
            messages.success(request, spaced("C’est noté : vous vous en occupez."))
            return redirect(f"{software.get_absolute_url()}#contrat")
    context = {
        "form": form,
        "software": software,
        "contract": contract,
        "deadline": asked,
        "deadline_on": deadline_on,
        "commitment": commitment,
        "is_ended": deadline_on < timezone.localdate(),
        "is_closed": actions.is_past(asked, deadline_on, on=timezone.localdate()) or software.is_retired,
    }
    return render(request, "manuals/contracts/contract_commit.html", context)


def _software(agent: Agent, reference: str) -> Software:
    """404 for those who may not read its contract: to them there is none."""
    software = get_object_or_404(Software.objects.for_page(), reference=reference)
    if not policies.can_see_contract(agent, software):
        raise Http404
    return software
