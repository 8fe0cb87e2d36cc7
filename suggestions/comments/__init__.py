"""Readers' contributions to an idea: support, follow, comments, reports; and how the group moderates.

In reading order: `policies`, `actions`, `conversation` (comments as a page shows them), `notifications`, `forms`,
`views`.
"""
