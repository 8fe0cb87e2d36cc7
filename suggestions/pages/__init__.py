"""The list of ideas, the page of one idea, its history and its PDF, the Atom feed: they gather the features.

In reading order: `idea_list` (its filters too), `idea_detail`, `object_actions` (its buttons), `views`, `feeds`.
"""
