"""Members of a project, their roles, and who leads it: `actions`, `views`."""
