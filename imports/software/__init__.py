"""A town's list of software, from a spreadsheet.

`plan` (the file as records, and what would be done, line by line), `actions` (writing it), `views`.
"""
