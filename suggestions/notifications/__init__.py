"""What the rubric tells people, and in which words; a module for each kind of news.

A hidden name is in none of them: a mail may be forwarded, or read over a shoulder.
"""

from suggestions.notifications import community, merging
from suggestions.notifications.answers import tell_answered
from suggestions.notifications.evaluating import (
    tell_deputy,
    tell_late,
    tell_late_to_head,
    tell_ready,
    tell_to_evaluate,
)
from suggestions.notifications.ideas import (
    tell_handed_over,
    tell_moved,
    tell_received,
    tell_restored,
    tell_set_aside,
    tell_taken,
    tell_withdrawn,
)
from suggestions.notifications.outdated import OF_THE_GROUP, outdate

__all__ = [
    "OF_THE_GROUP",
    "community",
    "merging",
    "outdate",
    "tell_answered",
    "tell_deputy",
    "tell_handed_over",
    "tell_late",
    "tell_late_to_head",
    "tell_moved",
    "tell_ready",
    "tell_received",
    "tell_restored",
    "tell_set_aside",
    "tell_taken",
    "tell_to_evaluate",
    "tell_withdrawn",
]
