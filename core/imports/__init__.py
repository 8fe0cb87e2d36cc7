"""What imports share: the line that names the columns (`headers`), and what is said of a file's text (`text`).

How a file is encoded is guessed in `core.ui.encodings`, its report is written by `core.ui.spreadsheets`. Each import is
a model of its own app, whose states its actions move: begun, looked at, confirmed or abandoned, reported.
"""
