"""Calendars that programs subscribe to, by an address with a secret: `feeds`, `forms`, `views`."""
