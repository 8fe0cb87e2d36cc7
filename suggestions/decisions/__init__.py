"""The group's decision, and the answer that says it: prepared, reread, published, corrected.

In reading order: `policies`, `actions` (the decision), `answers`, `notifications`, `forms`, `panel`, `object_actions`.
"""
