"""Series of bookings; no pages.

`querysets`, `plan` (each date, what stands in its way, what was chosen), `book`, `change` (with other rooms for dates
that are not possible), `notifications`, `actions` (change, cancel, give, end).
"""
