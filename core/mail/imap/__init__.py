"""The mailboxes that the intranet reads.

In reading order: `accounts` (the settings, and what goes wrong), `connection` (the protocol), `storage` (raw first),
`sync` (one pass over a folder), `fetcher` (a pass, alone on its mailbox, once or each minute; a connection tried).
"""
