"""The bookings of one agent: to come, over, cancelled; the dates of a series as one line."""
