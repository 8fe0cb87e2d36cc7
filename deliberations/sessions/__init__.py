"""Preparing a session: `actions`, `completeness` (what it lacks before it is published), `forms`, `views`."""
