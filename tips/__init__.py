"""Le coin de la physique nucléaire: one tip a month, and the course made of them.

Read in this order: `models`, `querysets`, `policies`, `notifications`, `events`, `actions`, `views`; then
`registrations`, `tasks`, `admin`.
"""
