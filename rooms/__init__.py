"""Meeting rooms: the calendar of their bookings, and everything around one booking.

Floors, from the ground up; each imports only what stands before it (`tests/test_architecture.py`):

1. `periods` `constraints` `recurrence` `links` `models` `querysets` (levels of rights, who reads a title)
   `policies` `fields`: nouns, the town's clock, rights
2. `availability`: what stands in the way of a booking, and the rooms that are free
3. `bookings` `series`: the actions, and the events that they send
4. `ical`: bookings as calendars read them; `ics`: the calendars of others
5. features, with their pages: `requests` `waiting_list` `check_in` `attendees` `services` `closures` `problems`
   `displays` `statistics` `mail_in` (rooms invited from calendars); they listen to the events (`listeners`) and never
   import each other
6. `pages`: booking, series, finding a room, the calendar, feeds
7. `urls` `tasks` `registrations` `admin`: they gather
"""
