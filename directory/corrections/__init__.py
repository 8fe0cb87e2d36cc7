"""Corrections of a card, proposed by anyone and decided by the directory's managers: `actions`, `forms`, `views`."""
