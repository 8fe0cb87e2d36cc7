"""The calendar: the day of sites, the week of one room and of all, the month of one.

`rows` (read by plain SQL, for the quarters of an hour shown), `slots` (of one room on one day, as HTML), `columns`
(what their reader may know), `days` (with their cache), `weeks`, `views`.
"""
