"""Check constraints of `Idea`."""

from django.db.models import F, Q

STEPS = ("taken_at", "decided_at", "started_at", "done_at", "withdrawn_at", "set_aside_at")

# The dates that each state has; a state not held by one of these has none of the others.
DATES = {
    "received": (),
    "under_study": ("taken_at",),
    "retained": ("taken_at", "decided_at"),
    "declined": ("taken_at", "decided_at"),
    "in_place": ("taken_at", "decided_at"),
    "in_progress": ("taken_at", "decided_at", "started_at"),
    "done": ("taken_at", "decided_at", "started_at", "done_at"),
    "withdrawn": ("withdrawn_at",),
    "set_aside": ("set_aside_at",),
}
# Withdrawn or set aside before or after the study began.
FREE = {"withdrawn": {"taken_at"}, "set_aside": {"taken_at"}}


def _dates_of(state: str) -> Q:
    said = {
        f"{step}__isnull": step not in DATES[state] for step in STEPS if step not in FREE.get(state, set())
    }
    return Q(state=state, **said)


def _any_of(*conditions: Q) -> Q:
    result = conditions[0]
    for condition in conditions[1:]:
        result |= condition
    return result


STATE_HAS_ITS_DATES = _any_of(*(_dates_of(state) for state in DATES))

# Anonymous: no author, no colleague who entered it, no contact, no name to thank.
WHO_SPEAKS = Q(
    identity="anonymous", author=None, entered_by=None, contact="", contact_detail="", is_thanked=None
) | (
    Q(identity__in=("named", "hidden"), author__isnull=False)
    & (Q(entered_by=None, contact="", contact_detail="") | (Q(entered_by__isnull=False) & ~Q(contact="")))
)
MERGED_HAS_A_HEAD = Q(merged_into=None, head=None) | (
    Q(merged_into__isnull=False, head__isnull=False) & ~Q(merged_into=F("id")) & ~Q(head=F("id"))
)
