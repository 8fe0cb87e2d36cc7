"""Notify people: on the site always; by mail at once, in the morning's digest or not, as each chose.

In reading order: `registry` (kinds, channels), `models`, `actions`, `batches` (several in one mail), `digests`,
`digest_unsubscribe`; `account_notices`, `address_notices` (what they notify of the rungs below);
`views`.
"""
