"""What the rubric tells people: found by name when the intranet starts, it gathers the notifications of the features.

A hidden name is in none of them: a mail may be forwarded, or read over a shoulder.
"""

from importlib import import_module

# In the order of the page of preferences.
for feature in (
    "comments",
    "merging",
    "ideas",
    "decisions",
    "evaluation",
    "meetings",
    "exchange",
    "notes",
    "anonymous",
    "feedback",
):
    import_module(f"suggestions.{feature}.notifications")
