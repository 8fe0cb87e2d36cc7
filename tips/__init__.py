"""Le coin de la physique nucléaire: one tip a month.

Read in this order: `access`, `models`, `querysets`, `policies`, `notifications`, `events`, `actions`, `views`; then
`search`, `tasks`, `admin`.
"""
