"""Eliminate items at the end of their retention: `terms`, `actions`, `views`."""
