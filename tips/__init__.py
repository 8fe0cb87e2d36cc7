"""Le coin de la physique nucléaire: one tip a month, and the course made of them.

Read in this order: `models`, `policies`, `actions`, `views`; then `registrations`, `tasks`, `admin`.
"""
