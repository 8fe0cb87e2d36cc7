"""Tools of every page: no models, and nothing of what the town does.

Forms: `fields`, `filters`, `once`, `stale_forms`, `resumed_forms`, `refusals`.
Words: `french`, `mails`, `working_days`, `prose`, `phones`.
Files: `encodings`, `spreadsheets`, `pdf`, `qr`, `charts`, `calendars`.
Pages: `pagination`, `errors`, `visible`, `context`, `fonts`.
The database: `locks`, `counting`, `connections`, `keys`, `follow_up_codes`.
The shell: `command_words`.
"""
