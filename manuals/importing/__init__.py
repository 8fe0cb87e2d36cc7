"""A town's list of software, from a spreadsheet.

`parser` (the file as rows), `matching` (people and directions by
what a file calls them), `plan` (what would be done, line by line), `apply` (doing it), `actions` (the steps), `views`.
"""
