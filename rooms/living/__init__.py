"""Rooms as they are lived in: who waits for one, who is there, what its door and its building's hall show."""
