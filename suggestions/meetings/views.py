"""The group's meetings: prepared, held, projected, and their minutes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.french import count_of, spaced, with_capital
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.web.pagination import paginate
from core.web.pdf import missing_pdf_part, pdf_response
from core.web.refusals import refusals_as_messages, submitted
from core.web.stale_forms import atomic_post, lock_on_post
from suggestions import policies
from suggestions.decisions import actions as decisions
from suggestions.decisions.forms import DecisionForm
from suggestions.decisions.policies import can_decide, may_decide
from suggestions.evaluation.panel import evaluation_panel, mark_said
from suggestions.evaluation.policies import can_see_marks
from suggestions.evaluation.quorum import agreement
from suggestions.exchange.panel import exchange_panel
from suggestions.meetings import actions
from suggestions.meetings.forms import AddForm, MeetingAmendForm, MeetingPrepareForm, NoteForm, PostponeForm
from suggestions.models import AgendaItem, Decision, Flag, Idea, Meeting
from suggestions.policies import group_members, may_moderate


def _point_of(item: Any, number: int, agent: Agent) -> Point:
    idea = item.idea
    is_own = agent.pk in item.authors
    may_read_decision = not is_own or idea.published_answer is not None
    # Before, each member reads the others' only after their own: the idea's page knows.
    may_read = not is_own and (idea.evaluation_closed_at is not None or idea.decided_at is not None)
    return Point(
        item=item,
        number=number,
        marks=_marks(getattr(idea, "tally", None), with_marks=may_read),
        vetoes=[(said["name"], said["why"]) for said in item.said_vetoes] if may_read else [],
        criteria=item.grounds if may_read_decision else [],
        decision=idea.group_decision if may_read_decision else None,
        is_own=is_own,
    )


@dataclass(frozen=True)
class Point:
    """`marks` and `vetoes` are empty for who may not read them; an author sees no decision before the answer."""

    item: AgendaItem
    number: int
    marks: str
    vetoes: list[tuple[str, str]]
    criteria: list[str]
    decision: Decision | None
    is_own: bool

    @property
    def idea(self) -> Any:
        return self.item.idea

    @property
    def state(self) -> str:
        """« Retenue », « Reportée », « À examiner »."""
        if self.decision:
            return self.decision.get_verdict_display()
        return self.item.get_outcome_display()


def points_of(meeting: Meeting, agent: Agent) -> list[Point]:
    """In the order of the agenda: one statement, whatever its length.

    Prefetched, the vetoes would come by evaluation, to be gathered and sorted again, and the page would ask five
    statements more than its twelve.
    """
    vetoes = Flag.objects.filter(evaluation__idea=OuterRef("idea"), level=Flag.Level.VETO)
    grounds = Decision.criteria.through.objects.filter(decision__idea=OuterRef("idea"))
    authors = Idea.objects.filter(Q(pk=OuterRef("idea")) | Q(head=OuterRef("idea"))).exclude(author=None)
    items = (
        meeting.items.select_related(
            "idea__direction", "idea__tally", "idea__answer", "idea__decision__decided_by"
        )
        .annotate(
            said_vetoes=ArraySubquery(
                vetoes.order_by("criterion__position", "pk").values(
                    said=JSONObject(name="criterion__name", why="reason")
                )
            ),
            authors=ArraySubquery(authors.values("author")),
            grounds=ArraySubquery(grounds.order_by("criterion__position").values("criterion__name")),
        )
        .order_by("position", "pk")
    )
    return [_point_of(item, number, agent) for number, item in enumerate(items, start=1)]


def _point(request: AgentRequest, row: Meeting, idea: str) -> tuple[Point, Point | None, Point | None]:
    """The point of this idea, with its neighbours on the agenda."""
    points = points_of(row, request.user)
    place = next((at for at, point in enumerate(points) if point.idea.reference == idea), None)
    if place is None:
        raise Http404
    before = points[place - 1] if place else None
    return points[place], before, points[place + 1] if place + 1 < len(points) else None


def _marks(tally: Any, *, with_marks: bool) -> str:
    """« 6 évaluations sur 8 · médiane 3 sur 4 · partagés · 1 veto »."""
    if tally is None:
        return ""
    said = [f"{count_of(tally.evaluations, 'évaluation')} sur\u00a0{tally.expected}"]
    if with_marks:
        if tally.score is not None:
            said.append(f"médiane {mark_said(tally.score)} sur\u00a04")
        if tally.disagreement is not None:
            said.append(agreement(tally.disagreement))
        if tally.vetoes:
            said.append(count_of(tally.vetoes, "veto"))
    return " · ".join(said)


# Offered one by one; « Composer l’ordre du jour » takes them all.
OFFERED = 50


@require_safe
def meeting_list(request: AgentRequest) -> HttpResponse:
    _group_only(request)
    decided = Count("items", filter=Q(items__outcome=AgendaItem.Outcome.DECIDED))
    rows = Meeting.objects.annotate(points=Count("items"), decided=decided).order_by("-starts_at", "-pk")
    return render(request, "suggestions/meetings/meeting_list.html", {"page": paginate(rows, request)})


def meeting_prepare(request: AgentRequest) -> HttpResponse:
    _group_only(request)
    form = MeetingPrepareForm(request.POST if request.method == "POST" else None)
    if meeting := submitted(
        request,
        form,
        partial(actions.prepare, by=request.user),
        done=lambda made: _prepared(made, request.user),
        mine=Meeting.objects.all(),
        again="Cette réunion était déjà enregistrée : la voici.",
    ):
        return redirect(meeting)
    return render(request, "suggestions/meetings/meeting_prepare.html", {"form": form, "meeting": None})


def _prepared(meeting: Meeting, by: Agent) -> str:
    """Put on the agenda what is ready: composing it is not a screen of its own."""
    added = actions.compose(meeting, by=by)
    ready = (
        count_of(added, "idée prête est", "idées prêtes sont") if added else "aucune idée prête n’est encore"
    )
    said = f"La réunion est prévue et le groupe prévenu. {with_capital(ready)} à l’ordre du jour."
    if not added and (elsewhere := actions.waiting_elsewhere(meeting)):
        attend = count_of(elsewhere, "idée attend", "idées attendent")
        said = f"{said} {with_capital(attend)} à celui d’une autre réunion."
    return said


@atomic_post
def meeting_amend(request: AgentRequest, meeting: str) -> HttpResponse:
    row = _meeting(request, meeting)
    lock_on_post(request, row)
    if request.method != "POST" and not policies.meeting_abilities(request.user, row)["amend"]:
        raise PermissionDenied(spaced("Cette réunion a commencé : son jour et son lieu ne changent plus."))
    data = request.POST if request.method == "POST" else None
    form = MeetingAmendForm(data, initial=MeetingAmendForm.initial_for(row))
    if submitted(
        request, form, partial(actions.amend, row, by=request.user), done="La réunion est modifiée."
    ):
        return redirect(row)
    return render(request, "suggestions/meetings/meeting_prepare.html", {"form": form, "meeting": row})


@require_safe
def meeting_detail(request: AgentRequest, meeting: str) -> HttpResponse:
    return _meeting_page(request, _meeting(request, meeting))


@require_POST
@atomic_post
def meeting_note(request: AgentRequest, meeting: str) -> HttpResponse:
    row = _meeting(request, meeting)
    lock_on_post(request, row)
    form = NoteForm(request.POST, initial=NoteForm.initial_for(row))
    if submitted(request, form, partial(actions.note, row, by=request.user), done="C’est noté."):
        return redirect(row)
    return _meeting_page(request, row, note_form=form)


@require_POST
def meeting_compose(request: AgentRequest, meeting: str) -> HttpResponse:
    row = _meeting(request, meeting)

    def said(added: int) -> str:
        if not added:
            return spaced("Aucune autre idée n’est prête : l’ordre du jour ne change pas.")
        return f"{count_of(added, 'idée ajoutée', 'idées ajoutées')} à l’ordre du jour, les plus discutées d’abord."

    return _done(request, row, partial(actions.compose, row, by=request.user), said)


@require_POST
def meeting_add(request: AgentRequest, meeting: str) -> HttpResponse:
    row = _meeting(request, meeting)
    ready = actions.ready_for(row)
    form = AddForm(request.POST, ready=ready, offered=_offered(ready))
    if not form.is_valid():
        return _meeting_page(request, row, add_form=form)
    add = partial(actions.add, row, by=request.user, idea=form.cleaned_data["idea"])
    return _done(request, row, add, "L’idée est à l’ordre du jour.")


MOVES: dict[str, tuple[Callable[..., Any], str]] = {
    "monter": (partial(actions.move, is_up=True), "L’idée passe plus tôt."),
    "descendre": (partial(actions.move, is_up=False), "L’idée passe plus tard."),
    "retirer": (
        actions.remove,
        spaced("L’idée est retirée de l’ordre du jour : elle reste prête pour une autre réunion."),
    ),
}


@require_POST
def meeting_move(request: AgentRequest, meeting: str, idea: str, move: str) -> HttpResponse:
    row = _meeting(request, meeting)
    if move not in MOVES:
        raise Http404
    act, said = MOVES[move]
    one = get_object_or_404(Idea, reference=idea)
    return _done(request, row, partial(act, row, by=request.user, idea=one), said)


# The action of a meeting, what it says, and the page that it leads to.
STEPS = {
    "open": (
        actions.open_meeting,
        spaced(
            "La réunion est ouverte : les évaluations de son ordre du jour sont closes, chacun lit les notes."
        ),
        "suggestions:meeting_detail",
    ),
    "close": (
        actions.close,
        spaced("La réunion est close : voici son compte rendu. Les réponses restent à préparer."),
        "suggestions:meeting_minutes",
    ),
    "reopen": (
        actions.reopen,
        spaced("La réunion est rouverte : complétez-la, puis terminez par « Clore la réunion »."),
        "suggestions:meeting_detail",
    ),
}


@require_POST
def meeting_step(request: AgentRequest, meeting: str, step: str) -> HttpResponse:
    row = _meeting(request, meeting)
    act, said, then = STEPS[step]
    return _done(request, row, partial(act, row, by=request.user), said, then=then)


def meeting_item(request: AgentRequest, meeting: str, idea: str) -> HttpResponse:
    """One idea in the room: what each thinks of it, and the decision to note."""
    row = _meeting(request, meeting)
    point, before, after = _point(request, row, idea)
    one = Idea.objects.for_page().select_related("tally").get(pk=point.idea.pk)
    form = None
    if row.state == Meeting.State.OPEN and can_decide(request.user, one):
        form = DecisionForm(request.POST if request.method == "POST" else None, obj=one, by=request.user)
    if request.method == "POST":
        if not may_decide(request.user, one):
            raise PermissionDenied(decisions.LEFT_TO_OTHERS)
        form = form or DecisionForm(request.POST, obj=one, by=request.user)
        decide = partial(decisions.decide, one, by=request.user, meeting=row)
        if submitted(request, form, decide, done=f"La décision est notée : « {one} »."):
            return redirect(_next_url(row, after))
    return _item_page(request, row, (point, before, after), one, form=form)


@require_POST
def meeting_postpone(request: AgentRequest, meeting: str, idea: str) -> HttpResponse:
    row = _meeting(request, meeting)
    point, before, after = _point(request, row, idea)
    postpone_form = PostponeForm(request.POST)
    postpone = partial(actions.postpone, row, by=request.user, idea=point.idea)
    if submitted(
        request, postpone_form, postpone, done=f"« {point.idea} » est reportée à une autre réunion."
    ):
        return redirect(_next_url(row, after))
    one = Idea.objects.for_page().select_related("tally").get(pk=point.idea.pk)
    return _item_page(request, row, (point, before, after), one, postpone_form=postpone_form)


@require_safe
def meeting_projection(request: AgentRequest, meeting: str, number: int) -> HttpResponse:
    """One idea in letters that the back of the room reads; the arrows lead from one to the next."""
    row = _meeting(request, meeting)
    points = points_of(row, request.user)
    if not 1 <= number <= len(points):
        raise Http404
    point = points[number - 1]
    context = {
        "meeting": row,
        "point": point,
        "count": len(points),
        "previous": number - 1 if number > 1 else None,
        "next": number + 1 if number < len(points) else None,
    }
    return render(request, "suggestions/meetings/meeting_projection.html", context)


@require_safe
def meeting_minutes(request: AgentRequest, meeting: str) -> HttpResponse:
    context = minutes_of(_held(request, meeting), request) | {"missing": missing_pdf_part()}
    return render(request, "suggestions/meetings/meeting_minutes.html", context)


def minutes_of(meeting: Meeting, request: AgentRequest) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "points": points_of(meeting, request.user),
        "present": list(meeting.present.by_name()),
    }


def _room_url(meeting: Meeting) -> str:
    """Return the address, in another rubric, to find a room for two hours and the whole group."""
    starts_at = timezone.localtime(meeting.starts_at)
    # Rooms are asked for from a quarter of an hour on.
    starts_at = starts_at.replace(minute=starts_at.minute // 15 * 15)
    asked = {
        "quand": "date",
        "le": f"{starts_at:%Y-%m-%d}",
        "de": f"{starts_at:%H:%M}",
        "duree": 120,
        "personnes": max(group_members().count(), 1),
    }
    return f"{reverse('rooms:find_room')}?{urlencode(asked)}"


def _meeting_page(request: AgentRequest, row: Meeting, **forms: Any) -> HttpResponse:
    can = policies.meeting_abilities(request.user, row)
    points = points_of(row, request.user)
    context = {
        "meeting": row,
        "points": points,
        "undecided": sum(not point.item.outcome and point.idea.group_decision is None for point in points),
        "can": can,
        "form": next(iter(forms.values()), None),
        "room_url": _room_url(row) if can["amend"] else "",
    }
    if can["arrange"]:
        ready = actions.ready_for(row)
        offered = _offered(ready)
        context["add_form"] = AddForm(ready=ready, offered=offered) if offered else None
    if can["hold"]:
        context["note_form"] = NoteForm(initial=NoteForm.initial_for(row))
    return render(request, "suggestions/meetings/meeting_detail.html", context | forms)


def _offered(ready: QuerySet[Idea]) -> list[Idea]:
    return list(ready.only("reference", "title", "year", "number")[:OFFERED])


def _item_page(
    request: AgentRequest,
    row: Meeting,
    place: tuple[Point, Point | None, Point | None],
    idea: Idea,
    *,
    form: DecisionForm | None = None,
    postpone_form: PostponeForm | None = None,
) -> HttpResponse:
    point, before, after = place
    family = Idea.objects.family_of(idea).values_list("pk", flat=True)
    is_open = row.state == Meeting.State.OPEN
    if form is None and is_open and can_decide(request.user, idea):
        form = DecisionForm(obj=idea, by=request.user)
    context = {
        "meeting": row,
        "point": point,
        "idea": idea,
        "before": before,
        "after": after,
        "evaluation": evaluation_panel(request.user, idea) if can_see_marks(request.user, idea) else {},
        **(exchange_panel(request.user, idea, family) if may_moderate(request.user, idea) else {}),
        "form": form or postpone_form,
        "decision_form": form,
        "postpone_form": postpone_form or (PostponeForm() if is_open and point.decision is None else None),
    }
    return render(request, "suggestions/meetings/meeting_item.html", context)


def _next_url(row: Meeting, after: Point | None) -> str:
    if after is None:
        return row.get_absolute_url()
    return reverse("suggestions:meeting_item", args=[row.reference, after.idea.reference])


def _done(
    request: AgentRequest,
    row: Meeting,
    run: Callable[[], Any],
    said: str | Callable[[Any], str],
    *,
    then: str = "",
) -> HttpResponse:
    with refusals_as_messages(request):
        made = run()
        messages.success(request, said(made) if callable(said) else said)
        return redirect(then, meeting=row.reference) if then else redirect(row)
    return redirect(row)


def _meeting(request: AgentRequest, reference: str) -> Meeting:
    """For others, there is no such page."""
    if not policies.can_see_meetings(request.user):
        raise Http404
    return get_object_or_404(Meeting.objects.select_related("chaired_by"), reference=reference)


def _held(request: AgentRequest, reference: str) -> Meeting:
    row = _meeting(request, reference)
    if row.state == Meeting.State.PLANNED:
        raise Http404
    return row


def _group_only(request: AgentRequest) -> None:
    if not policies.can_see_meetings(request.user):
        raise PermissionDenied(actions.NOT_THEIRS)


@require_safe
def meeting_minutes_pdf(request: AgentRequest, meeting: str) -> HttpResponse:
    row = _held(request, meeting)
    return pdf_response(
        request,
        "suggestions/meetings/minutes_pdf.html",
        minutes_of(row, request),
        title=f"Compte rendu · {row}",
        name=f"compte-rendu-{timezone.localtime(row.held_at):%Y-%m-%d}.pdf",
        variant="pdf/a-3u",
    )
