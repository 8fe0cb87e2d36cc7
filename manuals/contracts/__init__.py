"""The contract of a software, read by few, and the reminders of its dates.

Read in this order: `sheet` (what the page shows), `actions`, `reminders`, `forms`, `views`.
"""
