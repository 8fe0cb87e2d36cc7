"""Parts of one idea shared by all features.

In reading order: `path` (its steps), `waiting` (who it waits for), `deadlines`, `history`; `locking` and `refusals`
(how each action begins), `recipients` and `by_mail` (who is told, and how); then `policies`, `actions`, `forms`,
`notifications` and `object_actions` of carrying it on.
"""
