"""« J’y suis »: check in at the door; a room where nobody came is freed.

`actions`, `notifications`, `views`; when it is asked: `rooms.availability.check_in_times`.
"""
