"""Calendars of before: iCalendar files and MRBS's tables, read as plain events and booked past the rules of hours.

A reader (`ics`, `mrbs`) gives `events.Unit`s and `report.Line`s; `booking` books what it can and says the rest.
"""
