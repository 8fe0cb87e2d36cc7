"""Readers' contributions to an idea: support, follow, comments, reports; and how the group moderates."""
