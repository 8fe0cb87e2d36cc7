"""The group's decision, and the answer that says it: prepared, reread, published, corrected.

In reading order: `policies`, `actions` (the decision), `answers`, `forms` (and their buttons), `panel`.
"""
