"""The assessment of a period: begun by the group's head, written by the group, frozen when it is published.

In reading order: `comparison` (what the data of the period say, beside the period before), `actions`, `forms`, `views`.
"""
