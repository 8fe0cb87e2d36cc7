"""Functional, interim and mandate assignments, which the directory's managers write: `actions`, `forms`, `views`.

Those to a project are its lead's to write, in its space.
"""
