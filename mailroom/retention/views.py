from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.people.requests import AgentRequest
from core.retention.elimination import check_visa, lines_of, stamp_of
from core.retention.forms import EliminateForm
from core.retention.pages import elimination_pdf_response
from core.ui.refusals import refusals_in
from mailroom.access import is_mail_office
from mailroom.models import Elimination
from mailroom.retention import actions, terms

WHAT = "Courriers reçus"
ERASED = "Textes, expéditeurs, messages, fichiers et réponses"


def retention(request: AgentRequest) -> HttpResponse:
    """What reached its term; with the visa of the archives, a page lists each letter, and its button eliminates."""
    _check_office(request)
    expired = terms.to_eliminate()
    pks = list(expired.values_list("pk", flat=True))
    form = EliminateForm(request.POST or None, initial={"shown": stamp_of(pks)})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            if request.POST.get("geste") == "eliminer":
                trace = actions.eliminate(by=request.user, **form.cleaned_data)
                messages.success(request, "Les courriers sont éliminés. Le bordereau reste ci-dessous.")
                return redirect(f"{reverse('mailroom:retention')}#{trace.reference}")
            if request.POST.get("geste") != "revenir":
                check_visa(expired, shown=form.cleaned_data["shown"], visa_on=form.cleaned_data["visa_on"])
                rows = [
                    actions.trace_of(item) | {"url": item.get_absolute_url(), "subject": item.subject}
                    for item in expired.select_related("kind").order_by("year", "sequence")
                ]
                said = {"form": form, "rows": rows, "word": "courrier", "erased": ERASED}
                return render(request, "retention/elimination_confirm.html", said)
    context = {
        "form": form,
        "erased": ERASED,
        "count": len(pks),
        "lines": lines_of(expired, day=terms.DAY),
        "archives": lines_of(terms.for_archives(), day=terms.DAY),
        "eliminations": Elimination.objects.select_related("by")[:50],
    }
    return render(request, "mailroom/retention/retention.html", context)


@require_safe
def elimination_list(request: AgentRequest) -> HttpResponse:
    """What the archives are asked to approve."""
    _check_office(request)
    lines = lines_of(terms.to_eliminate(), day=terms.DAY)
    return elimination_pdf_response(request, lines, None, what=WHAT)


@require_safe
def elimination_pdf(request: AgentRequest, elimination: str) -> HttpResponse:
    _check_office(request)
    row = get_object_or_404(Elimination.objects.select_related("by"), reference=elimination)
    return elimination_pdf_response(request, row.dated_lines, row, what=WHAT)


def _check_office(request: AgentRequest) -> None:
    if not is_mail_office(request.user):
        raise Http404
