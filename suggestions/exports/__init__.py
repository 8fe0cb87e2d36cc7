"""Spreadsheets for the group: ideas, marks, comments.

In reading order: `tables` (ideas and marks), `views`.
"""
