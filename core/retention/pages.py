"""The three pages of rows that are kept for long enough, for those whom the rubric allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.french import spaced
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.retention.elimination import at_once, check_visa, stamp_of
from core.retention.models import EliminationModel
from core.web.fields import DayField, OneLineField
from core.web.pdf import pdf_response
from core.web.refusals import refusals_in
from core.web.stale_forms import ShownField


class EliminateForm(forms.Form):
    visa_on = DayField(label="Date du visa des archives départementales")
    visa_reference = OneLineField(
        label="Référence du visa",
        max_length=120,
        help_text="Celle que porte le bordereau visé. Sans elle, rien n’est éliminé.",
        error_messages={"required": spaced("Écrivez la référence du visa : sans elle, rien n’est éliminé.")},
    )
    shown = ShownField(max_length=32, error_messages={"required": "Rechargez la page, et relisez la liste."})


@dataclass(frozen=True)
class RetentionPages:
    """The pages of one rubric, whose `namespace` has their `routes`; 404 but for those who `may` eliminate.

    `what` begins the printed list, `word` counts what is eliminated, `erased` says what of it is erased, `done` is said
    after it, `heading` names the kinds that `lines` counts; `rows` are those of the page that asks again;
    `more` is what its template shows beside.
    """

    namespace: str
    may: Callable[[Agent], bool]
    template: str
    what: str
    word: str
    erased: str
    done: str
    expired: Callable[[], QuerySet[Any]]
    lines: Callable[[Any], list[dict[str, Any]]]
    rows: Callable[[Any], list[dict[str, Any]]]
    eliminate: Callable[..., EliminationModel]
    model: type[EliminationModel]
    heading: str = "Nature"
    more: Callable[[Agent], dict[str, Any]] = lambda _agent: {}

    def routes(self, at: str, *, traces: str = "") -> list[URLPattern]:
        read_or_post = require_http_methods(["GET", "HEAD", "POST"])
        return [
            path(at, read_or_post(self.retention), name="retention"),
            path(f"{at}a-eliminer.pdf", require_safe(self.list_to_approve), name="elimination_list"),
            path(f"{at}{traces}<slug:reference>/", require_safe(self.trace), name="elimination_pdf"),
        ]

    def retention(self, request: AgentRequest) -> HttpResponse:
        """List the rows that reached their term; with the visa, a page lists each, and its button eliminates."""
        self._check(request)
        waiting, expired = self.expired().count(), at_once(self.expired())
        pks = list(expired.values_list("pk", flat=True))
        form = EliminateForm(request.POST or None, initial={"shown": stamp_of(pks)})
        if request.method == "POST" and form.is_valid():
            with refusals_in(form):
                if request.POST.get("geste") == "eliminer":
                    trace = self.eliminate(by=request.user, **form.cleaned_data)
                    messages.success(request, self.done)
                    return redirect(f"{reverse(f'{self.namespace}:retention')}#{trace.reference}")
                if request.POST.get("geste") != "revenir":
                    check_visa(
                        expired, shown=form.cleaned_data["shown"], visa_on=form.cleaned_data["visa_on"]
                    )
                    asked = {"form": form, "rows": self.rows(expired), **self._words()}
                    return render(request, "retention/elimination_confirm.html", asked)
        context = {
            "form": form,
            "count": len(pks),
            "later": waiting - len(pks),
            "lines": self.lines(expired),
            **self._words(),
            "eliminations": self.model._default_manager.select_related("by")[:50],
            "list_url": reverse(f"{self.namespace}:elimination_list"),
            "pdf": f"{self.namespace}:elimination_pdf",
            **self.more(request.user),
        }
        return render(request, self.template, context)

    def _check(self, request: AgentRequest) -> None:
        if not self.may(request.user):
            raise Http404

    def _words(self) -> dict[str, str]:
        return {"word": self.word, "erased": self.erased, "heading": self.heading}

    def list_to_approve(self, request: AgentRequest) -> HttpResponse:
        """Print the list that the archives are asked to approve."""
        self._check(request)
        return self._pdf(request, self.lines(at_once(self.expired())), None)

    def trace(self, request: AgentRequest, reference: str) -> HttpResponse:
        self._check(request)
        row = get_object_or_404(self.model._default_manager.select_related("by"), reference=reference)
        return self._pdf(request, row.dated_lines, row)

    def _pdf(
        self, request: HttpRequest, lines: list[dict[str, Any]], elimination: EliminationModel | None
    ) -> HttpResponse:
        total = sum(line["count"] for line in lines)
        return pdf_response(
            request,
            "retention/elimination_pdf.html",
            {
                "lines": lines,
                "elimination": elimination,
                "total": total,
                "what": self.what,
                "heading": self.heading,
            },
            title="Bordereau d’élimination",
            name="elimination.pdf",
            variant="pdf/a-3u",
        )
