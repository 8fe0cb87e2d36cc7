"""Port-Mimosa, the demonstration town, all invented; installed in the trial only, dated from the day of its load.

In reading order: `data/` (the texts), `data_files` (how they are read as records), `texts` (the records by subject),
`generators` (what is composed from them, without a database), `loading` (into the database), `growth` and `models` (the
large part, behind the pages), `trial_mail` (a message that somebody writes to see the gateway at work).
"""
