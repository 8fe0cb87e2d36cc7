"""Starting, deciding, handing over, returning and withdrawing. Locks: the object by its kind, then its approval."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone

from core.approvals import notifications, policies
from core.approvals.assignees import members_of, seats_of, takers_by_step, takers_of
from core.approvals.models import (
    ESCALATE_AFTER,
    REMIND_AFTER,
    Approval,
    ApprovalContent,
    ApprovalFile,
    ApprovalStep,
    Circuit,
    Decision,
    StepHolder,
)
from core.approvals.registry import Content, kind_of
from core.approvals.validation import StepPlan, check_steps, plan_of
from core.documents.models import Document
from core.french import long_date, moment, of, spaced
from core.history.context import action_context
from core.people.models import Agent, Direction
from core.retention.elimination import forget_messages
from core.web.locks import lock_row, locked
from core.web.non_blank import visible_text


def keep_versions(contents: Iterable[tuple[Approval, Content, int]]) -> None:
    """Each as the version of that number of its approval."""
    kept = [
        (
            ApprovalContent(
                approval=approval,
                number=number,
                title=content.title,
                text=content.text,
                digest=content.digest,
            ),
            content.files,
        )
        for approval, content, number in contents
    ]
    ApprovalContent.objects.bulk_create(row for row, _ in kept)
    ApprovalFile.objects.bulk_create(
        ApprovalFile(content=row, document=file.document, title=file.title[:200], position=position)
        for row, files in kept
        for position, file in enumerate(files, start=1)
    )


def make_steps(approvals: Sequence[Approval], plans: Sequence[Sequence[StepPlan]]) -> list[ApprovalStep]:
    """The steps of each approval with their holders, the first of them asked; gives the first of each."""
    now, rows = timezone.now(), []
    for approval, steps in zip(approvals, plans, strict=True):
        for position, plan in enumerate(steps, start=1):
            step = ApprovalStep(
                approval=approval, position=position, name=plan.name, role=plan.role, needs_all=plan.needs_all
            )
            if position == 1:
                step.state, step.began_at = step.State.CURRENT, now
            rows.append((step, plan))
    ApprovalStep.objects.bulk_create(step for step, _ in rows)
    StepHolder.objects.bulk_create(
        StepHolder(step=step, agent=agent) for step, plan in rows for agent in plan.agents
    )
    return [step for step, _ in rows if step.state == step.State.CURRENT]


Verdict = Decision.Verdict
ACTS = {
    Verdict.APPROVED: "a visé le texte",
    Verdict.OPPOSED: "a transmis le texte avec un avis défavorable",
    Verdict.REFUSED: "a refusé le texte",
}
NO_REASON = {
    Verdict.OPPOSED: spaced("Dites pourquoi : la suite du circuit décidera d’après votre motif."),
    Verdict.REFUSED: spaced("Dites pourquoi : l’auteur corrigera d’après votre motif."),
}
NOT_ASKED = "Ce visa ne vous est pas (ou plus) demandé."
NOT_OPPOSED = spaced(
    "Ce texte ne se transmet pas avec un avis défavorable : visez-le, ou refusez-le avec votre motif."
)
NOT_HANDED = spaced("Ce visa ne se confie à personne d’autre : donnez-le, ou refusez-le avec votre motif.")
OTHER_NATURE = spaced(
    "Cochez des textes de la même nature, ou d’une même séance : les autres se visent un par un. Rien n’est fait."
)
CHANGED = spaced(
    "Le texte a changé depuis l’ouverture de cette page. Rien n’est enregistré : lisez ce qui a changé, "
    "puis décidez."
)


@transaction.atomic
def start(
    obj: models.Model,
    *,
    by: Agent,
    circuit: Circuit | None = None,
    steps: Sequence[StepPlan] = (),
    direction: Direction | None = None,
    due_on: date | None = None,
) -> Approval:
    """Send the object through the steps of a circuit, or through these; the first is asked at once.

    The caller has checked that `by` may, and holds the object's lock. Raises ValidationError for a step that nobody
    can take, and for an object that is under way already.
    """
    if circuit is not None:
        # Its lock keeps an edit of the circuit waiting: what starts has the steps of one version.
        circuit = lock_row(Circuit, circuit.pk)
        steps = plan_of(circuit, excluded={by.pk, *kind_of(obj).excluded(obj)}, direction=direction)
    return start_all([(obj, steps)], by=by, circuit=circuit, direction=direction, due_on=due_on)[0]


@transaction.atomic
def start_all(
    objs: Sequence[tuple[models.Model, Sequence[StepPlan]]],
    *,
    by: Agent,
    circuit: Circuit | None = None,
    direction: Direction | None = None,
    due_on: date | None = None,
) -> list[Approval]:
    """The same for several objects of one kind, each with its steps. Asking costs five statements an object."""
    if not objs:
        return []
    kind = kind_of(objs[0][0])
    if Approval.objects.of_rows(kind.model, [obj.pk for obj, _ in objs]).standing().exists():
        raise ValidationError("Ce texte est déjà en circuit.")
    approvals, contents, excluded = [], [], []
    for obj, steps in objs:
        check_steps(circuit, steps, excluded={by.pk, *kind.excluded(obj)}, owner=kind.owner)
        content = kind.content(obj)
        approval = Approval(
            kind=kind.code,
            subject=obj,
            title=content.title,
            circuit=circuit,
            circuit_version=circuit.version if circuit else None,
            author=by,
            direction=direction,
            due_on=due_on,
            is_information=kind.is_information(obj),
            remind_after=circuit.remind_after if circuit else REMIND_AFTER,
            escalate_after=circuit.escalate_after if circuit else ESCALATE_AFTER,
        )
        approvals.append(approval)
        contents.append((approval, content, 1))
        excluded += [Approval.excluded.through(approval=approval, agent_id=pk) for pk in kind.excluded(obj)]
    with action_context("a envoyé le texte en visa", by=by):
        Approval.objects.bulk_create(approvals)
        Approval.excluded.through.objects.bulk_create(excluded)
        keep_versions(contents)
        firsts = make_steps(approvals, [steps for _, steps in objs])
    takers = takers_by_step(firsts, on=timezone.localdate())
    for step in firsts:
        notifications.notify_asked(step, recipients=takers[step.pk], is_first=True)
    return approvals


def decide(
    step: ApprovalStep, *, by: Agent, verdict: Verdict | str, remark: str = "", shown: str
) -> Approval:
    """A visa, with a remark or not, or an unfavourable opinion or a refusal with its reason.

    It is about the version whose digest was `shown`.

    A text that changed by another door reopens its visas first, and that is kept even though this is refused.
    """
    if policies.can_decide(by, step) and _find_changes(step.approval):
        raise ValidationError(CHANGED, code="changed")
    with transaction.atomic():
        approval, step = _lock(step)
        content = approval.contents.last()
        assert content is not None
        holder, absent = _seat(step, by)
        if content.digest != shown:
            raise ValidationError(CHANGED, code="changed")
        decision = Decision(
            step=step,
            holder=holder,
            content=content,
            by=by,
            in_place_of=absent,
            verdict=verdict,
            remark=remark.strip(),
        )
        _decide(approval, decision, by=by)
    return approval


def approve_each(asked: Iterable[tuple[ApprovalStep, str]], *, by: Agent) -> tuple[int, list[str]]:
    """Approve several texts of one nature, each under its own lock and with the digest that was shown of it.

    Return how many were approved, and why each of the others was refused. Raise ValidationError, and approve nothing,
    when they are not of one nature.
    """
    pairs = list(asked)
    natures = {step.approval.nature for step, _ in pairs}
    if "" in natures or len(natures) > 1:
        raise ValidationError(OTHER_NATURE)
    count, refused = 0, []
    for step, shown in pairs:
        try:
            decide(step, by=by, verdict=Verdict.APPROVED, shown=shown)
            count += 1
        except (ValidationError, PermissionDenied) as refusal:
            why = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else NOT_ASKED
            refused.append(spaced(f"« {step.approval.title} » : {why}"))
    return count, refused


@transaction.atomic
def record_paper(
    step: ApprovalStep, agent: Agent, *, by: Agent, on: date, scan: Document | None = None, remark: str = ""
) -> Approval:
    """The visa that `agent` gave on paper, on the last version, recorded by whoever manages the object."""
    approval, step = _lock(step)
    if not policies.can_manage(by, approval):
        raise PermissionDenied(NOT_ASKED)
    content = approval.contents.last()
    assert content is not None
    if content.digest != approval.registered.content(approval.subject).digest:
        raise ValidationError(CHANGED, code="changed")
    if on > timezone.localdate():
        raise ValidationError({"on": "Ce jour n’est pas encore venu."})
    if on < (made_on := timezone.localdate(content.made_at)):
        said = spaced(
            f"Ce texte est dans l’intranet depuis le {long_date(made_on)} : une feuille d’avant porte un autre."
        )
        raise ValidationError({"on": said})
    holder = next((each for each in step.open_holders() if each.agent_id == agent.pk), None)
    is_member = bool(step.role) and agent in members_of(step, on=timezone.localdate())
    if not (holder or is_member) or step.state != step.State.CURRENT:
        raise ValidationError(f"Le visa {of(agent)} n’est pas (ou plus) attendu.")
    decision = Decision(
        step=step,
        holder=holder if step.needs_all else None,
        content=content,
        by=agent,
        verdict=Verdict.APPROVED,
        remark=remark.strip(),
        paper_on=on,
        recorded_by=by,
        scan=scan,
    )
    _decide(approval, decision, by=by)
    return approval


@transaction.atomic
def hand_over(step: ApprovalStep, *, by: Agent, to: Agent, reason: str) -> StepHolder:
    """« Pas pour moi »: another person is asked instead; or the group unblocks a step that nobody can take."""
    approval, step = _lock(step)
    is_unblocking = not policies.can_hand_over(by, step)
    if is_unblocking and not policies.can_unblock(by, step):
        raise PermissionDenied(NOT_ASKED)
    if step.state != step.State.CURRENT or not approval.is_running:
        raise ValidationError(_ended(step))
    excluded = {by.pk, approval.author_id, *approval.excluded.values_list("pk", flat=True)}
    if not to.is_at_work or to.pk in excluded:
        raise ValidationError(
            {"to": spaced(f"{to} ne peut pas prendre ce visa : choisissez quelqu’un d’autre.")}
        )
    if any(each.agent_id == to.pk for each in step.holders.all() if each.left_at is None):
        raise ValidationError({"to": f"Ce visa est déjà demandé à {to}."})
    with action_context("a confié le visa à une autre personne", by=by):
        for holder in _replaced(step, by, is_unblocking):
            holder.left_at = timezone.now()
            holder.save(update_fields=["left_at"])
            notifications.outdate_asked(step, recipient=holder.agent)
        handed = StepHolder.objects.create(step=step, agent=to, handed_by=by, reason=reason.strip())
        # The new person has as many days as the first had.
        step.began_at, step.reminded_on, step.escalated_on = timezone.now(), None, None
        step.save(update_fields=["began_at", "reminded_on", "escalated_on"])
    notifications.outdate_asked(step, recipient=by)
    notifications.notify_asked(step, recipients=[to])
    return handed


@transaction.atomic
def resend(approval: Approval, *, by: Agent) -> Approval:
    """After a refusal. Steps before are asked again only when the text changed. The caller has checked the right."""
    obj = _lock_object(approval)
    approval = lock_row(Approval, approval.pk)
    if approval.state != Approval.State.RETURNED:
        raise ValidationError(spaced("Ce texte n’est plus à renvoyer : rechargez la page."))
    _renew(approval, approval.registered.content(obj))
    # The correction may be about somebody else; whom an earlier version was about would still read it on the path.
    approval.excluded.add(*approval.registered.excluded(obj))
    last = approval.contents.last()
    step = approval.steps.filter(state="refused").get()
    with action_context("a renvoyé le texte en visa", by=by):
        approval.state = Approval.State.RUNNING
        approval.save(update_fields=["state"])
        decisions = Decision.objects.filter(step__approval=approval).standing()
        if decisions.exclude(content=last).exists():
            _restart(approval)
        else:
            # The same words: only who refused them is asked again.
            decisions.filter(step=step, verdict=Verdict.REFUSED).update(voided_at=timezone.now())
            _begin(step)
    return approval


@transaction.atomic
def content_changed(obj: models.Model, *, by: Agent | None) -> bool:
    """To be called by what changes the object's words or files, its lock held: visas are asked again.

    Returns whether some had been given, so that the caller says so.
    """
    approval = locked(Approval.objects.of(obj).standing()).first()
    if approval is None or not _renew(approval, approval.registered.content(obj)):
        return False
    if approval.state == Approval.State.RETURNED:
        return False
    with action_context(spaced("a changé le texte : les visas sont redemandés"), by=by):
        approval.state, approval.ended_at = Approval.State.RUNNING, None
        approval.save(update_fields=["state", "ended_at"])
        return _restart(approval)


@transaction.atomic
def withdraw(approval: Approval, *, by: Agent | None) -> None:
    """Out of the circuit: nobody is asked any more, what was said stays. The caller has checked the right."""
    _lock_object(approval)
    approval = lock_row(Approval, approval.pk)
    if approval.state == Approval.State.WITHDRAWN:
        return
    with action_context("a retiré le texte du circuit", by=by):
        approval.state, approval.ended_at = Approval.State.WITHDRAWN, timezone.now()
        approval.save(update_fields=["state", "ended_at"])
    for step in approval.steps.all():
        notifications.outdate_asked(step)


def erase(obj: models.Model) -> None:
    """Every approval of this object, its versions, its remarks and what was told of it; the history keeps no word."""
    found = Approval.objects.of(obj)
    # Their words name who asked.
    forget_messages(
        ApprovalStep, ApprovalStep.objects.filter(approval__in=found).values_list("pk", flat=True)
    )
    found.delete()


def _renew(approval: Approval, content: Content) -> bool:
    """Keep the object's words when they are no longer those of the last version; and say whether they were."""
    last = approval.contents.last()
    assert last is not None
    if last.digest == content.digest:
        return False
    keep_versions([(approval, content, last.number + 1)])
    approval.title = content.title
    approval.save(update_fields=["title"])
    return True


def _find_changes(approval: Approval) -> bool:
    """Whether the object has other words than the last version, after reopening its visas."""
    with transaction.atomic():
        obj = _lock_object(approval)
        before = approval.contents.count()
        content_changed(obj, by=None)
        return approval.contents.count() != before


def _lock(step: ApprovalStep) -> tuple[Approval, ApprovalStep]:
    obj = _lock_object(step.approval)
    approval = lock_row(Approval, step.approval_id)
    approval.subject = obj
    step = locked(ApprovalStep.objects.filter(pk=step.pk)).get()
    step.approval = approval
    return approval, step


def _lock_object(approval: Approval) -> Any:
    """Raises ValidationError when it was deleted meanwhile."""
    try:
        return approval.registered.lock(approval.object_id)
    except ObjectDoesNotExist as error:
        raise ValidationError(spaced("Ce texte n’existe plus : il a été supprimé.")) from error


def _seat(step: ApprovalStep, by: Agent) -> tuple[StepHolder | None, Agent | None]:
    """The seat that a decision fills, and who is absent from it. Raises PermissionDenied, ValidationError."""
    if not step.approval.is_running or step.state != step.State.CURRENT:
        raise ValidationError(_ended(step))
    if not policies.can_decide(by, step):
        decided = {each.by_id for each in step.decisions.all() if each.voided_at is None}
        if by.pk in decided:
            raise ValidationError(spaced("Vous avez déjà visé ce texte : on attend maintenant les autres."))
        if policies.is_asked(by, step.approval):
            raise ValidationError(NOT_ASKED)
        raise PermissionDenied(NOT_ASKED)
    seat = next(iter(seats_of(step, by, on=timezone.localdate())), None)
    if seat is None:
        # By their role.
        return None, None
    absent = None if seat.agent_id == by.pk else seat.agent
    return seat if step.needs_all else None, absent


def _ended(step: ApprovalStep) -> str:
    last = step.decisions.standing().select_related("by").last()
    if last is None or step.state in (step.State.CURRENT, step.State.COMING):
        return spaced("Ce texte n’est plus à viser : il a été retiré ou renvoyé à son auteur.")
    word = last.done.lower()
    of_it = "de ce texte" if last.is_acknowledgement else "ce texte"
    return f"{last.by} a déjà {word} {of_it}, le {moment(last.decided_at)}."


def _decide(approval: Approval, decision: Decision, *, by: Agent) -> None:
    is_refusal = decision.verdict == Verdict.REFUSED
    if decision.verdict == Verdict.OPPOSED and not approval.may_be_opposed:
        raise ValidationError(NOT_OPPOSED)
    if decision.verdict != Verdict.APPROVED and not visible_text(decision.remark):
        raise ValidationError({"remark": NO_REASON[Verdict(decision.verdict)]})
    step, obj = decision.step, approval.subject
    said = {"verdict", "remark"}
    decision.clean_fields(exclude={field.name for field in Decision._meta.fields} - said)
    with action_context(ACTS[Verdict(decision.verdict)], by=by):
        decision.save(force_insert=True)
        if is_refusal:
            step.state, approval.state = step.State.REFUSED, Approval.State.RETURNED
        # Read again: the decision just saved leaves a seat.
        elif not step.needs_all or not ApprovalStep.objects.get(pk=step.pk).open_holders():
            step.state = step.State.APPROVED
        step.save(update_fields=["state"])
        approval.save(update_fields=["state"])
        if step.state != step.State.CURRENT:
            notifications.outdate_asked(step)
        if is_refusal:
            notifications.notify_returned(step, by=by)
            approval.registered.returned(obj, approval, by)
        elif step.state == step.State.APPROVED:
            _go_on(approval, step)


def _go_on(approval: Approval, step: ApprovalStep) -> None:
    if following := approval.steps.filter(position__gt=step.position).first():
        _begin(following)
        return
    approval.state, approval.ended_at = Approval.State.APPROVED, timezone.now()
    approval.save(update_fields=["state", "ended_at"])
    approval.registered.approved(approval.subject, approval)


def _begin(step: ApprovalStep) -> None:
    step.state, step.began_at = step.State.CURRENT, timezone.now()
    step.reminded_on = step.escalated_on = None
    step.save(update_fields=["state", "began_at", "reminded_on", "escalated_on"])
    notifications.notify_asked(step)
    if ApprovalStep.objects.stuck().filter(pk=step.pk).exists():
        step.approval.registered.stuck(step.approval.subject, step)


def _restart(approval: Approval) -> bool:
    """From the first step, what was said of the earlier words voided; and whether anything was."""
    standing = Decision.objects.filter(step__approval=approval).standing()
    people = list(
        Agent.objects.filter(pk__in=standing.values("by")).exclude(pk__in=approval.excluded.values("pk"))
    )
    standing.update(voided_at=timezone.now())
    for step in approval.steps.exclude(state="coming"):
        notifications.outdate_asked(step)
    approval.steps.exclude(state="coming").update(state="coming", began_at=None)
    first = approval.steps.get(position=1)
    _begin(first)
    asked = {agent.pk for agent in takers_of(first, on=timezone.localdate())}
    notifications.notify_reopened(first, [agent for agent in people if agent.pk not in asked])
    return bool(people)


def _replaced(step: ApprovalStep, by: Agent, is_unblocking: bool) -> list[StepHolder]:
    """Whose place the other person takes: the one who hands it over, or those who cannot decide any more."""
    if not is_unblocking:
        mine = seats_of(step, by, on=timezone.localdate())
        return mine[:1] if step.needs_all else mine
    seats = step.open_holders()
    barred = set(step.approval.excluded.values_list("pk", flat=True))
    return [each for each in seats if not each.agent.is_active or each.agent_id in barred] or seats
