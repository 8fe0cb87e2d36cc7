"""The visas of rapporteurs on the drafts of a session.

In reading order: `content` (what is approved, and by whom), `actions`, `table` (a session's drafts and their visas),
`forms`, `views`. The kind itself is registered by `deliberations.registrations`.
"""
