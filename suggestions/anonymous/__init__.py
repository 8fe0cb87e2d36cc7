"""Ideas that nobody signs: no trace of the author is kept.

In reading order: `actions` (deposits, and their release by the daily run), `forms`, `views`,
`log_filter`.
"""
