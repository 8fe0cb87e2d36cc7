"""A room's calendar from Outlook, Google, Thunderbird or Zimbra: `reader.read_ics` gives its events."""

from rooms.importers.ics.reader import read_ics

__all__ = ["read_ics"]
