"""When something that the calendar or « Libre maintenant » shows has changed: pages then read it again."""

from uuid import uuid4

from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import BitXor, Count, Func
from django.db.models.functions import Cast
from django.utils import timezone


class CalendarChange(models.Model):
    """A change in what is shown of this time; of all times, where it has no ends. Written by triggers alone.

    Rows are added, never counted up: two people who book on the same day wait for nobody, and a row appears when its
    change does, neither before nor after. Its key is drawn, so that no two sets of changes are alike.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    during = DateTimeRangeField("pendant")
    at = models.DateTimeField("le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "changement de l’agenda"
        verbose_name_plural = "changements de l’agenda"
        indexes = [GistIndex(fields=["during"], name="calendar_change_during")]

    def __str__(self) -> str:
        return f"changement de l’agenda {self.during}"


def version_of(during: DateTimeTZRange) -> str:
    """The same as long as nothing changes of what is shown of this time: how many changes there are, and which."""
    hashed = Func(
        Cast("id", models.TextField()), 0, function="hashtextextended", output_field=models.BigIntegerField()
    )
    changes = CalendarChange.objects.filter(during__overlap=during)
    found = changes.aggregate(count=Count("*"), which=BitXor(hashed))
    return f"{found['count']}:{found['which']}"
