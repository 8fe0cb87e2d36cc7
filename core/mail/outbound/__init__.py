"""Mails that leave.

In reading order: `messages` (a message to one person, and its layout), `threading` (where answers and errors come
back), `bounce_handling`, `backend`, `sending` (the jobs, and one try), `actions` (write, send again).
"""
