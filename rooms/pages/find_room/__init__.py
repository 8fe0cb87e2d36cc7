"""« Trouver une salle » and « Libre maintenant ».

`forms`, `offers` (a room that is given), `search`, `views`.
"""
