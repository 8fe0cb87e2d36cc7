"""« Trouver une salle » and « Libre maintenant »: `forms`, `rules` (rhythms), `search`, `search_stats`, `views`."""
