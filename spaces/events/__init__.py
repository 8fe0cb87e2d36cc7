"""Dates and decisions of a project, and its calendar feed."""
