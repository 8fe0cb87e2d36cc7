"""Eliminate rows at the end of their retention: their list by kind, and the visa of the departmental archives.

No table of its own: each rubric has its own. In reading order: `models`, `elimination`, `pages`.
"""
