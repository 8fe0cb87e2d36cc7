"""The register of incoming mail: letters and e-mails that a mail office sorts, directions answer, and time closes.

Read in this order: `models`, `querysets`, `policies`, `notifications`, `actions` (the path of an item), `answers` (what
leaves, and what comes back), `acknowledgements`, `mail_in` (the inbox), `retention`, `statistics`, `forms`,
`views`; then `admin`, `registrations`. No word of an item is found by the common search, nor kept by the history.
"""
