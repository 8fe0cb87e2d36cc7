"""The demonstration's mails, moved by days; one that a visitor treated stays where it is."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from core.mail.models import IncomingMail
from demo.loading.mails import references

TIMES = ("delivered_at", "taken_at", "read_at")


def move_mails(anchor: date, today: date) -> None:
    mails = [
        mail
        for mail in IncomingMail.objects.filter(reference__in=references()).defer("text", "folded")
        if mail.read_at and timezone.localdate(mail.read_at) <= anchor
    ]
    for mail in mails:
        for name in TIMES:
            setattr(mail, name, _later(getattr(mail, name), today - anchor))
    IncomingMail.objects.bulk_update(mails, TIMES)


def _later(moment: datetime | None, by: timedelta) -> datetime | None:
    return min(moment + by, timezone.now()) if moment else None
