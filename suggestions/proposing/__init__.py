"""Proposing an idea, named or with a hidden name, or for a colleague; correcting it, withdrawing it.

In reading order: `actions`, `drafts` (saved while typing), `forms`, `views`.
"""
