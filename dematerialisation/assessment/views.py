"""The assessments: what every agent reads, on the page and on paper, and what the group writes of them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.french import exact_count_of, long_date, with_capital
from core.history.entries import history_of
from core.people.requests import AgentRequest
from core.web.non_blank import is_visible
from core.web.pdf import pdf_response
from core.web.refusals import refusals_as_messages, submitted
from core.web.spreadsheets import table_response
from core.web.stale_forms import atomic_post, lock_on_post
from dematerialisation import policies
from dematerialisation.assessment import actions
from dematerialisation.assessment.comparison import Comparison, comparison_of, label_of
from dematerialisation.assessment.forms import AssessForm, HeadingForm, PeriodForm
from dematerialisation.models import AssessedAction, Assessment
from dematerialisation.models.assessment import MEASURES
from suggestions.models import Comment, Idea

HEADER = ("Action", "Verdict", "Pourquoi", "Ce que cela a changé", *map(with_capital, MEASURES.values()))
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
    done = "Le bilan est commencé, avec les actions de la période."
    if found := submitted(request, form, partial(actions.begin, by=request.user), done=done):
        return redirect(found)
    return render(request, "dematerialisation/assessment/assessment_period.html", {"form": form})


@atomic_post
def assessment_move(request: AgentRequest, assessment: str) -> HttpResponse:
    found = _to_write(request, assessment)
    if not policies.can_begin_assessment(request.user):
        raise PermissionDenied(actions.NOT_THE_HEAD)
    lock_on_post(request, found)
    form = PeriodForm(request.POST or None, initial=PeriodForm.initial_for(found))
    if submitted(
        request, form, partial(actions.move, found, by=request.user), done="La période est changée."
    ):
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
def assessment_export(request: AgentRequest, assessment: str) -> HttpResponseBase:
    found = _assessment(request, assessment)
    rows = (
        [row.title, row.get_verdict_display(), row.reason, row.what_changed, row.sheets, row.links, row.hours]
        for row in found.actions.for_page()
    )
    return table_response(HEADER, rows, name=f"bilan-{found.years}")


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
    form = HeadingForm(request.POST or None, initial=HeadingForm.initial_from(found, name), heading=name)
    write, done = partial(actions.write, found, name, by=request.user), f"C’est écrit : {label_of(name)}."
    if submitted(request, form, write, done=done):
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
    done = f"C’est noté pour « {row} »."
    if submitted(request, form, partial(actions.assess, row, by=request.user), done=done):
        return redirect(f"{found.get_absolute_url()}#actions")
    ideas = Idea.objects.visible_to(request.user).filter(actions=row.action)
    comments = Comment.objects.filter(idea__in=ideas, hidden_at=None).order_by("-created_at", "-pk")
    context = {"form": form, "assessment": found, "row": row, "comments": comments[:MOST_COMMENTS]}
    return render(request, "dematerialisation/assessment/assessed_action.html", context)


def _headings(assessment: Assessment) -> list[dict[str, Any]]:
    return [
        {
            "word": word,
            "label": label_of(name),
            "text": getattr(assessment, name),
            "is_plain": name == "idea",
        }
        for word, name in WORDS.items()
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
