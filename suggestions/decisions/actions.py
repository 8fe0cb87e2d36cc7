"""Recording the group's decision: verdict, reasons, votes, and why a veto was lifted."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from core.french import count_of, listed, moment, spaced
from core.history.context import action_context
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.people.roles import Role
from core.web.locks import lock_row
from suggestions.decisions.policies import may_decide
from suggestions.evaluation import actions as evaluation
from suggestions.evaluation.policies import is_ready, must_evaluate_first
from suggestions.ideas.by_mail import answering
from suggestions.ideas.locking import check_moderates, check_state, lock_idea
from suggestions.ideas.notifications import (
    FOLLOWED,
    MINE,
    group_work,
    notify_of,
    outdate,
)
from suggestions.models import AgendaItem, Answer, Criterion, Decision, Flag, Idea, Meeting
from suggestions.states import State, Value, Verdict

NAMES = {
    Verdict.RETAINED: spaced("a noté la décision : l’idée est retenue"),
    Verdict.DECLINED: spaced("a noté la décision : l’idée n’est pas retenue"),
    Verdict.IN_PLACE: spaced("a noté la décision : c’est déjà en place"),
}
IS_TAKEN = "La décision est prise."
LEFT_TO_OTHERS = spaced("Cette idée est laissée aux autres membres du groupe : ils en décident.")
FIRST_YOURS = spaced(
    "D’autres membres ont évalué cette idée, et vous pas encore : donnez d’abord votre évaluation, ou attendez la "
    "clôture. La décision se prend en lisant ce que chacun en pense."
)
TWO_MEMBERS = spaced("C’est déjà en place : deux membres suffisent.")
Votes = tuple[int | None, int | None, int | None]


@transaction.atomic
def decide(
    idea: Idea,
    *,
    by: Agent,
    verdict: str,
    reasons: str,
    criteria: Sequence[Criterion] = (),
    votes_for: int | None = None,
    votes_against: int | None = None,
    votes_abstained: int | None = None,
    veto_lifted_because: str = "",
    without_quorum_because: str = "",
    value: str = "",
    meeting: Meeting | None = None,
    seen: str = "",
) -> Decision:
    """Record the decision, or change it until the answer is published; the history keeps the earlier one.

    Without a `meeting`, the one that is open with this idea on its agenda.
    `seen` is the stamp of the decision that the page showed, empty when there was none: another taken meanwhile is
    never written over unread. `value` is one of states.Value, or empty when it is not known.
    """
    check_moderates(by, idea)
    # The meeting before its ideas, here as where it is opened and closed.
    item = _open_item(meeting, idea) if meeting else _item_of_open_meeting(idea)
    meeting = item.meeting if item else None
    idea = lock_idea(idea)
    if not may_decide(by, idea):
        raise PermissionDenied(LEFT_TO_OTHERS)
    check_state(idea, State.UNDER_STUDY)
    if verdict != Verdict.IN_PLACE and must_evaluate_first(by, idea):
        raise ValidationError(FIRST_YOURS)
    earlier = Decision.objects.select_related("decided_by").filter(idea=idea).first()
    _check_seen(earlier, seen)
    votes = (votes_for, votes_against, votes_abstained)
    _check_votes(votes, meeting)
    # What is in place is decided without the quorum: the marks stay closed, and another decision waits for them.
    is_over = verdict != Verdict.IN_PLACE or is_ready(idea)
    decision = earlier or Decision(idea=idea)
    decision.verdict, decision.reasons = verdict, reasons.strip()
    decision.votes_for, decision.votes_against, decision.votes_abstained = votes
    decision.veto_lifted_because = _lifted(idea, verdict, veto_lifted_because)
    decision.without_quorum_because = _without_quorum(idea, by, verdict, without_quorum_because)
    decision.meeting, decision.decided_by, decision.decided_at = meeting, by, timezone.now()
    idea.value = value if value in Value.values else idea.value
    grounds = listed([criterion.name for criterion in criteria])
    action = NAMES[Verdict(verdict)] + (spaced(f" ; au regard de : {grounds}") if grounds else "")
    with action_context(action, by=by):
        decision.save()
        decision.criteria.set(criteria)
        if is_over:
            evaluation.close_evaluations(
                [idea], at=decision.decided_at, by=by, reason=IS_TAKEN, also=["value"]
            )
        else:
            idea.save(update_fields=["value"])
        # A rereading was of the earlier decision.
        Answer.objects.filter(idea=idea, published_at=None, reread_by__isnull=False).update(
            reread_by=None, reread_at=None, reread_stamp=""
        )
        if item:
            AgendaItem.objects.filter(pk=item.pk).update(outcome=AgendaItem.Outcome.DECIDED)
    if is_over:
        outdate(idea, evaluation.TO_EVALUATE, evaluation.READY)
    if idea.member_in_charge and idea.member_in_charge != by:
        notify_of(
            idea,
            DECIDED,
            [idea.member_in_charge],
            "suggestions/mails/decided.txt",
            decision=decision,
            by=by,
            answering=answering(but="la réponse à l’auteur se prépare au bureau"),
        )
    return decision


def _open_item(meeting: Meeting, idea: Idea) -> AgendaItem:
    """The idea's item, its meeting locked; refused once the meeting is closed, or when the item left the agenda."""
    now = lock_row(Meeting, meeting.pk)
    if now.state == Meeting.State.CLOSED:
        raise ValidationError(
            spaced(
                "La réunion a été close entre-temps : notez la décision depuis la page de l’idée, hors réunion."
            )
        )
    if now.state != Meeting.State.OPEN:
        raise ValidationError(spaced("La réunion n’est pas ouverte : ouvrez-la d’abord."))
    item = AgendaItem.objects.filter(meeting=now, idea=idea).first()
    if item is None:
        raise ValidationError("Cette idée n’est plus à l’ordre du jour de cette réunion.")
    return item


def _item_of_open_meeting(idea: Idea) -> AgendaItem | None:
    """Return the open meeting's item on this idea, its meeting locked: the idea's own page notes the same decision."""
    items = AgendaItem.objects.filter(idea=idea, meeting__state=Meeting.State.OPEN)
    found = items.order_by("meeting__opened_at", "pk").first()
    if found is None:
        return None
    now = lock_row(Meeting, found.meeting_id)
    if now.state != Meeting.State.OPEN:
        return None
    return AgendaItem.objects.select_related("meeting").filter(meeting=now, idea=idea).first()


def _check_seen(earlier: Decision | None, seen: str) -> None:
    if earlier is None or earlier.stamp == seen:
        return
    raise ValidationError(
        spaced(
            f"Une décision a été notée entre-temps par {earlier.decided_by}, {moment(earlier.decided_at)} : "
            f"« {earlier.get_verdict_display()} ». Lisez-la ; si vous envoyez de nouveau, "
            "la vôtre la remplace et l’historique garde les deux."
        )
    )


def _check_votes(votes: Votes, meeting: Meeting | None) -> None:
    counted = [vote for vote in votes if vote is not None]
    present = meeting.present.count() if meeting and counted else 0
    if meeting and sum(counted) > present:
        raise ValidationError(
            spaced(
                f"{sum(counted)} voix pour {count_of(present, 'présent')} : "
                "corrigez les votes ou la liste des présents."
            )
        )


def vetoes_on(idea: Idea) -> list[str]:
    """The names of the pitfalls that somebody's veto is about, each once."""
    vetoes = Flag.objects.filter(evaluation__idea=idea, level=Flag.Level.VETO).select_related("criterion")
    return list(dict.fromkeys(flag.criterion.name for flag in vetoes))


def _lifted(idea: Idea, verdict: str, because: str) -> str:
    """Why the veto is lifted; nothing where there is none to lift."""
    if verdict != Verdict.RETAINED:
        return ""
    names = vetoes_on(idea)
    if not names:
        return ""
    if not because.strip():
        raise ValidationError(
            spaced(f"Un veto est posé ({listed(names)}) : pour retenir l’idée, écrivez pourquoi il est levé.")
        )
    return because.strip()


def _without_quorum(idea: Idea, by: Agent, verdict: str, because: str) -> str:
    """Return why the group decides without the quorum; for what exists already, a second member rereads the answer."""
    if is_ready(idea):
        return ""
    if verdict == Verdict.IN_PLACE:
        return because.strip() or TWO_MEMBERS
    if not by.has_role(Role.GROUP_HEAD):
        raise ValidationError(
            spaced(
                "Le quorum n’est pas atteint : attendez d’autres évaluations, "
                "ou demandez au responsable du groupe de décider sans."
            )
        )
    if not because.strip():
        raise ValidationError(spaced("Le quorum n’est pas atteint : dites pourquoi le groupe décide sans."))
    return because.strip()


DECIDED = group_work("suggestions.decided", "Une réponse est à écrire pour une idée que je suis")
TO_REREAD = group_work("suggestions.to_reread", "Une réponse est à relire", is_batched=True)
REREAD = group_work("suggestions.reread", "Une réponse que j’ai préparée est relue")
CORRECTED = NotificationKind("suggestions.corrected", "La réponse à mon idée est corrigée", group=MINE)
FOLLOWED_ANSWERED = NotificationKind(
    "suggestions.followed_answered", "Le groupe répond à une idée que je suis", group=FOLLOWED
)
