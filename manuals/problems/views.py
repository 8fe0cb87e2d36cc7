from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from core.history.entries import history_of
from core.people.requests import AgentRequest
from core.ui.french import spaced
from core.ui.refusals import refusals_in
from core.ui.stale_forms import atomic_post, lock_on_post
from manuals import policies
from manuals.models import Problem
from manuals.problems import actions
from manuals.problems.forms import problem_form
from manuals.problems.marks import record_of
from manuals.view_shortcuts import kept_software


@atomic_post
def problem_edit(request: AgentRequest, reference: str, problem: Problem) -> HttpResponse:
    """The short form of one of the three parts of a software's page."""
    software = kept_software(request.user, reference)
    lock_on_post(request, software)
    sees_contract = policies.can_see_contract(request.user, software)
    form = problem_form(software, problem, sees_contract=sees_contract, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.fill_in(software, problem, by=request.user, **form.cleaned_data)
            messages.success(request, spaced(f"« {problem.label} » est à jour."))
            return redirect(f"{software.get_absolute_url()}#{problem.slug}")
    record = record_of(software, problem)
    context = {
        "form": form,
        "software": software,
        "problem": problem,
        "record": record,
        "entries": history_of(record) if record else [],
    }
    return render(request, "manuals/problems/problem_edit.html", context)
