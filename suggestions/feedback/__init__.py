"""Feedback on what an idea changed, asked once of its authors some time after it is done.

In reading order: `policies`, `actions`, `notifications`, `forms`, `views`.
"""
