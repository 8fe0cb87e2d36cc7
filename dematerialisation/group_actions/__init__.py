"""The actions of the group: what is decided, led and measured.

In reading order: `actions`, `forms` (and their buttons), `results` (sums, and actions as they are read), `views`.
"""
