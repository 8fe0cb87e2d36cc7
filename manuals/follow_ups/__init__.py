"""Follow-ups of software problems: opened for somebody by a day, closed with their result.

Read in this order: `actions`, `forms`, `views`.
"""
