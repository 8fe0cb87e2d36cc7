"""« Trouver une salle » and « Libre maintenant ».

`forms`, `bars` (a room's day), `offers` (a room that is
given), `search`, `search_stats`, `views`.
"""
