"""Notes to human resources: written by an agent, approved by their hierarchy, answered by HR, kept for a time.

Read in this order: `models`, `querysets`, `policies`, `notifications`, `actions` (the author's), `treatment` (HR's),
`forms`, `views`; then `registrations`, `admin`, `tasks`. Nothing of a note is ever searched.
"""
