"""A room's calendar from Outlook, Google, Thunderbird or Zimbra: `reading.read` gives its events."""

from rooms.imports.ics.reading import read

__all__ = ["read"]
