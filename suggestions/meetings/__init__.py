"""The group's meetings: agenda, decisions in the room, minutes.

In reading order: `policies`, `actions`, `agenda` (its items as a page shows them), `notifications`, `forms`, `views`.
"""
