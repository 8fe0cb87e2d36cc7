"""Legal watch: what changes in the law, announced by a link to its page instead of a mail with its file.

Read in this order: `models`, `querysets`, `policies`, `notifications`, `actions` (entries), `announcements`
(who is told, each day or each week), `reports` (links that no longer answer), `reading` (what each agent follows and
has read), `forms`, `views`, `feeds`; then `registrations`, `tasks`, `admin`.
"""
