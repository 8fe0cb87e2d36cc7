"""Imports that a town runs once, above the rubrics that they fill: only the settings and the addresses know them.

`calendars` (MRBS and GRR, iCalendar files), `scdl` (the council's past), `software` (a list of business software);
`people` finds the agents that they name; `urls`, `tasks` and `registrations` declare them. Their rows stay in the
models of each rubric. What every import shares is in `core.imports`; what recurs (agents, from a file or from LDAP)
stays with its rubric.
"""
