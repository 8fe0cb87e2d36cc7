from typing import Any

from django import template
from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from rooms import policies
from rooms.models import Booking
from rooms.series.querysets import visible_series
from rooms.series.wording import times_of

register = template.Library()


@register.simple_tag(takes_context=True)
def series_of(context: dict[str, Any], booking: Booking, action: str) -> SafeString | str:
    """Nothing for a booking of no series; `action` is detail, change or cancel. Two statements, and the series'."""
    series = booking.series
    if series is None or booking.series_date is None:
        return ""
    agent = context["request"].user
    counts = (
        Booking.objects.holding()
        .filter(series=series, period__endswith__gt=timezone.now())
        .aggregate(all=Count("pk"), following=Count("pk", filter=Q(series_date__gte=booking.series_date)))
    )
    given = {
        **counts,
        "booking": booking,
        "action": action,
        "times": times_of(series),
        "may_read": visible_series(agent).filter(pk=series.pk).exists(),
        "may_change": policies.can_change(agent, booking),
    }
    return render_to_string("rooms/series/_of_booking.html", given)
