"""The pages of rooms.

`bookings`, `my_bookings`, `series`, `series_change`, `find_room`, `calendar`, `room`, `feeds`, `manage`.
"""
