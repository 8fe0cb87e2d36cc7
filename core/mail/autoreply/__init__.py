"""What the intranet answers by itself to a mail that it received.

In reading order: rate_limits, acknowledgements, refusals. `core.mail.receivers` calls them.
"""
