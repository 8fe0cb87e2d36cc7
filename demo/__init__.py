"""Port-Mimosa, the demonstration town, all invented; installed in the trial only, and dated relative to the day.

In reading order: `data/` (the texts), `data_files` and `records` (how they are read), `texts` (what they hold),
`generators` (what is composed from them, without a database), `loading` (into the database), `moving` (dates, on
later days), `growth` and `models` (the large part, behind the pages), `trial_mail` (a message that somebody writes to
see the gateway at work).
"""
