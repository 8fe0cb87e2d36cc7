"""The mailboxes that the intranet reads, and messages imported from files.

In reading order: `accounts` (the settings), `errors`, `fetch_responses` and `connection` (the protocol), `storage` (raw
first), `sync` (one pass over a folder), `fetcher` (a pass, alone on its mailbox), `idle` (always on), `restore`,
`file_import`, `connection_test`.
"""
