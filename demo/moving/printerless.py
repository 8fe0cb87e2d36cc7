"""The demonstration's days without a printer, moved by days; one that a visitor moved stays."""

from datetime import date

from dematerialisation.models import PrinterlessDay
from demo.keys import reference_of
from demo.loading.printerless import held_on
from demo.texts.printerless import DAYS


def move_printerless_days(anchor: date, today: date) -> None:
    """The one to come first, and none onto a visitor's own day."""
    for day in reversed(DAYS):
        if PrinterlessDay.objects.filter(held_on=held_on(day, today)).exists():
            continue
        PrinterlessDay.objects.filter(
            reference=reference_of("printerless", day.key), held_on=held_on(day, anchor)
        ).update(held_on=held_on(day, today))
