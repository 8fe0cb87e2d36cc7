"""Tools for the operators, whatever the rubrics: health, retention, personal data.

In reading order: `findings` (the registry of the doctor's checks), `doctor` (its own), `checks`, `health` (`/sante/`);
`request_log` (the log as JSON); `models` and `purges` (what is kept for how long, and its nightly
purge); `personal_data` (« Mes données »). Of its commands, `manage.py migrate` (Django's, which waits for
tables in turns), `manage.py pending_migrations` and `manage.py try_pages` are what deploy/upgrade asks.
"""
