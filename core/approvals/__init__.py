"""Internal visas on a text and its files, given step by step by the people of a circuit. A visa is no signature.

In reading order: `registry` (what may be approved), `assignees` (who takes a step that runs), `models`, `querysets`,
`validation` (who will take each step of a circuit, and those that nobody can take), `policies`,
`notifications`, `actions`, `tasks` (reminders), `timeline`; then pages.
"""
