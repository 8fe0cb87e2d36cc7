"""Alarms begin, are announced, and end; run twice or by two processes at once, the result is the same."""

from datetime import datetime, timedelta

from django.db import transaction

from core.mail.models import Alarm, AlarmTelling
from core.mail.monitoring import heartbeats
from core.mail.monitoring.problems import Problem, current_problems, since
from core.mail.signals import alarm_ended, alarm_rang
from core.ui import locks
from core.ui.french import spaced

# A problem that ends and begins again within the hour is one alarm: its end is announced after an hour.
CALM = timedelta(hours=1)
# Queues that fill slowly and are emptied by hand: announced once a day at most, without their end.
DAILY = (Alarm.Kind.QUARANTINE, Alarm.Kind.LOST, Alarm.Kind.FAILED)
DAY = timedelta(hours=24)
Key = tuple[str, int | None]


@transaction.atomic
def update_alarms(*, at: datetime) -> None:
    """Send the heartbeats that are due, compare the alarms with the current problems, and announce what is new."""
    locks.wait_for("mail.watching")
    heartbeats.beat(at=at)
    wrong: dict[Key, Problem] = {
        (trouble.kind, trouble.mailbox.pk if trouble.mailbox else None): trouble
        for trouble in current_problems(at)
    }
    for alarm in Alarm.objects.filter(ended_at=None):
        if trouble := wrong.pop((alarm.kind, alarm.mailbox_id), None):
            _goes_on(alarm, trouble, at)
        else:
            alarm.ended_at = at
            alarm.save(update_fields=["ended_at"])
    for trouble in wrong.values():
        _begins(trouble, at)
    _tell_ends(at)


def _goes_on(alarm: Alarm, trouble: Problem, at: datetime) -> None:
    if alarm.text != trouble.text:
        alarm.text = trouble.text
        alarm.save(update_fields=["text"])
    if alarm.kind in DAILY:
        _tell_daily(alarm, at)


def _begins(trouble: Problem, at: datetime) -> None:
    earlier = Alarm.objects.filter(kind=trouble.kind, mailbox=trouble.mailbox, ended_at__gt=at - CALM).first()
    if earlier and not earlier.tellings.filter(is_end=True).exists():
        earlier.ended_at = None
        earlier.save(update_fields=["ended_at"])
        _goes_on(earlier, trouble, at)
        return
    alarm = Alarm.objects.create(kind=trouble.kind, mailbox=trouble.mailbox, text=trouble.text, began_at=at)
    if alarm.kind in DAILY:
        _tell_daily(alarm, at)
    else:
        _tell(alarm, alarm.text, at)


def _tell_daily(alarm: Alarm, at: datetime) -> None:
    """Announce once a day with the current count; a loss already announced in the same words is not repeated."""
    told = AlarmTelling.objects.filter(alarm__kind=alarm.kind)
    if told.filter(told_at__gt=at - DAY).exists():
        return
    if alarm.kind != Alarm.Kind.QUARANTINE and told.filter(alarm=alarm, text=alarm.text).exists():
        return
    _tell(alarm, alarm.text, at)


def _tell(alarm: Alarm, text: str, at: datetime) -> None:
    AlarmTelling.objects.create(alarm=alarm, text=text, told_at=at)
    alarm_rang.send(sender=Alarm, alarm=alarm, text=text)


def _tell_ends(at: datetime) -> None:
    calm = Alarm.objects.filter(ended_at__lte=at - CALM, ended_at__gt=at - DAY).exclude(kind__in=DAILY)
    for alarm in calm.exclude(tellings__is_end=True).select_related("mailbox"):
        assert alarm.ended_at
        of_which = f"boîte « {alarm.mailbox} », " if alarm.mailbox else ""
        text = spaced(
            f"C’est rétabli : {of_which}{alarm.get_kind_display().lower()}. Cela avait commencé "
            f"{since(alarm.began_at, at)}, et tout va bien depuis une heure."
        )
        AlarmTelling.objects.create(alarm=alarm, text=text, told_at=at, is_end=True)
        alarm_ended.send(sender=Alarm, alarm=alarm, text=text)
