from __future__ import annotations

import secrets
from collections.abc import Iterable
from hashlib import sha256

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from core.french import exact_count_of, long_date, spaced
from core.history.context import action_context
from core.people import secret_addresses
from core.people.models import Agent, Direction
from core.web.locks import lock_row
from dematerialisation import policies as section
from dematerialisation.group_actions.actions import measure_gain
from dematerialisation.models import Action, Hardest, PrinterlessAgent, PrinterlessDay, PrinterlessDirection
from dematerialisation.printerless.results import group_small_directions, results_of
from dematerialisation.states import Unit

BYTES = 32
# A direction, its pages of an ordinary day and of that one.
Pages = tuple[Direction, int | None, int | None]
# The end of the method that a day writes.
ONE_DAY = "une page comptée pour une feuille, un seul jour, sans multiplier"
MEASURED = spaced(
    "Cette action a déjà un gain mesuré en feuilles de papier, qui n’est pas celui d’un jour : il reste tel quel."
)
NOT_THE_GROUP = "Seul un membre du groupe projet peut faire ce geste."
NOT_ITS_HEAD = "La ou le responsable d’une direction répond pour elle, ou bien le groupe projet."
OVER = spaced("Ce jour est passé : les inscriptions ne changent plus.")
NOT_YET = spaced("Ce jour n’est pas encore venu : ses pages se comptent ensuite.")
NOT_SIGNED_UP = "Cette question est pour les agents qui étaient inscrits."


@transaction.atomic
def sign_up(day: PrinterlessDay, *, by: Agent, takes_part: bool) -> None:
    """Oneself; twice is once."""
    _check_open(day)
    if by.is_elected or not by.is_active:
        raise PermissionDenied
    if takes_part:
        PrinterlessAgent.objects.get_or_create(day=day, agent=by)
    else:
        PrinterlessAgent.objects.filter(day=day, agent=by).delete()


@transaction.atomic
def sign_direction_up(day: PrinterlessDay, direction: Direction, *, by: Agent, takes_part: bool) -> None:
    _check_answers_for(by, direction)
    _check_open(day)
    row = row_of(day, direction)
    row.takes_part = takes_part
    name = "a inscrit" if takes_part else "a désinscrit"
    with action_context(f"{name} la direction «\u00a0{direction}\u00a0»", by=by):
        row.save()


@transaction.atomic
def say_hardest(day: PrinterlessDay, *, by: Agent, hardest: str) -> None:
    """From the day on; the last word counts."""
    if not day.has_come:
        raise ValidationError(NOT_YET)
    if hardest not in Hardest.values:
        raise ValidationError("Choisissez une réponse de la liste.")
    if not PrinterlessAgent.objects.filter(day=day, agent=by).update(hardest=hardest):
        raise ValidationError(NOT_SIGNED_UP)


@transaction.atomic
def write_pages(
    day: PrinterlessDay,
    direction: Direction,
    *,
    by: Agent,
    pages_before: int | None,
    pages_on_day: int | None,
) -> None:
    _check_answers_for(by, direction)
    _write(
        day,
        [(direction, pages_before, pages_on_day)],
        name=spaced(f"a écrit les pages de « {direction} »"),
        by=by,
    )


@transaction.atomic
def import_pages(day: PrinterlessDay, counted: Iterable[Pages], *, by: Agent) -> None:
    """Import the sums that the preview showed; a second sending changes nothing. Keep what the file leaves out."""
    if not section.can_write(by):
        raise PermissionDenied(NOT_THE_GROUP)
    day = lock_row(PrinterlessDay, day.pk)
    known = {row.direction_id: (row.pages_before, row.pages_on_day) for row in day.directions.all()}
    kept = []
    for direction, before, on_day in counted:
        was_before, was_on_day = known.get(direction.pk, (None, None))
        kept.append(
            (
                direction,
                was_before if before is None else before,
                was_on_day if on_day is None else on_day,
            )
        )
    _write(day, kept, name="a importé les pages du serveur d’impression", by=by)


def _write(day: PrinterlessDay, counted: Iterable[Pages], *, name: str, by: Agent) -> None:
    """In one statement; then what is told of them, one writer after the other."""
    day = lock_row(PrinterlessDay, day.pk)
    rows = [
        PrinterlessDirection(day=day, direction=direction, pages_before=before, pages_on_day=on_day)
        for direction, before, on_day in counted
    ]
    if not day.has_come and any(row.pages_on_day is not None for row in rows):
        raise ValidationError({"pages_on_day": NOT_YET})
    with action_context(name, by=by):
        PrinterlessDirection.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["day", "direction"],
            update_fields=["pages_before", "pages_on_day"],
        )
    group_small_directions(day)


@transaction.atomic
def report_gain(day: PrinterlessDay, *, by: Agent) -> str:
    """The day's saving is the measured gain of its action, for what it is: one day."""
    if not section.can_report_gain(by, day):
        raise PermissionDenied(NOT_THE_GROUP)
    assert day.action
    results = results_of(day)
    if not results.lines:
        raise ValidationError("Rien n’est encore compté pour ce jour.")
    if results.saved <= 0:
        raise ValidationError(
            spaced("Ce jour-là, on n’a pas imprimé moins : il n’y a pas de gain à reporter.")
        )
    action = lock_row(Action, day.action.pk)
    measured = action.gains.filter(unit=Unit.SHEETS, measured__isnull=False)
    if measured.exclude(measure_method__endswith=ONE_DAY).exists():
        raise ValidationError(MEASURED)
    pages = exact_count_of(results.saved, "page")
    said = spaced(f"{pages} en moins le {long_date(day.held_on)}, relevées direction par direction ; ")
    method = f"{said}{ONE_DAY}"
    measure_gain(
        action, by=by, unit=Unit.SHEETS, amount=results.saved, method=method, on=timezone.localdate()
    )
    return spaced(f"{pages} en moins : c’est le gain mesuré de « {day.action} ».")


# The screen of the hall


@transaction.atomic
def give_screen(day: PrinterlessDay, *, by: Agent) -> str:
    """A new secret, shown once; the earlier one is void."""
    if not section.can_write(by):
        raise PermissionDenied(NOT_THE_GROUP)
    secret = secrets.token_urlsafe(BYTES)
    day = lock_row(PrinterlessDay, day.pk)
    day.screen_hash = _hash(secret)
    with action_context("a donné une adresse à l’écran du hall", by=by):
        day.save(update_fields=["screen_hash"])
    return secret


def day_of_screen(secret: str, *, request: HttpRequest) -> PrinterlessDay | None:
    """Guesses are limited with those of agents' addresses."""
    if secret_addresses.is_guessed_too_much(request):
        return None
    found = PrinterlessDay.objects.filter(screen_hash=_hash(secret)).first()
    if found is None:
        secret_addresses.note_wrong_one(request)
    return found


def _hash(secret: str) -> str:
    return sha256(secret.encode(errors="replace")).hexdigest()


def row_of(day: PrinterlessDay, direction: Direction) -> PrinterlessDirection:
    """Locked: two people write the pages of a direction one after the other."""
    row, _ = PrinterlessDirection.objects.get_or_create(day=day, direction=direction)
    return lock_row(PrinterlessDirection, row.pk)


def _check_open(day: PrinterlessDay) -> None:
    if day.is_over:
        raise ValidationError(OVER)


def _check_answers_for(by: Agent, direction: Direction) -> None:
    if not section.can_answer_for(by, direction):
        raise PermissionDenied(NOT_ITS_HEAD)
