"""The survey of the directions: asked by the group in a talk, or filled by the direction before it.

In reading order: `actions`, `forms` (each answer is saved as it is typed), `views` (and the results: nothing that
tells of one direction).
"""
