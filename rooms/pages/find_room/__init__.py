"""« Trouver une salle » and « Libre maintenant ».

`forms`, `rules` (rhythms), `nearly` (rooms free at nearly all dates), `bars` (a room's day), `offers` (a room that is
given), `search`, `search_stats`, `views`.
"""
