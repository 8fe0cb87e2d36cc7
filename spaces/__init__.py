"""Collaborative spaces: what the members of a project write, keep and decide together.

Projects and their members stand in `core.people.models.assignments`, for the directory shows them too. In this order:
`models`, `policies` (who reads, writes, leads), `notifications`, `space_pages` (how each page begins),
`corrections` (of messages and decisions); then the features: `members` (roles, who leads), `projects` (made, asked for,
closed, eliminated), `notes`, `files`, `events` (dates, decisions, the calendar feed), `threads` (messages by subject);
then what gathers: `registrations`, `tasks`, `urls`.
"""
