"""Two ideas read as one, or one as two; both can be undone.

In reading order: `policies`, `actions`, `notifications`, `forms`, `object_actions`.
"""
