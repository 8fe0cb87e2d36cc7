"""Le coin de la physique nucléaire: one tip a month.

Read in this order: `access`, `models`, `querysets`, `policies`, `actions`, `views`; then `search`, `admin`.
"""
