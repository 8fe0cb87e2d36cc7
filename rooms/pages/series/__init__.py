"""A series booked, read, given and ended: `forms`, `date_rows` (the page of dates), `views`."""
