"""Ideas like the one being typed.

In reading order: `words` (what is compared), `ranking` (the search), `statements` (its SQL), `views`.
"""
