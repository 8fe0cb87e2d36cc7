"""Mails that arrived, from their bytes to what they became.

In reading order: `authentication_results` and `message_context` (what is known of a mail), `deliver` (to its rubric,
with its files), `sender_confirmation`, `read` (from the bytes to the verdict), `actions` (what people decide, and what
time ends).
"""
