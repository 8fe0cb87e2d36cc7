"""The calendar pages: the day of sites, the week of one room and of all, the month of one.

`rows` reads, `window` counts in quarters of an hour, `reading` decides what an agent may read, `slots` cuts a column,
`html` writes it; `days`, `weeks` and `months` put them together.
"""
