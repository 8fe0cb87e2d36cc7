"""When a room may be booked and by whom: each refusal is a sentence on the field that mends it."""

from rooms.rules.checking import check_order, check_period, obstacles
from rooms.rules.quotas import over_quota
from rooms.rules.refusals import Refusal, Refused

__all__ = ["Refusal", "Refused", "check_order", "check_period", "obstacles", "over_quota"]
