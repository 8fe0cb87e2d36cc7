"""Each member evaluates an idea before reading the others; the quorum makes it ready to be decided.

In reading order: `quorum` (the seats of an idea, and how many must be filled), `evaluators` (who fills them: absences,
deputies), `queue` (the same rules in SQL: what waits for somebody's evaluation), `tallies` (scores and disagreement),
`policies`, `actions`, `grids`, `absences`, `overdue` (the group is notified of answers and decisions promised and not
given), `tasks`, `notifications`, `forms`, `admin_forms`, `panel` (what the idea's page shows), `object_actions`,
`views`.
"""
