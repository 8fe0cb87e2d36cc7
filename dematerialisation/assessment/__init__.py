"""The assessment of a period: begun by the group's head, written by the group, frozen when it is published.

In reading order: `figures` (what the data of the period say), `prefill` (what is known of its actions), `comparison`
(what its page and its PDF show, beside the period before), `actions`, `forms`, `views`.
"""
