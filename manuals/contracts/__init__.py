"""The contract of a software, read by few, and the reminders of its dates.

Read in this order: `schedule` (which days a reminder leaves, a pure function), `sheet` (what the page shows),
`actions`, `reminders`, `forms`, `views`.
"""
