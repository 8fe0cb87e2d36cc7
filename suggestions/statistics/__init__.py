"""Public statistics on ideas; numbers about fewer than five people are never shown.

In reading order: `measures`, `views`.
"""
