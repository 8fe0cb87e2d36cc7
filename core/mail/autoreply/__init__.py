"""Automatic answers to mails received.

In reading order: rate_limits, acknowledgements, refusals. `core.mail.receivers` calls them.
"""
