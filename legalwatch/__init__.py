"""Legal watch: what changes in the law, announced by a link to its page instead of a mail with its file.

Read in this order: `models`, `policies`, `actions`, `forms`, `views`; then `registrations`, `tasks`, `admin`.
"""
