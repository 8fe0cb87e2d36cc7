"""Messages between the group and an idea's author, and the opinions asked of experts.

In reading order: `policies`, `actions`, `notifications`, `forms`, `panel`, `views`.
"""
