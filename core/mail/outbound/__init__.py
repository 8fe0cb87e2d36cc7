"""Mails that leave.

In reading order: `messages` (a message to one person, and its layout), `reply_addresses` and `verp` (where answers and
errors come back), `threading`, `send_queue`, `actions` (write, send again), `backend`, `sending`, `bounce_handling`.
"""
