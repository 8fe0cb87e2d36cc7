"""The mailboxes that the intranet reads.

In reading order: `accounts` (the settings), `errors`, `fetch_responses` and `connection` (the protocol), `storage` (raw
first), `sync` (one pass over a folder), `fetcher` (a pass, alone on its mailbox), `idle` (always on),
`connection_test`.
"""
