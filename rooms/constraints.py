from django.db.models import F, Func, IntegerField, Q, Value
from django.db.models.functions import Mod
from django.db.models.lookups import Exact, LessThanOrEqual

QUARTER_SECONDS = 900
# A month of 31 local days has an hour more when the clocks go back in it.
LONGEST_SECONDS = 31 * 86_400 + 3_600


class PastQuarter(Func):
    """Seconds since the last quarter of an hour: 0 for a moment that stands on one."""

    template = f"mod(extract(epoch from %(expressions)s), {QUARTER_SECONDS})"
    output_field = IntegerField()
    arity = 1


class SecondsBetween(Func):
    """From the second moment to the first."""

    template = "extract(epoch from %(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()
    arity = 2


def bounded(field: str) -> Q:
    """Neither empty nor endless, its start inside and its end outside: `[start, end)`."""
    return Q(
        **{
            f"{field}__isempty": False,
            f"{field}__lower_inf": False,
            f"{field}__upper_inf": False,
            f"{field}__lower_inc": True,
            f"{field}__upper_inc": False,
        }
    )


def on_quarters(field: str) -> Q:
    return Q(
        Exact(PastQuarter(F(f"{field}__startswith")), 0),
        Exact(PastQuarter(F(f"{field}__endswith")), 0),
    )


def not_too_long(field: str) -> Q:
    length = SecondsBetween(F(f"{field}__endswith"), F(f"{field}__startswith"))
    return Q(LessThanOrEqual(length, LONGEST_SECONDS))


def quarter_minutes(field: str) -> Q:
    """A number of minutes that counts whole quarters of an hour."""
    return Q(Exact(Mod(F(field), Value(15)), 0))
