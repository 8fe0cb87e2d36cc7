"""A day without a printer.

In reading order: `results` (by direction, never fewer than five people), `print_server` (the CSV of a print server),
`actions`, `views`.
"""
