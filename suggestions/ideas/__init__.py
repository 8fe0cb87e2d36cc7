"""Parts of one idea shared by all features.

In reading order: `path` (its steps), `waiting` (who it waits for), `deadlines`, `authors` (who proposed it, as each
reader may know), `history`; `locking` and `refusals` (how each action begins), `recipients` and `by_mail` (who is
told, and how); then `policies`, `actions`, `forms`, `notifications`, `panel` and `object_actions` of carrying it on.
"""
