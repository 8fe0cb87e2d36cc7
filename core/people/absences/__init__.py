"""Days when an agent is away, and who acts in their place.

Read `actions`, then `forms` and `views`; who may note whose is in `core.people.policies`. Rubrics listen to
`core.people.signals.absence_changed`.
"""
