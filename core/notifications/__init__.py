"""Notify people: on the site always; by mail at once, in the morning's digest or not, as each chose.

In reading order: `registry` (kinds, channels), `models`, `actions`, `tasks` (several in one mail), `digests`;
`notices` (what they notify of the rungs below); `views`.
"""
