"""Act on an action of the group, from its page, the admin or a command.

Each action checks the person, locks the action, checks its state, changes it, names itself for the history and
notifies people.
"""

import re
import uuid
from collections.abc import Callable, Mapping
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags

from core.french import long_date, of, plain, spaced
from core.history.context import action_context
from core.people.models import Agent
from core.web import rich_text
from core.web.idempotency import create_once
from core.web.locks import lock_row, locked
from dematerialisation import notifications, policies
from dematerialisation.models import Action, ActionStep, Gain, ScreeningAnswer
from dematerialisation.states import ActionState, Outcome, Unit
from suggestions.models import Criterion, Grid

NOT_THE_GROUP = "Seul un membre du groupe projet peut faire ce geste."
NOT_THE_LEADER = "Seuls la personne qui mène cette action et le groupe projet peuvent faire ce geste."
MEANWHILE = {
    ActionState.PLANNED: "Cette action n’a pas encore commencé.",
    ActionState.IN_PROGRESS: "Cette action est déjà en cours.",
    ActionState.BLOCKED: spaced("Cette action est bloquée : débloquez-la d’abord."),
    ActionState.DONE: "Cette action est déjà faite.",
    ActionState.DROPPED: "Cette action est abandonnée.",
}
NOT_SCREENED = spaced(
    "Cette action ne répond à aucune idée retenue : passez-la au filtre avant de la commencer."
)
SCREENED_LONG_AGO = spaced(
    "Le filtre de cette action date d’avant les résultats : repassez-la au filtre avant de la commencer."
)
ONLY_ELIGIBLE = spaced("Le filtre de cette action la dit « {} » : seule une action éligible commence.")
SEEN_BY_ONE = "Un second membre du groupe valide d’abord le filtre de cette action."
NOT_BY_ONESELF = spaced("Vous avez passé cette action au filtre : un autre membre du groupe le valide.")
NOTHING_TO_CONFIRM = "Cette action n’a pas, ou plus, de filtre à valider."
# Said of a pitfall, they answer nothing; in `plain` letters.
FORMULAS = re.compile(
    r"\b((on|nous) (verra|verrons|avisera|aviserons|fera attention|ferons attention)|a voir|plus tard|r ?a ?s|neant"
    r"|sans objet|rien a signaler|(pas de|aucun) (probleme|souci|risque))\b"
)
LEAST_WORDS = 4
NEW_GRID = spaced(
    "Une nouvelle version de la grille est entrée en service entre-temps : répondez-y de nouveau."
)
MOST_STEPS = 40

clean_change = rich_text.sanitizer(rich_text.PAGE)


@transaction.atomic
def entrust(action: Action, *, by: Agent, leader: Agent, due_on: date) -> Action:
    """Set the leader and the due date; notify a new leader, or the leader of a new date."""
    action = _locked(action, by=by, may=policies.can_change)
    is_new, was_due = action.leader_id != leader.pk, action.due_on
    _give(action, leader, due_on)
    with action_context(f"a confié l’action à {leader}" if is_new else "a changé l’échéance", by=by):
        action.save(update_fields=["leader", "due_on"])
    if is_new or was_due != due_on:
        notifications.notify_entrusted(action, by=by, is_new=is_new)
    return action


@transaction.atomic
def start(action: Action, *, by: Agent, leader: Agent, due_on: date) -> Action:
    """Start it; from now on it has a leader and a due date."""
    action = _locked(action, by=by, may=policies.can_start)
    is_new = action.leader_id != leader.pk
    _give(action, leader, due_on)
    action.state, action.started_on = ActionState.IN_PROGRESS, timezone.localdate()
    with action_context("a commencé l’action", by=by):
        action.save(update_fields=["leader", "due_on", "state", "started_on"])
    if is_new:
        notifications.notify_entrusted(action, by=by, is_new=True)
    notifications.notify_authors(action, by=by)
    return action


@transaction.atomic
def screen(
    action: Action,
    *,
    by: Agent,
    grid: int,
    marks: Mapping[str, int],
    precautions: Mapping[str, str],
    outcome: str,
) -> Action:
    """Answer the grid of values and pitfalls for this action; earlier answers are replaced, and to be seen again.

    `grid` is the version that was shown; `marks` by the code of each value (0 to 4), `precautions` by the code of each
    pitfall that is touched.
    """
    action = _locked(action, by=by, may=policies.can_screen)
    # Locked until this is written: it stays in use.
    version = locked(Grid.objects).filter(version=grid, state=Grid.State.IN_USE).first()
    if version is None:
        raise ValidationError(NEW_GRID)
    criteria = list(version.criteria.all())
    if {criterion.code for criterion in criteria if criterion.kind == Criterion.Kind.VALUE} != marks.keys():
        raise ValidationError("Donnez une note à chaque valeur.")
    if outcome not in Outcome.values:
        raise ValidationError({"outcome": "Choisissez un résultat de la liste."})
    if outcome == Outcome.ELIGIBLE:
        _check_eligible(marks, precautions)
    action.outcome, action.screened_by, action.confirmed_by = outcome, by, None
    with action_context("a passé l’action au filtre", by=by):
        earlier = {answer.criterion_id: answer for answer in action.screening.all()}
        action.screening.exclude(criterion__grid=version).delete()
        for criterion in criteria:
            answer = earlier.get(criterion.pk) or ScreeningAnswer(action=action, criterion=criterion)
            answer.mark = marks.get(criterion.code)
            answer.is_touched = criterion.code in precautions
            answer.precaution = precautions.get(criterion.code, "")
            answer.full_clean(exclude=["action", "criterion"])
            answer.save()
        action.save(update_fields=["outcome", "screened_by", "confirmed_by"])
    return action


def _check_eligible(marks: Mapping[str, int], precautions: Mapping[str, str]) -> None:
    refusals = {
        f"precaution_{code}": spaced(
            "Une action éligible dit vraiment ce qui sera fait, en quelques mots précis. "
            "Sinon, choisissez « À revoir »."
        )
        for code, words in precautions.items()
        if not _says_what_is_done(words)
    }
    if not any(marks.values()):
        refusals["outcome"] = "Une action qui ne sert aucune valeur ne peut pas être éligible."
    if refusals:
        raise ValidationError(refusals)


def _says_what_is_done(words: str) -> bool:
    """A plain rule against empty formulas; the second member judges the rest."""
    said = re.sub(r"[\W_]+", " ", plain(words))
    return len(set(re.findall(r"\w\w+", FORMULAS.sub(" ", said)))) >= LEAST_WORDS


@transaction.atomic
def confirm_screening(action: Action, *, by: Agent) -> Action:
    """Say that a second member of the group has seen the answers and their outcome."""
    action = _locked(action, by=by, may=policies.can_confirm_screening)
    action.confirmed_by = by
    with action_context("a validé le filtre", by=by):
        action.save(update_fields=["confirmed_by"])
    return action


@transaction.atomic
def block(action: Action, *, by: Agent, reason: str) -> Action:
    action = _locked(action, by=by, may=policies.can_block, whose=NOT_THE_LEADER)
    action.state, action.blocked_on = ActionState.BLOCKED, timezone.localdate()
    action.blocked_reason = _said(reason, "Dites ce qui bloque.")
    with action_context("a dit l’action bloquée", by=by):
        action.save(update_fields=["state", "blocked_on", "blocked_reason"])
    notifications.notify_blocked(action, by=by)
    return action


@transaction.atomic
def unblock(action: Action, *, by: Agent) -> Action:
    action = _locked(action, by=by, may=policies.can_unblock, whose=NOT_THE_LEADER)
    _clear_block(action)
    action.state = ActionState.IN_PROGRESS
    with action_context("a débloqué l’action", by=by):
        action.save(update_fields=["state", "blocked_on", "blocked_reason"])
    return action


@transaction.atomic
def finish(action: Action, *, by: Agent, done_on: date, what_it_changed: str) -> Action:
    """Mark it as done, and notify the authors of its ideas. `what_it_changed` is HTML, sanitised here."""
    action = _locked(action, by=by, may=policies.can_finish)
    if done_on > timezone.localdate():
        raise ValidationError(
            {"done_on": spaced("Une action se dit faite une fois faite : aujourd’hui, ou un jour passé.")}
        )
    if action.started_on and done_on < action.started_on:
        raise ValidationError(
            {"done_on": spaced(f"Elle a commencé le {long_date(action.started_on)} : pas avant.")}
        )
    what_it_changed = clean_change(what_it_changed)
    if not strip_tags(what_it_changed).strip():
        raise ValidationError({"what_it_changed": "Dites ce que cela a changé, même en une phrase."})
    _clear_block(action)
    action.state, action.done_on, action.what_it_changed = ActionState.DONE, done_on, what_it_changed
    with action_context("a dit l’action faite", by=by):
        action.save(update_fields=["state", "blocked_on", "blocked_reason", "done_on", "what_it_changed"])
    notifications.notify_authors(action, by=by)
    return action


@transaction.atomic
def drop(action: Action, *, by: Agent, reason: str) -> Action:
    """Give it up; the reason is shown to all agents."""
    action = _locked(action, by=by, may=policies.can_change)
    _clear_block(action)
    action.state, action.dropped_on = ActionState.DROPPED, timezone.localdate()
    action.dropped_reason = _said(reason, "Dites pourquoi l’action est abandonnée.")
    with action_context("a abandonné l’action", by=by):
        action.save(update_fields=["state", "blocked_on", "blocked_reason", "dropped_on", "dropped_reason"])
    notifications.notify_dropped(action, by=by)
    return action


@transaction.atomic
def resume(action: Action, *, by: Agent) -> Action:
    """Plan a dropped action again, from the beginning."""
    action = _locked(action, by=by, may=policies.can_resume)
    action.state, action.started_on = ActionState.PLANNED, None
    action.dropped_on, action.dropped_reason = None, ""
    with action_context("a repris l’action", by=by):
        action.save(update_fields=["state", "started_on", "dropped_on", "dropped_reason"])
    return action


# Steps


@transaction.atomic
def add_step(
    action: Action,
    *,
    by: Agent,
    title: str,
    due_on: date | None = None,
    submission_key: uuid.UUID | None = None,
) -> ActionStep:
    """Add the last step; a form that is sent twice adds one."""
    action = _locked(action, by=by, may=policies.can_change)
    if action.steps.count() >= MOST_STEPS:
        raise ValidationError(spaced(f"Une action a {MOST_STEPS} étapes au plus : faites-en deux actions."))

    def create(key: uuid.UUID) -> ActionStep:
        last = action.steps.order_by("-position").values_list("position", flat=True).first() or 0
        with action_context("a ajouté une étape", by=by):
            return ActionStep.objects.create(
                action=action, title=title, due_on=due_on, position=last + 1, submission_key=key
            )

    step, _ = create_once(action.steps.all(), submission_key or uuid.uuid4(), create)
    return step


@transaction.atomic
def tick(step: ActionStep, *, by: Agent, is_done: bool) -> ActionStep:
    """Mark a step as done today, or as not done; nothing changes when it is so already."""
    action = _locked(step.action, by=by, may=policies.can_tick, whose=NOT_THE_LEADER)
    step = ActionStep.objects.get(pk=step.pk, action=action)
    if is_done == (step.done_on is not None):
        return step
    step.done_on = timezone.localdate() if is_done else None
    with action_context(f"a {'coché' if is_done else 'décoché'} l’étape «\u00a0{step}\u00a0»", by=by):
        step.save(update_fields=["done_on"])
    return step


# Gains


@transaction.atomic
def guess_gain(action: Action, *, by: Agent, unit: str, amount: int, method: str, on: date) -> Gain:
    """Set the expected gain in this unit; the history keeps the guess before."""
    action = _locked(action, by=by, may=policies.can_guess_gain)
    gain = _gain_of(action, unit)
    if gain.measured_on and on > gain.measured_on:
        raise ValidationError(
            {"on": spaced("Ce gain est déjà mesuré : on n’estime plus après avoir mesuré.")}
        )
    gain.guessed, gain.guess_method, gain.guessed_on = amount, method, on
    return _keep(gain, f"a estimé le gain en {Unit(unit).label}", by=by)


@transaction.atomic
def measure_gain(action: Action, *, by: Agent, unit: str, amount: int, method: str, on: date) -> Gain:
    """Set the measured gain; the guess stays beside it."""
    action = _locked(action, by=by, may=policies.can_measure_gain)
    gain = _gain_of(action, unit)
    gain.measured, gain.measure_method, gain.measured_on = amount, method, on
    return _keep(gain, f"a mesuré le gain en {Unit(unit).label}", by=by)


def _gain_of(action: Action, unit: str) -> Gain:
    if unit not in Unit.values:
        raise ValidationError({"unit": "Choisissez une unité de la liste."})
    return Gain.objects.filter(action=action, unit=unit).first() or Gain(action=action, unit=unit)


def _keep(gain: Gain, name: str, *, by: Agent) -> Gain:
    if max(day for day in (gain.guessed_on, gain.measured_on) if day) > timezone.localdate():
        raise ValidationError(
            {"on": spaced("Cette date est à venir : choisissez aujourd’hui ou un jour passé.")}
        )
    try:
        gain.full_clean()
    except ValidationError as error:
        # The form knows one amount, one method and one day, whichever of the two they are of.
        raise ValidationError(error.messages) from error
    with action_context(name, by=by):
        gain.save()
    return gain


# Lateness


def notify_late_actions() -> int:
    """Notify the leader and the group of late actions, once for each due date; return how many."""
    today, count = timezone.localdate(), 0
    for pk in Action.objects.late_unnotified(on=today).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            # Read again under the lock: it may be done by now, or another worker may have notified it.
            action = locked(Action.objects.late_unnotified(on=today)).filter(pk=pk).first()
            if action:
                action.late_told_for = action.due_on
                action.save(update_fields=["late_told_for"])
                notifications.notify_late(action)
                count += 1
    return count


def _locked(
    action: Action,
    *,
    by: Agent,
    may: Callable[[Agent, Action], bool],
    whose: str = NOT_THE_GROUP,
) -> Action:
    """The locked row; PermissionDenied for the wrong person, ValidationError for the wrong state."""
    row = lock_row(Action, action.pk)
    if whose == NOT_THE_GROUP and not policies.can_write(by):
        raise PermissionDenied(whose)
    if whose == NOT_THE_LEADER and not policies.may_follow(by, row):
        raise PermissionDenied(whose)
    if not may(by, row):
        raise ValidationError(_why_not(may, by, row))
    return row


def _why_not(may: Callable[[Agent, Action], bool], by: Agent, row: Action) -> str:
    if may is policies.can_confirm_screening:
        is_own = row.confirmed_by_id is None and row.screened_by_id == by.pk
        return NOT_BY_ONESELF if is_own else NOTHING_TO_CONFIRM
    starts = may is policies.can_start and row.state == ActionState.PLANNED
    if not starts and not (may is policies.can_finish and row.is_open):
        return MEANWHILE[ActionState(row.state)]
    if row.state != ActionState.PLANNED or not row.outcome:
        return SCREENED_LONG_AGO if row.screening.exists() else NOT_SCREENED
    is_eligible = row.outcome == Outcome.ELIGIBLE
    return SEEN_BY_ONE if is_eligible else ONLY_ELIGIBLE.format(Outcome(row.outcome).label.lower())


def _give(action: Action, leader: Agent, due_on: date) -> None:
    if not leader.is_active:
        raise ValidationError(
            {"leader": spaced(f"Le compte {of(leader)} est fermé : choisissez quelqu’un d’autre.")}
        )
    if due_on < timezone.localdate() and due_on != action.due_on:
        raise ValidationError(
            {"due_on": spaced("Cette échéance est déjà passée : choisissez un jour à venir.")}
        )
    action.leader, action.due_on = leader, due_on


def _said(reason: str, missing: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": missing})
    return reason.strip()


def _clear_block(action: Action) -> None:
    action.blocked_on, action.blocked_reason = None, ""
