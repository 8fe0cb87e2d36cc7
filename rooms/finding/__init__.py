"""Finding a room: free at some times, free as soon as possible, free now.

free_rooms(periods, by=agent, wishes=Wishes(people=12, equipment=[screen], step_free=True, site=site))
"""

from rooms.finding.free import free_rooms
from rooms.finding.now import FreeNow, free_now
from rooms.finding.starts import Starts, free_starts
from rooms.finding.wishes import Found, Wishes

__all__ = ["Found", "FreeNow", "Starts", "Wishes", "free_now", "free_rooms", "free_starts"]
