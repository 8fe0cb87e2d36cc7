"""Projects: `actions`, `views`."""
