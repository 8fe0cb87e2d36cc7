from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from core.people.requests import AgentRequest
from core.ui.pagination import paginate
from core.ui.refusals import refusals_in
from core.ui.stale_forms import atomic_post, lock_on_post
from manuals.collaboration import actions
from manuals.collaboration.forms import SharedToolFilterForm, SharedToolForm
from manuals.models import Software
from manuals.view_shortcuts import kept_software


@require_safe
def shared_tools(request: AgentRequest) -> HttpResponse:
    """« Travailler ensemble »: for every agent."""
    filters = SharedToolFilterForm.from_query(request.GET)
    tools = filters.filter(Software.objects.collaborative()).for_sharing()
    context = {"page": paginate(tools, request), "filters": filters}
    return render(request, "manuals/collaboration/shared_tools.html", context)


@atomic_post
def shared_tool_edit(request: AgentRequest, reference: str) -> HttpResponse:
    software = kept_software(request.user, reference)
    lock_on_post(request, software)
    form = SharedToolForm(request.POST or None, initial=SharedToolForm.initial_for(software))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.describe_sharing(software, by=request.user, **form.cleaned_data)
            messages.success(request, "C’est enregistré.")
            return redirect(software)
    return render(
        request, "manuals/collaboration/shared_tool_edit.html", {"form": form, "software": software}
    )
