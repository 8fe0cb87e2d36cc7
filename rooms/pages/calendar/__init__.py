"""The calendar: the day of sites, the week of one room and of all, the month of one.

`rows` (read by plain SQL), `window` (the quarters of an hour shown), `visibility` (what a reader may know), `slots` and
`columns` (one room on one day), `day_cache` (the rows of a day, cached), `days`, `weeks`, `weeks_of_rooms`, `html`,
`views`.
"""
