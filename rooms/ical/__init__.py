"""Bookings as calendars read them (RFC 5545): feeds that programs subscribe to, events that travel by mail."""
