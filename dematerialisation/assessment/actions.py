from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from core.french import spaced
from core.history.context import action_context
from core.people.models import Agent
from core.web import rich_text
from core.web.locks import lock_row, wait_for
from core.web.non_blank import is_visible
from core.web.rich_text import plain_text_of
from dematerialisation import notifications, policies
from dematerialisation.assessment import comparison
from dematerialisation.assessment.comparison import label_of
from dematerialisation.models import Action, AssessedAction, Assessment, AssessmentReminder
from dematerialisation.models.assessment import HEADINGS, WORDS_LENGTH, Verdict
from dematerialisation.states import ActionState

NOT_THE_HEAD = "La ou le responsable du groupe commence le bilan et choisit sa période."
NOT_THE_GROUP = "Seul un membre du groupe projet écrit le bilan."
FROZEN = spaced("Ce bilan est publié : ni son texte, ni ses chiffres, ni ses actions ne changent plus.")
CHANGED = spaced("Ce bilan a changé depuis l’ouverture de cette page : relisez-le, puis publiez-le.")
WRITTEN = spaced("On a déjà écrit dans ce bilan : changez plutôt sa période.")
OVERLAPS = "Un autre bilan couvre déjà une partie de ces dates."
REMINDER = timedelta(days=30)
_clean = rich_text.sanitizer(rich_text.PAGE)


@transaction.atomic
def begin(*, by: Agent, starts_on: date, ends_on: date) -> Assessment:
    """With the actions of the period and what is known of them; sent twice, the one that is there."""
    _check_is_head(by)
    # Two sendings at once: the second finds the first's.
    wait_for("dematerialisation.assessment.begin")
    found = Assessment.objects.filter(starts_on=starts_on, ends_on=ends_on).first()
    if found:
        return found
    assessment = Assessment(starts_on=starts_on, ends_on=ends_on, begun_by=by)
    with action_context("a commencé le bilan", by=by):
        _save_period(assessment)
        _add_missing(assessment)
    return assessment


@transaction.atomic
def move(assessment: Assessment, *, by: Agent, starts_on: date, ends_on: date) -> Assessment:
    """To another period, with the actions of that one."""
    _check_is_head(by)
    assessment = _locked(assessment, by=by)
    assessment.starts_on, assessment.ends_on = starts_on, ends_on
    with action_context("a changé la période du bilan", by=by):
        _save_period(assessment)
        _take_actions(assessment)
    return assessment


@transaction.atomic
def take_actions_again(assessment: Assessment, *, by: Agent) -> str:
    """Add actions that have joined the period; keep what was written of the others."""
    assessment = _locked(assessment, by=by)
    with action_context("a relevé les actions du bilan", by=by):
        _take_actions(assessment)
    return spaced("La liste des actions est à jour ; ce que vous avez écrit reste tel quel.")


@transaction.atomic
def assess(row: AssessedAction, *, by: Agent, **written: Any) -> AssessedAction:
    _locked(row.assessment, by=by)
    for name, value in written.items():
        setattr(row, name, value)
    row.full_clean()
    with action_context(f"a évalué «\u00a0{row}\u00a0»", by=by):
        row.save(update_fields=list(written))
    return row


@transaction.atomic
def write(assessment: Assessment, heading: str, *, by: Agent, text: str) -> Assessment:
    """One heading of the file. `text` is HTML, sanitised here; the idea's is plain words."""
    assessment = _locked(assessment, by=by)
    setattr(assessment, heading, text if heading == "idea" else _clean(text))
    with action_context(f"a écrit «\u00a0{label_of(heading)}\u00a0»", by=by):
        assessment.save(update_fields=[heading])
    return assessment


@transaction.atomic
def publish(assessment: Assessment, *, by: Agent, seen: str) -> str:
    """Everyone reads it; from now on it does not change. `seen` is the stamp of the assessment that was read."""
    assessment = _locked(assessment, by=by)
    if assessment.stamp != seen:
        raise ValidationError(CHANGED)
    if missing := missing_from(assessment):
        raise ValidationError(spaced(f"Avant de publier, il manque : {', '.join(missing)}."))
    assessment.figures = comparison.as_json(comparison.figures_of(assessment.starts_on, assessment.ends_on))
    assessment.published_at, assessment.published_by = timezone.now(), by
    with action_context("a publié le bilan", by=by):
        for row in assessment.actions.select_related("action"):
            if row.title != row.action.title:
                row.title = row.action.title
                row.save(update_fields=["title"])
        assessment.save(update_fields=["figures", "published_at", "published_by"])
    return spaced("Le bilan est publié : chacun le lit, et il ne change plus.")


@transaction.atomic
def discard(assessment: Assessment, *, by: Agent) -> None:
    """A draft that was begun for nothing; what somebody wrote is not lost."""
    _check_is_head(by)
    assessment = _locked(assessment, by=by)
    if is_begun(assessment):
        raise ValidationError(WRITTEN)
    with action_context("a supprimé le brouillon du bilan", by=by):
        assessment.delete()


def is_begun(assessment: Assessment) -> bool:
    """Whether somebody wrote a heading, or said something of an action."""
    as_taken = Q(verdict="") | Q(verdict=Verdict.DROPPED, reason=F("action__dropped_reason"))
    said = assessment.actions.exclude(as_taken)
    return len(empty_headings(assessment)) < len(HEADINGS) or said.exists()


def empty_headings(assessment: Assessment) -> list[str]:
    return [name for name in HEADINGS if not is_visible(getattr(assessment, name))]


def missing_from(assessment: Assessment) -> list[str]:
    missing = [label_of(name) for name in empty_headings(assessment)]
    if count := assessment.actions.filter(verdict="").count():
        missing.append("le verdict d’une action" if count == 1 else f"le verdict de {count} actions")
    if assessment.ends_on >= timezone.localdate():
        missing.append("la fin de la période")
    return missing


# The anniversary


def next_period(on: date) -> tuple[date, date] | None:
    """A year after the last assessment, or the year of the group that ends next; None before its first action."""
    last = Assessment.objects.order_by("-ends_on").first()
    if last:
        return last.anniversary, _a_year_after(last.anniversary) - timedelta(days=1)
    days = Action.objects.annotate(first=Least("decided_on", Coalesce("started_on", "done_on", "dropped_on")))
    start = days.order_by("first").values_list("first", flat=True).exclude(first=None).first()
    if start is None:
        return None
    while _a_year_after(start) <= on:
        start = _a_year_after(start)
    return start, _a_year_after(start) - timedelta(days=1)


@transaction.atomic
def remind_of_anniversary(*, on: date) -> bool:
    """Notify the head, a month before the anniversary or on the first run after, once."""
    period = next_period(on)
    head = Agent.objects.filter(is_active=True, group_membership__is_head=True).first()
    if period is None or head is None or period[1] - REMINDER >= on:
        return False
    reminder, is_new = AssessmentReminder.objects.get_or_create(anniversary=period[1] + timedelta(days=1))
    if is_new:
        notifications.notify_anniversary(reminder, head, *period)
    return is_new


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)


def _check_is_head(by: Agent) -> None:
    if not policies.can_begin_assessment(by):
        raise PermissionDenied(NOT_THE_HEAD)


def _locked(assessment: Assessment, *, by: Agent) -> Assessment:
    if not policies.can_write(by):
        raise PermissionDenied(NOT_THE_GROUP)
    assessment = lock_row(Assessment, assessment.pk)
    if not policies.can_write_assessment(by, assessment):
        raise ValidationError(FROZEN)
    return assessment


def _save_period(assessment: Assessment) -> None:
    try:
        with transaction.atomic():
            assessment.save()
    except IntegrityError as error:
        if "assessment_periods_apart" not in str(error):
            raise
        raise ValidationError({"starts_on": OVERLAPS}) from error


def _take_actions(assessment: Assessment) -> None:
    """Drop actions that are no longer of the period, unless something was written of them."""
    in_period = Action.objects.assessed_in(assessment.starts_on, assessment.ends_on)
    assessment.actions.filter(verdict="").exclude(action__in=in_period).delete()
    _add_missing(assessment)


def _add_missing(assessment: Assessment) -> None:
    known = set(assessment.actions.values_list("action", flat=True))
    actions = [action for action in actions_of(assessment) if action.pk not in known]
    AssessedAction.objects.bulk_create(row_of(assessment, action) for action in actions)


def actions_of(assessment: Assessment) -> list[Action]:
    found = Action.objects.assessed_in(assessment.starts_on, assessment.ends_on)
    return list(found.prefetch_related("gains").order_by("pk"))


def row_of(assessment: Assessment, action: Action) -> AssessedAction:
    row = AssessedAction(
        assessment=assessment,
        action=action,
        title=action.title,
        what_changed=plain_text_of(action.what_it_changed)[:WORDS_LENGTH],
    )
    if action.state == ActionState.DROPPED:
        row.verdict, row.reason = Verdict.DROPPED, action.dropped_reason
    for gain in action.gains.all():
        setattr(row, gain.unit, gain.guessed if gain.measured is None else gain.measured)
    return row
