"""Preparing a session, publishing it, correcting it afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from core.approvals.models import Approval
from core.documents.models import Document
from core.french import listed, long_date, spaced, with_capital
from core.history.entries import history_of
from core.people.requests import AgentRequest
from core.web.fields import OneLineField
from core.web.idempotency import OneTimeForm
from core.web.pagination import paginate
from core.web.refusals import refusals_as_messages, refusals_in, submitted
from core.web.stale_forms import StaleCheckForm, atomic_post, lock_on_post
from deliberations import policies
from deliberations.draft_approvals import rows_of, without_visa
from deliberations.draft_steps import with_rapporteurs
from deliberations.fields import DayField
from deliberations.models import CouncilSession, Deliberation
from deliberations.models.deliberations import Result
from deliberations.policies import check_secretary
from deliberations.scdl import matter_of
from deliberations.sessions import actions


class SessionForm(forms.Form):
    held_on = DayField(label="Date de la séance")
    kind = forms.ChoiceField(
        label="Type de séance", choices=CouncilSession.Kind.choices, initial=CouncilSession.Kind.ORDINARY
    )
    place = OneLineField(label="Lieu", max_length=200, required=False)
    is_second = forms.BooleanField(label="C’est bien une seconde séance ce jour-là", required=False)

    def __init__(self, *args: Any, session: CouncilSession | None = None, **kwargs: Any) -> None:
        """`session` is the one that is being changed."""
        super().__init__(*args, **kwargs)
        self.session = session
        if not self._same_day():
            del self.fields["is_second"]

    def _same_day(self) -> list[CouncilSession]:
        """The other sessions of the day that was typed; of a session that keeps its day, none."""
        try:
            held_on = self.fields["held_on"].clean(self.data.get(self.add_prefix("held_on")))
        except ValidationError:
            return []
        if self.session and held_on == self.session.held_on:
            return []
        others = CouncilSession.objects.filter(held_on=held_on).order_by("pk")
        return [other for other in others if other != self.session]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "is_second" in self.fields and not cleaned.pop("is_second", False):
            said = listed([f"{other.kind_label}, {other.get_state_display()}" for other in self._same_day()])
            self.add_error(
                "is_second",
                spaced(f"Ce jour-là a déjà une {said} : ouvrez-la plutôt, ou cochez cette case."),
            )
        return cleaned


class SessionChangeForm(StaleCheckForm, SessionForm):
    pass


class SessionCreateForm(OneTimeForm, SessionForm):
    def _same_day(self) -> list[CouncilSession]:
        # The form sent twice meets what its first sending created: that is no second session.
        mine = str(self.data.get(self.add_prefix("submission_key"), ""))
        return [other for other in super()._same_day() if str(other.submission_key) != mine]


class PublishForm(forms.Form):
    """Nothing to fill in, but a box when acts lack the visa of their rapporteur."""

    without_visas = forms.BooleanField(
        label="Publier sans ces visas",
        error_messages={
            "required": "Cochez cette case pour publier sans ces visas, ou attendez qu’ils soient donnés."
        },
    )

    def __init__(self, *args: Any, lacks_visas: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not lacks_visas:
            del self.fields["without_visas"]


class ReasonForm(forms.Form):
    reason = OneLineField(
        label="Motif",
        max_length=300,
        help_text="Gardé dans l’historique de la séance.",
        error_messages={"required": spaced("Dites pourquoi : l’historique garde ce motif.")},
    )


ACTES_NUMBER = re.compile(r"[0-9A-Z_]{1,15}", re.ASCII)
ACTES_RULE = spaced("15 au plus de chiffres, de majuscules et de « _ »")


@dataclass(frozen=True)
class Problem:
    """All that a deliberation lacks; one that `is_blocking` stops the publication, others only warn."""

    deliberation: Deliberation
    words: str
    is_blocking: bool


def problems_of(session: CouncilSession, deliberations: list[Deliberation]) -> list[Problem]:
    """In the session's order; `deliberations` with their matter, their text, and their annexes' documents."""
    found = []
    for deliberation in deliberations:
        if lacking := _lacking(session, deliberation):
            found.append(Problem(deliberation, f"{listed(lacking)}.", is_blocking=not deliberation.number))
    return found


def _lacking(session: CouncilSession, deliberation: Deliberation) -> list[str]:
    lacking = []
    if not deliberation.number:
        lacking.append("n’a pas de numéro")
    elif not ACTES_NUMBER.fullmatch(deliberation.number):
        lacking.append(f"a un numéro que la préfecture refuserait ({ACTES_RULE})")
    lacking += _files(deliberation)
    if deliberation.result == Result.PENDING:
        lacking.append("n’a pas de résultat")
    elif deliberation.result in (Result.ADOPTED, Result.REJECTED) and not deliberation.has_votes:
        lacking.append("n’a pas tous ses votes")
    if "" in matter_of(deliberation):
        lacking.append("n’a pas de matière de la nomenclature, sans laquelle elle manquera à l’export SCDL")
    if deliberation.adopted_on != session.held_on:
        lacking.append(f"est datée du {long_date(deliberation.adopted_on)}")
    return lacking


def _files(deliberation: Deliberation) -> list[str]:
    """List what to check in its files before agents open them."""
    text = deliberation.text
    if text is None:
        found = ["n’a pas encore son texte (PDF)"]
    elif text.text_state == Document.TextState.NO_TEXT:
        found = ["a pour texte une numérisation, dont la recherche ne lit pas les mots"]
    else:
        found = [f"a un texte {text.reading_problem}"] if text.reading_problem else []
    for annex in deliberation.annexes.all():
        if problem := annex.document.reading_problem:
            found.append(spaced(f"a une annexe (« {annex.title} ») {problem}"))
    return found


PLACE_ERRORS = ("invalid", "min_value", "max_value")


class OrderForm(forms.Form):
    """The place of each act of a page; `shown` lists the keys of the whole session, in the order that was shown.

    Cleaned, `order` lists them as the places say: of two acts at one place, the one that moves up stands before the
    other, and the one that moves down after it.
    """

    shown = forms.CharField(widget=forms.HiddenInput, max_length=20_000, required=False)

    def __init__(self, *args: Any, acts: Iterable[Deliberation], shown: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["shown"] = ",".join(shown)
        places = {key: place for place, key in enumerate(shown, 1)}
        for act in acts:
            label = spaced(f"Place de « {act.object[:60]} »")
            self.fields[f"place_{act.pk}"] = forms.IntegerField(
                required=False,
                min_value=1,
                max_value=9999,
                localize=False,
                initial=places[str(act.pk)],
                error_messages=dict.fromkeys(PLACE_ERRORS, "Une place est un nombre, de 1 à 9\u00a0999."),
                widget=forms.NumberInput(attrs={"aria-label": label}),
            )

    def clean(self) -> dict[str, Any]:
        shown = self.cleaned_data.get("shown", "").split(",")
        typed = {
            name.removeprefix("place_"): place for name, place in self.cleaned_data.items() if name != "shown"
        }

        def rank(row: tuple[int, str]) -> tuple[int, int, int]:
            place, key = row
            asked = typed.get(key) or place
            return asked, (asked > place) - (asked < place), place

        order = [key for _, key in sorted(enumerate(shown, 1), key=rank)]
        return {"shown": shown, "order": order}


@dataclass(frozen=True)
class Line:
    """An act of the page that prepares its session: its state in words, its place, and what it lacks."""

    act: Deliberation
    label: str
    tone: str
    place: forms.BoundField
    problem: Problem | None


VISAS = {
    Approval.State.RUNNING: ("En visa", ""),
    Approval.State.RETURNED: ("Refusé", "late"),
    Approval.State.APPROVED: ("Visé", "done"),
}


def _lines(session: CouncilSession, acts: list[Deliberation], form: OrderForm) -> list[Line]:
    problems = {problem.deliberation.pk: problem for problem in problems_of(session, acts)}
    found = Approval.objects.of_rows(Deliberation, [act.pk for act in acts]).standing()
    visas = dict(found.values_list("object_id", "state"))
    return [
        Line(act, *_state(session, act, visas), form[f"place_{act.pk}"], problems.get(act.pk)) for act in acts
    ]


def _state(session: CouncilSession, act: Deliberation, visas: Mapping[int, str]) -> tuple[str, str]:
    if session.is_published:
        tone = {Result.PENDING: "late", Result.ADOPTED: "done"}.get(Result(act.result), "")
        return with_capital(act.get_result_display()), tone
    if act.text_id is None:
        return "Sans texte", "late"
    return VISAS[Approval.State(visas[act.pk])] if act.pk in visas else ("Pas envoyé", "off")


MOST_CHECKED = 1000
# One page of `session_prepare`; a session of the council holds fewer.
ACTS_A_PAGE = 100


def session_create(request: AgentRequest) -> HttpResponse:
    check_secretary(request.user)
    form = SessionCreateForm(request.POST if request.method == "POST" else None)
    session = submitted(
        request,
        form,
        partial(actions.create_session, by=request.user),
        done="La séance est créée : ajoutez ses délibérations.",
        mine=CouncilSession.objects.filter(created_by=request.user),
        again="Cette séance est déjà créée : la voici.",
    )
    if session:
        return redirect("deliberations:session_prepare", session.reference)
    return render(request, "deliberations/session_create.html", {"form": form})


def session_prepare(request: AgentRequest, reference: str) -> HttpResponse:
    """The session on one page: its order, what is missing, and what may be done with it."""
    session = policies.session_to_prepare(request.user, reference)
    rows = _rows_to_check(session).select_related("matter", "text", "rapporteur")
    shown = [str(pk) for pk in rows.values_list("pk", flat=True)]
    page = paginate(rows, request, size=ACTS_A_PAGE)
    acts = list(page)
    form = OrderForm(request.POST if request.method == "POST" else None, acts=acts, shown=shown)
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            actions.change_order(session, by=request.user, **form.cleaned_data)
            messages.success(request, "L’ordre de la séance est enregistré.")
            return redirect(request.get_full_path())
        # Refused: the acts that there are now, in the order that was asked for.
        asked = [key for key in dict.fromkeys([*form.cleaned_data["order"], *shown]) if key in shown]
        acts.sort(key=lambda act: asked.index(str(act.pk)))
        places = {f"place_{key}": place for place, key in enumerate(asked, 1)}
        form.data = {"shown": ",".join(shown), **places}
    for act in acts:
        act.session = session
    context = {
        "session": session,
        "page": page,
        "form": form,
        "lines": _lines(session, acts, form),
        "unnumbered": session.deliberations.filter(number="").count(),
        "can_delete": policies.can_delete_session(request.user, session),
        "can_publish": policies.can_publish(request.user, session) and page,
        "can_unpublish": policies.can_unpublish(request.user, session),
        "entries": history_of(session),
    }
    return render(request, "deliberations/session_prepare.html", context)


@atomic_post
def session_change(request: AgentRequest, reference: str) -> HttpResponse:
    session = policies.session_to_prepare(request.user, reference)
    lock_on_post(request, session)
    data = request.POST if request.method == "POST" else None
    form = SessionChangeForm(data, session=session, initial=SessionChangeForm.initial_for(session))
    action = partial(actions.change_session, session, by=request.user)
    done = "La séance est corrigée."
    return _asked(request, session, form, action, "deliberations/session_change.html", done)


def session_unpublish(request: AgentRequest, reference: str) -> HttpResponse:
    session = policies.session_to_prepare(request.user, reference)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    action = partial(actions.unpublish, session, by=request.user)
    return _asked(request, session, form, action, "deliberations/session_unpublish.html")


def session_publish(request: AgentRequest, reference: str) -> HttpResponse:
    """The page says what is missing; its button publishes."""
    session = policies.session_to_prepare(request.user, reference)
    rows = list(with_rapporteurs(_rows_to_check(session))[:MOST_CHECKED])
    problems = problems_of(session, rows)
    unread = [] if session.is_published else without_visa(rows_of(rows))
    form = PublishForm(request.POST if request.method == "POST" else None, lacks_visas=bool(unread))
    context = {
        "problems": problems,
        "is_blocked": any(problem.is_blocking for problem in problems),
        "without_visa": unread,
    }

    def publish(without_visas: bool = False) -> str:
        return actions.publish(session, by=request.user)

    return _asked(request, session, form, publish, "deliberations/session_publish.html", context=context)


def _rows_to_check(session: CouncilSession) -> QuerySet[Deliberation]:
    """In the session's order, with what `problems_of` looks at."""
    rows = session.deliberations.select_related("matter", "text")
    return rows.prefetch_related("annexes__document").order_by("position")


def _asked(
    request: AgentRequest,
    session: CouncilSession,
    form: forms.Form,
    action: Callable[..., Any],
    template: str,
    done: str = "",
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Ask, act, say, return to the session; a refusal keeps what was typed."""
    if submitted(request, form, action, done=done or str):
        return redirect("deliberations:session_prepare", session.reference)
    # The action may have changed the instance before it was refused: the page shows what is kept.
    session.refresh_from_db()
    return render(request, template, {"form": form, "session": session, **(context or {})})


def session_delete(request: AgentRequest, reference: str) -> HttpResponse:
    session = policies.session_to_prepare(request.user, reference)
    if request.method == "POST":
        with refusals_as_messages(request):
            actions.delete_session(session, by=request.user)
            messages.success(request, "La séance est supprimée.")
            return redirect("deliberations:council")
        return redirect("deliberations:session_prepare", reference)
    if not policies.can_delete_session(request.user, session):
        raise PermissionDenied(spaced("Cette séance a été publiée : elle ne se supprime plus."))
    return render(request, "deliberations/session_delete.html", {"session": session})


@require_POST
def session_number(request: AgentRequest, reference: str) -> HttpResponse:
    session = policies.session_to_prepare(request.user, reference)
    with refusals_as_messages(request):
        messages.success(request, actions.assign_numbers(session, by=request.user))
    return redirect("deliberations:session_prepare", reference)
