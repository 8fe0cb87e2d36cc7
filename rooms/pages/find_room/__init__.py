"""« Trouver une salle » and « Libre maintenant »: `forms`, `search`, `views`."""
