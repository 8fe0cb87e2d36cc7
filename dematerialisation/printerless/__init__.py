"""A day without a printer.

In reading order: `policies`, `results` (by direction, never fewer than five people), `print_server` (the CSV of a print
server), `actions`, `forms`, `admin` (a day is prepared there), `views`.
"""
