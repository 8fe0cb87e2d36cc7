"""The assessments: what every agent reads, on the page and on paper, and what the group writes of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.history.entries import history_of
from core.people.requests import AgentRequest
from core.ui.french import exact_count_of, long_date, spaced
from core.ui.pdf import pdf_response
from core.ui.refusals import refusals_as_messages, refusals_in
from core.ui.spreadsheets import Form, table_response
from core.ui.stale_forms import atomic_post, lock_on_post
from core.ui.visible import is_visible
from dematerialisation import policies
from dematerialisation.assessment import actions
from dematerialisation.assessment.comparison import Comparison, comparison_of, headings_of, label_of
from dematerialisation.assessment.forms import AssessForm, HeadingForm, PeriodForm
from dematerialisation.models import AssessedAction, Assessment
from dematerialisation.models.assessment import HEADINGS, MEASURES, Verdict
from suggestions.models import Comment, Idea

HEADER = (
    *("Action", "Verdict", "Pourquoi", "Ce que cela a changé", "Ce que les agents en ont dit"),
    *("Papier", "Feuilles de papier par an", "Comment on le sait"),
    *("Liens", "Liens", "Comment on le sait", "Ce qui travaille ensemble"),
    *("Meilleur usage", "Heures par an", "Étapes en moins", "Jours de délai en moins", "Comment on le sait"),
)


def rows_of(assessment: Assessment) -> Iterator[list[Any]]:
    for row in assessment.actions.for_page():
        cells = [row.title, Verdict(row.verdict).label if row.verdict else "", row.reason]
        cells += [row.what_changed, row.said_by_agents]
        for measure, amounts in MEASURES.items():
            cells.append(getattr(row, f"get_{measure}_basis_display")())
            cells += [getattr(row, amount) for amount in amounts]
            cells.append(getattr(row, f"{measure}_method"))
            cells += [row.linked] if measure == "links" else []
        yield cells


MOST_COMMENTS = 20
LIST = "dematerialisation/assessment/assessment_list.html"
# As the addresses name the headings.
WORDS = {
    "contexte": "context",
    "idee": "idea",
    "objectif": "objective",
    "methode": "method",
    "contenu": "content",
    "moyens": "means",
    "evaluation": "outcome",
    "suite": "next_steps",
}


@require_safe
def assessment_list(request: AgentRequest) -> HttpResponse:
    """The published ones for everyone; for the group the drafts too."""
    context = {
        "assessments": Assessment.objects.visible_to(request.user).for_list(),
        "can_begin": policies.can_begin_assessment(request.user),
    }
    return render(request, LIST, context)


def assessment_begin(request: AgentRequest) -> HttpResponse:
    if not policies.can_begin_assessment(request.user):
        raise PermissionDenied(actions.NOT_THE_HEAD)
    period = actions.next_period(timezone.localdate()) or (None, None)
    form = PeriodForm(request.POST or None, initial=dict(zip(("starts_on", "ends_on"), period, strict=True)))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            found = actions.begin(by=request.user, **form.cleaned_data)
            messages.success(request, "Le bilan est commencé, avec les actions de la période.")
            return redirect(found)
    return render(request, "dematerialisation/assessment/assessment_period.html", {"form": form})


@atomic_post
def assessment_move(request: AgentRequest, assessment: str) -> HttpResponse:
    found = _to_write(request, assessment)
    if not policies.can_begin_assessment(request.user):
        raise PermissionDenied(actions.NOT_THE_HEAD)
    lock_on_post(request, found)
    form = PeriodForm(request.POST or None, initial=PeriodForm.initial_for(found))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.move(found, by=request.user, **form.cleaned_data)
            messages.success(request, "La période est changée.")
            return redirect(found)
    context = {"form": form, "assessment": found}
    return render(request, "dematerialisation/assessment/assessment_period.html", context)


@require_safe
def assessment_detail(request: AgentRequest, assessment: str) -> HttpResponse:
    found = _assessment(request, assessment)
    can_write, comparison = policies.can_write_assessment(request.user, found), comparison_of(found)
    can_move = can_write and policies.can_begin_assessment(request.user)
    context = {
        "assessment": found,
        "headings": _headings(found),
        "comparison": comparison,
        "can_write": can_write,
        "can_move": can_move,
        "can_discard": can_move and not actions.is_begun(found),
        "left": _left(found, comparison) if can_write else [],
        "entries": history_of(found),
    }
    return render(request, "dematerialisation/assessment/assessment_detail.html", context)


@require_safe
def assessment_pdf(request: AgentRequest, assessment: str) -> HttpResponse:
    found = _assessment(request, assessment)
    return pdf_response(
        request,
        "dematerialisation/assessment/assessment_pdf.html",
        {"assessment": found, "headings": _headings(found), "comparison": comparison_of(found)},
        title=str(found),
        name=f"bilan-{found.years}.pdf",
        variant="pdf/ua-1",
    )


@require_safe
def assessment_export(request: AgentRequest, assessment: str, form: Form) -> HttpResponseBase:
    found = _assessment(request, assessment)
    return table_response(HEADER, rows_of(found), name=f"bilan-{found.years}", form=form)


@require_POST
def assessment_take_actions(request: AgentRequest, assessment: str) -> HttpResponse:
    found = _to_write(request, assessment)
    with refusals_as_messages(request):
        messages.success(request, actions.take_actions_again(found, by=request.user))
    return redirect(f"{found.get_absolute_url()}#actions")


@require_POST
def assessment_publish(request: AgentRequest, assessment: str) -> HttpResponse:
    """From its page, which shows what is frozen."""
    found = _to_write(request, assessment)
    with refusals_as_messages(request):
        messages.success(request, actions.publish(found, by=request.user, seen=request.POST.get("seen", "")))
    return redirect(found)


@require_POST
def assessment_discard(request: AgentRequest, assessment: str) -> HttpResponse:
    found = _to_write(request, assessment)
    with refusals_as_messages(request):
        actions.discard(found, by=request.user)
        messages.success(request, "Le brouillon est supprimé.")
        return redirect("assessment_list")
    return redirect(found)


@atomic_post
def assessment_heading(request: AgentRequest, assessment: str, heading: str) -> HttpResponse:
    found = _to_write(request, assessment)
    name = WORDS.get(heading)
    if name is None:
        raise Http404
    lock_on_post(request, found)
    form = HeadingForm(request.POST or None, initial=HeadingForm.initial_for(found, name), heading=name)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.write(found, name, by=request.user, text=form.cleaned_data["text"])
            messages.success(request, spaced(f"C’est écrit : {label_of(name)}."))
            return redirect(f"{found.get_absolute_url()}#{heading}")
    context = {"form": form, "assessment": found, "label": label_of(name)}
    return render(request, "dematerialisation/assessment/assessment_heading.html", context)


@atomic_post
def assessed_action(request: AgentRequest, assessment: str, reference: str) -> HttpResponse:
    found = _to_write(request, assessment)
    rows = AssessedAction.objects.select_related("assessment", "action")
    row = get_object_or_404(rows, assessment=found, action__reference=reference)
    # The whole first, as every action on an assessment does.
    lock_on_post(request, found, row)
    form = AssessForm(request.POST or None, initial=AssessForm.initial_for(row))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.assess(row, by=request.user, **form.cleaned_data)
            messages.success(request, spaced(f"C’est noté pour « {row} »."))
            return redirect(f"{found.get_absolute_url()}#actions")
    ideas = Idea.objects.visible_to(request.user).filter(actions=row.action)
    comments = Comment.objects.filter(idea__in=ideas, hidden_at=None).order_by("-created_at", "-pk")
    context = {"form": form, "assessment": found, "row": row, "comments": comments[:MOST_COMMENTS]}
    return render(request, "dematerialisation/assessment/assessed_action.html", context)


def _headings(assessment: Assessment) -> list[dict[str, Any]]:
    words = {name: word for word, name in WORDS.items()}
    return [
        {"word": words[name], "label": label, "text": text, "is_plain": name == HEADINGS[1]}
        for name, label, text in headings_of(assessment)
    ]


def _left(assessment: Assessment, comparison: Comparison) -> list[tuple[str, str]]:
    """List what is left before the publication: in words, and where the first of it is written."""
    to_say = [row for row, _ in comparison.actions if not row.verdict]
    to_write = [heading["word"] for heading in _headings(assessment) if not is_visible(heading["text"])]
    left = []
    if to_say:
        words = exact_count_of(len(to_say), "action sans verdict", "actions sans verdict")
        key = to_say[0].action.reference
        left.append((words, reverse("assessed_action", args=[assessment.reference, key])))
    if to_write:
        words = exact_count_of(len(to_write), "rubrique vide", "rubriques vides")
        left.append((words, reverse("assessment_heading", args=[assessment.reference, to_write[0]])))
    if assessment.ends_on >= timezone.localdate():
        left.append((f"la période, jusqu’au {long_date(assessment.ends_on)}", ""))
    return left


def _assessment(request: AgentRequest, reference: str) -> Assessment:
    found = Assessment.objects.visible_to(request.user).select_related("begun_by", "published_by")
    return get_object_or_404(found, reference=reference)


def _to_write(request: AgentRequest, reference: str) -> Assessment:
    """For the group; of one that was published meanwhile, what was sent is shown again and refused by its action."""
    found = _assessment(request, reference)
    if not policies.can_write(request.user):
        raise PermissionDenied(actions.NOT_THE_GROUP)
    if request.method != "POST" and found.is_published:
        raise PermissionDenied(actions.FROZEN)
    return found
