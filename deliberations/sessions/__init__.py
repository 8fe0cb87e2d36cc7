"""Preparing a session: `actions`, `views`."""
