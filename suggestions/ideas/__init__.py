"""Parts of one idea shared by all features.

In reading order: `progress` (deadlines, steps, who it waits for, history), `locking` (how each action begins),
`by_mail`, `notifications` (who is notified, and of what); then `actions` and `forms` of carrying it on.
"""
