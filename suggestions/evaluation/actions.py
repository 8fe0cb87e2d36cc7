"""Taking an idea under study, evaluating it, revising, recusing oneself, closing the evaluation."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core.french import moment, of, spaced
from core.history.context import action_context
from core.notifications.actions import notify
from core.notifications.registry import Channel, NotificationKind
from core.people.models import Absence, Agent
from core.people.roles import Role
from core.web.locks import locked
from core.web.mails import render_mail
from suggestions.evaluation import policies, quorum
from suggestions.evaluation.quorum import Seat, accepts_evaluations, seats_of
from suggestions.ideas.by_mail import answering
from suggestions.ideas.locking import check_state, lock_idea, lock_to_moderate, not_theirs
from suggestions.ideas.notifications import (
    GROUP,
    TAKEN,
    TO_STUDY,
    group_kind,
    group_work,
    hides_an_author,
    notify_authors,
    notify_of,
    outdate,
)
from suggestions.models import (
    Criterion,
    Evaluation,
    Flag,
    Grid,
    Idea,
    Mark,
    Message,
    NumberSeries,
    Recusal,
    Tally,
)
from suggestions.policies import group_members, is_head
from suggestions.states import State

BATCH = 50
REASON_LENGTH, COMMENT_LENGTH = 1000, 5000
NEW_GRID = spaced(
    "Une nouvelle version de la grille est entrée en service entre-temps : la voici, avec ce que vous aviez "
    "choisi. Regardez-la de nouveau, puis enregistrez."
)
Marks = Mapping[str, int | None]
Flags = Mapping[str, tuple[str, str]]


def evaluation_stamp(evaluation: Evaluation | None) -> str:
    """Stamp the evaluation that a page has shown, or its absence."""
    return f"{evaluation.pk}-{evaluation.revisions}" if evaluation else "new"


@transaction.atomic
def evaluate(
    idea: Idea,
    *,
    by: Agent,
    seat: Agent,
    grid: int,
    seen: str,
    marks: Marks,
    flags: Flags,
    effort: str = "",
    saving: str = "",
    comment: str = "",
) -> str:
    """Save the evaluation of a seat that `by` holds, or revise it; returns the message to show.

    `grid` is the version that was shown and `seen` the stamp of the evaluation that was; `marks` by the code of each
    value (0 to 4, None for « je ne peux pas juger »), `flags` by the code of each pitfall (level, reason). Raises
    PermissionDenied for who holds no such seat, ValidationError saying what happened meanwhile.
    """
    is_theirs = policies.may_evaluate(by, idea) and _held(idea, by, seat)
    if not is_theirs and not _was_filled_meanwhile(idea, by, seat):
        raise PermissionDenied(_not_an_evaluator(by, idea))
    idea = _open(idea)
    _check_seat(idea, by, seat)
    # Locked until this is written. By its number: one whose state changed during the wait would not be found by it.
    version = locked(Grid.objects).filter(version=grid).first()
    if version is None or version.state != Grid.State.IN_USE:
        raise ValidationError(NEW_GRID)
    earlier = Evaluation.objects.filter(idea=idea, seat=seat).select_related("made_by").first()
    words = {"effort": effort, "saving": saving, "comment": comment.strip()}
    if earlier and evaluation_stamp(earlier) != seen:
        if earlier.made_by_id == by.pk and _is_same(earlier, version, marks, flags, words):
            return "Cette évaluation était déjà enregistrée."
        when = moment(earlier.revised_at or earlier.made_at)
        raise ValidationError(
            spaced(
                f"Cette évaluation a été enregistrée entre-temps par {earlier.made_by}, {when}. Ce que vous avez écrit "
                "est toujours là : enregistrez de nouveau pour le garder à la place."
            )
        )
    is_first_reading = not Evaluation.objects.filter(idea=idea).exclude(seat=seat).exists()
    with action_context("a revu l’évaluation" if earlier else "a évalué l’idée", by=by):
        _write(earlier or Evaluation(idea=idea, seat=seat), by, version, marks, flags, words)
        ready = quorum.refresh(idea)
    outdate(idea, TO_EVALUATE, recipient=by)
    notify_ready(ready)
    if not earlier:
        return spaced("Votre évaluation est enregistrée : vous lisez maintenant celles des autres.")
    if is_first_reading:
        return "Votre évaluation est modifiée."
    return spaced("Votre évaluation est modifiée, et notée comme « revue après avoir lu les autres ».")


@transaction.atomic
def recuse(idea: Idea, *, by: Agent, reason: str = "") -> Idea:
    """Leave this idea to the others; an evaluation already given is kept but no longer counts."""
    if not policies.may_recuse(by, idea):
        raise PermissionDenied(_not_an_evaluator(by, idea))
    idea = _open(idea)
    if by.pk in quorum.seats_of(idea).recused:
        raise ValidationError("Vous laissez déjà cette idée aux autres.")
    with action_context("laisse l’évaluation aux autres", by=by):
        Recusal.objects.create(idea=idea, member=by, reason=reason.strip())
        ready = quorum.refresh(idea)
    notify_ready(ready)
    return idea


@transaction.atomic
def come_back(idea: Idea, *, by: Agent) -> Idea:
    if not policies.may_recuse(by, idea):
        raise PermissionDenied(_not_an_evaluator(by, idea))
    idea = _open(idea)
    with action_context("reprend sa place parmi les évaluateurs", by=by):
        Recusal.objects.filter(idea=idea, member=by).delete()
        ready = quorum.refresh(idea)
    notify_ready(ready)
    return idea


@transaction.atomic
def close_evaluation(idea: Idea, *, by: Agent, reason: str = "") -> Idea:
    """Close the evaluation: the group reads all marks. `reason` is required without the quorum."""
    if not policies.may_close_evaluation(by, idea):
        if policies.may_recuse(by, idea) and idea.member_in_charge_id == by.pk:
            raise PermissionDenied(
                spaced("Le quorum n’est pas atteint : seul le responsable du groupe peut clore avant.")
            )
        raise PermissionDenied(
            not_theirs(by, idea, "Seul le responsable du groupe, ou le membre qui suit cette idée,")
        )
    idea = _open(idea)
    if not policies.has_quorum(idea):
        if not policies.may_close_evaluation(by, idea):
            raise ValidationError(
                spaced("Le quorum n’est plus atteint : seul le responsable du groupe peut clore.")
            )
        if not reason.strip():
            raise ValidationError(
                spaced("Le quorum n’est pas atteint : dites pourquoi vous clôturez maintenant.")
            )
    with action_context("a clos l’évaluation", by=by):
        close_evaluations([idea], at=timezone.now(), by=by, reason=reason.strip())
    return idea


def _open(idea: Idea) -> Idea:
    """The idea locked and still open to evaluations, or a sentence that says what happened."""
    idea = lock_idea(idea)
    check_state(idea, State.UNDER_STUDY)
    if idea.evaluation_closed_at:
        raise ValidationError(
            f"L’évaluation de cette idée est close depuis {moment(idea.evaluation_closed_at)}."
        )
    if idea.merged_into:
        raise ValidationError(spaced(f"Cette idée est réunie à « {idea.merged_into} » : évaluez celle-ci."))
    return idea


def _held(idea: Idea, by: Agent, seat: Agent) -> Seat | None:
    return next((held for held in quorum.seats_of(idea).held_by(by) if held.member.pk == seat.pk), None)


def _was_filled_meanwhile(idea: Idea, by: Agent, seat: Agent) -> bool:
    """The seat is theirs to fill, but somebody else filled it: a sentence will say who."""
    return by.is_active and any(
        place.member.pk == seat.pk and place.holder == by for place in quorum.seats_of(idea).seats
    )


def _check_seat(idea: Idea, by: Agent, seat: Agent) -> None:
    """On the locked idea: who held the seat may have left it, or lost it, since the page was read."""
    if _held(idea, by, seat):
        return
    seated = quorum.seats_of(idea)
    if (maker := seated.made.get(seat.pk)) not in (None, by.pk):
        who = Agent.objects.get(pk=maker)
        raise ValidationError(
            spaced(f"{who} a déjà rempli cette évaluation entre-temps : la vôtre ne la remplace pas.")
        )
    if by.pk in seated.recused:
        raise ValidationError(spaced("Vous laissez cette idée aux autres : reprenez d’abord votre place."))
    raise ValidationError(spaced(f"La place {of(seat)} n’est plus à vous : rien n’est enregistré."))


def _is_same(
    earlier: Evaluation, version: Grid, marks: Marks, flags: Flags, words: Mapping[str, Any]
) -> bool:
    """The same page sent twice."""
    return (
        earlier.grid_id == version.pk
        and all(getattr(earlier, name) == value for name, value in words.items())
        and dict(earlier.marks.values_list("criterion__code", "mark")) == dict(marks)
        and {
            code: (level, reason)
            for code, level, reason in earlier.flags.values_list("criterion__code", "level", "reason")
        }
        == {code: (level, reason.strip()) for code, (level, reason) in flags.items()}
    )


def _write(
    evaluation: Evaluation, by: Agent, version: Grid, marks: Marks, flags: Flags, words: Mapping[str, Any]
) -> None:
    """The row and its marks; revised, the earlier ones stay in the history."""
    is_new = evaluation.pk is None
    if not is_new:
        evaluation.revisions += 1
        evaluation.revised_at = timezone.now()
    if not is_new and evaluation.grid_id != version.pk:
        # Asked in other words: the marks of the earlier version leave with it.
        evaluation.marks.all().delete()
        evaluation.flags.all().delete()
    evaluation.made_by, evaluation.grid = by, version
    for name, value in words.items():
        setattr(evaluation, name, value)
    evaluation.save()
    for criterion in version.criteria.all():
        if criterion.kind == Criterion.Kind.VALUE:
            Mark.objects.update_or_create(
                evaluation=evaluation, criterion=criterion, defaults={"mark": marks[criterion.code]}
            )
        else:
            level, reason = flags[criterion.code]
            Flag.objects.update_or_create(
                evaluation=evaluation,
                criterion=criterion,
                defaults={"level": level, "reason": reason.strip()},
            )


def _not_an_evaluator(agent: Agent, idea: Idea) -> str:
    if idea.author_id == agent.pk or agent.pk in quorum.seats_of(idea).authors:
        return spaced("Cette idée est la vôtre : les autres membres du groupe l’évaluent.")
    if agent.pk in quorum.seats_of(idea).by_rule:
        return spaced("Cette idée concerne votre direction : les autres membres du groupe l’évaluent.")
    if agent.pk in quorum.seats_of(idea).by_choice:
        return spaced("Vous laissez cette idée aux autres : reprenez d’abord votre place.")
    return "Seuls les membres du groupe, et qui les remplace, évaluent cette idée."


@transaction.atomic
def take_under_study(idea: Idea, *, by: Agent, word: str = "", value: str = "") -> Idea:
    """« Je m’en charge »: the idea gets its member and its number, every agent reads it, the group evaluates it.

    A `word` to the author is the first human answer that was promised; `value` is the one that the idea serves.
    """
    idea = lock_to_moderate(idea, State.RECEIVED, by=by)
    moment, word = timezone.now(), word.strip()
    idea.state, idea.taken_at, idea.member_in_charge = State.UNDER_STUDY, moment, by
    idea.year = timezone.localtime(moment).year
    idea.number = NumberSeries.next_number(idea.year)
    idea.value = value or idea.value
    if word:
        idea.first_answered_at = idea.first_answered_at or moment
    changed = ["state", "taken_at", "member_in_charge", "year", "number", "value", "first_answered_at"]
    with action_context("a pris l’idée à l’étude", by=by):
        idea.save(update_fields=changed)
        if word:
            Message.objects.create(idea=idea, written_by=by, text=word, written_at=moment)
        quorum.refresh(idea)
    outdate(idea, TO_STUDY)
    notify_authors(idea, TAKEN, "suggestions/mails/taken.txt", ending=answering(), word=word)
    notify_to_evaluate(idea, by=by)
    return idea


def refresh_all_tallies() -> int:
    """Refresh every idea under study and return their number. Batches keep evaluations from waiting for long."""
    waiting = Idea.objects.filter(state=State.UNDER_STUDY, merged_into=None).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        with transaction.atomic():
            batch = waiting.filter(pk__in=ids[start : start + BATCH])
            ideas = list(locked(batch))
            notify_ready(quorum.refresh(*ideas))
    return len(ids)


def close_evaluations(
    ideas: Sequence[Idea], *, at: datetime, by: Agent, reason: str, also: Sequence[str] = ()
) -> None:
    """Close the evaluation of these ideas, locked by the caller, within its action context.

    `also` are fields that the caller has changed on them: one action is one line of the history.
    """
    still_open = [idea for idea in ideas if idea.evaluation_closed_at is None]
    for idea in still_open:
        idea.evaluation_closed_at = at
    for idea in ideas:
        closed = ["evaluation_closed_at"] if idea in still_open else []
        if fields := [*closed, *also]:
            idea.save(update_fields=fields)
    quorum.refresh(*still_open)
    Tally.objects.filter(idea__in=still_open).update(closed_by=by, close_reason=reason)


TO_EVALUATE = group_work("suggestions.to_evaluate", "Une idée attend mon évaluation", default=Channel.DIGEST)
READY = group_work("suggestions.ready", "L’évaluation d’une idée que je suis est prête", is_batched=True)
LATE = group_kind("suggestions.late", "Une promesse faite à un auteur est en retard", default=Channel.DIGEST)
LATE_FOR_HEAD = NotificationKind(
    "suggestions.late_for_head",
    "Une promesse est en retard depuis plus d’une semaine",
    group=GROUP,
    to_whom=is_head,
)
DEPUTY = NotificationKind("suggestions.deputy", "J’évalue des idées à la place d’un collègue", group=GROUP)


def notify_to_evaluate(idea: Idea, *, by: Agent) -> None:
    """To the evaluators, except the member who has just taken the idea under study."""
    holders = [seat.holder for seat in seats_of(idea).awaited if seat.holder and seat.holder != by]
    notify_of(idea, TO_EVALUATE, holders, "suggestions/mails/to_evaluate.txt")


def notify_ready(ideas: Iterable[Idea]) -> None:
    """To the member in charge: enough members have evaluated."""
    for idea in ideas:
        if idea.member_in_charge and accepts_evaluations(idea):
            count = len(seats_of(idea).counted)
            notify_of(idea, READY, [idea.member_in_charge], "suggestions/mails/ready.txt", count=count)


def notify_deputy(absence: Absence) -> None:
    if absence.deputy:
        notify(
            DEPUTY,
            [absence.deputy],
            **render_mail("suggestions/mails/deputy.txt", absence=absence),
            url=reverse("suggestions:to_evaluate"),
        )


def notify_late(idea: Idea, promise: str, *, to_head: bool) -> None:
    """To the whole group or to its head, but never an author."""
    people = Agent.objects.with_role(Role.GROUP_HEAD) if to_head else group_members()
    notify_of(
        idea,
        LATE_FOR_HEAD if to_head else LATE,
        people.exclude(pk__in=idea.author_ids),
        "suggestions/mails/late.txt",
        is_confidential=hides_an_author(idea),
        promise=promise,
        to_head=to_head,
    )
