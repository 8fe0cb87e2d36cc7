"""How rooms are used, for those who manage them: by room, site, hour and direction, and searches without result.

`open_hours`, `compute`, `forms`, `views`.
"""
