"""The conditions of the database constraints of actions and gains."""

from django.db.models import F, Q

from core.ui.visible import are_visible


def not_before(later: str, earlier: str) -> Q:
    """Unless one of the two is missing."""
    return (
        Q(**{f"{later}__isnull": True})
        | Q(**{f"{earlier}__isnull": True})
        | Q(**{f"{later}__gte": F(earlier)})
    )


def is_whole(amount: str, method: str, day: str) -> Q:
    """All three, or none."""
    return Q(**{f"{amount}__isnull": True, method: "", f"{day}__isnull": True}) | (
        Q(**{f"{amount}__isnull": False, f"{day}__isnull": False}) & are_visible(method)
    )


def _reason_of(state: str, reason: str) -> Q:
    return (Q(state=state) & are_visible(reason)) | (~Q(state=state) & Q(**{reason: ""}))


# Answers from before outcomes have none.
SCREENED_BY_TWO = Q(outcome="", screened_by=None, confirmed_by=None) | (
    Q(outcome__in=("eligible", "to_review", "set_aside"), screened_by__isnull=False)
    & (Q(confirmed_by=None) | ~Q(confirmed_by=F("screened_by")))
)
SAYS_SOMETHING = are_visible("title") & (
    (Q(state="done") & ~Q(what_it_changed="")) | (~Q(state="done") & are_visible("what_was_decided"))
)
# A done or dropped action may never have been started: a small thing is written down once done.
STATE_HAS_ITS_DATES = (
    Q(state="planned", started_on=None, blocked_on=None, done_on=None, dropped_on=None)
    | Q(state="in_progress", started_on__isnull=False, blocked_on=None, done_on=None, dropped_on=None)
    | Q(state="blocked", started_on__isnull=False, blocked_on__isnull=False, done_on=None, dropped_on=None)
    | Q(state="done", blocked_on=None, done_on__isnull=False, dropped_on=None)
    | Q(state="dropped", blocked_on=None, done_on=None, dropped_on__isnull=False)
)
STATE_HAS_ITS_REASON = _reason_of("blocked", "blocked_reason") & _reason_of("dropped", "dropped_reason")
UNDER_WAY_HAS_A_LEADER = ~Q(state__in=("in_progress", "blocked")) | Q(
    leader__isnull=False, due_on__isnull=False
)
