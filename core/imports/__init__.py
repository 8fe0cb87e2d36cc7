"""Imports share these steps: a file is sent, read, shown, confirmed or abandoned, written and reported.

`models` (the row that each app extends), `steps` (what moves it, whatever the door, and the worker's part), `views`
(the pages), `planning` (those that are planned line by line, then written at once), `command`; `tables` (a
CSV or a workbook as records under the columns of its titles, what is said of a file's letters), `cells` (the text and
the day of one), `workbook` (its part in the sandbox). How a file is encoded is guessed in `core.web.encodings`, its
report is written by `core.web.spreadsheets`.
"""
