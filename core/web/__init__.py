"""Tools of every page: no models, and nothing of what the town does.

Forms: `fields`, `forms`, `idempotency`, `stale_forms`, `refusals`.
Words: `mails`, `rich_text`, `non_blank`, `phones`; dates and counts in French are in `core.french`.
Files: `encodings`, `spreadsheets`, `pdf`, `qr`, `charts`, `calendars`.
Pages: `pagination`, `errors`, `logo`.
The database: `locks`, `number_series`, `rate_limits`, `ordering`, `connections`, `public_ids`, `follow_up_codes`.
The shell: `command_words`.
"""
