"""Projects: `views`."""
