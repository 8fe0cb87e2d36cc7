"""When a room may be booked and by whom: each refusal is a sentence on the field that mends it."""

from rooms.rules.checking import check_order, check_period, obstacles
from rooms.rules.quotas import over_quota
from rooms.rules.refusals import Refusal

__all__ = ["Refusal", "check_order", "check_period", "obstacles", "over_quota"]
