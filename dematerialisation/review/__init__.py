"""The town's internal review: its issues, two articles drafted from the data, and what its editor lays out.

In reading order: `figures` and `drafts` (what an article is drafted from), `actions`, `pieces` (a tip or an article as
it is printed), `admin`, `views`.
"""
