"""The pages of an import, the same for each kind of file: send, look, confirm or abandon, read the report."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe

from core.french import spaced
from core.history.entries import history_of, is_tracked
from core.imports.models import FileImport, State
from core.imports.steps import ImportSteps
from core.people import reauthentication
from core.people.requests import AgentRequest, agent_of
from core.web.idempotency import create_once
from core.web.pagination import paginate
from core.web.refusals import refusals_as_messages, refusals_in
from core.web.spreadsheets import table_response

LINES_A_PAGE = 50


class ImportPages[M: FileImport](ABC):
    """An app's subclass says what its files are and what is shown of one; its two templates extend `imports/…`.

    `urls` are the addresses: import_create, import_detail, import_abandon, import_report.
    """

    steps: ImportSteps[M]
    import_form: Callable[..., forms.Form]
    confirm_form: type[forms.Form] = forms.Form
    # The first line of the report, for a spreadsheet; a kind without one has no report to take away.
    report_header: Sequence[str] = ()

    def start(self, request: AgentRequest, given: dict[str, Any]) -> M:
        """Make an import of the form's data, its key included. Raise ValidationError."""
        return self.steps.begin(given["file"], by=request.user, submission_key=given["submission_key"])

    @abstractmethod
    def shown(self, started: M, request: AgentRequest) -> dict[str, Any]:
        """Describe an import at rest: `counts` (labels and numbers), `notes`, `lists`, and variables of its template.

        A list of lines: its word in the address → its label, how many lines it has, and those lines.

        Raises ValidationError when nothing can be said of it.
        """

    def report_rows(self, started: M, request: AgentRequest) -> Iterable[Sequence[Any]]:
        """The lines below `report_header`."""
        return ()

    # The pages

    def urls(self, prefix: str) -> list[URLPattern]:
        one = f"{prefix}<slug:imported>/"
        found = [
            path(prefix, self.import_create, name="import_create"),
            path(one, self.import_detail, name="import_detail"),
            path(f"{one}abandonner/", require_POST(self.import_abandon), name="import_abandon"),
        ]
        if self.report_header:
            report = require_safe(self.import_report)
            found.append(path(f"{one}compte-rendu.csv", report, name="import_report"))
        return found

    def import_create(self, request: AgentRequest) -> HttpResponse:
        self.steps.check_right(request.user)
        is_post = request.method == "POST"
        form = self.import_form(*((request.POST, request.FILES) if is_post else ()), by=request.user)
        if is_post:
            is_valid = form.is_valid()
            key: UUID | None = form.cleaned_data.get("submission_key")
            mine = self.steps.model._default_manager.filter(created_by=request.user)
            # Sent twice: its file may have been taken in already, and the form is no longer valid.
            if earlier := mine.filter(submission_key=key).first() if key else None:
                messages.info(request, spaced("Ce fichier est déjà envoyé : le voici."))
                return redirect(earlier)
            if is_valid and key:
                with refusals_in(form, "file"):
                    given = form.cleaned_data
                    started, _ = create_once(
                        mine, key, lambda key: self.start(request, {**given, "submission_key": key})
                    )
                    return redirect(started)
        page = paginate(self.steps.rows().order_by("-created_at", "-pk"), request)
        return self._render(request, "create", {"form": form, "page": page})

    def import_detail(self, request: AgentRequest, imported: str) -> HttpResponse:
        """How far it is, what it would do, or has done; the page's button confirms."""
        started = self.found(request, imported)
        if request.method == "POST":
            return self._confirm(request, started)
        if request.headers.get("HX-Request"):
            response = render(request, "imports/import_detail.html#progress", {"started": started})
            if not started.is_busy:
                response.headers["HX-Refresh"] = "true"
            return response
        return self._detail(request, started)

    def import_abandon(self, request: AgentRequest, imported: str) -> HttpResponse:
        started = self.found(request, imported)
        with refusals_as_messages(request):
            self.steps.abandon(started, by=request.user)
            messages.success(request, "L’import est abandonné.")
        return redirect(started)

    def import_report(self, request: AgentRequest, imported: str) -> HttpResponseBase:
        started = self.found(request, imported)
        # That of agents holds who they are.
        reauthentication.require(request)
        try:
            rows = self.report_rows(started, request)
        except ValidationError as error:
            raise Http404 from error
        name = f"import-{started.created_at:%Y-%m-%d}"
        response = table_response(self.report_header, rows, name=name, form="csv")
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def found(self, request: HttpRequest, imported: str) -> M:
        """Raises Http404 for whoever may not import."""
        if not self.steps.can_import(agent_of(request)):
            raise Http404
        return get_object_or_404(self.steps.rows(), reference=imported)

    def _confirm(self, request: AgentRequest, started: M) -> HttpResponse:
        form = self.confirm_form(request.POST)
        if form.is_valid():
            with refusals_in(form):
                self.steps.confirm(started, by=request.user, **form.cleaned_data)
                started.refresh_from_db()
                if started.state == State.DONE:
                    messages.success(request, "L’import est fait, voici ce qui a changé.")
                return redirect(started)
        started.refresh_from_db()
        if started.is_ready:
            return self._detail(request, started, form)
        messages.error(request, " ".join(map(str, form.non_field_errors())))
        return redirect(started)

    def _detail(self, request: AgentRequest, started: M, form: forms.Form | None = None) -> HttpResponse:
        context: dict[str, Any] = {
            "started": started,
            "form": form or self.confirm_form(),
            "fault": started.reason,
            # What the links of the page keep of its address.
            "query": request.GET,
            "columns": (),
            "abandoned": self.steps.abandoned if started.state == State.ABANDONED else "",
        }
        if not started.is_busy:
            try:
                context |= self.shown(started, request)
            except ValidationError as error:
                context["fault"] = error.messages[0]
        lists = {word: found for word, found in context.get("lists", {}).items() if found[1]}
        asked = request.GET.get("lignes", "")
        chosen = asked if asked in lists else next(iter(lists), "")
        if chosen:
            context |= {
                "chosen_label": lists[chosen][0],
                "page": paginate(lists[chosen][2], request, size=LINES_A_PAGE),
            }
        if is_tracked(self.steps.model):
            context["entries"] = history_of(started)
        for name in ("import_abandon", *(["import_report"] if self.report_header else [])):
            context[f"{name}_url"] = reverse(f"{self._app}:{name}", args=[started.reference])
        return self._render(request, "detail", context | {"lists": lists, "chosen": chosen})

    @property
    def _app(self) -> str:
        return self.steps.model._meta.app_label

    def _render(self, request: AgentRequest, page: str, context: dict[str, Any]) -> HttpResponse:
        return render(
            request,
            f"{self._app}/import_{page}.html",
            context | {"create_url": reverse(f"{self._app}:import_create")},
        )
