"""Bookings read for a calendar: flat rows, a server-side cursor, series together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

from core.people.models import Agent
from core.people.ordering import alphabetical
from rooms.models import Booking

if TYPE_CHECKING:
    from rooms.querysets import BookingQuerySet

CHUNK = 500


class BookingRow(NamedTuple):
    """In the order of `COLUMNS`."""

    pk: int
    reference: str
    series_id: int | None
    series_reference: str | None
    rule: str | None
    first_date: date | None
    starts_at: int | None
    ends_at: int | None
    series_sequence: int | None
    series_date: date | None
    room_name: str
    site_name: str
    site_address: str
    title: str
    is_private: bool
    first_name: str
    last_name: str
    email: str | None
    state: str
    sequence: int
    other_names: list[str]
    starts: datetime
    ends: datetime
    changed_at: datetime
    # By the agent for whom the rows were read.
    is_readable: bool = True


COLUMNS = (
    "pk",
    "reference",
    "series",
    "series__reference",
    "series__rule",
    "series__first_date",
    "series__starts_at",
    "series__ends_at",
    "series__sequence",
    "series_date",
    "room__name",
    "room__site__name",
    "room__site__address",
    "title",
    "is_private",
    "organiser__first_name",
    "organiser__last_name",
    "organiser__email",
    "state",
    "sequence",
)


def read_rows(bookings: BookingQuerySet, *, reader: Agent) -> Iterator[BookingRow]:
    """Single bookings by date, then each series in the order of its dates; memory does not grow with their number."""
    visible = Booking.objects.visible_to(reader).filter(pk=OuterRef("pk"))
    rows = _query(bookings).annotate(is_readable=Exists(visible))
    return map(BookingRow._make, rows.iterator(chunk_size=CHUNK))


def read_rows_now(bookings: BookingQuerySet) -> list[BookingRow]:
    """The same at once, within the transaction, for people who read them whole."""
    return [BookingRow(*row) for row in _query(bookings)]


def series_changed(bookings: BookingQuerySet) -> dict[int, datetime]:
    """By the id of each series of these, when any of its dates last changed: one that has left changes it too."""
    series = bookings.filter(series__isnull=False).values("series")
    changes = _history().filter(pgh_obj__series__in=series).order_by().values_list("pgh_obj__series")
    return dict(changes.annotate(last=Max("pgh_created_at")))


def _history() -> Any:
    return apps.get_model("rooms", "BookingEvent").objects


def _query(bookings: BookingQuerySet) -> Any:
    others = Booking.other_rooms.through.objects.filter(booking=OuterRef("pk"))
    changes = _history().filter(pgh_obj=OuterRef("pk")).order_by().values("pgh_obj")
    return (
        bookings.order_by(F("series").asc(nulls_first=True), "series_date", "period", "pk")
        .annotate(
            other_names=ArraySubquery(others.order_by(*alphabetical("room__name")).values("room__name")),
            starts=F("period__startswith"),
            ends=F("period__endswith"),
            changed_at=Coalesce(
                Subquery(changes.annotate(last=Max("pgh_created_at")).values("last")), F("created_at")
            ),
        )
        .values_list(*COLUMNS, "other_names", "starts", "ends", "changed_at")
    )
