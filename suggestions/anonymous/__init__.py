"""Ideas that nobody signs: no trace of the author is kept.

In reading order: `upload_handler` (files stay in memory), `log_filter`, `actions` (deposits, and their release by the
daily run), `notifications`, `forms`, `views`.
"""
