"""The town's internal review: its issues, two articles drafted from the data, and what its editor lays out.

In reading order: `drafts` (what an article is drafted from), `actions`, `views`.
"""
