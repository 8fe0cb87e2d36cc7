"""A room's calendar from Outlook, Google, Thunderbird or Zimbra: `reading.read` gives its events."""

from rooms.importers.ics.reader import read

__all__ = ["read"]
