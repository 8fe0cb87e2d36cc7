"""What is kept for long enough: its list by kind, and the visa of the departmental archives that eliminates it.

No table of its own: each rubric has its own. In reading order: `models`, `elimination`, `pages`.
"""
