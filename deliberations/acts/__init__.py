"""Writing the deliberations of a session, with their files: `actions`, `views`."""
