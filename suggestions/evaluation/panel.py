"""The evaluation on an idea's page: counts for the group, marks for those who may read them."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from core.admin.lists import EMPTY
from core.french import NBSP, count_of, listed, of, spaced
from core.people.models import Agent
from suggestions.evaluation import policies
from suggestions.evaluation.quorum import Seats, accepts_evaluations, agreement, medians_of, seats_of
from suggestions.models import Evaluation, Flag, Idea, Mark


def evaluation_panel(agent: Agent, idea: Idea) -> dict[str, Any]:
    """Empty for agents who may read nothing of it. The marks take one statement."""
    if not policies.can_count_evaluations(agent, idea):
        return {}
    seated = seats_of(idea)
    if not (seated.made or accepts_evaluations(idea) or idea.evaluation_closed_at):
        # Answered before grids existed: there is no evaluation.
        return {}
    panel: dict[str, Any] = {
        "count": f"{count_of(len(seated.counted), 'évaluation')} sur{NBSP}{seated.expected}",
        "awaited": listed([_holder(seat) for seat in seated.awaited]) if accepts_evaluations(idea) else "",
        "is_open": accepts_evaluations(idea),
        "closed_at": idea.evaluation_closed_at,
        "tally": getattr(idea, "tally", None),
        "standing": standing_of(agent, idea, seated),
        "sheets": [],
        "is_hidden": "après la clôture" if agent.pk in seated.recused else "une fois la vôtre enregistrée",
    }
    if policies.can_see_marks(agent, idea):
        evaluations = list(_evaluations(idea.pk))
        panel["sheets"] = [_sheet(evaluation, evaluations, seated) for evaluation in evaluations]
        panel["medians"] = _medians(evaluations, seated)
        for name in ("score", "spread", "disagreement"):
            value = getattr(panel["tally"], name, None)
            panel[name] = "" if value is None else mark_said(value)
        disagreement = getattr(panel["tally"], "disagreement", None)
        panel["agreement"] = "" if disagreement is None else agreement(disagreement)
    return panel


def marks_for(agent: Agent, idea: Idea) -> str:
    """« médiane 2,5, partagés, 1 veto » for who may read the marks; a dash for others, and where there are none."""
    tally = getattr(idea, "tally", None)
    if tally is None or not tally.evaluations or not policies.can_see_marks(agent, idea):
        return EMPTY
    said = [
        f"médiane{NBSP}{mark_said(tally.score)}" if tally.score is not None else "",
        agreement(tally.disagreement) if tally.disagreement is not None else "",
        count_of(tally.vetoes, "veto") if tally.vetoes else "",
    ]
    return ", ".join(part for part in said if part) or EMPTY


def mark_said(mark: float) -> str:
    """« 3 », « 2,5 »."""
    return f"{mark:.1f}".replace(".", ",").removesuffix(",0")


def standing_of(agent: Agent, idea: Idea, seated: Seats) -> str:
    """The agent's own situation, in a sentence."""
    if agent.pk in seated.by_rule:
        return spaced("Cette idée concerne votre direction : vous la laissez aux autres membres.")
    if agent.pk in seated.by_choice:
        return "Vous laissez cette idée aux autres membres."
    if not accepts_evaluations(idea):
        return ""
    if seated.is_quorum_out_of_reach:
        return spaced(
            f"Le quorum de {count_of(max(seated.needed, 1), 'évaluation')} ne peut plus être atteint : "
            "le responsable du groupe peut clore l’évaluation en disant pourquoi."
        )
    if policies.has_quorum(idea):
        return spaced("Le quorum est atteint : l’idée peut passer en réunion.")
    missing = seated.needed - len(seated.counted)
    return f"Il manque {count_of(missing, 'évaluation')} pour atteindre le quorum."


def _holder(seat: Any) -> str:
    return str(seat.member) if seat.holder == seat.member else f"{seat.holder} (pour {seat.member})"


def _evaluations(idea: int) -> QuerySet[Any]:
    """With `said_marks` and `said_flags`, in the order of the grid.

    As JSON in one statement instead of three: the idea's page, which shows them, is at its limit of 20.
    """
    criterion = {name: f"criterion__{name}" for name in ("code", "name", "position")}
    marks = Mark.objects.filter(evaluation=OuterRef("pk")).order_by("criterion__position")
    flags = Flag.objects.filter(evaluation=OuterRef("pk")).order_by("criterion__position")
    return (
        Evaluation.objects.filter(idea=idea)
        .select_related("seat", "made_by", "grid")
        .annotate(
            said_marks=ArraySubquery(marks.values(said=JSONObject(mark="mark", **criterion))),
            said_flags=ArraySubquery(
                flags.exclude(level=Flag.Level.NONE).values(
                    said=JSONObject(level="level", reason="reason", **criterion)
                )
            ),
        )
        .order_by("made_at", "pk")
    )


def _sheet(evaluation: Any, others: list[Any], seated: Seats) -> dict[str, Any]:
    who = str(evaluation.seat)
    if evaluation.made_by_id != evaluation.seat_id:
        who = f"{evaluation.made_by}, à la place {of(evaluation.seat)}"
    return {
        "who": who,
        "marks": [
            (said["name"], "ne peut pas juger" if said["mark"] is None else f"{said['mark']} sur{NBSP}4")
            for said in evaluation.said_marks
        ],
        "flags": [
            (str(Flag.Level(said["level"]).label), said["name"], said["reason"])
            for said in evaluation.said_flags
        ],
        "effort": evaluation.get_effort_display() if evaluation.effort else "",
        "saving": evaluation.get_saving_display() if evaluation.saving else "",
        "comment": evaluation.comment,
        "made_at": evaluation.made_at,
        "revised": revision_said(evaluation, others),
        "is_counted": evaluation.seat_id in seated.counted,
    }


def revision_said(evaluation: Evaluation, others: list[Evaluation]) -> str:
    """Whether it was revised, and whether other evaluations were readable by then."""
    if evaluation.revised_at is None:
        return ""
    read = any(other.pk != evaluation.pk and other.made_at < evaluation.revised_at for other in others)
    return "revue après avoir lu les autres" if read else "revue"


def _medians(evaluations: list[Any], seated: Seats) -> list[tuple[str, str]]:
    """Return the median of each value, under the name that the newest grid gives it."""
    counted = [evaluation for evaluation in evaluations if evaluation.seat_id in seated.counted]
    names: dict[str, tuple[int, str]] = {}
    for evaluation in sorted(counted, key=lambda each: each.grid.version):
        names |= {said["code"]: (said["position"], said["name"]) for said in evaluation.said_marks}
    medians = medians_of({said["code"]: said["mark"] for said in each.said_marks} for each in counted)
    return [
        (name, f"{mark_said(medians[code])} sur{NBSP}4" if code in medians else "personne ne peut juger")
        for code, (_, name) in sorted(names.items(), key=lambda item: item[1])
    ]
