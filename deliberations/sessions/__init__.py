"""Preparing a session: `actions`, `forms`, `views`."""
