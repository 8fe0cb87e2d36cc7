"""Finding a room: free at some times, free as soon as possible, free now.

free_rooms(periods, by=agent, wishes=Criteria(people=12, equipment=[screen], step_free=True, site=site))
"""

from rooms.availability.free_rooms.at_times import free_rooms
from rooms.availability.free_rooms.criteria import Criteria, FoundRoom
from rooms.availability.free_rooms.now import FreeNow, free_now
from rooms.availability.free_rooms.starts import Starts, free_starts

__all__ = ["Criteria", "FoundRoom", "FreeNow", "Starts", "free_now", "free_rooms", "free_starts"]
