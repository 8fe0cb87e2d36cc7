"""Steps that all eliminations share; the rubric checks the right, locks its rows and deletes them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import (
    Count,
    DateTimeField,
    DurationField,
    Expression,
    ExpressionWrapper,
    F,
    Func,
    Max,
    Min,
    Model,
    QuerySet,
)
from django.utils import timezone

from core.french import long_date, spaced
from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.people.ordering import alphabetical

# A page lists them all, and one transaction erases them.
AT_ONCE = 2_000
NOT_SAME = spaced(
    "La liste a changé depuis l’ouverture de cette page : rien n’est éliminé. "
    "Relisez-la, et vérifiez que le visa la couvre."
)


def kept_until(closed_at: Any, years: Any) -> Expression:
    """The moment at which the term of a row is reached; `years` is an expression, or the name of a field."""
    term = Func(
        F(years) if isinstance(years, str) else years,
        template="make_interval(years => (%(expressions)s)::int)",
        output_field=DurationField(),
    )
    return ExpressionWrapper(closed_at + term, output_field=DateTimeField())


def at_once[Q: QuerySet[Any]](rows: Q) -> Q:
    """Return the rows that one visa covers at most: the first to reach their term, which come with `kept_until`."""
    return rows.filter(pk__in=rows.order_by("kept_until", "pk").values("pk")[:AT_ONCE])


def row_of(*, number: str, kind: object, received_on: date | None, closed_on: date | None) -> dict[str, str]:
    """Return a row as the page that asks again shows it, and as a trace keeps it: days are text."""
    days = {"received_on": received_on, "closed_on": closed_on}
    return {"number": number, "kind": str(kind or "")} | {
        name: f"{day:%d/%m/%Y}" if day else "" for name, day in days.items()
    }


def lines_of(
    rows: QuerySet[Any], *, day: str, kind: str = "kind__name", unnamed: str = "sans nature"
) -> list[dict[str, Any]]:
    """Count each kind: its name, how many, the days of the first and of the last; `day` and `kind` are look-ups."""
    by_kind = rows.order_by(*alphabetical(kind)).values(kind)
    found = by_kind.annotate(count=Count("pk"), first=Min(day), last=Max(day))
    return [{"kind": row.pop(kind) or unnamed, **row} for row in found]


def stamp_of(pks: Iterable[int]) -> str:
    """Return the stamp of these very rows."""
    return hashlib.sha256(",".join(map(str, sorted(pks))).encode()).hexdigest()[:32]


def check_visa(rows: QuerySet[Any], *, shown: str, visa_on: date) -> None:
    """Raise ValidationError unless the visa covers these rows, which come with `kept_until`.

    `shown` is the stamp of the rows that the list counted: no others are ever eliminated in their place. No list held
    them all before the last one reached its term.
    """
    if visa_on > timezone.localdate():
        raise ValidationError({"visa_on": "Le visa des archives est daté d’aujourd’hui ou d’avant."})
    terms = dict(rows.annotate(term=F("kept_until")).values_list("pk", "term"))
    if not terms or stamp_of(terms) != shown:
        raise ValidationError(NOT_SAME)
    if visa_on < (whole_on := timezone.localdate(max(terms.values()))):
        raise ValidationError(
            {
                "visa_on": spaced(
                    "Ce visa est plus ancien que la liste : la dernière durée n’a été atteinte que le "
                    f"{long_date(whole_on)}."
                )
            }
        )


def forget_messages(model: type[Model], pks: Iterable[int]) -> None:
    """Erase the notifications and mails about these rows."""
    about = {"content_type": ContentType.objects.get_for_model(model), "object_id__in": list(pks)}
    Notification.objects.filter(**about).delete()
    OutgoingMail.objects.filter(**about).delete()
