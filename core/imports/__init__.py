"""Imports share these steps: a file is sent, read, shown, confirmed or abandoned, written and reported.

`models` (the row that each app extends), `steps` (what moves it, whatever the door), `kept_files` (those that are
written at once), `tasks` (the worker's part), `views` (the pages); `tables` (a CSV or a workbook as rows, the line
that names the columns, what is said of a file's letters), `workbook` (its part in the sandbox). How a file is encoded
is guessed in `core.ui.encodings`, its report is written by `core.ui.spreadsheets`.
"""
