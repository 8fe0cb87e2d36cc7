"""When a room may be booked and by whom: each refusal is a sentence on the field that mends it."""

from rooms.availability.quotas import over_quota
from rooms.availability.refusals import Refusal, Refused
from rooms.availability.rules.checking import check_order, check_period, obstacles

__all__ = ["Refusal", "Refused", "check_order", "check_period", "obstacles", "over_quota"]
