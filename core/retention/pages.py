"""The three pages of rows that are kept for long enough; the rubric's views check who asks, then call them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from core.people.requests import AgentRequest
from core.retention.elimination import at_once, check_visa, stamp_of
from core.retention.forms import EliminateForm
from core.retention.models import EliminationModel
from core.ui.pdf import pdf_response
from core.ui.refusals import refusals_in


@dataclass(frozen=True)
class RetentionPages:
    """The pages of one rubric: `namespace` has the addresses `retention`, `elimination_list` and `elimination_pdf`.

    `what` begins the printed list, `word` counts what is eliminated, `erased` says what of it is erased, `done` is said
    after it, `heading` names the kinds that `lines` counts; `rows` are those of the page that asks again.
    """

    namespace: str
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

    def retention(self, request: AgentRequest, **context: Any) -> HttpResponse:
        """List the rows that reached their term; with the visa, a page lists each, and its button eliminates."""
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
        context |= {
            "form": form,
            "count": len(pks),
            "later": waiting - len(pks),
            "lines": self.lines(expired),
            **self._words(),
            "eliminations": self.model._default_manager.select_related("by")[:50],
            "list_url": reverse(f"{self.namespace}:elimination_list"),
            "pdf": f"{self.namespace}:elimination_pdf",
        }
        return render(request, self.template, context)

    def _words(self) -> dict[str, str]:
        return {"word": self.word, "erased": self.erased, "heading": self.heading}

    def list_to_approve(self, request: HttpRequest) -> HttpResponse:
        return self._pdf(request, self.lines(at_once(self.expired())), None)

    def trace(self, request: HttpRequest, reference: str) -> HttpResponse:
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
