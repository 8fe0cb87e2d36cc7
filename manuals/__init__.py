"""The town's business software and their manuals.

Read in this order: `models`, `querysets`, `policies`, `versions` (comparing those that vendors give),
`at_hand` (what the home page shows), `actions`, `forms`, `views`; then `exports`, `notifications`, `search`, `admin`.
"""
