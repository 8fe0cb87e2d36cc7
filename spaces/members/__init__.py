"""Members of a project, their roles, and who leads it:
`periods`, `actions`, `group` (the group's own), `forms`, `views`."""
