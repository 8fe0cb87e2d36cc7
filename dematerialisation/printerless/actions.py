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
PAGES = ("pages_before", "pages_on_day")
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
    if day.is_over:
        raise ValidationError(OVER)
    if by.is_elected or not by.is_active:
        raise PermissionDenied
    if takes_part:
        PrinterlessAgent.objects.get_or_create(day=day, agent=by)
    else:
        PrinterlessAgent.objects.filter(day=day, agent=by).delete()


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
def write_directions(
    day: PrinterlessDay, rows: Iterable[PrinterlessDirection], *, by: Agent, columns: Iterable[str] = PAGES
) -> None:
    rows = list(rows)
    if not {row.direction for row in rows} <= set(section.answered_for(by)):
        raise PermissionDenied(NOT_ITS_HEAD)
    if day.is_over and "takes_part" in columns:
        raise ValidationError(OVER)
    _write(day, rows, columns)


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
            PrinterlessDirection(
                day=day,
                direction=direction,
                pages_before=was_before if before is None else before,
                pages_on_day=was_on_day if on_day is None else on_day,
            )
        )
    _write(day, kept, PAGES)


def _write(day: PrinterlessDay, rows: list[PrinterlessDirection], columns: Iterable[str]) -> None:
    """In one statement; then what is told of them, one writer after the other."""
    day = lock_row(PrinterlessDay, day.pk)
    if not day.has_come and any(row.pages_on_day is not None for row in rows):
        raise ValidationError(NOT_YET)
    PrinterlessDirection.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["day", "direction"], update_fields=list(columns)
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
