"""Finding a room: free at some times, free as soon as possible, free now.

free_rooms(periods, by=agent, wishes=Wishes(people=12, equipment=[screen], step_free=True, site=site))
"""

from rooms.finding.free import free_rooms
from rooms.finding.wishes import Found, Wishes

__all__ = ["Found", "Wishes", "free_rooms"]
