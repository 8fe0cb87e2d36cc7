"""A town's list of software, from a spreadsheet.

`parser` (the file as rows), `plan` (what would be done, line by line), `apply` (doing it), `actions` (the steps),
`views`.
"""
